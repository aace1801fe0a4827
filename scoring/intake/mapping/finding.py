"""Where in one sheet the mapping finds what: columns by their titles, cells above, names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from rules.diagnostics import Diagnostic, PolicyError, closest, diagnose
from rules.source import Span
from scoring.intake.faults import Fault, listed
from scoring.intake.mapping.filling import Filling
from scoring.intake.mapping.plan import (
    Constant,
    FieldPlan,
    InCell,
    InColumn,
    TablePlan,
    Titled,
    UnderHeading,
)
from scoring.intake.mapping.rewriting import Rewriting
from scoring.intake.mapping.titles import title_key, titles_of
from scoring.intake.sheets import Sheet, SheetRow, address, letters

_REMEMBERED = 20_000


class Taken(NamedTuple):
    """What was read of a cell, and what stands in it."""

    text: str
    original: str
    fault: Fault | None = None


@dataclass(slots=True)
class Cell:
    """One cell of the rows that come out: where its text comes from (-1: the same `text` for every
    row), what it is called in the sheet, and how it is understood."""

    target: str
    column: int
    title: str
    rewriting: Rewriting
    text: str = ""
    filling: Filling | None = None
    _known: dict[str, Taken] = field(default_factory=dict)

    def take(self, row: SheetRow, faults: Mapping[int, Fault]) -> Taken:
        """Of a cell filled down what it is filled with; cells repeat, so they are remembered."""
        if self.filling:
            text = self.filling.text(row)
        elif self.column < 0:
            text = self.text
        else:
            text = row.cells[self.column] if self.column < len(row.cells) else ""
            if (wrong := faults.get(self.column)) is not None:
                return Taken(text, text, wrong)
        taken = self._known.get(text)
        if taken is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            read = self.rewriting.apply(text)
            taken = Taken(text, text, read) if isinstance(read, Fault) else Taken(read, text)
            self._known[text] = taken
        return taken


class Item(NamedTuple):
    """One column of a wide table: the item's word, and the cell."""

    word: Cell
    cell: Cell


@dataclass(slots=True)
class Lines:
    """What a row of the sheet becomes: the common cells, and for a wide table an item and a cell
    for each of its columns. `blanks` counts the items left out because their cell is blank."""

    titles: Sequence[str]
    common: list[Cell]
    items: list[Item] = field(default_factory=list)
    blanks: int = 0


def lay_out(plan: TablePlan, sheet: Sheet, above: Mapping[int, SheetRow], stem: str) -> Lines:
    """`above` are the rows before the data. Raises PolicyError with all that is not found."""
    finding = _Finding(plan, sheet, above)
    common = [cell for part in plan.fields if (cell := finding.cell(part, stem))]
    lines = Lines(finding.titles, common)
    if wide := plan.wide:
        for heading, word in wide.columns:
            column = finding.under(heading, wide.span)
            item = Cell(wide.item, -1, heading, Rewriting(), word)
            lines.items.append(Item(item, Cell(wide.number, column, heading, wide.rewriting)))
    if finding.problems:
        raise PolicyError(finding.problems)
    return lines


class _Finding:
    """Finds the columns of one sheet."""

    def __init__(self, plan: TablePlan, sheet: Sheet, above: Mapping[int, SheetRow]) -> None:
        self.problems: list[Diagnostic] = []
        self._plan = plan
        self._sheet = sheet
        self._above = above
        self._place = sheet.title
        rows = [above.get(number, SheetRow(number, [])) for number in plan.headings]
        if not any(any(row.cells) for row in rows):
            self._refuse("map-no-headings", plan.span, row=plan.headings[0])
        self.titles = titles_of(rows, sheet.merges, fill_right=plan.fill_headings)
        self._columns: dict[str, list[int]] = {}
        for at, text in enumerate(self.titles):
            self._columns.setdefault(title_key(text), []).append(at)

    def cell(self, part: FieldPlan, stem: str) -> Cell | None:
        match part.source:
            case UnderHeading(text):
                return self._in_column(part, self.under(text, part.span))
            case InColumn(index):
                return self._in_column(part, index)
            case InCell(row, index):
                return _same(part, self._at(row, index, part.span), address(row, index))
            case Titled("sheet_name"):
                return _same(part, self._sheet.name or stem, "")
            case Titled("file_name"):
                return _same(part, stem, "")
            case Constant(text):
                return _same(part, text, "")
        return None

    def under(self, heading: str, span: Span | None) -> int:
        found = self._columns.get(title_key(heading), [])
        row = self._plan.headings[-1]
        if len(found) == 1:
            return found[0]
        if found:
            columns = "、".join(map(letters, found))
            self._refuse("map-heading-twice", span, row=row, heading=heading, columns=columns)
        elif self._columns:
            known = listed([text for text in self.titles if text])
            self._refuse(
                "map-no-heading",
                span,
                row=row,
                heading=heading,
                known=known["words_zh"],
                known_en=known["words_en"],
                suggestion=closest(heading, filter(None, self.titles)),
            )
        return 0

    def _in_column(self, part: FieldPlan, column: int) -> Cell:
        called = self.titles[column] if column < len(self.titles) else ""
        filling = Filling(column, part.fill_down, self._sheet.merges) if part.fill_down else None
        return Cell(part.target, column, called, part.rewriting, "", filling)

    def _at(self, row: int, index: int, span: Span | None) -> str:
        cells = self._above[row].cells if row in self._above else []
        text = cells[index].strip() if index < len(cells) else ""
        if not text:
            self._refuse("map-no-cell", span, cell=address(row, index))
        return text

    def _refuse(self, code: str, span: Span | None, **args: object) -> None:
        self.problems.append(diagnose(code, span, place=self._place, **args))


def _same(part: FieldPlan, text: str, called: str) -> Cell:
    return Cell(part.target, -1, called, part.rewriting, text)
