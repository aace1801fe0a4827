"""Admitted evidence as typed tables: one of the subjects, one of each kind of evidence.

This is the seam to where evidence comes from. A table of a kind has `s`, the number of the subject
in code-point order, `q`, the place of the record among the subject's in order of date and id, `n`,
its own number, `d`, its date, and a column of each field: a number as an integer scaled by its
decimals, a word by its place among the words of its category.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import assert_never

import duckdb

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled, TooWideError
from rules.backends.sql_terms import CannotError, Day, Missing, Term, Text, Truth, Word, constant
from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    DurationKind,
    Kind,
    MissingKind,
    NumberKind,
    PercentKind,
    TableKind,
    TextKind,
)
from rules.program import Program
from rules.values import Value, decimals_of
from scoring.evidence import Evidence, Period, Record
from scoring.hits import order_of

_ROWS_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Rows:
    """A table with the term of each field by name, the number of its rows, and whether any of them
    has a date."""

    table: str
    terms: Mapping[str, Term]
    count: int
    dated: bool = False


@dataclass(frozen=True)
class Store:
    """`delivered` are the kinds for which a file was given; `names` the subjects in their order."""

    connection: duckdb.DuckDBPyConnection
    subjects: Rows
    kinds: Mapping[str, Rows]
    names: Sequence[str]
    period: Period
    delivered: frozenset[str]

    def rows(self, sql: str) -> list[tuple[Value, ...]]:
        return self.connection.execute(sql).fetchall()


@dataclass(frozen=True, slots=True)
class _Column:
    """A column ready to be filled: its type, its term, and its values as they are stored."""

    type: str
    term: Term
    cells: Sequence[Value]


def load(connection: duckdb.DuckDBPyConnection, program: Program, evidence: Evidence) -> Store:
    """Evidence in memory as tables."""
    names = sorted(evidence.subjects)
    fields = program.subject.fields
    columns = {
        field.name: _column(
            f"f{i}", field.kind, [evidence.subjects[name].fields[field.name] for name in names]
        )
        for i, field in enumerate(fields)
    }
    own = [_Column("INTEGER", numbers.NO_NUMBER, range(len(names)))]
    _fill(connection, "subjects", ["s", *_named("f", fields)], [*own, *columns.values()])
    dates = {"as_of": "as_of", "period_start": "start", "period_end": "end"}
    terms = {name: column.term for name, column in columns.items()}
    terms |= {name: constant(getattr(evidence.period, own)) for name, own in dates.items()}
    by_kind = _by_kind(program, evidence, names)
    kinds = {
        kind.name: _load_kind(connection, f"k{i}", program, kind.name, by_kind[kind.name])
        for i, kind in enumerate(program.evidence)
    }
    subjects = Rows("subjects", terms, len(names))
    return Store(connection, subjects, kinds, names, evidence.period, evidence.delivered)


def _by_kind(
    program: Program, evidence: Evidence, names: Sequence[str]
) -> Mapping[str, list[tuple[int, int, Record]]]:
    """(subject, place among its records, record); records of one date and id share a place."""
    found: dict[str, list[tuple[int, int, Record]]] = {kind.name: [] for kind in program.evidence}
    for number, name in enumerate(names):
        for place, (_, same) in enumerate(groupby(evidence.of(name), key=order_of)):
            for record in same:
                found[record.kind].append((number, place, record))
    return found


def _load_kind(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    program: Program,
    kind: str,
    records: Sequence[tuple[int, int, Record]],
) -> Rows:
    fields = program.kinds[kind].columns
    columns = [
        _column(f"c{i}", field.kind, [record.values[i] for _, _, record in records])
        for i, field in enumerate(fields)
    ]
    dates = [record.date for _, _, record in records]
    own = [
        _Column("INTEGER", numbers.NO_NUMBER, [subject for subject, _, _ in records]),
        _Column("INTEGER", numbers.NO_NUMBER, [place for _, place, _ in records]),
        _Column("INTEGER", numbers.NO_NUMBER, range(len(records))),
        _Column("DATE", numbers.NO_NUMBER, dates),
        _Column("VARCHAR", numbers.NO_NUMBER, [record.id for _, _, record in records]),
    ]
    _fill(connection, table, ["s", "q", "n", "d", "id", *_named("c", fields)], [*own, *columns])
    terms = {field.name: column.term for field, column in zip(fields, columns, strict=True)}
    return Rows(table, terms, len(records), any(dates))


def _named(letter: str, fields: Sequence[object]) -> list[str]:
    return [f"{letter}{i}" for i in range(len(fields))]


def _column(name: str, kind: Kind, values: Sequence[Value]) -> _Column:
    nullable = None in values
    match kind:
        case NumberKind() | PercentKind() | DurationKind():
            return _number_column(name, values, nullable=nullable)
        case BooleanKind():
            return _Column("BOOLEAN", Truth(name, nullable), values)
        case DateKind():
            return _Column("DATE", Day(name, nullable), values)
        case TextKind():
            return _Column("VARCHAR", Text(name, nullable), values)
        case CategoryKind(words=words):
            places: dict[Value, Value] = {word: place for place, word in enumerate(words)}
            cells = [None if value is None else places[value] for value in values]
            width = numbers.narrowest(0, len(words))
            return _Column(width, Word(name, words, nullable), cells)
        case TableKind() | MissingKind():
            return _Column("BOOLEAN", Missing(), values)
    assert_never(kind)


def _number_column(name: str, values: Sequence[Value], *, nullable: bool) -> _Column:
    """As many decimals as any of the values has, as wide as the widest."""
    known = [value for value in values if value is not None and not isinstance(value, str | date)]
    decimals = {decimals_of(number) for number in known if not isinstance(number, int)}
    if None in decimals:
        raise CannotError("fraction")
    scale = max((digits for digits in decimals if digits is not None), default=0)
    factor = 10**scale
    tops = [None if v is None else int(v * factor) for v in values]
    there = [top for top in tops if top is not None]
    low, high = min(there, default=0), max(there, default=0)
    try:
        width = numbers.narrowest(low, high)
    except TooWideError:
        raise CannotError("wide") from None
    return _Column(width, Scaled(name, scale, low, high, nullable), tops)


def _fill(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    names: Sequence[str],
    columns: Sequence[_Column],
) -> None:
    described = ", ".join(f"{name} {c.type}" for name, c in zip(names, columns, strict=True))
    connection.execute(f"CREATE TABLE {table} ({described})")
    taken = ", ".join(_delivered(n, c.type) for n, c in zip(names, columns, strict=True))
    for start in range(0, len(columns[0].cells), _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        cells = {n: _cells(c.type, c.cells[part]) for n, c in zip(names, columns, strict=True)}
        connection.execute(f"INSERT INTO {table} SELECT {taken}", cells)


def _delivered(name: str, width: str) -> str:
    """How a column of cells becomes rows. Integers of 64 bits and truths travel as JSON, which is
    read three times as fast as a list of objects; dates as days from the first one there is."""
    match width:
        case "VARCHAR" | "HUGEINT":
            return f"unnest(${name}::{width}[])"
        case "DATE":
            return f"DATE '0001-01-01' + unnest(from_json(${name}, '[\"INTEGER\"]'))"
    return f"unnest(from_json(${name}, '[\"{width}\"]'))"


def _cells(width: str, cells: Sequence[Value]) -> object:
    match width:
        case "VARCHAR" | "HUGEINT":
            return list(cells)
        case "DATE":
            first = date.min.toordinal()
            days = [c.toordinal() - first if isinstance(c, date) else None for c in cells]
            return json.dumps(days)
    return json.dumps(list(cells))
