"""The seam to spreadsheets: whatever the format, a file is sheets of rows of text cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from scoring.intake.faults import Fault


class SheetRow(NamedTuple):
    """`number` counts from 1 as the spreadsheet shows it. `cells` stand from column A on; blanks
    behind the last one are left out. A number is its exact decimal text, a number shown in percent
    ends in %, a date is ISO, true and false are 是 and 否. `faults` are the cells, by index from 0,
    of which nothing can be read: an error value, a formula without its result, too many digits."""

    number: int
    cells: list[str]
    faults: Mapping[int, Fault] = MappingProxyType({})
    hidden: bool = False


class Merge(NamedTuple):
    """Cells joined to one, all ends included; rows count from 1, columns from 0. Its text stands in
    the first cell only."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """`file` is the display name; `name` is empty where the file is one table. The rows are read as
    they are asked for, once; empty ones may be left out, numbers tell."""

    file: str
    name: str
    rows: Iterator[SheetRow]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
