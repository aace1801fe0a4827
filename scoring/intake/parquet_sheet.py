"""Reads Parquet by DuckDB, which may open this file and nothing else; every value comes as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeAlias

import duckdb

from scoring.intake.faults import Fault, IntakeError, fault
from scoring.intake.sheets import Sheet, SheetRow
from scoring.intake.sources import require_file
from scoring.intake.xlsx.values import Unreadable, decimal_text

_Way: TypeAlias = Literal["text", "boolean", "binary", "moment", "none"]

_ROWS_AT_ONCE = 1_000
_WHOLE = {f"{sign}{size}INT" for sign in ("", "U") for size in ("TINY", "SMALL", "BIG", "HUGE", "")}
_TEXTS = {"VARCHAR", "UUID", "DATE", "TIME", "INTEGER", "UINTEGER", *_WHOLE}
_MOMENTS = {"TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"}


@contextmanager
def open_parquet(path: Path, name: str) -> Iterator[Sheet]:
    """The one sheet; the headings are row 1, as they would be in a spreadsheet. A decimal is exact,
    a binary number is read at 15 digits as a spreadsheet shows it."""
    require_file(path, name)
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET threads = 1; SET memory_limit = '1GB'; SET TimeZone = 'UTC'")
        connection.execute("SET allowed_paths = [$path]", {"path": str(path)})
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
        yield Sheet(name, "", _rows(connection, path, name), delimited=True)


def _rows(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> Iterator[SheetRow]:
    try:
        table = {"path": str(path)}
        connection.execute("DESCRIBE SELECT * FROM read_parquet($path)", table)
        columns = [(str(row[0]), _way(str(row[1]))) for row in connection.fetchall()]
        yield SheetRow(1, [heading for heading, _ in columns])
        chosen = ", ".join(_chosen(heading, way) for heading, way in columns)
        # The headings are quoted; the path is bound.
        connection.execute(f"SELECT {chosen} FROM read_parquet($path)", table)  # noqa: S608
        ways = [way for _, way in columns]
        number = 1
        while block := connection.fetchmany(_ROWS_AT_ONCE):
            for values in block:
                number += 1
                yield _row(number, ways, values)
    except duckdb.Error:
        raise IntakeError(fault("damaged-parquet"), file=name) from None


def _way(type_: str) -> _Way:
    """How a column of this type is read."""
    if type_ in _TEXTS or type_.startswith(("DECIMAL(", "ENUM(")):
        return "text"
    if type_ in ("DOUBLE", "FLOAT"):
        return "binary"
    if type_ in _MOMENTS:
        return "moment"
    return "boolean" if type_ == "BOOLEAN" else "none"


def _chosen(heading: str, way: _Way) -> str:
    quoted = '"' + heading.replace('"', '""') + '"'
    if way == "boolean":
        return f"CASE {quoted} WHEN true THEN '是' WHEN false THEN '否' END"
    return f"CAST({quoted} AS VARCHAR)"


def _row(number: int, ways: Sequence[_Way], values: Sequence[str | None]) -> SheetRow:
    cells = [value or "" for value in values]
    faults: dict[int, Fault] = {}
    for at, way in enumerate(ways):
        if not cells[at] or way in ("text", "boolean"):
            continue
        match way:
            case "moment":
                cells[at] = cells[at].removesuffix(" 00:00:00")
            case "binary":
                try:
                    cells[at] = decimal_text(cells[at])
                except Unreadable as error:
                    faults[at] = fault(error.code)
            case "none":
                faults[at] = fault("unread-type")
    return SheetRow(number, cells, faults)
