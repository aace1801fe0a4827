"""Staged records as the tables of a snapshot: in order, numbers as narrow as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import duckdb

from scoring.intake.bulk.staging import KNOWN, Stage, is_text
from scoring.snapshot.filling import Filled, store, stored
from scoring.snapshot.shapes import StoredColumn, StoredTable

_AT_ONCE = 4_000_000
NUMBERED = "numbered"


def arrange(
    connection: duckdb.DuckDBPyConnection,
    stages: Mapping[str, Stage],
    names: Sequence[str],
    places: Sequence[int],
) -> Mapping[str, StoredTable]:
    """Makes the tables `k0`, `k1`, … `names` are the subjects in their order, `places` the last
    number of each place."""
    _number_subjects(connection, names)
    kinds = {}
    for number, (name, stage) in enumerate(stages.items()):
        kinds[name] = _prepare(connection, f"k{number}", stage)
    for start, end in _ranges(connection, stages.values()):
        _place(connection, list(stages.values()), start, end)
        for number, (name, stage) in enumerate(stages.items()):
            _fill(connection, number, stage, kinds[name], places)
    return kinds


def held(connection: duckdb.DuckDBPyConnection, stages: Mapping[str, Stage]) -> list[int]:
    """How many records each subject has, in their order."""
    every = " UNION ALL ".join(
        f"SELECT p, count(*) AS c FROM {stage.table} GROUP BY p" for stage in stages.values()
    )
    rows = connection.execute(
        f"SELECT coalesce(sum(c), 0)::BIGINT FROM {NUMBERED} LEFT JOIN ({every}) USING (p) "
        "GROUP BY s ORDER BY s"
    ).fetchall()
    return [count for (count,) in rows]


def _number_subjects(connection: duckdb.DuckDBPyConnection, names: Sequence[str]) -> None:
    columns = [
        Filled(StoredColumn("s", "INTEGER"), range(len(names))),
        Filled(StoredColumn("subject", "VARCHAR"), names),
    ]
    store(connection, "ordered", columns)
    connection.execute(
        f"CREATE TABLE {NUMBERED} AS SELECT s, p FROM ordered JOIN {KNOWN} USING (subject)"
    )


def _prepare(connection: duckdb.DuckDBPyConnection, table: str, stage: Stage) -> StoredTable:
    """An empty table, and for each field that is no text the cell of each code."""
    columns = []
    ((count, dated),) = connection.execute(
        f"SELECT count(*), count(d) > 0 FROM {stage.table}"
    ).fetchall()
    for i, field in enumerate(stage.kind.fields):
        name = f"c{i}"
        if is_text(field):
            missing = f"SELECT count(*) FROM {stage.table} WHERE v{i} IS NULL"
            ((blanks,),) = connection.execute(missing).fetchall()
            columns.append(StoredColumn(name, "VARCHAR", nullable=blanks > 0))
            continue
        used = f"SELECT DISTINCT v{i} FROM {stage.table} ORDER BY 1"
        codes = [code for (code,) in connection.execute(used).fetchall()]
        values = stage.dictionary(field).values
        filled = stored(name, field.kind, [values[code] for code in codes])
        store(
            connection,
            f"{table}_{name}",
            [Filled(StoredColumn("code", "INTEGER"), codes), filled],
        )
        columns.append(filled.column)
    typed = "".join(f", {column.name} {column.held_as}" for column in columns)
    connection.execute(
        f"CREATE TABLE {table} "
        f"(s INTEGER, q INTEGER, d DATE, id VARCHAR{typed}, o INTEGER, line INTEGER)"
    )
    return StoredTable(table, tuple(columns), count, dated)


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
    cells, joins = [], []
    for i, (field, column) in enumerate(zip(stage.kind.fields, table.columns, strict=True)):
        if is_text(field):
            cells.append(f"v{i}")
            continue
        name = f"{table.name}_{column.name}"
        cells.append(f"{name}.{column.name}")
        joins.append(f"JOIN {name} ON {name}.code = v{i}")
    taken = ", ".join(["placed.s", "q", "d", "id", *cells, f"{list(places)}[o + 1]", "line"])
    connection.execute(
        f"INSERT INTO {table.name} SELECT {taken} FROM {stage.table} "
        f"JOIN placed ON k = {number} AND r = {stage.table}.rowid {' '.join(joins)} "
        "ORDER BY placed.s, q"
    )
