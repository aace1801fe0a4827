"""What a value becomes in a cell: text, an exact number with its format, a day, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias, assert_never

from rules.values import Value, decimals_of
from scoring.package.table import Column, Form, show_cell

# A spreadsheet keeps numbers as doubles: fifteen digits come back as they were, more need not.
_EXACT_DIGITS = 15
# Lotus counted 1900 as a leap year, so serial days before March 1900 mean two different days.
_FIRST_DAY = date(1900, 3, 1)


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """`format` is a spreadsheet's number format."""

    number: Decimal
    format: str


@dataclass(frozen=True, slots=True)
class Day:
    day: date


# None is a blank cell.
Cell: TypeAlias = Text | Figure | Day | None


def cell_of(column: Column, value: Value) -> Cell:
    """A number that a double cannot hold to the last digit, or that has no finite decimals, is
    text."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return Text("是" if value else "否")
    if isinstance(value, date):
        return Day(value) if value >= _FIRST_DAY else Text(value.isoformat())
    if isinstance(value, str):
        return Text(value)
    text = show_cell(column, value) or ""
    decimals = column.digits if column.type == "decimal" else decimals_of(value)
    if decimals is None or len(text.lstrip("-0.").replace(".", "")) > _EXACT_DIGITS:
        return Text(text)
    return Figure(Decimal(text), number_format(column.form, decimals))


class Known:
    """The cells of one column. The same few values come again and again in a column."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self._cells: dict[Value, Cell] = {}

    def cell(self, value: Value) -> Cell:
        try:
            return self._cells[value]
        except KeyError:
            cell = self._cells[value] = cell_of(self._column, value)
            return cell


def number_format(form: Form, decimals: int) -> str:
    """`decimals` of the number itself: 0.5950 is 59.50%."""
    match form:
        case "plain":
            return _places("0", decimals)
        case "percent":
            return _places("0", max(decimals - 2, 0)) + "%"
        case "grouped":
            return _places("#,##0", decimals)
    assert_never(form)


def seen(cell: Cell) -> str:
    """About what a reader sees of it, for its width."""
    match cell:
        case None:
            return ""
        case Text(text):
            return text
        case Day(day):
            return day.isoformat()
        case Figure(number):
            return f"{number:,}"
    assert_never(cell)


def _places(whole: str, decimals: int) -> str:
    return f"{whole}.{'0' * decimals}" if decimals else whole
