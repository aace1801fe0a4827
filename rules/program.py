"""The Program: a policy compiled to an engine-neutral plan, read by every engine.

It holds what the policy says and nothing of how it was spelled: two files that differ in key
language, comments or layout compile to equal Programs with equal digests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from rules.constructs.cases import overdue_kind
from rules.constructs.checks import Check, Choice, Ruling, Strength
from rules.constructs.effects import Effect
from rules.constructs.evidence import (
    Derived,
    Discretion,
    EvidenceKind,
    Field,
    Ineligibility,
    OneMatter,
    OnMissing,
    Parent,
    SubjectKind,
    TextForm,
    Wide,
)
from rules.constructs.head import Basis, Head, Parameter
from rules.constructs.history import Recall, Tally
from rules.constructs.imports import Import
from rules.constructs.indicators import Contest, Indicator, JointCap, Rule, Total
from rules.constructs.measures import (
    Aggregate,
    Count,
    Distinct,
    Extreme,
    Formula,
    GroupMean,
    Latest,
    Mean,
    Measure,
    Median,
    OverNumbers,
    OverRecords,
    PerItem,
    Quantified,
    Ratio,
    Relative,
    Sum,
    TrimmedMean,
    WeightedMean,
    Windowed,
    WorkingTerm,
    YearOnYear,
)
from rules.constructs.opened import Extends, Opened, OpenParameter
from rules.constructs.outcomes import (
    DirectGrade,
    Grade,
    ListRule,
    Rank,
    Rung,
    Term,
    Trigger,
    Veto,
)
from rules.constructs.quotas import Quota, Seats
from rules.constructs.relations import Along, Inherited, Relation, Tenure
from rules.constructs.rewards import AwardPool, Coefficient, SignOff, SignParty
from rules.constructs.scales import (
    BandTable,
    Change,
    Decision,
    Deviation,
    Direct,
    KOfN,
    Linear,
    MarginalBrackets,
    OnMissingValue,
    Row,
    Scale,
    Source,
    StepTable,
    Stepwise,
    Valued,
    WholeBrackets,
)
from rules.constructs.spans import TimeSpan
from rules.constructs.validity import Validity
from rules.constructs.words import (
    ADDED,
    EVENT_DATE,
    GRADE,
    RANK_MEMBERS,
    TOTAL,
    OnUnknown,
    PeriodKind,
    Scope,
    Stage,
    Status,
    VetoEffect,
)
from rules.expr.kinds import CategoryKind
from rules.values import Number, Value, show_number

__all__ = [
    "EVENT_DATE",
    "GRADE",
    "RANK_MEMBERS",
    "TOTAL",
    "Aggregate",
    "Along",
    "AwardPool",
    "BandTable",
    "Basis",
    "Change",
    "Check",
    "Choice",
    "Coefficient",
    "Conclusion",
    "Construct",
    "Contest",
    "Count",
    "Decision",
    "Derived",
    "Deviation",
    "Direct",
    "DirectGrade",
    "Discretion",
    "Distinct",
    "Effect",
    "EvidenceKind",
    "Extends",
    "Extreme",
    "Field",
    "Formula",
    "Grade",
    "GroupMean",
    "Head",
    "Import",
    "Indicator",
    "Ineligibility",
    "Inherited",
    "JointCap",
    "KOfN",
    "Latest",
    "Linear",
    "ListRule",
    "MarginalBrackets",
    "Mean",
    "Measure",
    "Median",
    "OnMissing",
    "OnMissingValue",
    "OnUnknown",
    "OneMatter",
    "OpenParameter",
    "Opened",
    "OverNumbers",
    "OverRecords",
    "Parameter",
    "Parent",
    "PerItem",
    "PeriodKind",
    "Program",
    "Quantified",
    "Quota",
    "Rank",
    "Ratio",
    "Recall",
    "Relation",
    "Relative",
    "Row",
    "Rule",
    "Ruling",
    "Rung",
    "Scale",
    "Scope",
    "Seats",
    "SignOff",
    "SignParty",
    "Source",
    "Stage",
    "Status",
    "Step",
    "StepTable",
    "Stepwise",
    "Strength",
    "SubjectKind",
    "Sum",
    "Tally",
    "Tenure",
    "Term",
    "TextForm",
    "TimeSpan",
    "Total",
    "Trigger",
    "TrimmedMean",
    "Validity",
    "Valued",
    "Veto",
    "VetoEffect",
    "WeightedMean",
    "WholeBrackets",
    "Wide",
    "Windowed",
    "WorkingTerm",
    "YearOnYear",
    "canonical",
    "takes_group_mean",
]

# What is concluded of a subject; the compiler orders them so that each finds what it reads.
Conclusion: TypeAlias = Tally | ListRule | Trigger
Construct: TypeAlias = (
    Rule
    | Ineligibility
    | Measure
    | Indicator
    | Total
    | Veto
    | DirectGrade
    | Grade
    | Rank
    | Quota
    | Tally
    | ListRule
    | Trigger
    | Coefficient
    | AwardPool
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to compute: its stage, what it needs at once (a record, a subject, the whole
    population), and what it is. The compiler orders steps so that each finds what it reads."""

    stage: Stage
    scope: Scope
    constructs: tuple[Construct, ...]


