"""From a value to points, for everybody at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import CannotError, Truth, first_holding
from rules.expr.nodes import Expr
from rules.program import BandTable, Direct, Linear, Scale, StepTable
from rules.values import Number

Holds: TypeAlias = Callable[[Expr], Truth]


def scaled(scale: Scale, value: Scaled, full: Number, holds: Holds) -> Scaled:
    """The points of a value; missing where it is, or where it lies in no band."""
    match scale:
        case Linear():
            return _linear(scale, value, full)
        case StepTable(steps):
            return _first_reached(value, steps)
        case BandTable(bands):
            return first_holding([(holds(when), points) for when, points in bands], None)
        case Direct():
            return value
    raise CannotError("scale")


def _linear(scale: Linear, value: Scaled, full: Number) -> Scaled:
    """0 at one end, full points at the other, never outside."""
    none, all_of_it = numbers.whole_literal(0), numbers.literal(full)
    away = numbers.subtract(value, numbers.literal(scale.low))
    share = numbers.divide(
        numbers.multiply(away, all_of_it), numbers.literal(scale.high - scale.low)
    )
    below, above = ("<=", ">=") if scale.low < scale.high else (">=", "<=")
    at_low = numbers.compared(below, value, numbers.literal(scale.low))
    at_high = numbers.compared(above, value, numbers.literal(scale.high))
    upper = numbers.chosen(at_high, all_of_it, share, nullable=value.nullable)
    return numbers.chosen(at_low, none, upper, nullable=value.nullable)


def _first_reached(value: Scaled, steps: Sequence[tuple[Number, Number]]) -> Scaled:
    cases = [
        (Truth(numbers.compared(">=", value, numbers.literal(reached))), points)
        for reached, points in reversed(steps)
    ]
    found = first_holding(cases, 0)
    if not value.nullable:
        return found
    there = f"({value.top} IS NOT NULL)"
    return numbers.chosen(there, found, numbers.NO_NUMBER, nullable=False)
