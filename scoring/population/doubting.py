"""What a count may be besides, asked of every condition that reads it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from rules.backends.sql import Translator
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import CannotError, Truth
from rules.dependencies import names_read
from rules.expr.nodes import Expr
from rules.program import Count, Distinct, Extreme, Formula, Latest, Measure, Sum, YearOnYear
from scoring.population.measures import MeasureTally


@dataclass(frozen=True, slots=True)
class Doubt:
    """A count that `more` records may yet add to."""

    name: str
    more: str


def doubts_of(measures: Sequence[Measure], tallies: Iterable[MeasureTally]) -> tuple[Doubt, ...]:
    """The counts in doubt. Where other quantities may be in doubt, or several counts, or where a
    formula follows one, the subjects are asked one by one, by the definition."""
    found = []
    for tally in tallies:
        match tally.measure.aggregate:
            case Count() if tally.noted and isinstance(tally.value, Scaled):
                found.append(Doubt(tally.measure.name, tally.noted[0].count))
            case Sum() | Extreme() | Latest() | Distinct() if tally.noted:
                raise CannotError("doubt")
    names = {doubt.name for doubt in found}
    follow = (m for m in measures if isinstance(m.aggregate, Formula | YearOnYear))
    if len(found) > 1 or any(names_read(measure) & names for measure in follow):
        raise CannotError("doubt")
    return tuple(found)


# Beyond so many ways a count is asked as it is and as missing.
MOST = 100


def asked_of_all(translator: Translator, when: Expr | None, doubts: Sequence[Doubt]) -> Truth:
    """Unknown where the ways do not answer alike."""
    truth = translator.condition(when)
    read = names_read(when)
    for doubt in doubts:
        if doubt.name in read:
            return _of_all(translator, when, truth, doubt)
    return truth


def _of_all(translator: Translator, when: Expr | None, truth: Truth, doubt: Doubt) -> Truth:
    """As it is, and for every number it may be besides; beyond a hundred of them as missing."""
    count = translator.summary[doubt.name]
    if not isinstance(count, Scaled):
        raise TypeError(f"{doubt.name} is counted, {count!r} came out")
    ways = f"range({count.top}, {count.top} + {doubt.more} + 1)"
    alike = _alike(translator, when, replace(count, top="x"), doubt.name, ways)
    missing = replace(count, top="x::BIGINT", nullable=True)
    apart = _alike(translator, when, missing, doubt.name, f"[{count.top}, NULL]")
    sql = (
        f"CASE WHEN {doubt.more} = 0 THEN {truth.sql} "
        f"WHEN {doubt.more} < {MOST} THEN {alike} ELSE {apart} END"
    )
    return Truth(sql, nullable=True)


def _alike(translator: Translator, when: Expr | None, instead: Scaled, name: str, ways: str) -> str:
    other = replace(translator, summary={**translator.summary, name: instead}).condition(when)
    told = f"CASE WHEN {other.sql} THEN 1 WHEN NOT {other.sql} THEN 0 ELSE 2 END"
    listed = f"list_transform({ways}, lambda x: {told})"
    both = f"list_min({listed}) * 3 + list_max({listed})"
    return f"CASE {both} WHEN 0 THEN false WHEN 4 THEN true END"
