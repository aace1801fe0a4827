"""One bottom for a column of fractions, so that they add up from row to row."""

from __future__ import annotations

from dataclasses import replace
from math import lcm

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import CannotError
from scoring.population.store import Store

_WIDEST = 2**126


def alike(store: Store, tables: str, number: Scaled) -> Scaled:
    """The number of every row of some tables over the least bottom that all of them go into. Raises
    CannotError where that is too great a number."""
    if number.bottom is None or number.bottom.isdigit():
        return number
    whole = 1
    bottoms = f"SELECT DISTINCT {number.bottom} FROM {tables} WHERE {number.top} IS NOT NULL"
    for (bottom,) in store.observed(bottoms, "union"):
        whole = lcm(whole, int(bottom))
        if whole > _WIDEST:
            raise CannotError("bottoms")
    low, high = min(number.low, 0) * whole, max(number.high, 0) * whole
    width = numbers.require_width(low, high)
    factor = f"({whole} // {number.bottom})::{width}"
    # The bottom of what is missing may be zero.
    top = f"CASE WHEN {number.top} IS NOT NULL THEN ({number.top})::{width} * {factor} END"
    return replace(number, top=top, low=low, high=high, bottom=str(whole), most=whole)
