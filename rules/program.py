"""The Program: a policy compiled to an engine-neutral plan, read by every engine.

It holds what the policy says and nothing of how it was spelled: two files that differ in key
language, comments or layout compile to equal Programs with equal digests.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, TypeAlias

from rules.expr.kinds import CategoryKind, Kind
from rules.expr.nodes import Expr
from rules.values import Number, Rounding, Value, show_number

# --- vocabulary shared by every engine -------------------------------------------------------

Stage = Literal["admit", "find", "measure", "score", "grade", "rank", "conclude"]
Scope = Literal["record", "subject", "population"]
Status = Literal["draft", "shadow", "effective", "repealed"]
PeriodKind = Literal["month", "quarter", "half_year", "year", "custom"]
# What an unknown condition does: the subject waits (待定), or it counts as true, or as false.
OnUnknown = Literal["pending", "true", "false"]

# Summary names every policy has, beside the names its author gives.
TOTAL = "total"
GRADE = "grade"
# Record name every evidence kind has.
EVENT_DATE = "event_date"
# Members of a rank, as `名次 .倒数 .占比 .倒数占比`.
RANK_MEMBERS = ("place", "place_from_last", "share", "share_from_last")


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule comes from. `illustrative` marks a number nobody has issued (依据: 示例)."""

    document: str
    clause: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    language: int
    id: str
    title: str
    version: str
    status: Status
    period: PeriodKind
    effective_from: date
    effective_to: date | None = None
    document_number: str = ""
    issuer: str = ""
    applied_year: str = ""
    systems: tuple[int, ...] = ()
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named constant. A `table` maps words to numbers for `lookup`; then `value` is None."""

    name: str
    kind: Kind
    value: Value = None
    table: tuple[tuple[str, Number], ...] = ()
    unit: str = ""
    basis: tuple[Basis, ...] = ()


# --- admit -------------------------------------------------------------------------------------

# A blank field: the record is rejected · the value stays missing · a stated value takes its place.
OnMissing = Literal["reject", "keep", "fill"]


@dataclass(frozen=True, slots=True)
class Field:
    """One typed column. Headings match `name`, `label` or an alias; `null_values` read as blank.
    For a percentage with `unit` "%" a bare number is the percent figure."""

    name: str
    kind: Kind
    label: str = ""
    aliases: tuple[str, ...] = ()
    unit: str = ""
    null_values: tuple[str, ...] = ()
    on_missing: OnMissing = "reject"
    fill: Value = None


@dataclass(frozen=True, slots=True)
class Derived:
    """A field computed from earlier fields, the subject's fields and the run's dates."""

    name: str
    kind: Kind
    formula: Expr
    rounding: Rounding | None = None


@dataclass(frozen=True, slots=True)
class OneMatter:
    """Records with equal keys are one matter and count once: the heaviest finding or the earliest,
    among the findings of one rule, of one indicator, or of the whole policy."""

    keys: tuple[str, ...]
    keep: Literal["highest", "first"]
    within: Literal["rule", "indicator", "policy"]


@dataclass(frozen=True, slots=True)
class Wide:
    """Columns that become records: each of `columns` (heading, word) gives one record whose field
    `item` is the word and whose field `value` is the cell."""

    columns: tuple[tuple[str, str], ...]
    item: str
    value: str


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """A record's values are one tuple: `fields` in order, then `derived` in order.

    `event_date` names the date field that dates a record, None where records carry no date and
    belong to the period of the run. `identity` are the fields that tell records apart; where empty
    the identity is made from the record's content. `subject` are the headings of the column that
    names the subject."""

    name: str
    fields: tuple[Field, ...]
    derived: tuple[Derived, ...] = ()
    label: str = ""
    aliases: tuple[str, ...] = ()
    event_date: str | None = EVENT_DATE
    identity: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    one_matter: OneMatter | None = None
    wide: Wide | None = None
    basis: tuple[Basis, ...] = ()

    @property
    def columns(self) -> tuple[Field | Derived, ...]:
        return (*self.fields, *self.derived)

    def index(self, name: str) -> int:
        """The position of a field in a record's values."""
        return next(i for i, column in enumerate(self.columns) if column.name == name)


@dataclass(frozen=True, slots=True)
class Ineligibility:
    """A subject for which `when` holds is 未评 with this reason."""

    when: Expr
    reason: str
    on_unknown: OnUnknown = "pending"


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """`identity` are the headings whose cells, joined by "/", are the subject's id."""

    kind: str
    identity: tuple[str, ...]
    fields: tuple[Field, ...] = ()
    name_field: str | None = None


