"""A policy to be looked at closely: what its author wrote, what it compiled to, what may hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from rules import program as plan
from rules.check.parts import Part, everything, meet, stretch
from rules.check.reach import Reach, constants_of
from rules.check.regions import EVERYWHERE, NOWHERE, Region
from rules.check.truths import Truth
from rules.expr.kinds import BooleanKind
from rules.expr.nodes import Compare, Expr, Literal, Ref
from rules.model import Indicator, Policy, Rule
from rules.values import round_number

_SHARES = tuple(f".{member}" for member in plan.RANK_MEMBERS if member.startswith("share"))


@dataclass(frozen=True)
class Lint:
    """`policy` knows the places, `program` the meaning: the policy compiles."""

    policy: Policy
    program: plan.Program

    # --- texts beside their meaning ----------------------------------------------------------

    @cached_property
    def indicator_texts(self) -> Mapping[str, Indicator]:
        """Every section and leaf by its name."""
        return dict(_below(self.policy.indicators))

    @cached_property
    def rule_texts(self) -> Mapping[str, Rule]:
        """Every record rule by its id, as its author wrote it; a late case has none."""
        ids: dict[str, list[str]] = {}
        made = {kind.name for kind in self.program.made_kinds}
        for rule in self.program.rules:
            if rule.evidence in made:
                continue
            ids.setdefault(rule.indicator, []).append(rule.id)
        return {
            rule: text
            for name, known in ids.items()
            for rule, text in zip(known, _rules_of(self.indicator_texts[name]), strict=True)
        }

    # --- what may hold -----------------------------------------------------------------------

    @cached_property
    def constants(self) -> Mapping[str, Literal]:
        return constants_of(self.program)

    @cached_property
    def reach(self) -> Reach:
        return Reach(self.program, self.constants)

    @cached_property
    def of_subjects(self) -> Truth:
        """Conditions over a subject's summary."""
        return Truth(self.constants, self._subject_meaning, self._subject_whole)

    @cached_property
    def _of_records(self) -> dict[str, Truth]:
        return {}

    def of_records(self, evidence: str) -> Truth:
        """Conditions over the records of a kind."""
        if evidence not in self._of_records:
            kind = self.program.kinds[evidence]
            derived = {d.name: d.formula for d in kind.derived if isinstance(d.kind, BooleanKind)}
            given = {f.name for f in kind.fields if f.on_missing != "keep"}

            def meaning(ref: Ref) -> Expr | None:
                return derived.get(ref.name) if ref.space == "record" else None

            def whole(ref: Ref) -> Part:
                if ref.space != "record":
                    return self._subject_whole(ref)
                return everything(ref.kind, may_be_missing=ref.name not in given)

            self._of_records[evidence] = Truth(self.constants, meaning, whole)
        return self._of_records[evidence]

    @cached_property
    def background(self) -> Region:
        """What the standards of the grades say of total and grade together: without vetoes the
        grade is that of the total, with them it may be lower, given directly it may be any."""
        grades, total = self.program.grades, self.program.total
        standards = [(given.name, given.when) for given in grades if given.when is not None]
        if total is None or self.program.direct_grades or len(standards) < len(grades):
            return EVERYWHERE
        kind = self.program.grade_kind
        grade = Ref("summary", plan.GRADE, kind)
        lowered = bool(self.program.vetoes or self.program.quotas)
        truth, region = self.of_subjects, NOWHERE
        for name, when in standards:
            held = Compare("<=" if lowered else "=", grade, Literal(name, "text"))
            both = truth.space.both(truth.of(when).true, truth.of(held).true)
            region = truth.space.either(region, both)
        return region

    def _subject_meaning(self, ref: Ref) -> Expr | None:
        """Formulas that are conditions, and lists that hold exactly where their condition does."""
        return self._meanings.get(ref.name) if ref.space == "summary" else None

    @cached_property
    def _meanings(self) -> Mapping[str, Expr]:
        formulas = {
            measure.name: measure.aggregate.value
            for measure in self.program.measures
            if isinstance(measure.aggregate, plan.Formula) and isinstance(measure.kind, BooleanKind)
        }
        lists = {
            rule.name: rule.when
            for rule in self.program.lists
            if rule.on_unknown == "pending" and rule.ties_in
        }
        return {**formulas, **lists}

    @cached_property
    def _given(self) -> frozenset[str]:
        """What is known of every subject that is graded."""
        fields = (f.name for f in self.program.subject.fields if f.on_missing != "keep")
        return frozenset((*fields, plan.TOTAL, plan.GRADE))

    def _subject_whole(self, ref: Ref) -> Part:
        own = ref.space == "run" or (ref.space == "summary" and ref.name in self._given)
        whole = everything(ref.kind, may_be_missing=not own)
        total = self.program.total
        if ref.space == "summary" and ref.name == plan.TOTAL and total is not None:
            return meet(whole, self._reachable(total, ref))
        if ref.name.endswith(_SHARES):  # of a group there is always somebody
            return meet(whole, Part(stretch((Fraction(0), 1), None, ref.kind), missing=True))
        return whole

    def _reachable(self, total: plan.Total, ref: Ref) -> Part:
        """What the rounded total can be by the points there are."""
        reach = self.reach.total
        low, high = (
            None if end is None else Fraction(round_number(end, total.rounding))
            for end in (reach.low, reach.high)
        )
        if low is not None and any(veto.effect == "zero" for veto in self.program.vetoes):
            low = min(low, Fraction(0))
        first = None if low is None else (low, 0)
        last = None if high is None else (high, 1)
        return Part(stretch(first, last, ref.kind), missing=True)


def _below(level: Mapping[str, Indicator]) -> Iterator[tuple[str, Indicator]]:
    for name, indicator in level.items():
        yield name, indicator
        yield from _below(indicator.items)


def _rules_of(indicator: Indicator) -> Iterator[Rule]:
    """Deductions, then additions, rivals one by one: the order in which they are compiled."""
    for row in (*indicator.deduct, *indicator.add):
        yield from row.keep_highest or row.keep_first or [row]
