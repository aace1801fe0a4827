"""Coverage: what the assessments of a policy's tests have shown of it, and what is left to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rules.program import JointCap, Program, Rule
from rules.source import Span
from rules.values import Truth, Value
from scoring.assessment import Assessment
from scoring.coverage.targets import FAMILIES, Family, Side, Target
from scoring.coverage.watches import Watch, watches_of
from scoring.evidence import Record
from scoring.expressions import NO_RECORD, truth_of

_RULE_LIMITS = {
    "cap_each": "each_cap",
    "cap_daily": "daily_cap",
    "cap_monthly": "monthly_cap",
    "cap": "rule_cap",
}
_JOINT_LIMITS = {
    "cap_daily": "joint_daily_cap",
    "cap_monthly": "joint_monthly_cap",
    "cap": "joint_cap",
}
# A limit as its author writes it, by the name it has in the ledger.
_WRITTEN = {
    "each_cap": "每次最多",
    "daily_cap": "每日最多",
    "monthly_cap": "每月最多",
    "rule_cap": "最多",
    "joint_daily_cap": "合计每日最多",
    "joint_monthly_cap": "合计每月最多",
    "joint_cap": "合计最多",
    "cap": "最多",
    "floor": "最低",
}


@dataclass(slots=True)
class Coverage:
    """Grows with every assessment it sees. A condition that an assessment never came to, because
    its subject was not graded, shows nothing."""

    program: Program
    seen: set[Target] = field(default_factory=set)
    targets: tuple[Target, ...] = field(init=False)
    watches: tuple[Watch, ...] = field(init=False)
    _watches: Mapping[str | None, Sequence[Watch]] = field(init=False)

    def __post_init__(self) -> None:
        self.watches = watches_of(self.program)
        by_evidence: dict[str | None, list[Watch]] = {}
        for watch in self.watches:
            by_evidence.setdefault(watch.evidence, []).append(watch)
        self._watches = by_evidence
        stated = [t for w in self.watches for t in (w.holds, w.fails) if t is not None]
        self.targets = tuple(dict.fromkeys([*stated, *_outcomes(self.program)]))

    def see(
        self, assessment: Assessment, records: Sequence[Record], summary: Mapping[str, Value]
    ) -> None:
        self.seen |= set(_shown(self.program, assessment)) & set(self.targets)
        for record in records:
            for watch in self._watches.get(record.kind, ()):
                self._ask(watch, record.values, summary)
        for watch in self._watches.get(None, ()):
            if watch.early or assessment.state != "not_graded":
                self._ask(watch, NO_RECORD, summary)

    def _ask(self, watch: Watch, values: tuple[Value, ...], summary: Mapping[str, Value]) -> None:
        truth: Truth = truth_of(watch.when(values, summary))
        if truth:
            self.seen.add(watch.holds)
        elif truth is False and watch.fails is not None:
            self.seen.add(watch.fails)

    @property
    def missed(self) -> tuple[Target, ...]:
        """In the order of the policy's text; what has no place comes first."""
        left = [target for target in self.targets if target not in self.seen]
        return tuple(sorted(left, key=lambda target: target.span.start if target.span else -1))

    @property
    def families(self) -> Mapping[Family, tuple[int, int]]:
        """How many targets of each family were shown, and how many there are."""
        found: dict[Family, tuple[int, int]] = {}
        for family in FAMILIES:
            own = [target for target in self.targets if target.family == family]
            if own:
                found[family] = (sum(target in self.seen for target in own), len(own))
        return found


def _outcomes(program: Program) -> Iterator[Target]:
    """What shows in the result itself."""
    for grade in program.grades:
        yield Target("grade", grade.name, "given")
    for quota in program.quotas:
        for seats in quota.seats:
            name = f"{quota.id} {seats.grade}"
            yield from (Target("quota", name, "seated"), Target("quota", name, "crowded"))
    yield from _caps(program)


def _caps(program: Program) -> Iterator[Target]:
    for rule in program.rules:
        for limit in _limits(rule, _RULE_LIMITS):
            yield _cap(rule.id, limit, rule.points.span)
    for joint in program.joint_caps:
        for limit in _limits(joint, _JOINT_LIMITS):
            yield _cap("、".join(joint.rules), limit)
    for indicator in program.indicators:
        forms = [form for _, form in indicator.variants] or [indicator]
        for limit in ("cap", "floor"):
            if any(getattr(form, limit) is not None for form in forms):
                yield _cap(indicator.name, limit)


def _limits(stated: Rule | JointCap, names: Mapping[str, str]) -> Iterator[str]:
    return (limit for attribute, limit in names.items() if getattr(stated, attribute) is not None)


def _shown(program: Program, assessment: Assessment) -> Iterator[Target]:
    if assessment.state == "graded":
        # Where grades have no standards of their own, a quota gives them.
        given = {assessment.grade_before_veto, assessment.grade}
        yield from (Target("grade", grade, "given") for grade in given if grade)
    for seat in assessment.seats:
        side: Side = "seated" if seat.outcome == "seated" else "crowded"
        yield Target("quota", f"{seat.quota} {seat.grade}", side)
    lost = {(f.rule, limit) for f in assessment.findings for limit in f.lost_to.split("+")}
    yield from (_cap(rule, limit) for rule, limit in lost if limit in _WRITTEN)
    for joint in program.joint_caps:
        for limit in _limits(joint, _JOINT_LIMITS):
            if any((rule, limit) in lost for rule in joint.rules):
                yield _cap("、".join(joint.rules), limit)
    for line in assessment.ledger:
        if line.kind == "cap" and line.indicator:
            yield _cap(line.indicator, line.lost_to.rpartition("_")[2])


def _cap(owner: str, limit: str, span: Span | None = None) -> Target:
    return Target("cap", f"{owner} {_WRITTEN.get(limit, limit)}", "bound", span)
