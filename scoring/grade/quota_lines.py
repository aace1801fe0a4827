"""How each quota came out in each group, gathered from the assessments of a population."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from rules.program import Program
from scoring.assessment import Assessment, Seat, SeatOutcome


@dataclass(frozen=True, slots=True)
class QuotaLine:
    """One grade of a quota in one group that has candidates for it. `without_room` are the subjects
    that are displaced or, where the quota is soft, beyond its room."""

    quota: str
    grade: str
    group: str
    size: int
    room: int
    candidates: int
    seated: int
    displaced: int
    beyond: int
    approved: bool
    provisional: bool
    without_room: frozenset[str]


@dataclass(slots=True)
class _Group:
    seat: Seat
    outcomes: Counter[SeatOutcome] = field(default_factory=Counter)
    without_room: list[str] = field(default_factory=list)


class QuotaCount:
    """`take()` everybody, then `lines()`."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._found: dict[tuple[str, str, str], _Group] = {}

    def take(self, one: Assessment) -> list[Seat]:
        """Gives the seats for which there was no room."""
        without = []
        for seat in one.seats:
            key = (seat.quota, seat.grade, seat.group)
            group = self._found.setdefault(key, _Group(seat))
            group.outcomes[seat.outcome] += 1
            if seat.outcome != "seated":
                group.without_room.append(one.subject)
                without.append(seat)
        return without

    def lines(self) -> tuple[QuotaLine, ...]:
        """In policy order of the quotas and grades, then by group in code-point order."""
        return tuple(
            _line(self._found[key])
            for quota in self._program.quotas
            for seats in quota.seats
            for key in sorted(key for key in self._found if key[:2] == (quota.id, seats.grade))
        )


def quota_lines(program: Program, assessments: Iterable[Assessment]) -> tuple[QuotaLine, ...]:
    count = QuotaCount(program)
    for assessment in assessments:
        count.take(assessment)
    return count.lines()


def _line(group: _Group) -> QuotaLine:
    seat, outcomes = group.seat, group.outcomes
    return QuotaLine(
        quota=seat.quota,
        grade=seat.grade,
        group=seat.group,
        size=seat.size,
        room=seat.room,
        candidates=seat.candidates,
        seated=outcomes["seated"],
        displaced=outcomes["displaced"],
        beyond=outcomes["beyond"],
        approved=seat.approved,
        provisional=seat.provisional,
        without_room=frozenset(group.without_room),
    )
