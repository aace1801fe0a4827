"""What the tables of a snapshot hold: their columns, how numbers are stored, how many rows.

A table of a kind of evidence has `s`, the number of the subject in code-point order, `q`, the place
of the record among the subject's in order of date and id, `n`, its own number, `d`, its date, `id`,
a column of each field (`c0`, `c1`, …), and where it stood: `o`, a number of `places`, and `line`.
The table of subjects has `s`, `subject`, its id, `held`, how many records it has, its fields (`f0`,
…), and `o` and `line` too. A number is an integer scaled by its decimals, a word its place among
the words of its category.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from rules.values import Number
from scoring.evidence import Notice, Origin, Period

# Numbers that no scaled integer holds are texts: `1/3`, and what has more than 127 bits.
FRACTION, WIDE = "FRACTION", "WIDE"
TEXTS = (FRACTION, WIDE)

SUBJECTS = "subjects"


@dataclass(frozen=True, slots=True)
class StoredColumn:
    """`type` is that of SQL, or one of TEXTS; `scale`, `low` and `high` are a number's decimals and
    the bounds of its integers."""

    name: str
    type: str
    scale: int = 0
    low: int = 0
    high: int = 0
    nullable: bool = False

    @property
    def held_as(self) -> str:
        """The type in a table."""
        return "VARCHAR" if self.type in TEXTS else self.type


@dataclass(frozen=True, slots=True)
class StoredTable:
    """`columns` are those of the fields; `dated` where any of the rows has a date."""

    name: str
    columns: tuple[StoredColumn, ...]
    count: int
    dated: bool = False


class PlaceOf(NamedTuple):
    """What origins have in common; `letters` stand before the row in the name of a cell."""

    file: str
    sheet: str
    column: str
    letters: str

    @staticmethod
    def of(origin: Origin) -> PlaceOf:
        letters = origin.cell.removesuffix(str(origin.row))
        return PlaceOf(origin.file, origin.sheet, origin.column, letters)

    def at(self, row: int) -> Origin:
        cell = f"{self.letters}{row}" if self.letters else ""
        return Origin(self.file, row, self.column, self.sheet, cell)


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that was admitted, but for the rows themselves. `kinds` are by name."""

    period: Period
    subjects: StoredTable
    kinds: Mapping[str, StoredTable]
    delivered: frozenset[str]
    places: Sequence[PlaceOf]
    notices: tuple[Notice, ...] = ()

    @property
    def records(self) -> int:
        return sum(kind.count for kind in self.kinds.values())

    @property
    def every(self) -> Sequence[StoredTable]:
        return (self.subjects, *self.kinds.values())


def table_told(table: StoredTable) -> dict[str, Any]:
    columns = [
        {
            "name": column.name,
            "type": column.type,
            "scale": column.scale,
            "low": column.low,
            "high": column.high,
            "nullable": column.nullable,
        }
        for column in table.columns
    ]
    return {"table": table.name, "rows": table.count, "dated": table.dated, "columns": columns}


def table_of(told: Mapping[str, Any]) -> StoredTable:
    columns = tuple(StoredColumn(**column) for column in told["columns"])
    return StoredTable(told["table"], columns, told["rows"], told["dated"])


def period_told(period: Period) -> dict[str, str]:
    return {
        "label": period.label,
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "as_of": period.as_of.isoformat(),
    }


def period_of(told: Mapping[str, str]) -> Period:
    days = (date.fromisoformat(told[name]) for name in ("start", "end", "as_of"))
    return Period(told["label"], *days)


def told_exactly(number: Number) -> str:
    return f"{number.numerator}/{number.denominator}"
