"""How the totals are spread: a count for each interval of equal length."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import count as powers
from math import floor

from rules.values import Number, plain, show_number

_MOST = 20


def histogram(totals: Mapping[Number, int], high: Number | None) -> list[tuple[str, int]]:
    """The intervals from the lowest total to the highest with the count in each; the lower end
    belongs to an interval, the upper does not, but nothing lies above `high`, where there is one.
    Intervals are 1, 2 or 5 long, or a power of ten of that: the shortest that makes few."""
    if not totals:
        return []
    low, top = min(totals), max(totals)
    step = next(step for step in _steps() if floor(top / step) - floor(low / step) < _MOST)
    found: Counter[int] = Counter()
    for total, count in totals.items():
        found[floor(total / step)] += count
    return [
        (_shown(plain(number * step), step, high), found[number])
        for number in range(floor(low / step), floor(top / step) + 1)
    ]


def _steps() -> Iterator[Fraction]:
    for power in powers(-2):
        for part in (1, 2, 5):
            yield part * Fraction(10) ** power


def _shown(low: Number, step: Fraction, high: Number | None) -> str:
    if high is not None and low >= high:
        return show_number(low)
    top = plain(low + step)
    return f"{show_number(low)}–{show_number(top if high is None else min(top, high))}"
