"""Grades stand best first: do the bands agree, and can each of them be reached?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from rules.check.bands import Band, Cut, stretches_of
from rules.diagnostics import Diagnostic, diagnose
from rules.expr.nodes import Literal
from rules.source import Span


def check_direction(
    bands: Sequence[Band], parameters: Mapping[str, Literal], whole: Span | None
) -> Iterator[Diagnostic]:
    """Bands that partition the total go down from the best grade. All of them upwards is what a
    policy of penalty points writes, and somebody who begins with the worst grade."""
    rising = [
        (better, worse)
        for better, worse in pairwise(bands)
        if _lowest(better, parameters) < _lowest(worse, parameters)
    ]
    if rising and len(rising) == len(bands) - 1:
        yield diagnose("grades-rise", whole, best=bands[0].name, worst=bands[-1].name)
        return
    for better, worse in rising:
        yield diagnose("grades-order", worse.span, name=worse.name, better=better.name)


def check_reachable(
    bands: Sequence[Band], parameters: Mapping[str, Literal]
) -> Iterator[Diagnostic]:
    """Of bands decided in order, one that those before it take up wholly is never given."""
    taken: list[tuple[Cut | None, Cut | None]] = []
    for band in bands:
        own = list(stretches_of(band.when, parameters))
        if all(_covered(stretch, taken) for stretch in own):
            yield diagnose("grade-unreachable", band.span, name=band.name)
        taken += own


def _lowest(band: Band, parameters: Mapping[str, Literal]) -> tuple[bool, Cut]:
    lows = (low for low, _ in stretches_of(band.when, parameters))
    return min((low is not None, low or (Fraction(0), 0)) for low in lows)


def _covered(
    stretch: tuple[Cut | None, Cut | None], taken: Sequence[tuple[Cut | None, Cut | None]]
) -> bool:
    """Whether what is taken leaves nothing of the stretch."""
    low, high = stretch
    for from_, to in sorted(taken, key=lambda s: (s[0] is not None, s[0] or (Fraction(0), 0))):
        if from_ is not None and (low is None or from_ > low):
            return False
        if to is None or (high is not None and to >= high):
            return True
        low = to if low is None or to > low else low
    return False
