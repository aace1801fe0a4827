"""Arithmetic: which kinds go together, what is known of the outcome, and the outcome itself."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, cast

from rules.expr.kinds import DateKind, DurationKind, Kind, NumberKind, PercentKind
from rules.expr.nodes import Operator
from rules.values import Number, Value, plain, quotient

GREATEST_EXPONENT = 9


def calculate(sign: Operator, left: Value, right: Value) -> Value:
    """The exact outcome; missing where an operand is missing, a divisor is zero, or a date would
    leave the calendar. The checker has seen to the kinds."""
    if left is None or right is None:
        return None
    if isinstance(left, date) or isinstance(right, date):
        return _calculate_date(sign, left, right)
    return _calculate_number(sign, left, right)


def negative(value: Value) -> Value:
    return calculate("-", 0, value)


# Any: what the checker has proved and mypy cannot see.
def _calculate_number(sign: Operator, left: Any, right: Any) -> Value:
    if sign == "/":
        return quotient(left, right) if right else None
    return plain(_OPERATIONS[sign](left, right))


def _calculate_date(sign: Operator, left: Any, right: Any) -> Value:
    if isinstance(left, date) and isinstance(right, date):
        return (left - right).days
    day, days = (left, right) if isinstance(left, date) else (right, left)
    try:
        return cast(date, day + timedelta(days=-days if sign == "-" else days))
    except OverflowError:
        return None


_OPERATIONS: Mapping[Operator, Callable[[Number, Number], Fraction | int]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "**": operator.pow,
}


def arithmetic_kind(sign: Operator, left: Kind, right: Kind) -> Kind | None:
    """The kind of the outcome, or None where the operator does not take these operands."""
    match left, right:
        case ((NumberKind() | PercentKind()), (NumberKind() | PercentKind())):
            return _number_kind(sign, left, right)
        case DateKind(), DateKind():
            return DurationKind() if sign == "-" else None
        case DateKind(), DurationKind():
            return DateKind() if sign in ("+", "-") else None
        case DurationKind(), DateKind():
            return DateKind() if sign == "+" else None
        case DurationKind(), DurationKind():
            return DurationKind() if sign in ("+", "-") else None
        case (DurationKind(), NumberKind(decimals=0)) | (NumberKind(decimals=0), DurationKind()):
            return DurationKind() if sign == "*" else None
    return None


def negative_kind(kind: Kind) -> Kind | None:
    match kind:
        case NumberKind() | PercentKind():
            return opposite(Extent.of(kind)).kind(percent=isinstance(kind, PercentKind))
        case DurationKind():
            return kind
    return None


def _number_kind(
    sign: Operator, left: NumberKind | PercentKind, right: NumberKind | PercentKind
) -> Kind | None:
    percents = isinstance(left, PercentKind), isinstance(right, PercentKind)
    if sign in ("+", "-") and percents[0] != percents[1]:
        return None
    match sign:
        case "+" | "-":
            percent = percents[0]
        case "*":
            percent = all(percents)
        case "/":
            percent = percents == (True, False)
        case "**":
            percent = percents[0]
    return _COMBINE[sign](Extent.of(left), Extent.of(right)).kind(percent=percent)


@dataclass(frozen=True, slots=True)
class Extent:
    """What is known of a number, percentages as fractions: its decimals and its bounds."""

    decimals: int | None
    low: Number | None
    high: Number | None

    @classmethod
    def of(cls, kind: NumberKind | PercentKind) -> Extent:
        shift = 2 if isinstance(kind, PercentKind) else 0
        decimals = None if kind.decimals is None else kind.decimals + shift
        return cls(decimals, kind.low, kind.high)

    def kind(self, *, percent: bool) -> NumberKind | PercentKind:
        if not percent:
            return NumberKind(self.decimals, self.low, self.high)
        decimals = None if self.decimals is None else max(0, self.decimals - 2)
        return PercentKind(decimals, self.low, self.high)


def union(extents: Iterable[Extent]) -> Extent:
    """What is known of a number that is one of these."""
    known = tuple(extents)
    decimals = [extent.decimals for extent in known]
    return Extent(
        None if None in decimals else max(d for d in decimals if d is not None),
        _least([extent.low for extent in known]),
        _greatest([extent.high for extent in known]),
    )


def added(left: Extent, right: Extent) -> Extent:
    return Extent(
        _digits(max, left.decimals, right.decimals),
        _both(_plus, left.low, right.low),
        _both(_plus, left.high, right.high),
    )


def _subtracted(left: Extent, right: Extent) -> Extent:
    return added(left, opposite(right))


def opposite(extent: Extent) -> Extent:
    return Extent(
        extent.decimals,
        None if extent.high is None else -extent.high,
        None if extent.low is None else -extent.low,
    )


def _multiplied(left: Extent, right: Extent) -> Extent:
    decimals = _digits(operator.add, left.decimals, right.decimals)
    corners = [
        _both(_times, one, other)
        for one in (left.low, left.high)
        for other in (right.low, right.high)
    ]
    if None not in corners:
        return Extent(decimals, _least(corners), _greatest(corners))
    positive = all(extent.low is not None and extent.low >= 0 for extent in (left, right))
    return Extent(decimals, _both(_times, left.low, right.low) if positive else None, None)


def _divided(left: Extent, right: Extent) -> Extent:
    """Decimals are never known."""
    times = _multiplied(left, _reciprocal(right))
    return Extent(None, times.low, times.high)


def _reciprocal(extent: Extent) -> Extent:
    """Of what divides, which zero never does; its bounds are known on one side of zero."""
    low, high = extent.low, extent.high
    if low is not None and low >= 0 and high != 0:
        least = 0 if high is None else plain(1 / Fraction(high))
        return Extent(None, least, plain(1 / Fraction(low)) if low else None)
    if high is not None and high <= 0 and low != 0:
        return opposite(_reciprocal(opposite(extent)))
    return Extent(None, None, None)


def _raised(left: Extent, right: Extent) -> Extent:
    exponent = right.low
    if not isinstance(exponent, int) or exponent != right.high:
        return Extent(None, None, None)
    if exponent == 0:
        return Extent(0, 1, 1)
    raised = left
    for _ in range(exponent - 1):
        raised = _multiplied(raised, left)
    if exponent % 2 == 1:
        return raised
    return Extent(raised.decimals, 0 if raised.low is None else max(0, raised.low), raised.high)


_COMBINE: Mapping[Operator, Callable[[Extent, Extent], Extent]] = {
    "+": added,
    "-": _subtracted,
    "*": _multiplied,
    "/": _divided,
    "**": _raised,
}


def _both(
    combine: Callable[[Number, Number], Number], left: Number | None, right: Number | None
) -> Number | None:
    return None if left is None or right is None else combine(left, right)


def _digits(combine: Callable[[int, int], int], left: int | None, right: int | None) -> int | None:
    return None if left is None or right is None else combine(left, right)


def _plus(left: Number, right: Number) -> Number:
    return plain(left + right)


def _times(left: Number, right: Number) -> Number:
    return plain(left * right)


def _least(bounds: list[Number | None]) -> Number | None:
    known = [bound for bound in bounds if bound is not None]
    return min(known) if len(known) == len(bounds) else None


def _greatest(bounds: list[Number | None]) -> Number | None:
    known = [bound for bound in bounds if bound is not None]
    return max(known) if len(known) == len(bounds) else None
