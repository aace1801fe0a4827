"""A workbook read back by another library, as what stands in its cells."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
from openpyxl.utils.escape import unescape


def sheets(path: Path) -> dict[str, list[list[str]]]:
    """Every sheet as rows of text."""
    book = openpyxl.load_workbook(path, read_only=False)
    return {
        sheet.title: [[text_of(cell) for cell in row] for row in sheet.iter_rows()]
        for sheet in book.worksheets
    }


def text_of(cell) -> str:
    """A number as its decimal text, a day in ISO, a blank as nothing; a formula is none."""
    assert cell.data_type in ("s", "n", "d"), (cell.coordinate, cell.data_type)
    match cell.value:
        case None:
            return ""
        case str(text):
            return unescape(text)
        case datetime() as moment:
            return moment.date().isoformat()
        case number:
            return repr(number)


def table(rows: list[list[str]], first: str) -> list[list[str]]:
    """The rows below the row of headings, which begins with the first heading."""
    start = next(i for i, row in enumerate(rows) if row[0] == first)
    return rows[start + 1 :]


def csv_rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
