"""Doubt: what a quantity may be besides, where records were left out because nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import TypeAlias

from rules.program import (
    Count,
    Distinct,
    Extreme,
    Formula,
    GroupMean,
    Latest,
    Mean,
    Median,
    PerItem,
    Ratio,
    Sum,
    TrimmedMean,
    WeightedMean,
    Windowed,
    WorkingTerm,
    YearOnYear,
)
from rules.values import Value
from scoring.calendar import NO_CALENDAR, Calendar
from scoring.measure.measures import MeasurePlan, take_measure
from scoring.measure.reading import MISSING_VALUE, UNKNOWN_LEFT_OUT
from scoring.notes import Notes

# Measures as they may be besides, by name; all other measures stand.
Possible: TypeAlias = Mapping[str, Value]

MOST = 100
_OF_WHAT_IS_KNOWN = (Mean, WeightedMean, GroupMean, TrimmedMean, Median, Ratio, Formula)


def possibilities(
    plans: Sequence[MeasurePlan],
    summary: Mapping[str, Value],
    notes: Notes,
    calendar: Calendar = NO_CALENDAR,
) -> tuple[Possible, ...]:
    """Every way the counts may be once their unknown records are known; with a sum, an extreme, a
    latest value, or with too many ways to go through, that they are missing. What is asked of them
    all, and answered alike, is known; anything else is not. Formulas follow what they read."""
    noted = notes.places
    doubtful = {
        plan.measure.name: values
        for plan in plans
        if plan.measure.name in noted and (values := list(_values(plan, summary, notes)))
    }
    if not doubtful:
        return ()
    if prod(len(values) for values in doubtful.values()) > MOST:
        doubtful = {name: [summary[name], None] for name in doubtful}
    ways = product(*doubtful.values())
    next(ways)  # the first is what stands in the summary
    return tuple(
        _with_formulas(plans, summary, dict(zip(doubtful, way, strict=True)), calendar)
        for way in ways
    )


def _values(plan: MeasurePlan, summary: Mapping[str, Value], notes: Notes) -> Iterator[Value]:
    """What is in doubt of a measure something was noted of, its known value first; nothing where
    there is no doubt."""
    name, value = plan.measure.name, summary[plan.measure.name]
    unknown, missing = (notes.count(name, words) for words in (UNKNOWN_LEFT_OUT, MISSING_VALUE))
    match plan.measure.aggregate:
        case Count() if unknown and isinstance(value, int):
            yield from range(value, value + unknown + 1)
        case Distinct() | Windowed() if (unknown or missing) and isinstance(value, int):
            yield from range(value, value + unknown + missing + 1)
        case Sum() | Extreme() | Latest() if unknown or missing:
            yield from (value, None)
        case PerItem() as items if not of_what_is_known(items):
            yield from (value, None)


def of_what_is_known(items: PerItem) -> bool:
    """Whether nothing but means, ratios and formulas are taken, as they would be of records."""
    taken = (items.outer, *(inner.aggregate for inner in items.inner))
    return all(isinstance(aggregate, _OF_WHAT_IS_KNOWN) for aggregate in taken)


def _with_formulas(
    plans: Sequence[MeasurePlan],
    summary: Mapping[str, Value],
    way: dict[str, Value],
    calendar: Calendar,
) -> Possible:
    known = {**summary, **way}
    for plan in plans:
        if isinstance(plan.measure.aggregate, Formula | YearOnYear | WorkingTerm):
            name = plan.measure.name
            value = take_measure(
                plan, {}, frozenset(), summary=known, notes=Notes(), calendar=calendar
            )
            known[name] = way[name] = value
    return way
