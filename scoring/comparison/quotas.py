"""Seats of quotas before and after: room, candidates, and who was without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.grade.quota_lines import QuotaLine
from scoring.runs.outcome import Outcome


@dataclass(frozen=True, slots=True)
class QuotaMove:
    """One grade in one group; None where there was no candidate for it."""

    quota: str
    grade: str
    group: str
    before: QuotaLine | None
    after: QuotaLine | None


def quota_moves(before: Outcome, after: Outcome) -> tuple[QuotaMove, ...]:
    """Those that differ, in the order of the new policy."""
    ours, theirs = _lines(before), _lines(after)
    return tuple(
        QuotaMove(*key, ours.get(key), theirs.get(key))
        for key in dict.fromkeys((*theirs, *ours))
        if ours.get(key) != theirs.get(key)
    )


def overflow(line: QuotaLine | None) -> int:
    """Candidates without a seat: displaced, or beyond the room of a soft quota."""
    return 0 if line is None else line.displaced + line.beyond


def _lines(outcome: Outcome) -> Mapping[tuple[str, str, str], QuotaLine]:
    return {(line.quota, line.grade, line.group): line for line in outcome.counts.quotas}
