"""Writes the tables of a snapshot as Parquet, the same bytes for the same evidence."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import duckdb

from rules.program import Program
from scoring.evidence import Evidence, Reject
from scoring.package.digests import Described, described
from scoring.snapshot.admitting import admitted_by
from scoring.snapshot.connecting import connected, quoted_path
from scoring.snapshot.filling import Filled, fill, store
from scoring.snapshot.shapes import (
    SUBJECTS,
    StoredColumn,
    StoredTable,
    Tables,
    period_told,
    table_told,
)

INDEX = "snapshot.json"
REJECTS = "rejects"
_OF_SUBJECTS = ("s", "subject", "held")
_OF_RECORDS = ("s", "q", "d", "id")
_ORIGIN = ("o", "line")
_WHOLE = ("row", "records")


def write_snapshot(
    program: Program,
    evidence: Evidence,
    folder: Path,
    originals: Mapping[str, Described] | None = None,
) -> None:
    """The evidence without its history, into a folder that is made. `originals` are the files it
    was admitted from."""
    folder.mkdir(parents=True)
    # One thread and the order of insertion make the bytes the same on every machine.
    with connected(folder, threads=1) as connection:
        tables = fill(connection, program, evidence)
        for table in tables.every:
            write_table(connection, table, folder)
        write_rejects(connection, evidence.rejects, folder)
    write_index(program, tables, folder, originals or {})


def write_table(connection: duckdb.DuckDBPyConnection, table: StoredTable, folder: Path) -> None:
    """In order, which also makes row groups as long as each other however the rows came in. A wide
    integer is a text: Parquet would make a double of it."""
    own, order = (_OF_SUBJECTS, "s") if table.name == SUBJECTS else (_OF_RECORDS, "s, q")
    columns = [
        f"{column.name}::VARCHAR AS {column.name}" if column.type == "HUGEINT" else column.name
        for column in table.columns
    ]
    taken = ", ".join((*own, *columns, *_ORIGIN))
    query = f"SELECT {taken} FROM {table.name} ORDER BY {order}"
    write_rows(connection, query, folder / file_of(table.name))


def file_of(table: str) -> str:
    return f"{table}.parquet"


def write_rows(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(
        f"COPY ({query}) TO {quoted_path(path)} "
        "(FORMAT parquet, PARQUET_VERSION V2, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
    )


def write_rejects(
    connection: duckdb.DuckDBPyConnection, rejects: Sequence[Reject], folder: Path
) -> None:
    columns = [
        Filled(
            StoredColumn(f"r{i}", "INTEGER" if one.name in _WHOLE else "VARCHAR"),
            [getattr(reject, one.name) for reject in rejects],
        )
        for i, one in enumerate(fields(Reject))
    ]
    store(connection, REJECTS, columns)
    write_rows(connection, f"SELECT * FROM {REJECTS}", folder / file_of(REJECTS))


def write_index(
    program: Program, tables: Tables, folder: Path, originals: Mapping[str, Described]
) -> None:
    """Last of all, because it holds the digests of the tables."""
    files = sorted(path.name for path in folder.iterdir())
    told: dict[str, Any] = {
        "snapshot": 1,
        "admitted_by": admitted_by(program, tables.period),
        "period": period_told(tables.period),
        "delivered": sorted(tables.delivered),
        "subjects": table_told(tables.subjects),
        "kinds": {name: table_told(table) for name, table in tables.kinds.items()},
        "places": [list(place) for place in tables.places],
        "notices": [asdict(notice) for notice in tables.notices],
        "files": {name: described(folder / name) for name in files},
        "originals": dict(originals),
    }
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    (folder / INDEX).write_text(text, encoding="utf-8", newline="\n")
