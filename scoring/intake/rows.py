"""The seam to file formats: whatever the format, a table is rows of text cells under headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from scoring.intake.faults import Fault


class Row(NamedTuple):
    """`number` is the physical line the row starts at, headings counted. A blank cell is ""."""

    number: int
    headings: tuple[str, ...]
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Damage:
    """A row that could not be read."""

    number: int
    fault: Fault
    column: str = ""
    value: str = ""


# None is a row in which nothing stands.
Line: TypeAlias = Row | Damage | None


@dataclass(frozen=True, slots=True)
class Table:
    """`headings` stand over every row; None where each row brings its own, as a JSON object does.
    `heading_row` is the line they stand in."""

    name: str
    headings: tuple[str, ...] | None
    rows: Iterator[Line]
    heading_row: int = 0
