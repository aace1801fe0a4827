"""A sheet read by a mapping: its rows under the policy's headings, each cell knowing its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scoring.evidence import Notice
from scoring.intake.faults import Fault, fault, listed
from scoring.intake.mapping.finding import Cell, Lines, Taken, lay_out
from scoring.intake.mapping.plan import TablePlan
from scoring.intake.mapping.skipping import Skipping, ranges
from scoring.intake.rows import Damage, Line, Row, Shown, Table
from scoring.intake.sheet_table import Covered
from scoring.intake.sheets import Sheet, SheetRow, letters


def apply_mapping(plan: TablePlan, sheet: Sheet, stem: str) -> Table:
    """The sheet as a table. `stem` is the name of the file without its endings. Raises PolicyError,
    at the mapping's place, where the sheet is not what the mapping says."""
    skipping = Skipping(plan)
    above: dict[int, SheetRow] = {}
    first: SheetRow | None = None
    for row in sheet.rows:
        if row.number >= plan.first_row:
            first = row
            break
        above[row.number] = row
        if row.number not in plan.headings and any(row.cells):
            skipping.above(row)
    reading = _Reading(plan, sheet, lay_out(plan, sheet, above, stem), skipping)
    return Table(
        sheet.file,
        reading.headings,
        reading.rows(first),
        plan.headings[-1],
        sheet.name,
        reading.notices,
    )


class _Form:
    """One kind of row that comes out: the headings, and for each cell its column and its title in
    the sheet."""

    def __init__(self, headings: tuple[str, ...], cells: Sequence[Cell], sheet: Sheet) -> None:
        self._headings = headings
        self._titles = tuple(cell.title for cell in cells)
        self._columns = None if sheet.delimited else tuple(cell.column for cell in cells)

    def row(self, number: int, taken: Sequence[Taken]) -> Row:
        return Row(
            number,
            self._headings,
            [cell.text for cell in taken],
            {at: cell.fault for at, cell in enumerate(taken) if cell.fault is not None},
            self._columns,
            Shown(self._titles, tuple(cell.original for cell in taken)),
        )


class _Reading:
    """The rows of one sheet, and what was met while they were read."""

    def __init__(self, plan: TablePlan, sheet: Sheet, lines: Lines, skipping: Skipping) -> None:
        self._wide = plan.wide
        self._sheet = sheet
        self._lines = lines
        self._skipping = skipping
        self._covered = Covered(sheet.merges)
        self._width = len(lines.titles)
        targets = [cell.target for cell in lines.common]
        if plan.wide:
            targets += [plan.wide.item, plan.wide.number]
        self.headings = tuple(targets)
        self._form = _Form(self.headings, lines.common, sheet)
        self._forms = [
            _Form(self.headings, [*lines.common, item.word, item.cell], sheet)
            for item in lines.items
        ]
        used = {cell.column for cell in lines.common} | {i.cell.column for i in lines.items}
        self._used = used - {-1}
        self._beyond: set[int] = set()
        self._hidden_rows: list[int] = []

    def rows(self, first: SheetRow | None) -> Iterator[Line]:
        if first is not None:
            yield from self._records(first)
        for row in self._sheet.rows:
            yield from self._records(row)

    def _records(self, row: SheetRow) -> Iterator[Line]:
        if not any(row.cells):
            yield None
            return
        if self._skipping.takes(row):
            return
        if row.hidden:
            self._hidden_rows.append(row.number)
        width = len(row.cells)
        if self._sheet.delimited and width != self._width:
            wrong = fault("ragged-row", found=width, expected=self._width)
            records = len(self._lines.items) if self._wide else 1
            yield Damage(row.number, wrong, value=",".join(row.cells), records=records)
            return
        if width > self._width:
            self._beyond.update(at for at in range(self._width, width) if row.cells[at].strip())
        # What a merge covers is read only where the mapping fills it.
        faults = {**self._covered.of(row.number, max(self._width, width)), **row.faults}
        common = [cell.take(row, faults) for cell in self._lines.common]
        if self._wide is None:
            yield self._form.row(row.number, common)
        else:
            yield from self._unfolded(row, common, faults, skip_blank=self._wide.skip_blank)

    def _unfolded(
        self, row: SheetRow, common: list[Taken], faults: Mapping[int, Fault], *, skip_blank: bool
    ) -> Iterator[Line]:
        for item, form in zip(self._lines.items, self._forms, strict=True):
            taken = item.cell.take(row, faults)
            if skip_blank and not taken.text and taken.fault is None:
                self._lines.blanks += 1
                continue
            yield form.row(row.number, [*common, item.word.take(row, faults), taken])

    def notices(self) -> Sequence[Notice]:
        """What nobody would see from the records alone."""
        place, sheet = self._sheet.title, self._sheet
        unread = [
            text or letters(at)
            for at, text in enumerate(self._lines.titles)
            if at not in self._used and (text or at in self._beyond)
        ]
        unread += [letters(at) for at in sorted(self._beyond - self._used) if at >= self._width]
        hidden = [letters(at) for at in sorted(sheet.hidden_columns & self._used)]
        found = [
            ("unread-columns", len(unread), listed(unread)),
            ("hidden-sheet", int(sheet.hidden), {}),
            ("hidden-columns", len(hidden), listed(hidden)),
            ("hidden-rows", len(self._hidden_rows), {"rows": ranges(self._hidden_rows)}),
            ("blank-wide-cells", self._lines.blanks, {}),
        ]
        return [
            *(remark.notice() for remark in sheet.remarks),
            *self._skipping.notices(place),
            *(
                fault(code, file=place, **more).notice(count)
                for code, count, more in found
                if count
            ),
        ]
