"""Measures that are computed of other quantities: formulas, and changes from year to year."""

from __future__ import annotations

from collections.abc import Iterator

from rules.backends import sql_numbers as numbers
from rules.backends.sql import Translator
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Term, sql_of
from rules.program import Formula, Measure, YearOnYear
from scoring.expressions import rounding_of
from scoring.measure.measures import NEGATIVE_BASE, NO_RESULT
from scoring.notes import Words


def computed(translator: Translator, measure: Measure) -> Term:
    """Its value, rounded once."""
    match measure.aggregate:
        case Formula(value):
            term = translator.term(value)
        case YearOnYear() as change:
            term = _changed(translator, change)
        case other:
            raise TypeError(f"{measure.name} is computed of records: {other!r}")
    return rounded(measure, term)


def rounded(measure: Measure, term: Term) -> Term:
    rounding = rounding_of(measure)
    if isinstance(term, Scaled) and rounding is not None:
        return numbers.rounded(term, rounding)
    return term


def _changed(translator: Translator, change: YearOnYear) -> Scaled:
    now, base = (translator.number(part) for part in (change.value, change.base))
    found = numbers.divide(numbers.subtract(now, base), base)
    if change.when_zero is not None:
        zero = f"({base.top} = 0 AND {now.top} IS NOT NULL)"
        instead = numbers.literal(change.when_zero)
        found = numbers.chosen(zero, instead, found, nullable=False)
    if base.low < 0:
        below = f"coalesce({base.top} < 0, false)"
        found = numbers.chosen(below, numbers.NO_NUMBER, found, nullable=False)
    return found


def unknown_of(
    translator: Translator, measure: Measure, value: Term
) -> Iterator[tuple[Words, str]]:
    """Why there is no value, each with the condition of that."""
    if not isinstance(measure.aggregate, YearOnYear):
        if value.nullable:
            yield NO_RESULT, f"{sql_of(value)} IS NULL"
        return
    change = measure.aggregate
    now, base = (translator.number(part) for part in (change.value, change.base))
    yield NO_RESULT, f"({now.top} IS NULL OR {base.top} IS NULL)"
    yield NEGATIVE_BASE, f"({now.top} IS NOT NULL AND {base.top} < 0)"
