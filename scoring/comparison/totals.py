"""Totals that changed while the standing stayed, and everything else that differs without a word
of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import attrgetter
from typing import Any, TypeAlias

from rules.program import Program
from rules.values import Number, plain
from scoring.assessment import Assessment
from scoring.comparison.pairs import Pair


@dataclass(frozen=True, slots=True)
class Spread:
    """Differences after − before of those whose total changed; `median` is exact, of an even count
    the mean of the two in the middle."""

    up: int
    down: int
    least: Number
    median: Number
    greatest: Number

    @property
    def count(self) -> int:
        return self.up + self.down


def difference(pair: Pair) -> Number | None:
    """After − before; None where either has no total."""
    if pair.before is None or pair.after is None:
        return None
    if pair.before.total is None or pair.after.total is None:
        return None
    return plain(pair.after.total - pair.before.total)


def spread_of(pairs: Iterable[Pair]) -> Spread | None:
    """None where no total changed."""
    found = sorted(changed for pair in pairs if (changed := difference(pair)))
    if not found:
        return None
    middle = len(found) // 2
    median = found[middle]
    if len(found) % 2 == 0:
        median = plain(Fraction(found[middle - 1] + median) / 2)
    up = sum(number > 0 for number in found)
    return Spread(up, len(found) - up, found[0], median, found[-1])


def details(before: Program, after: Program, pairs: Sequence[Pair]) -> Mapping[str, int]:
    """Of how many subjects each of these differs, of what both policies have: what a result holds
    besides standing, total and what follows from them. Only where it differs at all."""
    both = [(pair.before, pair.after) for pair in pairs if pair.before and pair.after]
    found = {}
    for what, reading in _READINGS.items():
        read = reading(before, after)
        if count := sum(read(one) != read(other) for one, other in both):
            found[what] = count
    return found


_Read: TypeAlias = Callable[[Assessment], Any]


def _shared(name: str, constructs: str) -> Callable[[Program, Program], _Read]:
    """Of a mapping of an assessment, the values of the names that both policies have."""

    def reading(before: Program, after: Program) -> _Read:
        theirs = {construct.name for construct in getattr(after, constructs)}
        both = [c.name for c in getattr(before, constructs) if c.name in theirs]
        return lambda assessment: [getattr(assessment, name).get(own) for own in both]

    return reading


def _own(name: str) -> Callable[[Program, Program], _Read]:
    return lambda _before, _after: attrgetter(name)


_READINGS: Mapping[str, Callable[[Program, Program], _Read]] = {
    "evidence": _own("evidence_count"),
    "reason": _own("reason_zh"),
    "measures": _shared("measures", "measures"),
    "history": _shared("history", "history"),
    "indicators": _shared("indicators", "indicators"),
    "ledger": _own("ledger"),
    "places": _shared("places", "ranks"),
    "provisional": _own("provisional"),
    "cautions": _own("cautions"),
}
