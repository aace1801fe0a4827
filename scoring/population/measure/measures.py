"""Measures of the whole population: what each comes to for every subject, rounded once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.backends.sql import Translator
from rules.backends.sql_numbers import TooWideError
from rules.backends.sql_terms import CannotError, Missing
from rules.program import (
    Formula,
    Measure,
    PerItem,
    Program,
    Relative,
    Windowed,
    WorkingTerm,
    YearOnYear,
)
from scoring.measure.measures import NOT_DELIVERED
from scoring.population.cannot import placed
from scoring.population.measure.aggregates import ask
from scoring.population.measure.asking import Asked, Conclude, MeasureTally, Taken
from scoring.population.measure.formulas import rounded
from scoring.population.measure.gathering import Observed, Pass
from scoring.population.measure.items import prepare_items
from scoring.population.measure.windows import ask_window
from scoring.population.noted import Noted
from scoring.population.store import Store


@dataclass(frozen=True, slots=True)
class PreparedMeasure:
    measure: Measure
    delivered: bool
    conclude: Conclude
    passes: Sequence[Pass] = ()

    def tally(self, observed: Observed) -> MeasureTally:
        with placed(self.measure):
            taken = self.conclude(observed)
            value = rounded(self.measure, taken.value)
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
    for number, measure in enumerate(program.measures):
        with placed(measure):
            prepared = _prepare(number, measure, store, translators, passes)
        if prepared is not None:
            found.append(prepared)
    return found


def _prepare(
    number: int,
    measure: Measure,
    store: Store,
    translators: Mapping[str, Translator],
    passes: Mapping[str, Pass],
) -> PreparedMeasure | None:
    """None for what is computed of other measures, and for a measure per item or a window that is
    left to the definition, which takes it of the records themselves."""
    match measure.aggregate:
        case Formula() | YearOnYear() | Relative() | WorkingTerm():
            return None
        case PerItem() as per:
            return _per_item(number, measure, per, store, translators)
        case aggregate:
            kind = aggregate.evidence
            delivered = kind in store.delivered
            asked = Asked(
                measure.name, aggregate, translators[kind], store.kinds[kind], passes[kind]
            )
            if isinstance(aggregate, Windowed):
                over, conclude = ask_window(asked, aggregate, store, number)
                return PreparedMeasure(measure, delivered, conclude, [over])
            return PreparedMeasure(measure, delivered, ask(asked))


def _per_item(
    number: int,
    measure: Measure,
    per: PerItem,
    store: Store,
    translators: Mapping[str, Translator],
) -> PreparedMeasure | None:
    kinds = {per.items or per.keys[0][0], *(kind for kind, _ in per.keys)}
    if not kinds <= store.delivered:
        return PreparedMeasure(measure, False, lambda _: Taken(Missing()))
    try:
        taken = prepare_items(measure, per, store, translators, number)
    except (CannotError, TooWideError):
        return None
    return PreparedMeasure(measure, True, taken.conclude, taken.passes)


def tallies_of(prepared: Iterable[PreparedMeasure], observed: Observed) -> Iterator[MeasureTally]:
    """Those of items that turn out too wide are left to the definition as well."""
    for one in prepared:
        try:
            yield one.tally(observed)
        except CannotError:
            if not isinstance(one.measure.aggregate, PerItem):
                raise
