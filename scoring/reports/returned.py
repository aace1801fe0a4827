"""A delivered table as it goes back to its sender: the cells that were not taken are marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scoring.evidence import Reject
from scoring.intake.faults import shown
from scoring.intake.sheets import Sheet, SheetRow, address

# A sheet of more rows goes back as its headings and the rows that were not taken.
WHOLE = 5_000
# Every mark is a drawing, of which a spreadsheet does not bear many.
MARKED = 2_000


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """`number` is the row of the delivered sheet. `marks` are what is wrong with a cell, by its
    column from 0."""

    number: int
    cells: Sequence[str]
    marks: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """`whole`: every row of the sheet is here, at its own number. `beyond` are the rows that were
    not taken and are not here, because there are too many of them."""

    name: str
    rows: tuple[ReturnedRow, ...]
    whole: bool
    beyond: int = 0


def returned_sheet(
    sheet: Sheet, rejects: Sequence[Reject], *, whole: int = WHOLE, marked: int = MARKED
) -> ReturnedSheet:
    """The sheet with the marks of its rejects; `whole` and `marked` are the most rows of each."""
    by_row: dict[int, list[Reject]] = {}
    for reject in rejects:
        by_row.setdefault(reject.row, []).append(reject)
    wanted = set(sorted(row for row in by_row if row)[:marked])
    headings: Sequence[str] = ()
    kept: list[ReturnedRow] = []
    count = 0
    for row in sheet.rows:
        if not any(row.cells):
            continue
        headings, is_heading = (headings, False) if headings else (row.cells, True)
        count += 1
        if count == whole + 1:
            kept = [kept[0], *(one for one in kept[1:] if one.number in wanted)]
        if is_heading or count <= whole or row.number in wanted:
            marks = _marks(row, headings, by_row[row.number]) if row.number in wanted else {}
            kept.append(ReturnedRow(row.number, row.cells, marks))
    beyond = len([row for row in by_row if row]) - len(wanted)
    return ReturnedSheet(sheet.name, tuple(kept), count <= whole, beyond)


def _marks(row: SheetRow, headings: Sequence[str], rejects: Sequence[Reject]) -> Mapping[int, str]:
    """A reject of a row as a whole marks every cell of it, and says why at the first."""
    told: dict[int, list[str]] = {}
    for reject in rejects:
        columns = _columns(row, headings, reject)
        words = f"{reject.reason_zh}\n{reject.reason_en}"
        for at, column in enumerate(columns or range(max(len(row.cells), 1))):
            told.setdefault(column, [])
            if columns or at == 0:
                told[column].append(words)
    return {column: "\n\n".join(told[column]) for column in sorted(told)}


def _columns(row: SheetRow, headings: Sequence[str], reject: Reject) -> list[int]:
    """Where a reject says its cell, those; else the column of its heading; none where it is of the
    row."""
    if reject.cell:
        cells = reject.cell.split("/")
        widest = max(len(row.cells), len(headings))
        return [at for at in range(widest) if address(row.number, at) in cells]
    return [
        at for at, text in enumerate(headings) if reject.column and shown(text) == reject.column
    ]
