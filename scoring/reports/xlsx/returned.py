"""A returned table as a workbook: the list of what was not taken, then the sheets with marks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rules.widths import width
from scoring.reports.document import Document
from scoring.reports.returned import ReturnedRow, ReturnedSheet
from scoring.reports.xlsx.book import opened
from scoring.reports.xlsx.cells import Text
from scoring.reports.xlsx.names import SheetNames
from scoring.reports.xlsx.page import Page
from scoring.reports.xlsx.styles import Look, Styles
from scoring.reports.xlsx.writing import comment, put

_NARROWEST, _WIDEST = 8, 32


def write_returned(document: Document, sheets: Sequence[ReturnedSheet], path: Path) -> None:
    """`document` has the list; the sheets follow it."""
    with opened(path, document.title) as book:
        styles, names = Styles(book), SheetNames()
        for sheet in document.sheets:
            page = Page(book.add_worksheet(names.take(sheet.name.zh)), styles, book.add_chart)
            page.write(document, sheet)
        for returned in sheets:
            name = names.take(returned.name or "原表")
            _Copy(book.add_worksheet(name), styles, returned).write()


class _Copy:
    def __init__(self, sheet: Any, styles: Styles, returned: ReturnedSheet) -> None:
        self._sheet = sheet
        self._styles = styles
        self._returned = returned
        # In a part of a table each row says which one it was.
        self._shift = 0 if returned.whole else 1

    def write(self) -> None:
        rows = self._returned.rows
        widest: dict[int, int] = {}
        for at, row in enumerate(rows):
            line = row.number - 1 if self._returned.whole else at
            self._row(line, row, heading=at == 0)
            for column, text in enumerate(row.cells):
                wide = min(width(text) + 3, _WIDEST)
                widest[column] = max(widest.get(column, _NARROWEST), wide)
        for column, wide in widest.items():
            self._sheet.set_column(column + self._shift, column + self._shift, wide)
        if rows:
            self._sheet.freeze_panes(rows[0].number if self._returned.whole else 1, 0)

    def _row(self, line: int, row: ReturnedRow, *, heading: bool) -> None:
        if self._shift:
            number = "行 row" if heading else str(row.number)
            put(self._sheet, self._styles, line, 0, Text(number), "heading")
        for column in range(max(len(row.cells), max(row.marks, default=-1) + 1)):
            text = row.cells[column] if column < len(row.cells) else ""
            look: Look = "fault" if column in row.marks else "heading" if heading else "cell"
            at = column + self._shift
            put(self._sheet, self._styles, line, at, Text(text) if text else None, look)
            if told := row.marks.get(column):
                comment(self._sheet, line, at, told)
