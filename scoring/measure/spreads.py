"""Aggregates of a list of values: sums, means, the middle, the ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias, assert_never

from rules.expr.checker import kind_of
from rules.expr.kinds import CategoryKind
from rules.program import Extreme, Mean, Median, OverNumbers, Sum, TrimmedMean, WeightedMean
from rules.values import Number, Value, add_up, quotient
from scoring.notes import Words

NOTHING_LEFT = Words("去掉最高最低以后没有剩下的数", "nothing is left once both ends are taken off")

# Any: the checker has proved that the values of one aggregate are of one kind.
Spread: TypeAlias = Callable[[Sequence[Any]], Value]


def spread_of(aggregate: OverNumbers | WeightedMean | Extreme) -> Spread:
    """What the aggregate makes of the values there are (pairs with their weights where it weighs);
    None where they make nothing."""
    match aggregate:
        case Sum():
            return add_up
        case Mean():
            return mean_of
        case WeightedMean():
            return weighted_mean_of
        case TrimmedMean():
            return lambda numbers: _trimmed(numbers, aggregate)
        case Median():
            return _median
        case Extreme():
            return _extreme(aggregate)
    assert_never(aggregate)


def mean_of(numbers: Sequence[Number]) -> Number | None:
    return quotient(add_up(numbers), len(numbers)) if numbers else None


def weighted_mean_of(pairs: Iterable[tuple[Number, Number]]) -> Number | None:
    """Σ weight·value ÷ Σ weight over (value, weight); None where the weights sum to nothing."""
    top: Number = 0
    bottom: Number = 0
    for value, weight in pairs:
        top += value * weight
        bottom += weight
    return quotient(top, bottom) if bottom else None


def _trimmed(numbers: Sequence[Number], mean: TrimmedMean) -> Number | None:
    off = int(len(numbers) * mean.trim) if mean.share else int(mean.trim)
    return mean_of(sorted(numbers)[off : max(off, len(numbers) - off)])


def _median(numbers: Sequence[Number]) -> Number | None:
    middle = len(numbers) // 2
    ordered = sorted(numbers)
    return mean_of(ordered[middle : middle + 1] if len(numbers) % 2 else _both(ordered, middle))


def _both(ordered: Sequence[Number], middle: int) -> Sequence[Number]:
    return ordered[max(0, middle - 1) : middle + 1]


def _extreme(extreme: Extreme) -> Spread:
    """A word is compared by its order, never as text."""
    kind = kind_of(extreme.value)
    order = kind.words.index if isinstance(kind, CategoryKind) else None
    pick = max if extreme.greatest else min
    return lambda values: pick(values, key=order) if values else None
