"""Bands over a number: do they cover everything it can be, and nothing twice?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias, assert_never

from rules.diagnostics import Diagnostic, diagnose
from rules.expr.kinds import NumberKind, PercentKind
from rules.expr.nodes import Against, Comparator, Compare, Expr, In, Interval, Literal, Or, Test
from rules.expr.rewrite import fold, substitute
from rules.source import Span
from rules.values import Number, plain, show_number, show_percent

# A cut stands just before (0) or just after (1) a value; None is without end on its side.
Cut: TypeAlias = tuple[Fraction, int]


@dataclass(frozen=True, slots=True)
class Band:
    """One band: its words, its place, and its condition over the number."""

    name: str
    span: Span | None
    when: Expr


@dataclass(frozen=True, slots=True)
class _Stretch:
    low: Cut | None
    high: Cut | None
    band: Band


def check_bands(
    bands: Sequence[Band],
    kind: NumberKind | PercentKind,
    parameters: Mapping[str, Literal],
    whole: Span | None,
) -> Iterator[Diagnostic]:
    """Every value of the kind (within its bounds, at its decimals) must lie in exactly one band.

    Gaps and overlaps are given as the values concerned: 89.01 to 89.99, not "between 89 and 90"."""
    lattice = lattice_of(kind)
    stretches = [
        _Stretch(settle(low, lattice), settle(high, lattice), band)
        for band in bands
        for low, high in stretches_of(band.when, parameters)
    ]
    stretches = [s for s in stretches if s.low is None or s.high is None or s.low < s.high]
    stretches.sort(key=lambda s: (s.low is not None, s.low or (Fraction(0), 0)))
    first = None if kind.low is None else settle((Fraction(kind.low), 0), lattice)
    last = None if kind.high is None else settle((Fraction(kind.high), 1), lattice)
    yield from _walk(stretches, first, last, kind, whole)


def _walk(
    stretches: Sequence[_Stretch],
    first: Cut | None,
    last: Cut | None,
    kind: NumberKind | PercentKind,
    whole: Span | None,
) -> Iterator[Diagnostic]:
    """From the lowest value to the highest: `reached` is the cut up to which all is covered."""
    reached, open_below, previous = first, first is None, None
    for stretch in stretches:
        if last is not None and stretch.low is not None and stretch.low >= last:
            break
        if reached is None and not open_below:
            yield _overlap(stretch, previous, stretch.low, stretch.high, kind)
            continue
        if open_below and stretch.low is not None:
            yield _gap(stretch, whole, _shown(None, stretch.low, kind))
        elif reached is not None and stretch.low is not None and stretch.low > reached:
            yield _gap(previous or stretch, whole, _shown(reached, stretch.low, kind))
        elif previous and reached is not None and (stretch.low is None or stretch.low < reached):
            end = reached if stretch.high is None else min(reached, stretch.high)
            yield _overlap(stretch, previous, stretch.low, end, kind)
        open_below = False
        if stretch.high is None:
            reached, previous = None, stretch
        elif reached is None or stretch.high > reached:
            reached, previous = stretch.high, stretch
    if open_below or (reached is not None and (last is None or reached < last)):
        yield _gap(previous, whole, _shown(reached, last, kind))


def _gap(beside: _Stretch | None, whole: Span | None, gap: str) -> Diagnostic:
    """It is told at the band below it, or at the lowest where there is none below."""
    place = beside.band.span if beside else None
    return diagnose("band-gap", place or whole, gap=gap)


def _overlap(
    stretch: _Stretch,
    previous: _Stretch | None,
    low: Cut | None,
    high: Cut | None,
    kind: NumberKind | PercentKind,
) -> Diagnostic:
    other = previous.band.name if previous else ""
    return diagnose(
        "band-overlap",
        stretch.band.span,
        one=stretch.band.name,
        other=other,
        overlap=_shown(low, high, kind),
    )


def upper_ends(
    bands: Sequence[Band], parameters: Mapping[str, Literal]
) -> list[tuple[str, Number | None]] | None:
    """The names of one-stretch bands from the lowest up, each with its upper end; None where a
    band is not one stretch. Whether they meet is for `check_bands`."""
    stretches = [list(stretches_of(band.when, parameters)) for band in bands]
    if any(len(found) != 1 for found in stretches):
        return None
    ends = [(found[0][1], band.name) for found, band in zip(stretches, bands, strict=True)]
    ends.sort(key=lambda end: (end[0] is None, end[0] or (Fraction(0), 0)))
    return [(name, None if cut is None else plain(cut[0])) for cut, name in ends]


def meet(
    one: Expr, other: Expr, kind: NumberKind | PercentKind, parameters: Mapping[str, Literal]
) -> bool:
    """Whether some value of the kind meets both band conditions."""
    lattice = lattice_of(kind)
    lowest = None if kind.low is None else settle((Fraction(kind.low), 0), lattice)
    highest = None if kind.high is None else settle((Fraction(kind.high), 1), lattice)
    for low, high in stretches_of(one, parameters):
        for other_low, other_high in stretches_of(other, parameters):
            lows = [settle(cut, lattice) for cut in (low, other_low)]
            highs = [settle(cut, lattice) for cut in (high, other_high)]
            first = max((cut for cut in (*lows, lowest) if cut is not None), default=None)
            last = min((cut for cut in (*highs, highest) if cut is not None), default=None)
            if first is None or last is None or first < last:
                return True
    return False


def is_band(expr: Expr, operand: Expr, parameters: Mapping[str, Literal]) -> bool:
    """Whether a condition only compares the operand with constants."""
    match expr:
        case Compare(_, left, right):
            return left == operand and constant_of(right, parameters) is not None
        case In(left, tests):
            return left == operand and all(_constant_test(test, parameters) for test in tests)
        case Or(parts):
            return all(is_band(part, operand, parameters) for part in parts)
    return False


def _constant_test(test: Test, parameters: Mapping[str, Literal]) -> bool:
    ends = (test.value,) if isinstance(test, Against) else (test.low, test.high)
    return all(end is None or constant_of(end, parameters) is not None for end in ends)


def constant_of(expr: Expr, parameters: Mapping[str, Literal]) -> Fraction | None:
    folded = fold(substitute(expr, parameters))
    value = folded.value if isinstance(folded, Literal) else None
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return Fraction(value)
    return None


def stretches_of(
    expr: Expr, parameters: Mapping[str, Literal]
) -> Iterator[tuple[Cut | None, Cut | None]]:
    """The stretches of the number line for which a band condition holds."""
    match expr:
        case Compare(comparator, _, right):
            yield from _stretch(Against(comparator, right), parameters)
        case In(_, tests):
            for test in tests:
                yield from _stretch(test, parameters)
        case Or(parts):
            for part in parts:
                yield from stretches_of(part, parameters)


def _stretch(
    test: Test, parameters: Mapping[str, Literal]
) -> Iterator[tuple[Cut | None, Cut | None]]:
    if isinstance(test, Interval):
        low = None if test.low is None else constant_of(test.low, parameters)
        high = None if test.high is None else constant_of(test.high, parameters)
        yield (
            None if low is None else (low, 0 if test.low_closed else 1),
            None if high is None else (high, 1 if test.high_closed else 0),
        )
        return
    value = constant_of(test.value, parameters)
    if value is None:
        return
    yield from bounds_of(test.comparator, value)


def bounds_of(comparator: Comparator, value: Fraction) -> tuple[tuple[Cut | None, Cut | None], ...]:
    """The stretches of the number line of what stands so to the value."""
    before, after = (value, 0), (value, 1)
    match comparator:
        case "=":
            return ((before, after),)
        case "!=":
            return (None, before), (after, None)
        case "<":
            return ((None, before),)
        case "<=":
            return ((None, after),)
        case ">":
            return ((after, None),)
        case ">=":
            return ((before, None),)
    assert_never(comparator)


# --- the values there are --------------------------------------------------------------------


def lattice_of(kind: NumberKind | PercentKind) -> int | None:
    """How many values there are to one whole; None where any fraction is possible."""
    if kind.decimals is None:
        return None
    return int(10 ** (kind.decimals + (2 if isinstance(kind, PercentKind) else 0)))


def settle(cut: Cut | None, lattice: int | None) -> Cut | None:
    """The same cut among the values there are: just before the next one."""
    if cut is None or lattice is None:
        return cut
    scaled = cut[0] * lattice
    return Fraction(floor(scaled) + 1 if cut[1] else ceil(scaled), lattice), 0


def _shown(low: Cut | None, high: Cut | None, kind: NumberKind | PercentKind) -> str:
    """The values between two cuts: `89.01 – 89.99`, or `(89, 90)` where any fraction counts."""
    lattice = lattice_of(kind)

    def text(number: Number) -> str:
        if isinstance(kind, PercentKind):
            return show_percent(number, kind.decimals)
        return show_number(number, kind.decimals)

    if lattice is None:
        left = "(…" if low is None else f"{'(' if low[1] else '['}{text(low[0])}"
        right = "…)" if high is None else f"{text(high[0])}{']' if high[1] else ')'}"
        return f"{left}, {right}"
    first = "…" if low is None else text(low[0])
    last = "…" if high is None else text(high[0] - Fraction(1, lattice))
    return first if first == last else f"{first} – {last}"
