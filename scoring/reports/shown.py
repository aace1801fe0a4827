"""A cell as people read it in a document."""

from __future__ import annotations

from rules.values import Number, Value, plain
from scoring.package.table import Column, show_cell

NUMBERS = frozenset({"whole", "decimal", "exact"})


def cell_text(column: Column, value: Value) -> str:
    """Thousands are grouped, a fraction is a percentage, where the column says so."""
    if isinstance(value, bool):
        return "是 yes" if value else "否 no"
    text = show_cell(column, value) or ""
    match column.form:
        case "grouped" if text:
            return grouped(text)
        case "percent" if isinstance(value, Number):
            return _percent(column, value)
    return text


def grouped(text: str) -> str:
    """A plain decimal with its thousands apart: 1,234.50."""
    whole, point, part = text.partition(".")
    return f"{'-' if whole.startswith('-') else ''}{abs(int(whole)):,}{point}{part}"


def _percent(column: Column, value: Number) -> str:
    shown = Column(column.name, column.type, max(column.digits - 2, 0))
    return f"{show_cell(shown, plain(value * 100))}%"
