"""Reads CSV: comma-separated, strictly quoted, each row with its physical line."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from scoring.intake.sheets import Sheet, SheetRow
from scoring.intake.sources import Lines

_OTHER_DELIMITERS = ("\t", ";", "|", "，", "；")


def read_csv(lines: Lines) -> Sheet:
    """The one sheet; its rows are read as they are asked for."""
    return Sheet(lines.name, "", _rows(lines), delimited=True, remarks=lines.remarks)


def _rows(lines: Lines) -> Iterator[SheetRow]:
    reader = csv.reader(lines, strict=True)
    blank = True
    try:
        for cells in reader:
            if blank and any(cells):
                blank = False
                _check_delimiter(lines, cells)
            yield SheetRow(lines.row, cells)
            lines.begin()
    except csv.Error as error:
        if "field limit" in str(error) and lines.number == lines.row:
            raise lines.error("too-long-cell", limit=csv.field_size_limit()) from None
        raise lines.error("unclosed-quote") from None
    if blank:
        raise lines.error("empty-file")


def _check_delimiter(lines: Lines, first: list[str]) -> None:
    for mark in _OTHER_DELIMITERS:
        if len(first) == 1 and mark in first[0]:
            raise lines.error("wrong-delimiter", mark="TAB" if mark == "\t" else mark)
