"""Admitted evidence as the engine reads it: tables, and what each of their columns means.

This is the seam to where evidence comes from: the tables are those of a snapshot, filled from
memory or read from its files, as `scoring/snapshot/shapes.py` describes them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias, assert_never

import duckdb

from rules.backends.sql_numbers import Scaled
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
from rules.program import Derived, Field, Inherited, Program
from rules.values import Value
from scoring.evidence import Evidence, Period
from scoring.snapshot.connecting import quoted_path
from scoring.snapshot.filling import fill
from scoring.snapshot.reading import read_tables
from scoring.snapshot.shapes import FRACTION, SUBJECTS, WIDE, StoredColumn, StoredTable, Tables
from scoring.snapshot.writing import file_of

# How what parts observe comes together: a row of least and greatest in turns, every row there is,
# the first rows in order.
Over: TypeAlias = Literal["bounds", "union", "first"]
Observe: TypeAlias = Callable[[str, Over], list[tuple[Value, ...]]]


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
    """`delivered` are the kinds for which a file was given; `observe` answers where the tables hold
    a part of the subjects only, so that all parts go on alike."""

    connection: duckdb.DuckDBPyConnection
    subjects: Rows
    kinds: Mapping[str, Rows]
    period: Period
    delivered: frozenset[str]
    observe: Observe | None = None

    def rows(self, sql: str) -> list[tuple[Value, ...]]:
        return self.connection.execute(sql).fetchall()

    def observed(self, sql: str, over: Over) -> list[tuple[Any, ...]]:
        """What the rows of all subjects come to, which the queries that follow hang on."""
        return self.observe(sql, over) if self.observe else self.rows(sql)


def load(connection: duckdb.DuckDBPyConnection, program: Program, evidence: Evidence) -> Store:
    """Evidence in memory as tables."""
    return _store(connection, program, fill(connection, program, evidence))


def open_snapshot(
    connection: duckdb.DuckDBPyConnection,
    program: Program,
    folder: Path,
    *,
    subjects: str = "true",
    records: str = "true",
) -> Store:
    """The tables as they stand in the files of a snapshot; of subjects and of records those for
    which a condition over `s` holds."""
    tables = read_tables(folder)
    for table in tables.every:
        open_table(connection, table, folder, subjects if table is tables.subjects else records)
    return _store(connection, program, tables)


def open_table(
    connection: duckdb.DuckDBPyConnection, table: StoredTable, folder: Path, where: str
) -> None:
    """A view of the rows in its file for which a condition over `s` holds."""
    wide = [f"{c.name}::HUGEINT AS {c.name}" for c in table.columns if c.type == "HUGEINT"]
    replaced = f"REPLACE ({', '.join(wide)})" if wide else ""
    path = quoted_path(folder / file_of(table.name))
    # A record's own number is its place in the file; where it stood is not asked here.
    number, own = "", "o, line"
    if table.name != SUBJECTS:
        path, own = f"{path}, file_row_number = true", f"{own}, file_row_number"
        number = ", file_row_number AS n"
    connection.execute(
        f"CREATE VIEW {table.name} AS SELECT * EXCLUDE ({own}) {replaced}{number} "
        f"FROM read_parquet({path}) WHERE {where}"
    )


def with_tables(store: Store, program: Program, tables: Mapping[str, StoredTable]) -> Store:
    """The store with more tables of records, by kind."""
    more = {name: _rows(program, name, table) for name, table in tables.items()}
    return replace(store, kinds={**store.kinds, **more})


def _store(connection: duckdb.DuckDBPyConnection, program: Program, tables: Tables) -> Store:
    dates = {"as_of": "as_of", "period_start": "start", "period_end": "end"}
    terms = terms_of(program.subject.fields, tables.subjects)
    terms |= {name: constant(getattr(tables.period, own)) for name, own in dates.items()}
    kinds = {name: _rows(program, name, table) for name, table in tables.kinds.items()}
    subjects = Rows(SUBJECTS, terms, tables.subjects.count)
    return Store(connection, subjects, kinds, tables.period, tables.delivered)


def _rows(program: Program, kind: str, table: StoredTable) -> Rows:
    terms = terms_of(program.kinds[kind].columns, table)
    return Rows(table.name, terms, table.count, table.dated)


def terms_of(fields: Sequence[Field | Inherited | Derived], table: StoredTable) -> dict[str, Term]:
    return {
        field.name: term_of(field.kind, column)
        for field, column in zip(fields, table.columns, strict=True)
    }


def term_of(kind: Kind, stored: StoredColumn) -> Term:
    """What a column is to the engine. Raises CannotError for numbers that are texts."""
    name, nullable = stored.name, stored.nullable
    match kind:
        case NumberKind() | PercentKind() | DurationKind():
            if stored.type in (FRACTION, WIDE):
                raise CannotError(stored.type.lower())
            return Scaled(name, stored.scale, stored.low, stored.high, nullable)
        case BooleanKind():
            return Truth(name, nullable)
        case DateKind():
            return Day(name, nullable)
        case TextKind():
            return Text(name, nullable)
        case CategoryKind(words=words):
            return Word(name, words, nullable)
        case TableKind() | MissingKind():
            return Missing()
    assert_never(kind)