@dataclass(frozen=True)
class Program:
    head: Head
    parameters: tuple[Parameter, ...]
    subject: SubjectKind
    evidence: tuple[EvidenceKind, ...]
    rules: tuple[Rule, ...]
    measures: tuple[Measure, ...]
    ineligibilities: tuple[Ineligibility, ...]
    indicators: tuple[Indicator, ...]
    total: Total | None  # a qualitative policy has no points
    vetoes: tuple[Veto, ...]
    grades: tuple[Grade, ...]
    ranks: tuple[Rank, ...]
    lists: tuple[ListRule, ...]
    triggers: tuple[Trigger, ...]
    steps: tuple[Step, ...]
    direct_grades: tuple[DirectGrade, ...] = ()
    signoffs: tuple[SignOff, ...] = ()
    coefficients: tuple[Coefficient, ...] = ()
    awards: tuple[AwardPool, ...] = ()
    joint_caps: tuple[JointCap, ...] = ()
    quotas: tuple[Quota, ...] = ()
    history: tuple[Tally | Recall, ...] = ()
    structure: tuple[Check | Ruling, ...] = field(default=(), metadata=ADDED)
    opened: Opened | None = field(default=None, metadata=ADDED)

    @cached_property
    def digest(self) -> str:
        """`sha256:` over the canonical form."""
        return "sha256:" + hashlib.sha256(self.canonical.encode()).hexdigest()

    @cached_property
    def canonical(self) -> str:
        """JSON with sorted keys, English words, numbers as text, no spans."""
        return json.dumps(
            canonical(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

    @cached_property
    def kinds(self) -> Mapping[str, EvidenceKind]:
        """Those that are delivered, and those that a run makes itself of late cases."""
        return {kind.name: kind for kind in (*self.evidence, *self.made_kinds)}

    @cached_property
    def made_kinds(self) -> tuple[EvidenceKind, ...]:
        """What late cases are counted as; nobody delivers it."""
        return tuple(overdue_kind(one.name) for one in self.triggers if one.charges_late)

    @cached_property
    def case_records(self) -> tuple[str, ...]:
        """The kinds of evidence that tell what was done about cases."""
        return tuple(kind.name for kind in self.evidence if kind.case_records)

    @property
    def follows_cases(self) -> bool:
        """Whether cases are followed from run to run."""
        return bool(self.case_records) or any(trigger.cool_off for trigger in self.triggers)

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """The parameters' values by name, tables as they are in `tables`."""
        return {p.name: p.value for p in self.parameters if not p.table}

    @cached_property
    def tables(self) -> Mapping[str, Mapping[str, Number]]:
        return {p.name: dict(p.table) for p in self.parameters if p.table}

    @property
    def effects(self) -> tuple[tuple[ListRule | Trigger, Effect], ...]:
        """What lists and triggers write as evidence for other policies, in the order stated."""
        rules: tuple[ListRule | Trigger, ...] = (*self.lists, *self.triggers)
        stated = [(rule, effect) for rule in rules for effect in rule.effects]
        late = [(rule, effect) for rule in self.triggers for effect in rule.overdue_effects]
        return (*stated, *late)

    @property
    def looks_back(self) -> bool:
        """Whether a run asks for earlier results."""
        return bool(self.history) or self.follows_cases

    @property
    def counts_working_days(self) -> bool:
        """Whether anything falls due after working days, so that calendars are needed."""
        terms = any(isinstance(measure.aggregate, WorkingTerm) for measure in self.measures)
        return terms or any(trigger.counts_working_days for trigger in self.triggers)

    @cached_property
    def judged(self) -> frozenset[str]:
        """The measures that hold what a check or a decision comes to."""
        return frozenset(one.name for one in self.structure)

    @cached_property
    def structural(self) -> frozenset[str]:
        """The same, with the measures of last days and of what is on record."""
        beside: set[str] = set()
        for one in self.structure:
            match one:
                case Check():
                    beside |= {one.due, one.record}
                case Ruling():
                    beside |= {choice.record for choice in one.choices}
        return self.judged | beside - {""}

    @property
    def graded_by_place(self) -> bool:
        """Whether the grades have no standards, so that a quota alone gives them."""
        return len(self.grades) > 1 and self.grades[0].when is None

    @property
    def grade_kind(self) -> CategoryKind:
        """The grades as an ordered category: worst first, so that better is greater."""
        return CategoryKind(tuple(grade.name for grade in reversed(self.grades)), ordered=True)


def takes_group_mean(indicator: Indicator) -> bool:
    """Whether a subject without the leaf's value gets the mean of its group, for some class."""
    forms = [indicator, *(variant for _, variant in indicator.variants)]
    return any(form.valued is not None and form.valued.missing == "group_mean" for form in forms)


def canonical(value: Any) -> Any:
    """The value as JSON without spans; a dataclass is its type and fields, a number its text."""
    if is_dataclass(value) and not isinstance(value, type):
        shape = {
            f.name: canonical(getattr(value, f.name))
            for f in fields(value)
            if f.name != "span"
            and not (f.metadata.get("added") and getattr(value, f.name) == f.default)
        }
        return {"is": type(value).__name__, **shape}
    match value:
        case bool() | None | str():
            return value
        case int() | Fraction():
            return {"number": show_number(value)}
        case date():
            return {"date": value.isoformat()}
        case tuple() | list():
            return [canonical(part) for part in value]
    raise TypeError(f"no canonical form for {type(value).__name__}")
