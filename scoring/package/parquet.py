"""A table as Parquet, written by DuckDB: exact decimals, and the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import duckdb

from rules.values import Value
from scoring.package.table import Column, Table, show_cell
from scoring.snapshot.refusals import as_system_errors

VERSION: str = duckdb.__version__

_ROWS_AT_ONCE = 20_000
_TYPES = {
    "text": "VARCHAR",
    "whole": "BIGINT",
    "exact": "VARCHAR",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


def write_parquet(table: Table, folder: Path) -> None:
    """`table.name`.parquet. Cells travel as text, so that no number passes through a double."""
    path = folder / f"{table.name}.parquet"
    types = [_type(column) for column in table.columns]
    with as_system_errors(), duckdb.connect(":memory:") as connection:
        # One thread and the order of insertion make the bytes the same on every machine.
        connection.execute("SET threads = 1; SET preserve_insertion_order = true")
        connection.execute("CREATE TABLE cells (" + _listed(types, "c{i} {type}") + ")")
        insert = "INSERT INTO cells SELECT " + _listed(types, "unnest($c{i}::VARCHAR[])::{type}")
        for block in _blocks(table.rows):
            columns = zip(table.columns, zip(*block, strict=True), strict=True)
            texts = {
                f"c{i}": [show_cell(column, value) for value in values]
                for i, (column, values) in enumerate(columns)
            }
            connection.execute(insert, texts)
        names = [f'c{i} AS "{_escaped(c.name, chr(34))}"' for i, c in enumerate(table.columns)]
        connection.execute(
            f"COPY (SELECT {', '.join(names)} FROM cells) "  # noqa: S608  names are escaped
            f"TO '{_escaped(str(path), chr(39))}' "
            "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)"
        )


def _type(column: Column) -> str:
    if column.type == "decimal":
        return f"DECIMAL(38, {column.digits})"
    return _TYPES[column.type]


def _listed(types: Sequence[str], pattern: str) -> str:
    return ", ".join(pattern.format(i=i, type=type_) for i, type_ in enumerate(types))


def _blocks(rows: Sequence[tuple[Value, ...]]) -> Iterator[list[tuple[Value, ...]]]:
    remaining = iter(rows)
    while block := list(islice(remaining, _ROWS_AT_ONCE)):
        yield block


def _escaped(text: str, quote: str) -> str:
    return text.replace(quote, quote * 2)
