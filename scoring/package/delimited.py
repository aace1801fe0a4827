"""A table as CSV for machines: UTF-8 without BOM, lines end in a line feed, numbers are plain."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scoring.package.table import Table, show_cell


def write_csv(table: Table, folder: Path) -> None:
    """`table.name`.csv; a missing cell is empty, and so is an empty text."""
    with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(_line(column.name for column in table.columns))
        for row in table.rows:
            cells = zip(table.columns, row, strict=True)
            file.write(_line(show_cell(column, value) or "" for column, value in cells))


def _line(cells: Iterable[str]) -> str:
    return ",".join(_quoted(cell) for cell in cells) + "\n"


def _quoted(cell: str) -> str:
    """Quoted where a reader could take the text for two cells, two lines, or something trimmed."""
    plain = "," not in cell and '"' not in cell and "\r" not in cell and "\n" not in cell
    return cell if plain and cell == cell.strip() else '"' + cell.replace('"', '""') + '"'
