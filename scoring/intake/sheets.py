"""The seam to spreadsheets: whatever the format, a file is sheets of rows of text cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from scoring.intake.faults import Fault


def address(row: int, column: int) -> str:
    """A cell as a spreadsheet names it: row 7, column 2 (from 0) is C7."""
    return f"{letters(column)}{row}"


def letters(column: int) -> str:
    """A column as a spreadsheet names it: 0 is A, 26 is AA."""
    found = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        found = chr(ord("A") + letter) + found
    return found


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
    they are asked for, once; empty ones may be left out, numbers tell. A row of a `delimited` text
    keeps the blanks behind its last cell: it must have as many cells as there are headings. Serial
    numbers that are not formatted as dates are counted from 1904 where `from_1904` says so.
    In a `blank` one nothing stands. `remarks` tell how the file was read."""

    file: str
    name: str
    rows: Iterator[SheetRow]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()
    blank: bool = False
    delimited: bool = False
    from_1904: bool = False
    remarks: tuple[Fault, ...] = ()

    @property
    def title(self) -> str:
        """The file, and the sheet in it, as a message names them."""
        return titled(self.file, self.name)


def titled(file: str, sheet: str) -> str:
    return f"{file}[{sheet}]" if sheet else file
