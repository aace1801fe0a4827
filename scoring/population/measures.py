"""Measures of the whole population: what each comes to for every subject, rounded once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.backends import sql_numbers as numbers
from rules.backends.sql import Translator
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Missing, Term
from rules.program import Formula, Measure, PerItem, Program, Relative, YearOnYear
from scoring.expressions import rounding_of
from scoring.measures import NOT_DELIVERED
from scoring.population.aggregates import ask
from scoring.population.asking import Asked, Conclude, Taken
from scoring.population.cannot import placed
from scoring.population.gathering import Observed, Pass
from scoring.population.noted import Noted
from scoring.population.store import Store


@dataclass(frozen=True, slots=True)
class MeasureTally:
    """A measure's value over the tallies, and what is noted with it."""

    measure: Measure
    value: Term
    noted: tuple[Noted, ...]


@dataclass(frozen=True, slots=True)
class PreparedMeasure:
    measure: Measure
    delivered: bool
    conclude: Conclude

    def tally(self, observed: Observed) -> MeasureTally:
        with placed(self.measure):
            taken = self.conclude(observed)
            value = _rounded(self.measure, taken)
        if not self.delivered:
            undelivered = Noted(self.measure.name, NOT_DELIVERED, "1")
            return MeasureTally(self.measure, Missing(), (undelivered, *taken.noted))
        return MeasureTally(self.measure, value, taken.noted)


def prepare_measures(
    program: Program,
    store: Store,
    translators: Mapping[str, Translator],
    passes: Mapping[str, Pass],
) -> Sequence[PreparedMeasure]:
    """Those that are taken of records; adds to the passes what they need."""
    found = []
    for measure in program.measures:
        with placed(measure):
            prepared = _prepare(measure, store, translators, passes)
        if prepared is not None:
            found.append(prepared)
    return found


def _prepare(
    measure: Measure,
    store: Store,
    translators: Mapping[str, Translator],
    passes: Mapping[str, Pass],
) -> PreparedMeasure | None:
    """None for what is computed of other measures, and for a measure per item, which the definition
    takes of the records themselves."""
    match measure.aggregate:
        case Formula() | YearOnYear() | Relative() | PerItem():
            return None
        case aggregate:
            kind = aggregate.evidence
            asked = Asked(
                measure.name, aggregate, translators[kind], store.kinds[kind], passes[kind]
            )
            return PreparedMeasure(measure, kind in store.delivered, ask(asked))


def _rounded(measure: Measure, taken: Taken) -> Term:
    rounding = rounding_of(measure)
    if rounding is None or not isinstance(taken.value, Scaled):
        return taken.value
    return numbers.rounded(taken.value, rounding)
