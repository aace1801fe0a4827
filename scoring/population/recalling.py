"""History of everybody: what earlier results say, worked out once by the definition, as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import ALWAYS, NEVER, CannotError, Term, sql_of
from rules.expr.kinds import CategoryKind, Kind, NumberKind
from rules.program import Program, Recall, Tally
from rules.values import Value
from scoring.evidence import History
from scoring.expressions import compiler_of
from scoring.notes import Words
from scoring.past.history import holders_of, states
from scoring.past.tallies import (
    Count,
    Mention,
    Past,
    Verdict,
    prepare_recall,
    prepare_tally,
    unknown_past,
)
from scoring.population.course import Course
from scoring.population.measure.gathering import TALLIES
from scoring.population.noted import Filled
from scoring.population.store import Store, term_of
from scoring.population.values import read_value, value_columns
from scoring.snapshot.filling import Filled as FilledColumn
from scoring.snapshot.filling import store as fill
from scoring.snapshot.filling import stored

_PAST = "past"
_COUNT = NumberKind(0)
# What the period at hand may do to a tally.
_VERDICTS: Sequence[Verdict] = ("counts", "not", "unknown")


@dataclass(frozen=True, slots=True)
class CountBack:
    """What a tally comes to by what the period at hand does to it, and why where it is unknown."""

    tally: Tally
    counts: Sequence[Scaled]
    whys: Sequence[Term]


@dataclass(slots=True)
class Remembered:
    """What is known of everybody at the start, by name; `counted` are the tallies with the period
    at hand in them, as soon as they are. `said` are the words that columns number."""

    start: dict[str, Term] = field(default_factory=dict)
    tallies: list[CountBack] = field(default_factory=list)
    counted: dict[str, Term] = field(default_factory=dict)
    said: list[Words] = field(default_factory=list)


def remember(course: Course, store: Store, program: Program, history: History) -> Remembered:
    """Joins what the past says to the tallies; time goes with subjects and periods."""
    found = Remembered()
    if not program.history:
        return found
    pasts = list(_pasts(store, program, history))
    columns = _Columns(found.said)
    for quantity in program.history:
        if isinstance(quantity, Tally):
            _count(program, quantity, pasts, columns, found)
    for quantity in program.history:
        if isinstance(quantity, Recall):
            _recall(course, program, quantity, pasts, columns, found)
    columns.add(NumberKind(0), range(len(pasts)), "s")
    fill(store.connection, _PAST, columns.filled)
    course.start_from(f"{TALLIES} JOIN {_PAST} USING (s)")
    course.summary |= found.start
    return found


def _pasts(store: Store, program: Program, history: History) -> Iterator[Past]:
    """Of every subject in order, with the fields that say who holds it."""
    terms = {name: store.subjects.terms[name] for name in holders_of(program)}
    columns = ["subject", *(column for term in terms.values() for column in value_columns(term))]
    for name, *cells in store.rows(f"SELECT {', '.join(columns)} FROM subjects ORDER BY s"):
        held = zip(terms.items(), cells, strict=True)
        fields = {field: read_value(term, [cell]) for (field, term), cell in held}
        yield Past(history, str(name), store.period, program.head.period, fields)


@dataclass(slots=True)
class _Columns:
    """Columns of the table to be; words are numbered in the order they come."""

    said: list[Words]
    filled: list[FilledColumn] = field(default_factory=list)

    def add(self, kind: Kind, values: Sequence[Value], name: str = "") -> Term:
        if isinstance(kind, CategoryKind) and not {*values} <= {None, *kind.words}:
            raise CannotError("past")
        column = stored(name or f"past{len(self.filled)}", kind, values)
        self.filled.append(column)
        return term_of(kind, column.column)

    def count(self, values: Sequence[Value]) -> Scaled:
        term = self.add(_COUNT, values)
        if not isinstance(term, Scaled):
            raise TypeError(f"a count was stored, {term!r} came out")
        return term

    def words(self, told: Iterable[Words | None]) -> Term:
        numbers = []
        for words in told:
            if words is not None and words not in self.said:
                self.said.append(words)
            numbers.append(None if words is None else self.said.index(words))
        return self.add(_COUNT, numbers)


def _count(
    program: Program, tally: Tally, pasts: Sequence[Past], columns: _Columns, found: Remembered
) -> None:
    plan = prepare_tally(tally, program, compiler_of(program))
    found.start[tally.earlier] = columns.count([plan.count(p, this=None).value for p in pasts])
    counts, whys = [], []
    for verdict in _VERDICTS:
        each = [plan.count(p, this=Mention(p.here.label, verdict)) for p in pasts]
        counts.append(columns.count([one.value for one in each]))
        whys.append(columns.words(map(_why, each)))
    found.tallies.append(CountBack(tally, counts, whys))


def _why(count: Count) -> Words | None:
    return unknown_past(count.mentions[-1]) if count.value is None else None


def _recall(
    course: Course,
    program: Program,
    recall: Recall,
    pasts: Sequence[Past],
    columns: _Columns,
    found: Remembered,
) -> None:
    plan = prepare_recall(recall, program, compiler_of(program))
    each = [plan.recall_from(past) for past in pasts]
    found.start[recall.name] = columns.add(recall.kind, [value for value, _ in each])
    whys = (None if mention.lack is None else unknown_past(mention) for _, mention in each)
    why = sql_of(columns.words(whys))
    words = _saying(found.said)
    course.note(recall.name, words, f"{why} IS NOT NULL", {"why": why})


def count_back(course: Course, remembered: Remembered, tallies: Sequence[Tally]) -> None:
    """Tallies with the period at hand in them, in which the subject is graded."""
    for one in (one for one in remembered.tallies if one.tally in tallies):
        name, now = one.tally.name, course.translator
        told = {state: ALWAYS if holds else NEVER for state, holds in states("graded").items()}
        when = replace(now, summary={**course.summary, **told}).condition(one.tally.when)
        highest = max(count.high for count in one.counts)
        value = course.number(
            Scaled(_by_verdict(when.sql, [c.top for c in one.counts]), 0, 0, highest, nullable=True)
        )
        why = course.column(_by_verdict(when.sql, [sql_of(term) for term in one.whys]))
        words = _saying(remembered.said)
        course.note(name, words, f"{value.top} IS NULL", {"why": why})
        remembered.counted[name] = course.summary[name] = value


def _by_verdict(truth: str, sqls: Sequence[str]) -> str:
    counts, against, unknown = sqls
    return f"CASE WHEN {truth} THEN {counts} WHEN NOT {truth} THEN {against} ELSE {unknown} END"


def _saying(said: Sequence[Words]) -> Filled:
    def words(told: Mapping[str, Value]) -> Words:
        return said[int(str(told["why"]))]

    return words
