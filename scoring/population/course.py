"""The course of every subject through its stages, as layers of one query over the tallies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from rules.backends import sql_numbers as numbers
from rules.backends.sql import Translator
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Missing, Term, Truth, Word
from rules.expr.nodes import Expr
from rules.program import OnUnknown, Parameter, Stage
from scoring.notes import UNKNOWN_COUNTS, Words
from scoring.population.measure.asking import both
from scoring.population.measure.doubting import Doubts, asked_of_all
from scoring.population.measure.gathering import TALLIES
from scoring.population.noted import Filled, Noted
from scoring.population.store import Store

_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Course:
    """`summary` are the terms of what is known of a subject so far. A layer adds columns, which the
    next one may read; `noted` is what is said of a subject that comes to the stage, in order.
    `running` says who is still in the running at the stage at hand, `waits` who waits in it;
    `may_change` by name whether a subject's rank, relative measure, mean or grade is 暂定; `guard`
    of whom anything is noted at all, `anybody_pends` whether anybody may be 待定 by now, `made` the
    queries that were put into tables, `tables` those side by side, as a query reads them."""

    summary: dict[str, Term]
    parameters: Mapping[str, Parameter]
    stage: Stage = "find"
    doubts: Doubts = field(default_factory=Doubts)
    noted: list[tuple[Stage, Noted]] = field(default_factory=list)
    running: dict[Stage, str] = field(default_factory=dict)
    waits: list[str] = field(default_factory=list)
    may_change: dict[str, str] = field(default_factory=dict)
    guard: str = "true"
    anybody_pends: bool = True
    made: list[str] = field(default_factory=list)
    tables: str = TALLIES
    _key: str = "s"
    _layers: list[dict[str, str]] = field(default_factory=list)
    _latest: tuple[str, set[str]] = ("", set())  # the last table made, and its columns
    _columns: int = 0

    @property
    def translator(self) -> Translator:
        return Translator({}, self.summary, self.parameters)

    def put(self, store: Store, table: str) -> None:
        """What the layers added goes into a table of its own, since wide tables are slow to copy.
        The next layers go on from that beside what was there before."""
        columns = [self._key, *(name for layer in self._layers for name in layer)]
        query = f"SELECT {', '.join(columns)} FROM ({self._query()})"
        self.made.append(query)
        store.connection.execute(f"CREATE TABLE {table} AS {query}")
        self.start_from(f"{self.tables} JOIN {table} USING ({self._key})", self._key)
        self._latest = table, {*columns}

    def start_from(self, tables: str, key: str = "s") -> None:
        """The layers go on from what tables hold already, a row for each key."""
        self.tables, self._key, self._layers = tables, key, []

    def add(self, columns: Mapping[str, str]) -> None:
        """Columns under names of their own, which may read those there are, not each other: in the
        first layer above all that they may read."""
        if not columns:
            return
        words = {word for sql in columns.values() for word in _WORD.findall(sql)}
        read = (at for at, layer in enumerate(self._layers, 1) if not words.isdisjoint(layer))
        depth = max(read, default=0)
        if depth == len(self._layers):
            self._layers.append({})
        self._layers[depth] |= columns

    def _query(self) -> str:
        query = f"SELECT * FROM {self.tables}"
        for layer in self._layers:
            told = ", ".join(f"{sql} AS {name}" for name, sql in layer.items())
            query = f"SELECT *, {told} FROM ({query})"
        return query

    def keep(self, terms: Sequence[Term]) -> list[Term]:
        """A layer of terms, each under a name made for it where it has none yet."""
        columns: dict[str, str] = {}
        kept = [self._kept(term, columns) for term in terms]
        self.add(columns)
        return kept

    def _kept(self, term: Term, columns: dict[str, str]) -> Term:
        if isinstance(term, Missing) or (not isinstance(term, Scaled) and term.sql.isidentifier()):
            return term
        self._columns += 1
        name = f"t{self._columns}"
        if not isinstance(term, Scaled):
            columns[name] = term.sql
            return replace(term, sql=name)
        found = term
        if not term.top.isidentifier():
            columns[name] = term.top
            found = replace(found, top=name)
        if term.bottom is not None and not term.bottom.isalnum():
            # A number of the policy, or a column, is its own name: equal bottoms go on to look so.
            same = (known for known, sql in columns.items() if sql == term.bottom)
            found = replace(found, bottom=next(same, f"{name}b"))
            columns[found.bottom or ""] = term.bottom
        return found

    def column(self, sql: str) -> str:
        """A layer of one column."""
        return self.truths([Truth(sql)])[0].sql

    def number(self, term: Scaled) -> Scaled:
        """A layer of one number."""
        return self.numbers([term])[0]

    def numbers(self, terms: Sequence[Scaled]) -> list[Scaled]:
        return [_number(term) for term in self.keep(terms)]

    def truths(self, terms: Sequence[Truth]) -> list[Truth]:
        return [_truth(term) for term in self.keep(terms)]

    def word(self, term: Word) -> Word:
        """A layer of one word."""
        (kept,) = self.keep([term])
        if isinstance(kept, Word):
            return kept
        raise TypeError(f"a word was kept, {kept!r} came out")

    def ask(self, conditions: Sequence[Expr | None]) -> list[Truth]:
        """The truths of conditions, each kept; what hangs on something in doubt is unknown."""
        asked = [asked_of_all(self.translator, when, self.doubts) for when in conditions]
        return self.truths(asked)

    def settle(
        self, truth: Truth, on_unknown: OnUnknown, place: str, *, where: str = "true"
    ) -> Truth:
        """An unknown condition as the policy says it counts; noted of those it is asked of."""
        if not truth.nullable or on_unknown == "pending":
            return truth
        self.note(place, UNKNOWN_COUNTS[on_unknown], both(where, f"{truth.sql} IS NULL"))
        return Truth(f"coalesce({truth.sql}, {on_unknown})")

    def note(
        self,
        place: str,
        words: Words | Filled,
        condition: str,
        told: Mapping[str, str] | None = None,
    ) -> None:
        count = when(both(self.guard, condition))
        self.noted.append((self.stage, Noted(place, words, count, told=told or {})))

    def wait(
        self, words: Words | Filled, condition: str, told: Mapping[str, str] | None = None
    ) -> None:
        """Whoever meets the condition waits."""
        meets = both(self.guard, condition)
        noted = Noted("", words, when(meets), told=told or {}, waits=True)
        self.noted.append((self.stage, noted))
        self.waits.append(meets)

    def of(self, condition: str, term: Term) -> Term:
        """A layer of a term, missing for everybody else."""
        match term:
            case Missing():
                return term
            case Scaled():
                own = numbers.chosen(condition, term, numbers.NO_NUMBER, nullable=False)
                return self.number(own)
        sql = f"CASE WHEN {condition} THEN {term.sql} END"
        return self.keep([replace(term, sql=sql, nullable=True)])[0]

    @contextmanager
    def within(self, condition: str) -> Iterator[None]:
        """Nothing is noted of anybody else."""
        outer = self.guard
        self.guard = both(outer, condition)
        yield
        self.guard = outer

    def waiting(self) -> str:
        """Who waits in the stage at hand, as a condition."""
        return f"({' OR '.join(self.waits)})" if self.waits else "false"

    @property
    def pending(self) -> str:
        """Who is 待定 by now, as a condition."""
        if not self.anybody_pends:
            return "false"
        return f"(NOT {self.running[self.stage]} AND refusals = 0)"

    def look_who_pends(self, store: Store) -> None:
        """Where the tables have nobody who is 待定 at the stage at hand, no group need be asked."""
        table, columns = self._latest
        read = {self.running[self.stage], "refusals"}
        tables = table if read <= columns else self.tables
        asked = f"SELECT 1 FROM {tables} WHERE {self.pending} LIMIT 1"
        self.anybody_pends = bool(store.rows(asked))

    def changing(self, names: Iterable[str]) -> str:
        """Whether any of these is 暂定 of the subject, as a condition."""
        found = [self.may_change[name] for name in sorted(names) if name in self.may_change]
        return f"({' OR '.join(found)})" if found else "false"

    def enter(self, stage: Stage, running: str) -> None:
        """Those still in the running come to the next stage; `running` is a kept column."""
        self.stage, self.waits, self.guard, self.anybody_pends = stage, [], "true", True
        self.running[stage] = running

    def said(self) -> Iterator[Noted]:
        for _, noted in self.noted:
            yield noted


def when(condition: str) -> str:
    """1 where a condition holds, else 0, unknown or not."""
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def _truth(term: Term) -> Truth:
    if isinstance(term, Truth):
        return term
    raise TypeError(f"a condition was kept, {term!r} came out")


def _number(term: Term) -> Scaled:
    if isinstance(term, Scaled):
        return term
    raise TypeError(f"a number was kept, {term!r} came out")
