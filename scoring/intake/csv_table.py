"""Reads CSV: comma-separated, strictly quoted, each row with its physical line."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from scoring.intake.faults import fault
from scoring.intake.rows import Damage, Line, Row, Table
from scoring.intake.sources import Lines

_OTHER_DELIMITERS = ("\t", ";", "|", "，", "；")


def read_csv(lines: Lines) -> Table:
    """The table; the rows are read as they are asked for."""
    rows = _rows(lines)
    for number, cells in rows:
        if any(cells):
            headings = tuple(cells)
            _check_delimiter(lines, headings)
            return Table(lines.name, headings, _under(headings, rows), number)
    raise lines.error("empty-file")


def _under(headings: tuple[str, ...], rows: Iterator[tuple[int, list[str]]]) -> Iterator[Line]:
    width = len(headings)
    for number, cells in rows:
        if not any(cells):
            yield None
        elif len(cells) == width:
            yield Row(number, headings, cells)
        else:
            wrong = fault("ragged-row", found=len(cells), expected=width)
            yield Damage(number, wrong, value=",".join(cells))


def _rows(lines: Lines) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(lines, strict=True)
    try:
        for cells in reader:
            yield lines.row, cells
            lines.begin()
    except csv.Error as error:
        if "field limit" in str(error) and lines.number == lines.row:
            raise lines.error("too-long-cell", limit=csv.field_size_limit()) from None
        raise lines.error("unclosed-quote") from None


def _check_delimiter(lines: Lines, headings: tuple[str, ...]) -> None:
    for mark in _OTHER_DELIMITERS:
        if len(headings) == 1 and mark in headings[0]:
            raise lines.error("wrong-delimiter", mark="TAB" if mark == "\t" else mark)
