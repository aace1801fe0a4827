"""One sheet of a workbook: title and marks, blocks one below the other, set up for paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rules.widths import cut, width
from scoring.notes import Words
from scoring.reports.document import (
    Chart,
    Document,
    Facts,
    Grid,
    Heading,
    Outline,
    Remark,
    Sheet,
)
from scoring.reports.xlsx.cells import Known, Text, cell_of, seen
from scoring.reports.xlsx.styles import Look, Styles
from scoring.reports.xlsx.writing import put, put_text

_A4 = 9
# Rows looked at, all over the table, for the width of a column.
_SAMPLE = 200
_NARROWEST, _HEADING, _NAME = 8, 10, 24
# The widest a column may be, tried one after the other until the page holds them all; the last is
# for tables that no page holds.
_WIDEST = (40, 32, 24, 18, 15, 60)
# Widths of columns that a landscape page holds at the least size read without a glass.
_PAGE = 205
_LINED = 1_000
# Rows that a page holds at that size.
_ROWS = 60
_CHART_ROWS, _CHART_COLUMN = 16, 4
# Points; no row can be higher.
_LINE, _HIGHEST = 14, 409


class Page:
    def __init__(self, sheet: Any, styles: Styles, new_chart: Callable[[], Any]) -> None:
        self._sheet = sheet
        self._styles = styles
        self._new_chart = new_chart
        self._row = 0
        self._widths: dict[int, int] = {}

    def write(self, document: Document, sheet: Sheet) -> None:
        self._masthead(document, sheet)
        for block in sheet.blocks:
            match block:
                case Facts():
                    self._facts(block)
                case Remark(words):
                    self._text("plain", beside(words))
                case Grid():
                    self._grid(block, alone=sheet.is_table)
                case Outline(sentences):
                    for depth, text in sentences:
                        self._text("plain", "　" * depth + text)
            self._row += 1
        for column, wide in self._widths.items():
            self._sheet.set_column(column, column, wide)
        self._paper(document, sheet)

    def _masthead(self, document: Document, sheet: Sheet) -> None:
        self._sheet.set_row(0, 24)
        self._text("title", f"{document.title}　{sheet.name.zh}")
        self._text("plain", beside(document.about))
        for mark in document.marks:
            self._text("mark", beside(mark))
        self._row += 1

    def _text(self, look: Look, text: str) -> None:
        """A line that runs over the cells to its right."""
        put_text(self._sheet, self._row, 0, text, self._styles.of(look))
        self._row += 1

    def _facts(self, facts: Facts) -> None:
        for words, text in facts.rows:
            put_text(self._sheet, self._row, 0, beside(words), self._styles.of("label"))
            put_text(self._sheet, self._row, 1, text, self._styles.of("plain"))
            self._widen(0, width(beside(words)))
            self._row += 1

    def _grid(self, grid: Grid, *, alone: bool) -> None:
        if grid.title:
            self._text("block", beside(grid.title))
        self._measure(grid)
        top = self._row
        self._headings(grid.headings)
        # On a long table blank cells have no lines: they are a third of its time.
        lined = len(grid.rows) <= _LINED
        columns = [Known(heading.column) for heading in grid.headings]
        for row in grid.rows:
            lines = 1
            for at, (known, value) in enumerate(zip(columns, row, strict=True)):
                cell = known.cell(value)
                if cell is not None or lined:
                    put(self._sheet, self._styles, self._row, at, cell)
                if isinstance(cell, Text) and 2 * len(cell.text) > self._widths[at]:
                    lines = max(lines, self._lines(cell.text, at))
            self._heighten(lines)
            self._row += 1
        if alone:
            self._sheet.freeze_panes(top + 1, grid.kept)
            self._sheet.repeat_rows(top)
            self._sheet.repeat_columns(0, grid.kept - 1)
            self._sheet.autofilter(top, 0, self._row - 1, len(columns) - 1)
        if grid.chart:
            self._chart(grid, grid.chart, top)

    def _headings(self, headings: Sequence[Heading]) -> None:
        lines = 1
        for at, heading in enumerate(headings):
            text = "\n".join(filter(None, heading.words))
            put_text(self._sheet, self._row, at, text, self._styles.of("heading"))
            lines = max(lines, self._lines(text, at))
        self._heighten(lines)
        self._row += 1

    def _lines(self, text: str, column: int) -> int:
        return sum(-(-width(part) // self._widths[column]) or 1 for part in text.split("\n"))

    def _heighten(self, lines: int) -> None:
        """Not every program makes room by itself for text that wraps."""
        if lines > 1:
            self._sheet.set_row(self._row, min(_LINE * lines + 4, _HIGHEST))

    def _measure(self, grid: Grid) -> None:
        """A column is as wide as what stands in it, within reason; the rest wraps."""
        wanted = [self._wanted(grid, at) for at in range(len(grid.headings))]
        widest = _WIDEST[-1]
        for tried in _WIDEST:
            if sum(min(wide, tried) for wide in wanted) <= _PAGE:
                widest = tried
                break
        for at, wide in enumerate(wanted):
            self._widen(at, min(wide, max(widest, _NAME) if at < grid.kept + 1 else widest))

    def _wanted(self, grid: Grid, at: int) -> int:
        heading = grid.headings[at]
        rows = grid.rows[:: 1 + len(grid.rows) // _SAMPLE]
        cells = (seen(cell_of(heading.column, row[at])) for row in rows)
        wide = max((width(line) for text in cells for line in text.split("\n")), default=0)
        words = max(map(width, heading.words.en.split()), default=0)
        return max(wide, min(width(heading.words.zh), _HEADING), words) + 2

    def _widen(self, column: int, wide: int) -> None:
        self._widths[column] = max(self._widths.get(column, 0), wide, _NARROWEST)

    def _chart(self, grid: Grid, told: Chart, top: int) -> None:
        """Beside the grid. The numbers are given along, because a program that only shows the
        file draws what is stored with the chart."""
        first, last, name = top + 1, top + len(grid.rows), self._sheet.get_name()
        chart = self._new_chart()
        chart.add_series(
            {
                "name": told.title.zh,
                "categories": [name, first, told.labels, last, told.labels],
                "values": [name, first, told.values, last, told.values],
                "categories_data": [str(row[told.labels]) for row in grid.rows],
                "values_data": [str(row[told.values]) for row in grid.rows],
                "data_labels": {"value": True, "num_format": "0;;"},
                "fill": {"color": "#4472A8"},
                "gap": 60,
            }
        )
        chart.set_title({"name": beside(told.title), "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_x_axis({"name": beside(grid.headings[told.labels].words)})
        chart.set_y_axis({"name": beside(grid.headings[told.values].words), "num_format": "0"})
        chart.set_size({"width": 760, "height": 19 * _CHART_ROWS})
        self._sheet.insert_chart(top, _CHART_COLUMN, chart)
        self._row = max(self._row, top + _CHART_ROWS + 1)

    def _paper(self, document: Document, sheet: Sheet) -> None:
        page = self._sheet
        page.set_paper(_A4)
        page.set_landscape()
        if not sheet.is_table:
            page.fit_to_pages(1, 1 if self._row <= _ROWS else 0)
        elif sum(self._widths.values()) <= _PAGE:
            page.fit_to_pages(1, 0)
        else:
            page.set_print_scale(60)
        marks = " · ".join(mark.zh for mark in document.marks)
        page.set_header(
            f"&L&9 {coded(document.title, 60)}　{coded(sheet.name.zh, 30)}&R&9 {coded(marks, 60)}"
        )
        page.set_footer(f"&L&8 {coded(document.source, 60)}&R&9 第 &P 页，共 &N 页")


def beside(words: Words) -> str:
    """Chinese first, English beside it."""
    return " ".join(filter(None, words))


def coded(text: str, columns: int) -> str:
    """Short enough for a header, whose codes begin with &."""
    return cut(text, columns).replace("&", "&&")
