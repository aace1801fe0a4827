"""Cases of earlier runs followed up to the as-of date, by what was recorded of them since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple, assert_never

from rules.constructs.cases import (
    EXTENDED_TO,
    HANDLED_BY,
    HANDLING,
    HANDLINGS,
    OF_TRIGGER,
    Handling,
    overdue_rule,
)
from rules.program import Program
from scoring.conclude.case_files import CaseFile
from scoring.evidence import Evidence, Origin, Period, Record
from scoring.notes import Words

# Of one day: more time is given before a case is closed, and what is withdrawn was never late.
_ORDER: tuple[Handling, ...] = ("extended", "withdrawn", "rectified")


class Handled(NamedTuple):
    """What a record says was done about a case."""

    day: date
    handling: Handling
    id: str
    trigger: str
    by: str
    to: date | None

    @property
    def order(self) -> tuple[date, int, str]:
        return (self.day, _ORDER.index(self.handling), self.id)


class Remark(NamedTuple):
    """What is to be noted, and at which trigger."""

    place: str
    words: Words


@dataclass(frozen=True, slots=True)
class Followed:
    """How the cases of a subject stand. `late` are the missed deadlines that belong to the period
    at hand, as records; of the rules that are `undecided` nobody knows yet whether they deduct."""

    cases: tuple[CaseFile, ...] = ()
    late: tuple[Record, ...] = ()
    undecided: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def open_case(self, trigger: str) -> CaseFile | None:
        return next((c for c in reversed(self.cases) if c.trigger == trigger and c.is_open), None)

    def latest(self, trigger: str) -> CaseFile | None:
        """The latest case of the trigger that was not withdrawn."""
        own = (c for c in self.cases if c.trigger == trigger and c.closing != "withdrawn")
        return max(own, key=_since, default=None)


NOBODY = Followed()


def follow(
    program: Program, evidence: Evidence, subject: str, records: Iterable[Record]
) -> Followed:
    """The subject's cases of earlier runs, from its records of them."""
    past = evidence.history.cases.get(subject, ())
    handled = sorted(_handled(program, records), key=_order)
    if not past and not handled:
        return NOBODY
    walk = _Walk(evidence.period, told=bool(evidence.delivered.intersection(program.case_records)))
    cases = [walk.open_case(case) for case in past]
    for one in handled:
        at = _whose(cases, one)
        if at is None:
            walk.remark(one.trigger, _of_no_case(one))
        else:
            cases[at] = walk.handle(cases[at], one)
    cases = [walk.wait(case) for case in cases]
    charged = {trigger.name for trigger in program.triggers if trigger.charges_late}
    own = [case for case in cases if case.trigger in charged]
    return Followed(
        tuple(cases),
        tuple(late for case in own for late in missed_in(case, evidence.period)),
        tuple(sorted({overdue_rule(c.trigger) for c in own if _is_undecided(c, evidence.period)})),
        tuple(walk.remarks),
    )


def _handled(program: Program, records: Iterable[Record]) -> Iterator[Handled]:
    places = {
        name: [program.kinds[name].index(f) for f in (OF_TRIGGER, HANDLING, HANDLED_BY)]
        for name in program.case_records
    }
    for record in records:
        if record.kind in places and record.date is not None:
            trigger, handling, by = (str(record.values[at]) for at in places[record.kind])
            to = record.values[program.kinds[record.kind].index(EXTENDED_TO)]
            day = to if isinstance(to, date) else None
            yield Handled(record.date, HANDLINGS[handling], record.id, trigger, by, day)


def _whose(cases: Sequence[CaseFile], one: Handled) -> int | None:
    """The place of the case a record tells of: the latest of its trigger that was open by then."""
    for at in reversed(range(len(cases))):
        case = cases[at]
        if case.trigger == one.trigger and case.opened <= one.day:
            return None if case.closed is not None and case.closed < one.day else at
    return None


# --- one case through time ------------------------------------------------------------------------


