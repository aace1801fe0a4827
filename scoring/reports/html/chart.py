"""A chart as inline SVG: a bar for each row of its grid, with its label and its number."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from rules.values import Number, Value
from rules.widths import cut, width
from scoring.reports.document import Chart, Grid
from scoring.reports.shown import cell_text

# Pixels. Labels of at most so many columns stand before the bars.
_ROW, _BAR, _LONGEST, _ROOM, _COLUMN, _LABEL = 22, 15, 240, 60, 7, 26


def drawn(grid: Grid, chart: Chart, title: str) -> str:
    """Lengths are whole pixels: a bar is there as soon as there is one of its kind."""
    most = max((_size(row[chart.values]) for row in grid.rows), default=0)
    labels = [cut(str(row[chart.labels]), _LABEL) for row in grid.rows]
    left = max(map(width, labels), default=0) * _COLUMN + 12
    wide, high = left + _LONGEST + _ROOM, len(grid.rows) * _ROW + 4
    bars = "".join(_bars(grid, chart, labels, left, most))
    name = escape(title, quote=True)
    box = f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
    return f'<svg {box} role="img" aria-label="{name}"><title>{name}</title>{bars}</svg>'


def _bars(grid: Grid, chart: Chart, labels: list[str], left: int, most: Number) -> Iterator[str]:
    column = grid.headings[chart.values].column
    for at, (row, label) in enumerate(zip(grid.rows, labels, strict=True)):
        size, top = _size(row[chart.values]), at * _ROW + 4
        long = max(int(size * _LONGEST / most), 1) if size and most else 0
        middle = top + _BAR - 4
        yield f'<text x="{left - 8}" y="{middle}" text-anchor="end">{escape(label)}</text>'
        yield f'<rect x="{left}" y="{top}" width="{long}" height="{_BAR}"/>'
        shown = escape(cell_text(column, row[chart.values]))
        yield f'<text x="{left + long + 6}" y="{middle}">{shown}</text>'


def _size(value: Value) -> Number:
    return value if isinstance(value, Number) and not isinstance(value, bool) else 0
