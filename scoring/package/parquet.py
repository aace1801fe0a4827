"""A table as Parquet, written by DuckDB: exact decimals, and the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb

from scoring.package.table import Column, Table, show_row
from scoring.snapshot.connecting import connected

VERSION: str = duckdb.__version__

# Cells of the rows that travel at once, and of a row group: a table of many columns has fewer rows
# in each, so that neither takes more memory for it.
_CELLS_AT_ONCE = 50_000
_CELLS_OF_A_GROUP = 245_760
# The engine makes a row group of whole vectors.
_VECTOR = 2_048
# What the rows of a file may take in memory before they go to the disk. An engine holds a block of
# each column at least.
_MEGABYTES, _OF_TEN_COLUMNS = 64, 4
_TYPES = {
    "text": "VARCHAR",
    "whole": "BIGINT",
    "exact": "VARCHAR",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


def write_parquet(table: Table, folder: Path) -> None:
    """`table.name`.parquet. Cells travel as text, so that no number passes through a double."""
    with parquet_file(table.name, table.columns, folder) as file:
        for row in table.rows:
            file.add(show_row(table.columns, row))


class ParquetFile:
    """Rows on their way into a file."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, columns: Sequence[Column]) -> None:
        types = [_type(column) for column in columns]
        connection.execute("CREATE TABLE cells (" + _listed(types, "c{i} {type}") + ")")
        self._insert = "INSERT INTO cells SELECT " + _listed(
            types, "unnest($c{i}::VARCHAR[])::{type}"
        )
        self._connection = connection
        self._at_once = _CELLS_AT_ONCE // len(columns) + 1
        self._block: list[Sequence[str | None]] = []

    def add(self, cells: Sequence[str | None]) -> None:
        self._block.append(cells)
        if len(self._block) == self._at_once:
            self.flush()

    def flush(self) -> None:
        if self._block:
            columns = zip(*self._block, strict=True)
            cells = {f"c{i}": list(texts) for i, texts in enumerate(columns)}
            self._connection.execute(self._insert, cells)
            self._block.clear()


@contextmanager
def parquet_file(name: str, columns: Sequence[Column], folder: Path) -> Iterator[ParquetFile]:
    """It is written when the block ends; until then rows that do not fit into its memory are on the
    disk."""
    path = folder / f"{name}.parquet"
    memory = f"{held(len(columns))}MiB"
    # One thread and the order of insertion make the bytes the same on every machine.
    with connected(folder, threads=1, memory=memory) as connection:
        file = ParquetFile(connection, columns)
        yield file
        file.flush()
        names = [f'c{i} AS "{_escaped(c.name, chr(34))}"' for i, c in enumerate(columns)]
        connection.execute(
            f"COPY (SELECT {', '.join(names)} FROM cells) "  # noqa: S608  names are escaped
            f"TO '{_escaped(str(path), chr(39))}' "
            f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_rows_of_a_group(len(columns))})"
        )


def held(columns: int) -> int:
    """Megabytes that the rows of a table of so many columns take until it is written."""
    return _MEGABYTES + columns * _OF_TEN_COLUMNS // 10


def _rows_of_a_group(columns: int) -> int:
    return max(_CELLS_OF_A_GROUP // columns // _VECTOR, 1) * _VECTOR


def _type(column: Column) -> str:
    if column.type == "decimal":
        return f"DECIMAL(38, {column.digits})"
    return _TYPES[column.type]


def _listed(types: Sequence[str], pattern: str) -> str:
    return ", ".join(pattern.format(i=i, type=type_) for i, type_ in enumerate(types))


def _escaped(text: str, quote: str) -> str:
    return text.replace(quote, quote * 2)
