"""Puts one cell on a sheet by its type, and never lets the library drop or change it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from xml.sax.saxutils import escape

from scoring.reports.xlsx.cells import Cell, Day, Figure, Text
from scoring.reports.xlsx.styles import Look, Styles

_LONGEST = 32_767
_ENDING = (
    "……（全文共 {count:,} 字，见结果包里的数据文件 cut here, whole in the package's data files）"
)


def put(sheet: Any, styles: Styles, row: int, column: int, cell: Cell, look: Look = "cell") -> None:
    match cell:
        case None:
            code = sheet.write_blank(row, column, None, styles.of(look))
        case Text(text):
            put_text(sheet, row, column, text, styles.of(look))
            return
        case Figure(number, shown):
            code = sheet.write_number(row, column, number, styles.of(look, shown))
        case Day(day):
            at = datetime.combine(day, time())
            code = sheet.write_datetime(row, column, at, styles.of(look, "yyyy-mm-dd"))
    _require(code, row, column)


def put_text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """The text as it is; one that is longer than a cell may be ends with a word of it."""
    code = sheet.write_string(row, column, _harmless(_fitting(text)), style)
    _require(code, row, column)


def comment(sheet: Any, row: int, column: int, text: str) -> None:
    """What a reader sees beside the cell."""
    shape = {"author": "kaoping", "x_scale": 2, "y_scale": 1 + text.count("\n") // 3}
    _require(sheet.write_comment(row, column, _fitting(text), shape), row, column)


def _require(code: int, row: int, column: int) -> None:
    """The library answers with a number where it leaves something out."""
    if code:
        raise ValueError(f"cell {row + 1},{column + 1} was not written: {code}")


def _fitting(text: str) -> str:
    if _units(text) <= _LONGEST:
        return text
    ending = _ENDING.format(count=len(text))
    kept = text[: _LONGEST - len(ending)]
    while _units(kept + ending) > _LONGEST:
        kept = kept[: -max(1, (_units(kept + ending) - _LONGEST) // 2)]
    return kept + ending


def _units(text: str) -> int:
    """Excel counts in units of UTF-16, in which rare characters take two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def _harmless(text: str) -> str:
    """XlsxWriter 3.3.1 writes a text between <r> and </r> as markup of its own, whoever wrote it:
    such a text goes in as the one run of a rich text."""
    if text.startswith("<r>") and text.endswith("</r>"):
        return f'<r><t xml:space="preserve">{escape(text)}</t></r>'
    return text
