"""From a value to points, for everybody at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias, assert_never

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Truth, first_holding
from rules.expr.nodes import Expr
from rules.program import (
    BandTable,
    Deviation,
    Direct,
    KOfN,
    Linear,
    MarginalBrackets,
    Scale,
    StepTable,
    WholeBrackets,
)
from rules.values import Number, Rounding

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
        case WholeBrackets(bands):
            rate = first_holding([(holds(when), rate) for when, rate in bands], None)
            return numbers.multiply(rate, value)
        case MarginalBrackets(parts):
            return _marginal(parts, value)
        case Deviation():
            return _deviating(scale, value, full)
        case KOfN():
            return _picked(scale, value, full)
    assert_never(scale)


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


def _marginal(parts: Sequence[tuple[Number | None, Number]], value: Scaled) -> Scaled:
    """Each part of the value, from 0 up, times the rate of its bracket."""
    none = numbers.whole_literal(0)
    found, low = none, none
    for end, rate in parts:
        high = value if end is None else _lesser(value, numbers.literal(end))
        within = numbers.subtract(high, low)
        reached = numbers.compared(">", high, low)
        part = numbers.multiply(numbers.literal(rate), within)
        found = numbers.add(found, numbers.chosen(reached, part, none, nullable=value.nullable))
        if end is not None:
            low = numbers.literal(end)
    return found


def _lesser(value: Scaled, end: Scaled) -> Scaled:
    below = numbers.compared("<=", value, end)
    return numbers.chosen(below, value, end, nullable=value.nullable)


def _deviating(scale: Deviation, value: Scaled, full: Number) -> Scaled:
    """Full points less the deduction of each step away from the target, down to the floor."""
    target = numbers.literal(scale.target)
    below = _beside(scale, scale.below, numbers.subtract(target, value), full)
    above = _beside(scale, scale.above, numbers.subtract(value, target), full)
    is_below = numbers.compared("<", value, target)
    return numbers.chosen(is_below, below, above, nullable=value.nullable)


def _beside(scale: Deviation, step: Number | None, away: Scaled, full: Number) -> Scaled:
    """On one side of the target; a side without a step deducts nothing."""
    whole = numbers.literal(full)
    if step is None:
        return whole
    steps = numbers.divide(away, numbers.literal(step))
    match scale.part:
        case "drop":
            steps = numbers.rounded(steps, Rounding(0, "down"))
        case "whole_step":
            steps = numbers.rounded(steps, Rounding(0, "up"))
        case "in_proportion":
            pass
    points = numbers.subtract(whole, numbers.multiply(numbers.literal(scale.deduct), steps))
    if scale.floor is None:
        return points
    floor = numbers.literal(scale.floor)
    above = numbers.compared(">=", points, floor)
    return numbers.chosen(above, points, floor, nullable=points.nullable)


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


def beyond_all(scale: KOfN, value: Scaled) -> str:
    """Whether there are not so many, or fewer than none."""
    below = numbers.compared("<", value, numbers.whole_literal(0))
    return f"({below} OR {numbers.compared('>', value, numbers.literal(scale.out_of))})"


def _picked(scale: KOfN, value: Scaled, full: Number) -> Scaled:
    whole, pick = numbers.literal(full), numbers.literal(scale.pick)
    further = numbers.multiply(numbers.literal(scale.each), numbers.subtract(value, pick))
    most = numbers.literal(scale.most)
    within = numbers.compared("<=", further, most)
    enough = numbers.add(whole, numbers.chosen(within, further, most, nullable=further.nullable))
    short = numbers.whole_literal(0)
    if scale.short == "in_proportion":
        short = numbers.divide(numbers.multiply(whole, value), pick)
    reached = numbers.compared(">=", value, pick)
    points = numbers.chosen(reached, enough, short, nullable=value.nullable)
    there = f"NOT {beyond_all(scale, value)}"
    return numbers.chosen(there, points, numbers.NO_NUMBER, nullable=False)
