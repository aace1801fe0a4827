"""Staged records as the tables of a snapshot: numbers as narrow as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import duckdb

from scoring.intake.bulk.dictionaries import is_text
from scoring.intake.bulk.everybody import KNOWN, Everybody
from scoring.intake.bulk.staging import Stage
from scoring.snapshot.filling import Filled, store, stored
from scoring.snapshot.shapes import SUBJECTS, StoredColumn, StoredTable

_AT_ONCE = 4_000_000
NUMBERED = "numbered"


def arrange(
    connection: duckdb.DuckDBPyConnection,
    stages: Mapping[str, Stage],
    everybody: Everybody,
    places: Sequence[int],
) -> tuple[StoredTable, Mapping[str, StoredTable]]:
    """Makes the table of subjects and the tables `k0`, `k1`, … `places` are the last number of each
    place."""
    kinds = {}
    for number, (name, stage) in enumerate(stages.items()):
        kinds[name] = _prepare(connection, f"k{number}", stage)
    for start, end in _ranges(connection, stages.values()):
        _place(connection, list(stages.values()), start, end)
        for number, (name, stage) in enumerate(stages.items()):
            _fill(connection, number, stage, kinds[name], places)
    return _arrange_subjects(connection, stages, everybody, places), kinds


def number_subjects(
    connection: duckdb.DuckDBPyConnection, stages: Mapping[str, Stage], *, named: bool
) -> int:
    """Numbers the subjects in their order, and gives how many they are; `named` are only those that
    records name."""
    every = " UNION ".join(f"SELECT p FROM {stage.table}" for stage in stages.values())
    whose = f"SEMI JOIN ({every}) USING (p)" if named else ""
    connection.execute(f"CREATE TABLE ordered AS SELECT p FROM {KNOWN} {whose} ORDER BY subject")
    connection.execute(f"CREATE TABLE {NUMBERED} AS SELECT rowid::INTEGER AS s, p FROM ordered")
    ((count,),) = connection.execute(f"SELECT count(*) FROM {NUMBERED}").fetchall()
    return int(count)


def _arrange_subjects(
    connection: duckdb.DuckDBPyConnection,
    stages: Mapping[str, Stage],
    everybody: Everybody,
    places: Sequence[int],
) -> StoredTable:
    """With the number of records that each of them has."""
    counted = f"SELECT count(*) FROM {NUMBERED}"
    ((count,),) = connection.execute(counted).fetchall()
    columns = _columns(connection, SUBJECTS, everybody, "f")
    cells, joins = _cells(SUBJECTS, everybody, columns)
    every = " UNION ALL ".join(
        f"SELECT p, count(*) AS c FROM {stage.table} GROUP BY p" for stage in stages.values()
    )
    held = f"SELECT p, sum(c)::INTEGER AS held FROM ({every}) GROUP BY p"
    taken = ", ".join(["s", "subject", "coalesce(held, 0)", *cells, _last(places, "place"), "row"])
    typed = "".join(f", {column.name} {column.held_as}" for column in columns)
    connection.execute(
        f"CREATE TABLE {SUBJECTS} "
        f"(s INTEGER, subject VARCHAR, held INTEGER{typed}, o INTEGER, line INTEGER)"
    )
    connection.execute(
        f"INSERT INTO {SUBJECTS} SELECT {taken} FROM {NUMBERED} JOIN {KNOWN} USING (p) "
        f"LEFT JOIN ({held}) USING (p) {' '.join(joins)}"
    )
    return StoredTable(SUBJECTS, tuple(columns), int(count))


def _prepare(connection: duckdb.DuckDBPyConnection, table: str, stage: Stage) -> StoredTable:
    """An empty table."""
    ((count, dated),) = connection.execute(
        f"SELECT count(*), count(d) > 0 FROM {stage.table}"
    ).fetchall()
    columns = _columns(connection, table, stage, "c")
    typed = "".join(f", {column.name} {column.held_as}" for column in columns)
    connection.execute(
        f"CREATE TABLE {table} "
        f"(s INTEGER, q INTEGER, d DATE, id VARCHAR{typed}, o INTEGER, line INTEGER)"
    )
    return StoredTable(table, tuple(columns), count, dated)


def _columns(
    connection: duckdb.DuckDBPyConnection, table: str, staged: Stage | Everybody, letter: str
) -> list[StoredColumn]:
    """How the fields are stored; makes, for each that is no text, a table of the cell of each
    code."""
    columns = []
    for i, field in enumerate(staged.fields):
        name = f"{letter}{i}"
        if is_text(field):
            missing = f"SELECT count(*) FROM {staged.table} WHERE {staged.letter}{i} IS NULL"
            ((blanks,),) = connection.execute(missing).fetchall()
            columns.append(StoredColumn(name, "VARCHAR", nullable=blanks > 0))
            continue
        used = f"SELECT DISTINCT {staged.letter}{i} FROM {staged.table} ORDER BY 1"
        codes = [code for (code,) in connection.execute(used).fetchall()]
        values = staged.dictionaries.of(field).values
        filled = stored(name, field.kind, [values[code] for code in codes])
        coded = [Filled(StoredColumn("code", "INTEGER"), codes), filled]
        store(connection, f"{table}_{name}", coded)
        columns.append(filled.column)
    return columns


def _cells(
    table: str, staged: Stage | Everybody, columns: Sequence[StoredColumn]
) -> tuple[list[str], list[str]]:
    """The cells of the fields, and what is joined for them."""
    cells, joins = [], []
    for i, (field, column) in enumerate(zip(staged.fields, columns, strict=True)):
        if is_text(field):
            cells.append(f"{staged.letter}{i}")
            continue
        name = f"{table}_{column.name}"
        cells.append(f"{name}.{column.name}")
        joins.append(f"JOIN {name} ON {name}.code = {staged.letter}{i}")
    return cells, joins


def _last(places: Sequence[int], place: str) -> str:
    return f"{list(places)}[{place} + 1]"


def _ranges(
    connection: duckdb.DuckDBPyConnection, stages: Iterable[Stage]
) -> Iterator[tuple[int, int]]:
    """Numbers of subjects, from one to before another, that have some millions of records."""
    every = " UNION ALL ".join(
        f"SELECT p, count(*) AS c FROM {stage.table} GROUP BY p" for stage in stages
    )
    rows = connection.execute(
        f"SELECT min(s), max(s) + 1 FROM (SELECT s, sum(sum(c)) OVER (ORDER BY s) AS sofar "
        f"FROM ({every}) JOIN {NUMBERED} USING (p) GROUP BY s) "
        f"GROUP BY sofar // {_AT_ONCE} ORDER BY 1"
    )
    yield from rows.fetchall()


def _place(
    connection: duckdb.DuckDBPyConnection, stages: Sequence[Stage], start: int, end: int
) -> None:
    """The place of each record among its subject's, in order of date and id; undated go first."""
    every = " UNION ALL ".join(
        f"SELECT {number} AS k, {stage.table}.rowid AS r, s, d, id FROM {stage.table} "
        f"JOIN {NUMBERED} USING (p) WHERE s >= {start} AND s < {end}"
        for number, stage in enumerate(stages)
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE placed AS SELECT k, r, s, "
        "dense_rank() OVER (PARTITION BY s ORDER BY d NULLS FIRST, id) - 1 AS q "
        f"FROM ({every})"
    )


def _fill(
    connection: duckdb.DuckDBPyConnection,
    number: int,
    stage: Stage,
    table: StoredTable,
    places: Sequence[int],
) -> None:
    cells, joins = _cells(table.name, stage, table.columns)
    taken = ", ".join(["placed.s", "q", "d", "id", *cells, _last(places, "o"), "line"])
    connection.execute(
        f"INSERT INTO {table.name} SELECT {taken} FROM {stage.table} "
        f"JOIN placed ON k = {number} AND r = {stage.table}.rowid {' '.join(joins)}"
    )
