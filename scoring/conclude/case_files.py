"""A case as it is followed from run to run: how it was opened, what happened, how it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

CaseState = Literal[
    "open", "extended", "overdue", "unknown", "provisional", "rectified", "withdrawn"
]
CASE_STATES: tuple[CaseState, ...] = get_args(CaseState)
Closing = Literal["rectified", "withdrawn"]
_A_DAY = timedelta(days=1)


class Missed(NamedTuple):
    """A deadline that was missed: the day after it, since when its term ran, and on which rung."""

    day: date
    since: date
    level: int | None = None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A trigger opened it on `opened`, the as-of date of a run; its term runs since `since`, which
    is later where it went up a ladder or was taken up again after it was late. `fired` are the days
    on which its trigger held again, `extended` those on which more time was given, `overdue` the
    deadlines that were missed. `handled_by` is whoever closed it or gave more time last.

    What `provisional` cases rest on may yet change. `unsure`: the deadline is past, and no records
    tell whether it was kept."""

    id: str
    subject: str
    trigger: str
    period: str
    opened: date
    since: date
    level: int | None = None
    action: str = ""
    recipients: tuple[str, ...] = ()
    rectification: tuple[str, ...] = ()
    deadline: date | None = None
    deadline_provisional: bool = False
    because: str = ""
    basis: str = ""
    fired: tuple[date, ...] = ()
    extended: tuple[date, ...] = ()
    overdue: tuple[Missed, ...] = ()
    closed: date | None = None
    closing: Closing | None = None
    handled_by: str = ""
    provisional: bool = False
    unsure: bool = False

    @property
    def state(self) -> CaseState:
        if self.closing is not None:
            return self.closing
        if self.provisional:
            return "provisional"
        if self.unsure:
            return "unknown"
        latest = max(self.extended, default=date.min)
        if self.late and self.overdue[-1].day > latest:
            return "overdue"
        return "extended" if latest >= self.since else "open"

    @property
    def is_open(self) -> bool:
        return self.closing is None

    @property
    def late_days(self) -> tuple[date, ...]:
        return tuple(missed.day for missed in self.overdue)

    @property
    def late(self) -> bool:
        """Whether a deadline of the term it is in was missed."""
        return bool(self.overdue) and self.overdue[-1].day > self.since

    def is_past(self, day: date) -> bool:
        """Whether the deadline is over by this day: it lasts to the end of its own."""
        return self.deadline is not None and self.deadline < day

    def missed(self) -> CaseFile:
        """With its deadline missed, once."""
        if self.deadline is None or self.deadline + _A_DAY in self.late_days:
            return self
        missed = Missed(self.deadline + _A_DAY, self.since, self.level)
        return replace(self, overdue=(*self.overdue, missed))

    def taken_up(self, anew: CaseFile) -> CaseFile:
        """What its trigger makes of it when it holds again: a higher rung, or a term that was
        missed, starts a term anew; otherwise it is noted."""
        noted = replace(self, fired=(*self.fired, anew.opened))
        higher = (anew.level or 0) > (self.level or 0)
        if not (higher or self.late or self.unsure):
            return noted
        return replace(
            noted,
            since=anew.opened,
            level=anew.level,
            action=anew.action,
            recipients=anew.recipients,
            rectification=anew.rectification,
            deadline=anew.deadline,
            deadline_provisional=anew.deadline_provisional,
            because=anew.because,
            basis=anew.basis,
            unsure=False,
        )


def case_id(policy: str, subject: str, trigger: str, opened: date) -> str:
    """The same for the same case in whatever run; of the parts only the subject may hold a `/`."""
    return f"{policy}/{subject}/{trigger}/{opened.isoformat()}"
