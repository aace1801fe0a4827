"""Evidence in memory as the tables of a snapshot."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import assert_never

import duckdb

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import TooWideError
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
from rules.program import Derived, Field, Inherited, Program
from rules.values import Value, decimals_of
from scoring.evidence import Evidence, Origin, Record, Subject
from scoring.find.hits import order_of
from scoring.snapshot.shapes import (
    FRACTION,
    SUBJECTS,
    WIDE,
    PlaceOf,
    StoredColumn,
    StoredTable,
    Tables,
    told_exactly,
)

_ROWS_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class Filled:
    """A column ready to be stored, and its values as they are stored."""

    column: StoredColumn
    cells: Sequence[Value]


# A record with the number of its subject and its place among the subject's records.
_Placed = tuple[int, int, Record]


def fill(connection: duckdb.DuckDBPyConnection, program: Program, evidence: Evidence) -> Tables:
    """Makes the tables; their rows stand in the order of subjects and places."""
    names = sorted(evidence.subjects)
    by_kind = _by_kind(program, evidence, names)
    origins = [subject.origin for subject in evidence] + [
        record.origin for records in by_kind.values() for _, _, record in records
    ]
    places = sorted({PlaceOf.of(origin) for origin in origins if origin})
    numbered = {place: number for number, place in enumerate(places)}
    subjects = fill_subjects(
        connection,
        program.subject.fields,
        [evidence.subjects[name] for name in names],
        [len(evidence.of(name)) for name in names],
        numbered,
    )
    kinds = {
        kind.name: fill_kind(
            connection, f"k{i}", program.kinds[kind.name].columns, by_kind[kind.name], numbered
        )
        for i, kind in enumerate(program.evidence)
    }
    return Tables(evidence.period, subjects, kinds, evidence.delivered, places, evidence.notices)


def _by_kind(
    program: Program, evidence: Evidence, names: Sequence[str]
) -> Mapping[str, list[_Placed]]:
    """Records of one date and id share a place."""
    found: dict[str, list[_Placed]] = {kind.name: [] for kind in program.evidence}
    for number, name in enumerate(names):
        for place, (_, same) in enumerate(groupby(evidence.of(name), key=order_of)):
            for record in same:
                found[record.kind].append((number, place, record))
    return found


def fill_subjects(
    connection: duckdb.DuckDBPyConnection,
    fields: Sequence[Field],
    subjects: Sequence[Subject],
    held: Sequence[int],
    places: Mapping[PlaceOf, int],
) -> StoredTable:
    """`held` is how many records each of the subjects has, who stand in their order."""
    own = [
        _own("s", "INTEGER", range(len(subjects))),
        _own("subject", "VARCHAR", [subject.id for subject in subjects]),
        _own("held", "INTEGER", held),
    ]
    columns = [
        stored(f"f{i}", field.kind, [subject.fields[field.name] for subject in subjects])
        for i, field in enumerate(fields)
    ]
    origins = _origins([subject.origin for subject in subjects], places)
    store(connection, SUBJECTS, [*own, *columns, *origins])
    return StoredTable(SUBJECTS, tuple(column.column for column in columns), len(subjects))


def fill_kind(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    fields: Sequence[Field | Inherited | Derived],
    records: Sequence[_Placed],
    places: Mapping[PlaceOf, int],
) -> StoredTable:
    columns = [
        stored(f"c{i}", field.kind, [record.values[i] for _, _, record in records])
        for i, field in enumerate(fields)
    ]
    dates = [record.date for _, _, record in records]
    own = [
        _own("s", "INTEGER", [subject for subject, _, _ in records]),
        _own("q", "INTEGER", [place for _, place, _ in records]),
        _own("n", "INTEGER", range(len(records))),
        _own("d", "DATE", dates),
        _own("id", "VARCHAR", [record.id for _, _, record in records]),
    ]
    origins = _origins([record.origin for _, _, record in records], places)
    store(connection, table, [*own, *columns, *origins])
    dated = any(dates)
    return StoredTable(table, tuple(column.column for column in columns), len(records), dated)


def _own(name: str, type_: str, cells: Sequence[Value]) -> Filled:
    return Filled(StoredColumn(name, type_), cells)


def _origins(origins: Sequence[Origin | None], places: Mapping[PlaceOf, int]) -> list[Filled]:
    numbers_ = [places[PlaceOf.of(origin)] if origin else None for origin in origins]
    lines = [origin.row if origin else None for origin in origins]
    return [_own("o", "INTEGER", numbers_), _own("line", "INTEGER", lines)]


def stored(name: str, kind: Kind, values: Sequence[Value]) -> Filled:
    nullable = None in values
    match kind:
        case NumberKind() | PercentKind() | DurationKind():
            return _numbers(name, values, nullable=nullable)
        case BooleanKind() | TableKind() | MissingKind():
            return Filled(StoredColumn(name, "BOOLEAN", nullable=nullable), values)
        case DateKind():
            return Filled(StoredColumn(name, "DATE", nullable=nullable), values)
        case TextKind():
            return Filled(StoredColumn(name, "VARCHAR", nullable=nullable), values)
        case CategoryKind(words=words):
            places: dict[Value, Value] = {word: place for place, word in enumerate(words)}
            cells = [None if value is None else places[value] for value in values]
            width = numbers.narrowest(0, len(words))
            return Filled(StoredColumn(name, width, nullable=nullable), cells)
    assert_never(kind)


def _numbers(name: str, values: Sequence[Value], *, nullable: bool) -> Filled:
    """As many decimals as any of the values has, as wide as the widest."""
    known = [value for value in values if value is not None and not isinstance(value, str | date)]
    decimals = {decimals_of(number) for number in known if not isinstance(number, int)}
    if None in decimals:
        return _as_text(name, FRACTION, values, nullable=nullable)
    scale = max((digits for digits in decimals if digits is not None), default=0)
    factor = 10**scale
    tops = [None if v is None else int(v * factor) for v in values]
    there = [top for top in tops if top is not None]
    low, high = min(there, default=0), max(there, default=0)
    try:
        width = numbers.narrowest(low, high)
    except TooWideError:
        return _as_text(name, WIDE, values, nullable=nullable)
    return Filled(StoredColumn(name, width, scale, low, high, nullable), tops)


def _as_text(name: str, type_: str, values: Sequence[Value], *, nullable: bool) -> Filled:
    texts = [None if value is None else told_exactly(value) for value in values]  # type: ignore[arg-type]  # numbers
    return Filled(StoredColumn(name, type_, nullable=nullable), texts)


def store(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Filled]) -> None:
    named = [(one.column.name, one.column.held_as, one.cells) for one in columns]
    described = ", ".join(f"{name} {type_}" for name, type_, _ in named)
    connection.execute(f"CREATE TABLE {table} ({described})")
    taken = ", ".join(_delivered(name, type_) for name, type_, _ in named)
    for start in range(0, len(named[0][2]), _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        cells = {name: _cells(type_, values[part]) for name, type_, values in named}
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
