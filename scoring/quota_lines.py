"""How each quota came out in each group, gathered from the assessments of a population."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.program import Program
from scoring.assessment import Assessment, Seat


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


def quota_lines(program: Program, assessments: Sequence[Assessment]) -> tuple[QuotaLine, ...]:
    """In policy order of the quotas and grades, then by group in code-point order."""
    found: dict[tuple[str, str, str], list[tuple[str, Seat]]] = {}
    for assessment in assessments:
        for seat in assessment.seats:
            key = (seat.quota, seat.grade, seat.group)
            found.setdefault(key, []).append((assessment.subject, seat))
    lines = []
    for quota in program.quotas:
        for seats in quota.seats:
            keys = sorted(key for key in found if key[:2] == (quota.id, seats.grade))
            lines += [_line(found[key]) for key in keys]
    return tuple(lines)


def _line(taken: Sequence[tuple[str, Seat]]) -> QuotaLine:
    any_seat = taken[0][1]
    outcomes = [seat.outcome for _, seat in taken]
    return QuotaLine(
        quota=any_seat.quota,
        grade=any_seat.grade,
        group=any_seat.group,
        size=any_seat.size,
        room=any_seat.room,
        candidates=any_seat.candidates,
        seated=outcomes.count("seated"),
        displaced=outcomes.count("displaced"),
        beyond=outcomes.count("beyond"),
        approved=any_seat.approved,
        provisional=any_seat.provisional,
        without_room=frozenset(subject for subject, s in taken if s.outcome != "seated"),
    )
