"""Reads JSON lines, and JSON values already in memory, as rows of text cells.

A number becomes the text it is written with, so that 0.1 stays 0.1 and 1e5 is refused like the
same text in a CSV; null becomes a blank.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from rules.values import show_number
from scoring.intake.faults import Fault, fault, listed
from scoring.intake.rows import Damage, Line, Row, Table
from scoring.intake.sources import Lines


def read_json_lines(lines: Lines) -> Table:
    """The table; the rows are read as they are asked for."""
    notices = [remark.notice() for remark in lines.remarks]
    return Table(lines.name, None, _rows(lines), notices=lambda: notices)


def read_mappings(name: str, mappings: Iterable[Mapping[str, object]]) -> Table:
    """Objects in memory as a table; the first is row 1."""
    rows = (row_of(number, mapping) for number, mapping in enumerate(mappings, start=1))
    return Table(name, None, rows)


def row_of(number: int, mapping: Mapping[str, object]) -> Row | Damage:
    return _row(number, tuple(mapping.items()))


def cell_text(value: object) -> str | Fault:
    """A JSON or Python scalar as the text of a cell."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | Fraction():
            return show_number(value)
        case Decimal():
            return str(value)
        case date():
            return value.isoformat()
        case float():
            return fault("inexact-number" if math.isfinite(value) else "not-finite")
    return fault("nested-value")


def _rows(lines: Lines) -> Iterator[Line]:
    # Objects come as tuples of pairs (duplicate keys are seen), arrays as lists, numbers as text;
    # a float is only ever NaN or infinite.
    decoder = json.JSONDecoder(
        object_pairs_hook=tuple, parse_float=str, parse_int=str, parse_constant=float
    )
    empty = True
    for line in lines:
        text = line.strip()
        if empty and (text == "{" or text.startswith("[")):
            raise lines.error("not-json-lines")
        lines.begin()
        empty = empty and not text
        yield _object(decoder, lines.number, text) if text else None
    if empty:
        raise lines.error("empty-file")


def _object(decoder: json.JSONDecoder, number: int, text: str) -> Row | Damage:
    try:
        pairs = decoder.decode(text)
    except (ValueError, RecursionError):
        return Damage(number, fault("bad-json"), value=text)
    if not isinstance(pairs, tuple):
        return Damage(number, fault("not-an-object"), value=text)
    return _row(number, pairs)


def _row(number: int, pairs: tuple[tuple[str, object], ...]) -> Row | Damage:
    headings = tuple(key for key, _ in pairs)
    if len(set(headings)) < len(headings):
        twice = sorted(key for key, times in Counter(headings).items() if times > 1)
        return Damage(number, fault("duplicate-headings", **listed(twice)))
    cells = []
    for key, value in pairs:
        text = value if type(value) is str else cell_text(value)
        if isinstance(text, Fault):
            return Damage(number, text, column=key)
        cells.append(text)
    return Row(number, headings, cells)
