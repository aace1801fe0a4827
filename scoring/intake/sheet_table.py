"""Takes a sheet as a table as it stands: the first row that is not blank holds the headings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scoring.evidence import Notice
from scoring.intake.faults import Fault, IntakeError, fault
from scoring.intake.rows import Damage, Line, Row, Table
from scoring.intake.sheets import Merge, Sheet, SheetRow, address


def table_of(sheet: Sheet) -> Table:
    """Raises IntakeError for a sheet in which nothing stands."""
    reading = _Reading(sheet)
    for row in sheet.rows:
        if any(row.cells):
            headings = tuple(row.cells)
            rows = reading.under(headings)
            return Table(sheet.file, headings, rows, row.number, sheet.name, reading.notices)
    raise IntakeError(fault("empty-file"), file=sheet.title)


@dataclass(slots=True)
class _Reading:
    """The rows of one sheet, and what was met while they were read."""

    sheet: Sheet
    width: int = 0
    hidden_rows: int = 0
    beyond: int = 0
    first_beyond: str = ""
    merges: Covered = field(init=False)

    def __post_init__(self) -> None:
        self.merges = Covered(self.sheet.merges)

    def under(self, headings: tuple[str, ...]) -> Iterator[Line]:
        if self.sheet.delimited:
            return (_delimited(headings, row) for row in self.sheet.rows)
        self.width = len(headings)
        columns = range(self.width)
        return (self._row(headings, columns, row) for row in self.sheet.rows)

    def _row(self, headings: tuple[str, ...], columns: range, row: SheetRow) -> Line:
        cells, width = row.cells, self.width
        if not any(cells):
            return None
        self.hidden_rows += row.hidden
        if len(cells) < width:
            cells = [*cells, *[""] * (width - len(cells))]
        elif len(cells) > width:
            found = [at for at in range(width, len(cells)) if cells[at].strip()]
            self.beyond += len(found)
            if found and not self.first_beyond:
                self.first_beyond = address(row.number, found[0])
            cells = cells[:width]
        covered = self.merges.of(row.number, width)
        return Row(row.number, headings, cells, {**covered, **row.faults}, columns)

    def notices(self) -> Sequence[Notice]:
        """What nobody would see from the table alone."""
        sheet, file = self.sheet, self.sheet.title
        columns = sum(column < self.width for column in sheet.hidden_columns)
        found = [
            ("hidden-sheet", int(sheet.hidden), {}),
            ("hidden-columns", columns, {}),
            ("hidden-rows", self.hidden_rows, {}),
            ("cells-without-heading", self.beyond, {"cell": self.first_beyond}),
        ]
        return [
            *(remark.notice() for remark in sheet.remarks),
            *(fault(code, file=file, **more).notice(n) for code, n, more in found if n),
        ]


class Covered:
    """The cells that a merge leaves without a text of their own. Rows are asked for in order."""

    def __init__(self, merges: Iterable[Merge]) -> None:
        self._ahead = sorted(merges, reverse=True)
        self._open: list[Merge] = []

    def of(self, row: int, width: int) -> Mapping[int, Fault]:
        if not (self._ahead or self._open):
            return {}
        while self._ahead and self._ahead[-1].top <= row:
            self._open.append(self._ahead.pop())
        self._open = [merge for merge in self._open if merge.bottom >= row]
        return {
            column: _covered_by(merge)
            for merge in self._open
            for column in range(merge.left, min(merge.right + 1, width))
            if (row, column) != (merge.top, merge.left)
        }


def _covered_by(merge: Merge) -> Fault:
    first, last = address(merge.top, merge.left), address(merge.bottom, merge.right)
    return fault("merged-cell", first=first, last=last)


def _delimited(headings: tuple[str, ...], row: SheetRow) -> Line:
    cells = row.cells
    if not any(cells):
        return None
    if len(cells) == len(headings):
        return Row(row.number, headings, cells, row.faults)
    wrong = fault("ragged-row", found=len(cells), expected=len(headings))
    return Damage(row.number, wrong, value=",".join(cells))
