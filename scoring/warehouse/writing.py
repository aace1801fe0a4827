"""Writes the tables of a package as Parquet in parts, by DuckDB: the same bytes every time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from rules.diagnostics import PolicyError, diagnose
from scoring.package.digests import described
from scoring.package.manifest import MANIFEST
from scoring.package.stored import Stored
from scoring.package.table import show_row
from scoring.snapshot.connecting import connected, quoted_path
from scoring.warehouse.tables import (
    DECIMAL,
    Columns,
    Exported,
    alike,
    column_columns,
    column_rows,
    finding_columns,
    ledger_columns,
    result_columns,
    stamp_columns,
)

# So much of the digest of a package is in the names of its files.
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Size:
    """Of a file: 983,040 rows unless it is said otherwise, a row group being what stays in memory
    until it is written."""

    row_group: int = 122_880
    row_groups: int = 8


@dataclass(frozen=True, slots=True)
class Written:
    rows: int
    files: int
    bytes: int


def write_tables(
    stored: Stored, place: str, folder: Path, size: Size = Size()
) -> Mapping[str, Written]:
    """By name, each into `folder`/NAME/`place`. Raises PolicyError where a number is too large, or
    where other engines would take two columns for one."""
    sources = _sources(stored)
    tables = {name: columns for name, (columns, _) in sources.items()}
    for columns in tables.values():
        if names := alike(columns):
            raise PolicyError([diagnose("columns-alike", None, one=names[0], other=names[1])])
    package = str(described(stored.folder / MANIFEST)["sha256"])
    stamp, name = _stamp(stored, package), package[:_SHOWN]
    # One thread and the order of the rows make the bytes the same on every machine.
    with connected(stored.folder, folder, threads=1) as connection:
        _describe(connection, tables)
        queries = {table: _query(connection, *source) for table, source in sources.items()}
        queries["columns"] = "SELECT * FROM told"
        return {
            table: _write(
                connection, f"{stamp} FROM ({query})", folder / table / place / name, size
            )
            for table, query in queries.items()
        }


def _write(connection: duckdb.DuckDBPyConnection, query: str, name: Path, size: Size) -> Written:
    """Files of this name and a number each."""
    name.parent.mkdir(parents=True)
    connection.execute(
        f"COPY ({query}) TO {quoted_path(name.parent)} (FORMAT parquet, COMPRESSION zstd, "
        f"ROW_GROUP_SIZE {size.row_group}, ROW_GROUPS_PER_FILE {size.row_groups}, "
        f"FILENAME_PATTERN '{name.name}-{{i}}')"
    )
    ((rows,),) = connection.fetchall()
    sizes = [path.stat().st_size for path in name.parent.iterdir()]
    return Written(rows, len(sizes), sum(sizes))


def _sources(stored: Stored) -> Mapping[str, tuple[Columns, Sequence[Path]]]:
    """The columns of each table and the files its rows are in; findings where a run kept them."""
    folder, program = stored.folder, stored.program
    findings = sorted(folder.glob("findings/*.parquet"))
    return {
        "results": (result_columns(program), [folder / "results.parquet"]),
        "ledger": (ledger_columns(), [folder / "ledger.parquet"]),
        **({"findings": (finding_columns(program), findings)} if findings else {}),
    }


def _query(connection: duckdb.DuckDBPyConnection, columns: Columns, files: Sequence[Path]) -> str:
    rows = f"read_parquet([{', '.join(map(quoted_path, files))}])"
    for one in columns:
        if one.is_decimal:
            _require_room(connection, one, rows)
    taken = ", ".join(f"{(name := _name(one))}::{one.type} AS {name}" for one in columns)
    return f"SELECT {taken} FROM {rows}"  # noqa: S608  names are escaped


def _require_room(connection: duckdb.DuckDBPyConnection, one: Exported, rows: str) -> None:
    name = _name(one)
    connection.execute(
        f"SELECT subject, {name}::VARCHAR FROM {rows} "  # noqa: S608  names are escaped
        f"WHERE {name} IS NOT NULL AND TRY_CAST({name} AS {DECIMAL}) IS NULL LIMIT 1"
    )
    for subject, value in connection.fetchall():
        told = {"subject": subject, "column": one.column.name, "value": value}
        raise PolicyError([diagnose("number-too-wide", None, **told)])


def _describe(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, Columns]) -> None:
    """The table `told`, with a row for each column of the others."""
    columns = column_columns()
    names = ", ".join(f"{_name(one)} {one.type}" for one in columns)
    connection.execute(f"CREATE TABLE told ({names})")
    places = ", ".join(f"?::{one.type}" for one in columns)
    shapes = [one.column for one in columns]
    connection.executemany(
        f"INSERT INTO told VALUES ({places})",  # noqa: S608  types of ours
        [show_row(shapes, row) for row in column_rows(tables)],
    )


def _stamp(stored: Stored, package: str) -> str:
    """The head of a query: what is the same on every row, and what the query has of its own."""
    told = stored.told
    policy, period, mark = told["policy"], told["period"], told["mark"]
    values = (
        *(policy[name] for name in ("id", "version", "status", "digest")),
        *(period[name] for name in ("label", "start", "end", "as_of")),
        "true" if told.get("partial") else "false",
        mark["zh"] if mark else None,
        package,
    )
    columns = zip(stamp_columns(), values, strict=True)
    taken = ", ".join(f"{_literal(value)}::{one.type} AS {_name(one)}" for one, value in columns)
    return f"SELECT {taken}, *"


def _literal(text: str | None) -> str:
    return "NULL" if text is None else "'" + text.replace("'", "''") + "'"


def _name(one: Exported) -> str:
    return '"' + one.column.name.replace('"', '""') + '"'
