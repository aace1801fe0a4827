"""Reads a table of signatures: one row for what one party says of one subject."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

from rules.expr.kinds import CategoryKind, DateKind, TextKind
from rules.program import Field
from scoring.evidence import Reject
from scoring.intake.faults import Fault
from scoring.intake.headings import Headings, Layouts, Slot, Usage
from scoring.intake.opening import open_table
from scoring.intake.rows import Damage, Row, Table
from scoring.settle.signatures import Signature

_AGREES = ("同意", "agree")
FIELDS: tuple[Field, ...] = (
    Field("sign_off", TextKind(), "签字事项", ("签字",)),
    Field("party", TextKind(), "方", ("签字方",)),
    Field("role", TextKind(), "角色", on_missing="keep"),
    Field("subject", TextKind(), "对象", ("对象编号",)),
    Field("verdict", CategoryKind((*_AGREES, "不同意", "refuse")), "意见"),
    Field("digest", TextKind(), "摘要"),
    Field("date", DateKind(), "日期", ("签字日期",)),
    Field("signer", TextKind(), "签字人"),
)


def read_signatures(path: Path) -> tuple[tuple[Signature, ...], tuple[Reject, ...]]:
    """The signatures of a file and the rows that are none. Raises IntakeError for a file that
    cannot be used at all."""
    signatures: list[Signature] = []
    rejects: list[Reject] = []
    with open_table(path, path.name) as table:
        layouts = Layouts(table, Usage(table.name), _layout)
        if table.headings is not None:
            layouts.of(table.headings)
        for line in table.rows:
            match line:
                case None:
                    continue
                case Damage():
                    origin = table.origin(line, line.column)
                    rejects.append(line.fault.reject(origin, value=line.value))
                case _:
                    slots = layouts.of(line.headings)
                    if isinstance(slots, Fault):
                        rejects.append(slots.reject(table.origin(line)))
                    else:
                        _take(table, line.padded(), slots, signatures, rejects)
    return tuple(signatures), tuple(rejects)


def _layout(headings: Headings) -> tuple[Slot, ...]:
    return tuple(headings.slot(field) for field in FIELDS)


def _take(
    table: Table,
    row: Row,
    slots: tuple[Slot, ...],
    signatures: list[Signature],
    rejects: list[Reject],
) -> None:
    """The first thing wrong with a row ends it."""
    values = {}
    for slot in slots:
        value = slot.read(row)
        if isinstance(value, Fault):
            origin = table.origin(row, slot.heading, slot.index)
            rejects.append(value.reject(origin, value=row.cells[slot.index]))
            return
        values[slot.column.field.name] = value
    texts = {name: str(value) for name, value in values.items()}
    signatures.append(
        Signature(
            sign_off=texts["sign_off"],
            party=texts["party"],
            role=None if values["role"] is None else texts["role"],
            subject=texts["subject"],
            agrees=texts["verdict"] in _AGREES,
            digest=texts["digest"],
            date=cast(date, values["date"]),
            signer=texts["signer"],
            origin=table.origin(row),
        )
    )
