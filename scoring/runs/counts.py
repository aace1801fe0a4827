"""What is counted over everybody, in one pass over the assessments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from rules.program import Program
from rules.values import Number, Value
from scoring.assessment import Assessment, Recommendation, State
from scoring.conclude.awards import PoolCount
from scoring.conclude.case_files import CaseFile
from scoring.grade.quota_lines import QuotaCount, QuotaLine
from scoring.notes import Words

# So many subjects of a list, a trigger or a quota are kept by name.
FIRST = 5


@dataclass(slots=True)
class Proposed:
    """The subjects on a list, or with a case of a trigger: how many, how many of them for now
    (暂定), how many wait (待定). `first` are the first of them with their names."""

    sure: int = 0
    provisional: int = 0
    pending: int = 0
    first: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Recommended:
    """The values of a coefficient: how many there are, how many wait, between which they lie."""

    proposed: int = 0
    pending: int = 0
    low: Number | None = None
    high: Number | None = None

    def take(self, given: Recommendation) -> None:
        value = given.value
        if value is None:
            self.pending += 1
            return
        self.proposed += 1
        self.low = value if self.low is None else min(self.low, value)
        self.high = value if self.high is None else max(self.high, value)


class Counts:
    """`take()` everybody; `records` are by the state of their subject. `totals` and `grades` are of
    the graded; `missing` are the missing values that were met, but those of subjects that are not
    graded, which would bury the ones that touch a result; `pending` tells why subjects wait."""

    def __init__(self, program: Program) -> None:
        self.everyone = 0
        self.states: Counter[State] = Counter()
        self.records: Counter[State] = Counter()
        self.grades: Counter[str] = Counter()
        self.totals: Counter[Number] = Counter()
        self.missing: Counter[Words] = Counter()
        self.pending: Counter[Words] = Counter()
        self.verdicts = {one.name: Counter[Value]() for one in program.structure}
        self.cases: list[CaseFile] = []
        self.acting: list[Assessment] = []
        self._acting = frozenset(rule.name for rule, _ in program.effects)
        self.lists = {rule.name: Proposed() for rule in program.lists}
        self.triggers = {trigger.name: Proposed() for trigger in program.triggers}
        self.coefficients = {one.name: Recommended() for one in program.coefficients}
        self.pools = {pool.name: PoolCount(pool) for pool in program.awards}
        self.without_room: dict[tuple[str, str, str], dict[str, str]] = {}
        self._quotas = QuotaCount(program)
        self._name_field = program.subject.name_field

    def take(self, one: Assessment) -> None:
        self.everyone += 1
        self.states[one.state] += 1
        self.records[one.state] += one.evidence_count
        if one.state == "pending":
            self.pending[Words(one.reason_zh, one.reason_en)] += 1
        if one.grade is not None:
            self.grades[one.grade] += 1
        if one.state == "graded" and one.total is not None:
            self.totals[one.total] += 1
        self._note(one)
        for name, found in self.verdicts.items():
            if name in one.measures:
                found[one.measures[name]] += 1
        self.cases += one.cases
        self._act(one)
        self._propose(self.lists, one.lists, one.pending_lists, one)
        fired = dict.fromkeys(case.trigger for case in one.triggers)
        self._propose(self.triggers, fired, one.pending_triggers, one)
        for name, given in one.coefficients.items():
            self.coefficients[name].take(given)
        for pool in self.pools.values():
            pool.take(one)
        for seat in self._quotas.take(one):
            key = (seat.quota, seat.grade, seat.group)
            self._keep(self.without_room.setdefault(key, {}), one)

    @property
    def quotas(self) -> tuple[QuotaLine, ...]:
        return self._quotas.lines()

    def _act(self, one: Assessment) -> None:
        """Whoever is on, or waits for, what writes evidence for other policies."""
        fired = (case.trigger for case in one.triggers)
        rules = (*one.lists, *one.pending_lists, *fired, *one.pending_triggers)
        if self._acting.intersection(rules):
            self.acting.append(replace(one, findings=(), ledger=(), measures={}, indicators={}))

    def _note(self, one: Assessment) -> None:
        """Missing values that were met."""
        for caution in one.cautions if one.state != "not_graded" else ():
            place = caution.place
            words = Words(f"{place}：{caution.zh}", f"{place}: {caution.en}")
            self.missing[words] += caution.count

    def _propose(
        self,
        found: Mapping[str, Proposed],
        sure: Iterable[str],
        pending: Iterable[str],
        one: Assessment,
    ) -> None:
        for name in sure:
            proposed = found[name]
            proposed.sure += 1
            proposed.provisional += name in one.provisional
            self._keep(proposed.first, one)
        for name in pending:
            found[name].pending += 1

    def _keep(self, first: dict[str, str], one: Assessment) -> None:
        if len(first) < FIRST:
            name = one.fields.get(self._name_field) if self._name_field else None
            first[one.subject] = str(name or "")


def count(program: Program, assessments: Iterable[Assessment]) -> Counts:
    counts = Counts(program)
    for assessment in assessments:
        counts.take(assessment)
    return counts