# --- find --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """A record rule of an indicator: every record of the kind for which `when` is true gives a
    finding of `sign` × `points`; `cap` bounds the points of the period (in size, unsigned)."""

    id: str
    indicator: str
    evidence: str
    when: Expr | None
    sign: Literal[1, -1]
    points: Expr
    cap: Number | None = None
    label: str = ""
    basis: tuple[Basis, ...] = ()


# --- measure -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    evidence: str
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    evidence: str
    value: Expr
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class Mean:
    """Missing values are left out; no value at all is missing."""

    evidence: str
    value: Expr
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class GroupMean:
    """The mean of each group's mean by the group's weight. A group with fewer than `min_ballots`
    values is missing: its weight is shared in proportion by the others, or it counts as zero, or
    the measure waits."""

    evidence: str
    value: Expr
    by: Expr
    weights: tuple[tuple[str, Number], ...]
    min_ballots: int
    missing_group: Literal["proportional", "zero", "pending"]
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class WeightedMean:
    """Σ weight·value ÷ Σ weight over records that have both."""

    evidence: str
    value: Expr
    weight: Expr
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """Records with `numerator` ÷ records with `denominator`, the first a subset of the second. A
    record unknown in either leaves both, or stays in the denominator where `keep_unknown`.
    `when_zero` is the value of a zero denominator; None is missing."""

    evidence: str
    numerator: Expr
    denominator: Expr | None
    keep_unknown: bool
    when_zero: Number | None


@dataclass(frozen=True, slots=True)
class Formula:
    value: Expr


Aggregate: TypeAlias = Count | Sum | Mean | GroupMean | WeightedMean | Ratio | Formula


@dataclass(frozen=True, slots=True)
class Measure:
    """A named quantity of a subject; `rounding` None is exact (不舍入, or nothing was divided)."""

    name: str
    kind: Kind
    aggregate: Aggregate
    rounding: Rounding | None = None
    label: str = ""
    unit: str = ""
    basis: tuple[Basis, ...] = ()


# --- score -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Linear:
    """0 at `low`, full points at `high`, straight between, never outside."""

    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class StepTable:
    """The points of the highest threshold reached (ascending); 0 below the first."""

    steps: tuple[tuple[Number, Number], ...]


@dataclass(frozen=True, slots=True)
class BandTable:
    """The points of the band the value lies in; each band is a condition over the value."""

    bands: tuple[tuple[Expr, Number], ...]


@dataclass(frozen=True, slots=True)
class Direct:
    """The value itself is the points."""


Scale: TypeAlias = Linear | StepTable | BandTable | Direct


@dataclass(frozen=True, slots=True)
class Valued:
    """A leaf's points come from a value by a scale, rounded where stated.
    A missing value gives full points, none, or the subject waits."""

    value: Expr
    scale: Scale
    rounding: Rounding | None
    missing: Literal["full", "zero", "pending"] | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf or a section of the indicator tree, in policy order, sections before their children.

    Limits are in points: a leaf with `full` stays in [0, full]; `floor` and `cap` bound the sum
    where stated. `rules` are ids of record rules. A section has `children` and no start."""

    name: str
    parent: str | None
    full: Number | None = None
    start: Number = 0
    floor: Number | None = None
    cap: Number | None = None
    rules: tuple[str, ...] = ()
    valued: Valued | None = None
    children: tuple[str, ...] = ()
    label: str = ""
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    low: Number | None
    high: Number | None
    rounding: Rounding


# --- grade -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Veto:
    """zero: a positive total becomes 0, before the bands. force, cap: the grade is, or is at best,
    `grade`. bar: at best the second grade. step_down: `steps` grades lower."""

    id: str
    when: Expr
    effect: Literal["zero", "force", "cap", "bar", "step_down"]
    grade: str = ""
    steps: int = 0
    on_unknown: OnUnknown = "pending"
    label: str = ""
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """Best first; the first whose condition holds is given. `when` None is 其余."""

    name: str
    when: Expr | None
    basis: tuple[Basis, ...] = ()


# --- rank --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rank:
    """Graded subjects for which `takes_part` holds, compared by `by` and then by the tie-breaks,
    within groups of equal `within` fields. `(expr, descending)` says which end comes first."""

    name: str
    by: Expr
    descending: bool
    within: tuple[str, ...] = ()
    takes_part: Expr | None = None
    method: Literal["competition", "dense"] = "competition"
    tie_breaks: tuple[tuple[Expr, bool], ...] = ()
    label: str = ""


# --- conclude ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListRule:
    """A named list of the subjects for which `when` holds; unknown goes on its 待定 sheet."""

    name: str
    when: Expr
    on_unknown: OnUnknown = "pending"
    publicity: str = ""
    audience: str = ""
    label: str = ""
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """A case opened for a subject for which `when` holds; `days` are natural days from the as-of
    date to the deadline."""

    name: str
    when: Expr
    action: str = ""
    recipients: tuple[str, ...] = ()
    days: int | None = None
    on_unknown: OnUnknown = "pending"
    label: str = ""
    basis: tuple[Basis, ...] = ()


# --- the plan ----------------------------------------------------------------------------------

Construct: TypeAlias = (
    Rule | Ineligibility | Measure | Indicator | Total | Veto | Grade | Rank | ListRule | Trigger
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
    total: Total
    vetoes: tuple[Veto, ...]
    grades: tuple[Grade, ...]
    ranks: tuple[Rank, ...]
    lists: tuple[ListRule, ...]
    triggers: tuple[Trigger, ...]
    steps: tuple[Step, ...]

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
        return {kind.name: kind for kind in self.evidence}

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """The parameters' values by name, tables as they are in `tables`."""
        return {p.name: p.value for p in self.parameters if not p.table}

    @cached_property
    def tables(self) -> Mapping[str, Mapping[str, Number]]:
        return {p.name: dict(p.table) for p in self.parameters if p.table}

    @property
    def grade_kind(self) -> CategoryKind:
        """The grades as an ordered category: worst first, so that better is greater."""
        return CategoryKind(tuple(grade.name for grade in reversed(self.grades)), ordered=True)


def canonical(value: Any) -> Any:
    """The value as JSON without spans; a dataclass is its type and fields, a number its text."""
    if is_dataclass(value) and not isinstance(value, type):
        shape = {
            f.name: canonical(getattr(value, f.name)) for f in fields(value) if f.name != "span"
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
