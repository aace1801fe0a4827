"""What quantities may be besides, asked of every condition that reads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from rules.backends.sql import Translator
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Missing, Term, Truth, sql_of
from rules.dependencies import names_read
from rules.expr.nodes import Expr
from rules.monotone import monotone
from rules.program import (
    Count,
    Distinct,
    Extreme,
    Formula,
    Latest,
    Measure,
    PerItem,
    Sum,
    Windowed,
    YearOnYear,
)
from scoring.measure.doubts import MOST, of_what_is_known
from scoring.measure.reading import MISSING_VALUE, UNKNOWN_LEFT_OUT
from scoring.population.measure.asking import MeasureTally
from scoring.population.measure.formulas import computed
from scoring.population.noted import Noted


@dataclass(frozen=True, slots=True)
class Doubt:
    """A quantity that `more` records may yet change: a count grows with them, anything else may
    as well be missing."""

    name: str
    more: str
    grows: Literal["counted", "missing"]

    @property
    def ways(self) -> str:
        """How many values it may have, as far as it matters."""
        if self.grows == "missing":
            return f"CASE WHEN {self.more} > 0 THEN 2 ELSE 1 END"
        return f"least({self.more}, {MOST}) + 1"

    def values(self, value: str, too_many: str) -> str:
        """A list of what a count may be, or whether anything else is there, as it is first."""
        if self.grows == "missing":
            return f"CASE WHEN {self.more} > 0 THEN [true, NULL] ELSE [true] END"
        either = f"WHEN {self.more} > 0 THEN [{value}, NULL] ELSE [{value}] END"
        counted = f"range(({value})::BIGINT, ({value})::BIGINT + {self.more} + 1)"
        return f"CASE WHEN NOT {too_many} THEN {counted} {either}"

    def most(self, value: str, too_many: str) -> str:
        """The last of what a count may be."""
        most = f"({value})::BIGINT + {self.more}"
        return f"CASE WHEN NOT {too_many} THEN {most} WHEN {self.more} = 0 THEN {value} END"


@dataclass(frozen=True)
class Doubts:
    """All quantities in doubt, and the formulas that follow what they read."""

    found: Sequence[Doubt] = ()
    formulas: Sequence[Measure] = ()

    @property
    def too_many(self) -> str:
        """Whether there are too many ways to go through."""
        return f"({' * '.join(f'({doubt.ways})' for doubt in self.found)} > {MOST})"

    @cached_property
    def behind(self) -> Mapping[str, frozenset[str]]:
        """By formula, the quantities in doubt that it rests on."""
        names = {doubt.name for doubt in self.found}
        behind: dict[str, frozenset[str]] = {}
        for measure in self.formulas:
            read = names_read(measure)
            rests = (read & names).union(*(behind.get(name, frozenset()) for name in read))
            if rests:
                behind[measure.name] = rests
        return behind


def doubts_of(measures: Sequence[Measure], tallies: Iterable[MeasureTally]) -> Doubts:
    found = []
    for tally in tallies:
        counts = [noted.total for noted in tally.noted if _doubts(tally.measure, noted)]
        if not counts or isinstance(tally.value, Missing):
            continue
        match tally.measure.aggregate:
            case Count() | Distinct() | Windowed():
                found.append(Doubt(tally.measure.name, f"({' + '.join(counts)})", "counted"))
            case Sum() | Extreme() | Latest() | PerItem():
                found.append(Doubt(tally.measure.name, f"({' + '.join(counts)})", "missing"))
    formulas = [m for m in measures if isinstance(m.aggregate, Formula | YearOnYear)]
    return Doubts(found, formulas if found else ())


def _doubts(measure: Measure, noted: Noted) -> bool:
    """Whether what is noted leaves the value in doubt."""
    if isinstance(measure.aggregate, PerItem):
        return not of_what_is_known(measure.aggregate)
    return noted.words in (UNKNOWN_LEFT_OUT, MISSING_VALUE)


def asked_of_all(translator: Translator, when: Expr | None, doubts: Doubts) -> Truth:
    """The truth of a condition, unknown where it is not the same in every way."""
    truth = translator.condition(when)
    read = names_read(when)
    through = set().union(*(doubts.behind[name] for name in read if name in doubts.behind))
    own = [doubt for doubt in doubts.found if doubt.name in read | through]
    if not own:
        return truth
    alone = own[0] if len(own) == 1 and own[0].grows == "counted" and not through else None
    if when and alone and monotone(when, alone.name):
        return _alike_at_the_ends(translator, when, alone, doubts.too_many)
    told = _told(_besides(translator, own, doubts), when)
    for number, doubt in reversed(list(enumerate(own))):
        values = doubt.values(sql_of(translator.summary[doubt.name]), doubts.too_many)
        listed = f"list_transform({values}, lambda x{number}: {told})"
        told = listed if number == len(own) - 1 else f"flatten({listed})"
    anything = " + ".join(doubt.more for doubt in own)
    both = f"list_min({told}) * 3 + list_max({told})"
    sql = (
        f"CASE WHEN {anything} = 0 THEN {truth.sql} "
        f"ELSE CASE {both} WHEN 0 THEN false WHEN 4 THEN true END END"
    )
    return Truth(sql, nullable=True)


def _alike_at_the_ends(translator: Translator, when: Expr, doubt: Doubt, too_many: str) -> Truth:
    """The truth of a condition that turns only once as a count grows: what it is of the first and
    of the last, it is of all between."""
    value = translator.summary[doubt.name]
    last = _variable(doubt, value, doubt.most(sql_of(value), too_many))
    at_last = replace(translator, summary={**translator.summary, doubt.name: last})
    one, other = (asked.condition(when).sql for asked in (translator, at_last))
    return Truth(f"CASE WHEN {one} IS NOT DISTINCT FROM {other} THEN {one} END", nullable=True)


def _besides(translator: Translator, own: Sequence[Doubt], doubts: Doubts) -> Translator:
    """With the quantities in doubt as variables, and the formulas computed of them."""
    summary = dict(translator.summary)
    for number, doubt in enumerate(own):
        summary[doubt.name] = _variable(doubt, summary[doubt.name], f"x{number}")
    names = {doubt.name for doubt in own}
    besides = replace(translator, summary=summary)
    for measure in doubts.formulas:
        if doubts.behind.get(measure.name, frozenset()) & names:
            summary[measure.name] = computed(besides, measure)
    return besides


def _variable(doubt: Doubt, term: Term, name: str) -> Term:
    if isinstance(term, Missing):
        return term
    if not isinstance(term, Scaled):
        return replace(term, sql=f"CASE WHEN {name} THEN {term.sql} END", nullable=True)
    if doubt.grows == "missing":
        return replace(term, top=f"CASE WHEN {name} THEN {term.top} END", nullable=True)
    # A count may grow by as many records as there are.
    return replace(term, top=name, nullable=True, high=max(term.high, 2**40))


def _told(besides: Translator, when: Expr | None) -> str:
    other = besides.condition(when)
    return f"CASE WHEN {other.sql} THEN 1 WHEN NOT {other.sql} THEN 0 ELSE 2 END"
