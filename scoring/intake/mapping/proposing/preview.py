"""What a mapping reads of a sheet: the first records, the cells it cannot read, what it leaves out.

Only the cells are looked at: whether a subject is known and a date is of the period, a run tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from rules.expr.kinds import PercentKind
from rules.program import Program
from rules.values import Value, show_percent
from scoring.evidence import Notice, Reject
from scoring.intake.cells import Column
from scoring.intake.faults import Fault
from scoring.intake.mapping.applying import apply_mapping
from scoring.intake.mapping.plan import SheetMapping, TablePlan
from scoring.intake.mapping.proposing.read_sheet import ReadSheet
from scoring.intake.mapping.targets import targets_of
from scoring.intake.rows import Damage, Row, Table
from scoring.intake.sheets import Sheet
from scoring.intake.sources import stem_of
from scoring.wording import shown


@dataclass(slots=True)
class Preview:
    """`kind` is None for subjects. `records` are all rows read, with those rejected."""

    sheet: str
    kind: str | None
    first: list[Mapping[str, str]] = field(default_factory=list)
    records: int = 0
    rejects: list[Reject] = field(default_factory=list)
    notices: Sequence[Notice] = ()


def previews(
    program: Program, mapping: SheetMapping, sheets: Sequence[ReadSheet], *, shown: int
) -> list[Preview]:
    """One for each sheet that each entry covers, with so many records shown."""
    return [
        _preview(program, plan, sheet.again(), shown)
        for plan in mapping.tables
        for sheet in sheets
        if not sheet.blank and plan.covers(sheet.about.file, sheet.about.name)
    ]


def _preview(program: Program, plan: TablePlan, sheet: Sheet, shown: int) -> Preview:
    table = apply_mapping(plan, sheet, stem_of(sheet.file))
    targets = targets_of(program, program.kinds[plan.kind] if plan.kind else None)
    columns = [Column(targets.named(heading)) for heading in table.headings or ()]
    found = Preview(sheet.title, plan.kind)
    for line in table.rows:
        match line:
            case Damage():
                found.records += line.records
                found.rejects.append(line.fault.reject(table.origin(line), value=line.value))
            case Row():
                found.records += 1
                values = _values(table, columns, line, found.rejects)
                if values and len(found.first) < shown:
                    found.first.append(values)
    found.notices = table.notices()
    return found


def _values(
    table: Table, columns: Sequence[Column], row: Row, rejects: list[Reject]
) -> Mapping[str, str]:
    """By field; none where a cell cannot be read."""
    values = {}
    for at, column in enumerate(columns):
        value = row.faults.get(at) or column.read(row.cells[at])
        if isinstance(value, Fault):
            origin = table.origin(row, column.field.name, at)
            rejects.append(value.reject(origin, value=column.shown(row.text(at))))
        else:
            values[column.field.name] = column.shown(_text(column, value))
    return values if len(values) == len(columns) else {}


def _text(column: Column, value: Value) -> str:
    if isinstance(column.field.kind, PercentKind) and isinstance(value, int | Fraction):
        return show_percent(value)
    return shown((value,))
