"""From a value to points, exactly and unrounded: one function for each scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, assert_never

from rules.backends.reference import Evaluate
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
from rules.values import Number, Value, plain, quotient, show_number
from scoring.expressions import NO_RECORD, Compile
from scoring.notes import Words

# The conditions of a scale's bands, with the points or the rate of each.
Bands: TypeAlias = tuple[tuple[Evaluate, Number], ...]

NOWHERE = Words("不在任何一档之内", "lies in none of its bands")


def prepare_bands(scale: Scale, compiled: Compile) -> Bands:
    if not isinstance(scale, BandTable | WholeBrackets):
        return ()
    return tuple((compiled(when, None), number) for when, number in scale.bands)


def scaled(
    scale: Scale, value: Number, *, full: Number, bands: Bands, summary: Mapping[str, Value]
) -> Number | Words:
    """The points of a value, or why there are none."""
    match scale:
        case Linear(low, high):
            share = quotient(value - low, high - low)
            return plain(full * min(max(share, 0), 1))
        case StepTable(steps):
            return next((points for reached, points in reversed(steps) if value >= reached), 0)
        case BandTable():
            return _banded(bands, summary)
        case Direct():
            return value
        case WholeBrackets():
            rate = _banded(bands, summary)
            return rate if isinstance(rate, Words) else plain(rate * value)
        case MarginalBrackets(parts):
            return marginal(parts, value)
        case Deviation():
            return deviating(scale, value, full)
        case KOfN():
            return picked(scale, value, full)
    assert_never(scale)


def _banded(bands: Bands, summary: Mapping[str, Value]) -> Number | Words:
    return next((number for holds, number in bands if holds(NO_RECORD, summary)), NOWHERE)


def marginal(parts: tuple[tuple[Number | None, Number], ...], value: Number) -> Number:
    """Each part of the value, from 0 up, times the rate of its bracket."""
    points: Number = 0
    low: Number = 0
    for end, rate in parts:
        high = value if end is None else min(value, end)
        if high > low:
            points += rate * (high - low)
            low = high
    return plain(points)


def deviating(scale: Deviation, value: Number, full: Number) -> Number:
    """Full points less the deduction of each step away from the target, down to the floor."""
    step = scale.below if value < scale.target else scale.above
    if step is None:
        return full
    away = value - scale.target if value > scale.target else scale.target - value
    steps: Number = quotient(away, step)
    match scale.part:
        case "drop":
            steps = steps // 1
        case "whole_step":
            steps = -(-steps // 1)
        case "in_proportion":
            pass
    points = plain(full - scale.deduct * steps)
    return points if scale.floor is None else max(points, scale.floor)


def picked(scale: KOfN, value: Number, full: Number) -> Number | Words:
    if not 0 <= value <= scale.out_of:
        return not_so_many(scale, value)
    if value >= scale.pick:
        return plain(full + min(scale.each * (value - scale.pick), scale.most))
    return quotient(full * value, scale.pick) if scale.short == "in_proportion" else 0


def not_so_many(scale: KOfN, value: Number) -> Words:
    shown = show_number(value)
    return Words(
        f"是 {shown}，一共只有 {scale.out_of} 项",
        f"is {shown}, and there are only {scale.out_of}",
    )
