"""A table of a result package: typed columns, rows in a stated order, exact cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal, TypeAlias, TypeGuard

from rules.values import Number, Value, decimals_of, show_number
from scoring.assessment import Assessment
from scoring.runs.counts import Counts

# An `exact` column is text: its numbers have not been rounded yet, so some (1/3) have no finite
# decimals, and a column may not change its type with the data.
ColumnType = Literal["text", "whole", "decimal", "exact", "boolean", "date"]
# How people read a number (`grouped`: 1,234.50); a machine reads them alike.
Form = Literal["plain", "percent", "grouped"]


@dataclass(frozen=True, slots=True)
class Column:
    """`digits` are the decimals of a `decimal` column; of a percentage, those of its fraction."""

    name: str
    type: ColumnType = "text"
    digits: int = 0
    form: Form = "plain"


Row: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`name` is the file's path in the package without its ending."""

    name: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]


def _nothing(_counts: Counts) -> Iterable[Row]:
    return ()


@dataclass(frozen=True, slots=True)
class Part:
    """The rows that one subject has in a part of a table, and those that close the part."""

    of: Callable[[Assessment], Iterable[Row]]
    close: Callable[[Counts], Iterable[Row]] = _nothing


@dataclass(frozen=True, slots=True)
class Listing:
    """A table that is made subject by subject: each part has everybody before the next begins."""

    name: str
    columns: tuple[Column, ...]
    parts: tuple[Part, ...]

    def table(self, assessments: Sequence[Assessment], counts: Counts) -> Table:
        """Of assessments that are all at hand, in code-point order."""
        return Table(self.name, self.columns, list(self._rows(assessments, counts)))

    def _rows(self, assessments: Sequence[Assessment], counts: Counts) -> Iterator[Row]:
        for part in self.parts:
            for assessment in assessments:
                yield from part.of(assessment)
            yield from part.close(counts)


def show_row(columns: Sequence[Column], row: Row) -> list[str | None]:
    return [show_cell(column, value) for column, value in zip(columns, row, strict=True)]


def show_cell(column: Column, value: Value) -> str | None:
    """The cell as text, None where it is missing. A value that its column cannot hold exactly is
    an error of ours."""
    if value is None:
        return None
    match column.type:
        case "text" if isinstance(value, str):
            return value
        case "boolean" if isinstance(value, bool):
            return "true" if value else "false"
        case "date" if isinstance(value, date):
            return value.isoformat()
        case "whole" if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        case "exact" if _is_number(value):
            return show_number(value)
        case "decimal" if _is_number(value):
            needed = decimals_of(value)
            if needed is not None and needed <= column.digits:
                return show_number(value, column.digits)
    raise ValueError(f"column {column.name!r} ({column.type}, {column.digits}) got {value!r}")


def _is_number(value: Value) -> TypeGuard[Number]:
    return isinstance(value, (int, Fraction)) and not isinstance(value, bool)
