"""A table as CSV for machines: UTF-8 without BOM, lines end in a line feed, numbers are plain."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TextIO

from scoring.package.table import Column, Table, show_row


def write_csv(table: Table, folder: Path) -> None:
    """`table.name`.csv; a missing cell is empty, and so is an empty text."""
    with csv_file(table.name, table.columns, 1, folder, folder) as file:
        for row in table.rows:
            file.add(0, show_row(table.columns, row))


class CsvFile:
    """A file whose parts are written side by side, in `files` of their own."""

    def __init__(self, files: Sequence[TextIO]) -> None:
        self._files = files

    def add(self, part: int, cells: Iterable[str | None]) -> None:
        self._files[part].write(_line(cells))


@contextmanager
def csv_file(
    name: str, columns: Sequence[Column], parts: int, folder: Path, scratch: Path
) -> Iterator[CsvFile]:
    """It is whole when the block ends; until then parts but the first stand in `scratch`."""
    paths = [folder / f"{name}.csv", *(scratch / f"{name}-{part}" for part in range(1, parts))]
    with ExitStack() as stack:
        files = [
            stack.enter_context(path.open("w+", encoding="utf-8", newline="")) for path in paths
        ]
        files[0].write(_line(column.name for column in columns))
        yield CsvFile(files)
        for file in files[1:]:
            file.seek(0)
            shutil.copyfileobj(file, files[0])


def _line(cells: Iterable[str | None]) -> str:
    return ",".join([_quoted(cell) if cell else "" for cell in cells]) + "\n"


def _quoted(cell: str) -> str:
    """Quoted where a reader could take the text for two cells, two lines, or something trimmed."""
    plain = "," not in cell and '"' not in cell and "\r" not in cell and "\n" not in cell
    return cell if plain and cell == cell.strip() else '"' + cell.replace('"', '""') + '"'
