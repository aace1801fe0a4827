"""What a quantity may be: stretches of the number line, or some words; and whether it is missing.

A cut stands in the number line just before (0) or just after (1) a value, or at one of its ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias, assert_never

from rules.check.bands import Cut as Bound
from rules.check.bands import lattice_of, settle
from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    DurationKind,
    Kind,
    NumberKind,
    PercentKind,
)
from rules.values import Number, Value, plain

# (which end: -1, 0, 1; the value; before or after it): cuts compare as tuples.
Cut: TypeAlias = tuple[int, Number, int]
Stretch: TypeAlias = tuple[Cut, Cut]
BOTTOM: Cut = (-1, 0, 0)
TOP: Cut = (1, 0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """Numbers, dates, durations: disjoint stretches from low to high."""

    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """These values; or, of texts that nobody can list, all but these."""

    values: frozenset[Value]
    others: bool = False


Known: TypeAlias = Line | Words


@dataclass(frozen=True, slots=True)
class Part:
    """Some of what a quantity may be."""

    known: Known
    missing: bool = False

    @property
    def empty(self) -> bool:
        return not self.missing and is_empty(self.known)


def is_empty(known: Known) -> bool:
    if isinstance(known, Line):
        return not known.stretches
    return not known.values and not known.others


def meet(one: Part, other: Part) -> Part:
    return Part(_meet(one.known, other.known), one.missing and other.missing)


def minus(one: Part, other: Part) -> Part:
    return Part(_minus(one.known, other.known), one.missing and not other.missing)


def everything(kind: Kind, *, may_be_missing: bool) -> Part:
    """All that a quantity of the kind may be."""
    match kind:
        case BooleanKind():
            known: Known = Words(frozenset((True, False)))
        case CategoryKind(words=words):
            known = Words(frozenset(words))
        case NumberKind() | PercentKind():
            low = None if kind.low is None else (Fraction(kind.low), 0)
            high = None if kind.high is None else (Fraction(kind.high), 1)
            known = stretch(low, high, kind)
        case DateKind() | DurationKind():
            known = Line(((BOTTOM, TOP),))
        case _:
            known = Words(frozenset(), others=True)
    return Part(known, may_be_missing)


def stretch(low: Bound | None, high: Bound | None, kind: Kind) -> Line:
    """The values of the kind between two bounds, at the decimals they have."""
    lattice = 1
    if isinstance(kind, NumberKind | PercentKind):
        lattice = lattice_of(kind)  # type: ignore[assignment]  # None where any fraction is possible
    low, high = settle(low, lattice), settle(high, lattice)
    first = BOTTOM if low is None else (0, plain(low[0]), low[1])
    last = TOP if high is None else (0, plain(high[0]), high[1])
    return Line(((first, last),) if first < last else ())


def on_line(value: Value) -> Fraction | None:
    """Where a number or a day stands; None for what has no place on a line."""
    if isinstance(value, date):
        return Fraction(value.toordinal())
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    return None


def _meet(one: Known, other: Known) -> Known:
    match one, other:
        case Line(), Line():
            return Line(tuple(_common(one.stretches, other.stretches)))
        case Words(others=True), Words(others=True):
            return Words(one.values | other.values, others=True)
        case Words(others=False), Words(others=False):
            return Words(one.values & other.values)
        case Words(others=True), Words():
            return Words(other.values - one.values)
        case Words(), Words():
            return Words(one.values - other.values)
    raise TypeError("a quantity is on the line or among words, never both")


def _common(one: tuple[Stretch, ...], other: tuple[Stretch, ...]) -> Iterator[Stretch]:
    for low, high in one:
        for other_low, other_high in other:
            first, last = max(low, other_low), min(high, other_high)
            if first < last:
                yield first, last


def _minus(one: Known, other: Known) -> Known:
    match other:
        case Words(values=values, others=others):
            return _meet(one, Words(values, not others))
        case Line(stretches=stretches):
            return _meet(one, Line(tuple(_between(stretches))))
    assert_never(other)


def _between(stretches: tuple[Stretch, ...]) -> Iterator[Stretch]:
    """What lies outside of them."""
    reached = BOTTOM
    for low, high in stretches:
        if reached < low:
            yield reached, low
        reached = high
    if reached < TOP:
        yield reached, TOP