@dataclass(slots=True)
class _Walk:
    """`told` where records of cases were delivered at all."""

    period: Period
    told: bool
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, trigger: str, words: Words) -> None:
        self.remarks.append(Remark(trigger, words))

    def open_case(self, case: CaseFile) -> CaseFile:
        """What nobody could tell last time is asked again."""
        return replace(case, unsure=False)

    def handle(self, case: CaseFile, one: Handled) -> CaseFile:
        """A record that an earlier run has counted changes nothing."""
        if not case.is_open or one.day in case.extended:
            return case
        if one.day < case.since:
            self.remark(case.trigger, _before_term(one, case))
            return case
        if case.is_past(one.day):
            case = self.miss(case)
        match one.handling:
            case "rectified" | "withdrawn" as closing:
                return replace(case, closed=one.day, closing=closing, handled_by=one.by)
            case "extended":
                return self.extend(case, one)
        assert_never(one.handling)

    def extend(self, case: CaseFile, one: Handled) -> CaseFile:
        if one.to is None or one.to <= max(case.deadline or date.min, one.day):
            self.remark(case.trigger, _no_extension(one))
            return case
        extended = (*case.extended, one.day)
        return replace(
            case,
            deadline=one.to,
            deadline_provisional=False,
            extended=extended,
            handled_by=one.by,
        )

    def wait(self, case: CaseFile) -> CaseFile:
        """Up to the as-of date."""
        if not case.is_open or not case.is_past(self.period.as_of):
            return case
        if self.told:
            return self.miss(case)
        if case.missed() == case:
            return case
        self.remark(case.trigger, _NOT_TOLD)
        return replace(case, unsure=True)

    def miss(self, case: CaseFile) -> CaseFile:
        missed = case.missed()
        if missed != case and missed.overdue[-1].day < self.period.start:
            self.remark(case.trigger, _of_earlier(missed.overdue[-1].day))
        return missed


def missed_in(case: CaseFile, period: Period) -> Iterator[Record]:
    """The missed deadlines of the period, each dated the day after; none of a case that may yet
    turn out to be none, or that was withdrawn."""
    if case.provisional or case.closing == "withdrawn":
        return
    rule = overdue_rule(case.trigger)
    for day, since, level in case.overdue:
        if period.start <= day <= min(period.end, period.as_of):
            values = (since, day - timedelta(days=1), level, day)
            name = f"{case.id}/{day.isoformat()}"
            yield Record(rule, name, case.subject, day, values, Origin("cases.csv", 0))


def _is_undecided(case: CaseFile, period: Period) -> bool:
    """Whether a deadline that ends in the period may yet turn out to have been missed."""
    if case.closing == "withdrawn":
        return False
    known = set() if case.provisional else {*case.late_days}
    days = {*case.late_days, *(case.missed().late_days if case.is_open else ())} - known
    return any(period.start <= day <= period.end for day in days)


def _since(case: CaseFile) -> date:
    return case.since


def _order(one: Handled) -> tuple[date, int, str]:
    return one.order


# --- words ----------------------------------------------------------------------------------------

_CHINESE = {handling: word for word, handling in HANDLINGS.items() if word != handling}
_NOT_TOLD = Words(
    "期限已过，没有提供处置记录，是否整改不明",
    "the deadline is past, and without records of cases nobody knows whether it was kept",
)


def _of_no_case(one: Handled) -> Words:
    return Words(
        f"{one.day} 的{_CHINESE[one.handling]}没有对应的案件，未用",
        f"what was {one.handling} on {one.day} belongs to no case and was not used",
    )


def _before_term(one: Handled, case: CaseFile) -> Words:
    return Words(
        f"{one.day} 的{_CHINESE[one.handling]}早于这一期限的起算日 {case.since}，未用",
        f"what was {one.handling} on {one.day} is earlier than {case.since}, when the term began, "
        "and was not used",
    )


def _no_extension(one: Handled) -> Words:
    return Words(
        f"{one.day} 的延期没有写延到以后哪一天，未用",
        f"the extension of {one.day} names no later day and was not used",
    )


def _of_earlier(day: date) -> Words:
    return Words(
        f"逾期日 {day} 属于以前的周期，本期不扣",
        f"the deadline was missed on {day}, in an earlier period: nothing is deducted here",
    )
