"""Limits of points, one after the other; one that nobody reaches is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.program import Indicator
from rules.values import Number
from scoring.population.course import Course

# Each with whether it is a lower one.
Limits: TypeAlias = Sequence[tuple[Number, bool]]


def limits_of(indicator: Indicator) -> Limits:
    """Floor and cap, then 0 and the full mark."""
    floor = None if indicator.full is None else 0
    return stated(indicator.floor, indicator.cap) + stated(floor, indicator.ceiling)


def stated(low: Number | None, high: Number | None) -> list[tuple[Number, bool]]:
    pairs = ((low, True), (high, False))
    return [(limit, lower) for limit, lower in pairs if limit is not None]


def limited(course: Course, points: Scaled, limits: Limits) -> Scaled:
    for number, lower in limits:
        limit = numbers.literal(number)
        if _never_beyond(points, number, lower=lower):
            continue
        points = course.number(points)
        held = numbers.held(points, limit, lower=lower)
        if held.bottom is None:
            level = numbers.raised(limit, held.scale).low
            low = max(held.low, level) if lower else held.low
            held = replace(held, low=low, high=held.high if lower else min(held.high, level))
        points = held
    return points


def _never_beyond(points: Scaled, limit: Number, *, lower: bool) -> bool:
    """Whether the bounds say so; those of a fraction are of its top, and only tell its sign."""
    level: Number = limit * 10**points.scale
    if points.bottom is not None:
        return lower and limit <= 0 <= points.low
    return points.low >= level if lower else points.high <= level
