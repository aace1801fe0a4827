"""The rows of a package's tables that its report shows: those of tables that are not too long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from scoring.assessment import Assessment
from scoring.package.table import Column, Listing, Row, Table

# A sheet of more rows is slow to write and to open; the file beside it has them all.
MOST_ROWS = 20_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """`table` has no rows where there are more than `most`; `count` is how many there are. `parts`
    are those of a listing."""

    table: Table
    count: int
    most: int
    parts: Sequence[Excerpt] = ()


def whole(table: Table, most: int = MOST_ROWS) -> Excerpt:
    """Of a table that is at hand."""
    return _excerpt(table, len(table.rows), most)


def _excerpt(table: Table, count: int, most: int, parts: Sequence[Excerpt] = ()) -> Excerpt:
    shown = table if count <= most else replace(table, rows=())
    return Excerpt(shown, count, most, parts)


class Kept:
    """The rows of a listing as they come, with the name of each subject behind its id where
    subjects have names; of a part with more than `most` no row is kept."""

    def __init__(self, listing: Listing, name_field: str | None, most: int) -> None:
        names = [column.name for column in listing.columns]
        # The results have the field of the name themselves.
        named = name_field is not None and listing.name != "results"
        self._at = names.index("subject") + 1 if named else 0
        self._name, self._name_field, self._most = listing.name, name_field, most
        self._columns = self._with(listing.columns, Column("name"))
        self._rows: list[list[Row]] = [[] for _ in listing.parts]
        self._counts = [0 for _ in listing.parts]

    def add(self, part: int, row: Row, one: Assessment | None) -> None:
        self._counts[part] += 1
        if self._counts[part] <= self._most:
            name = one.fields.get(self._name_field) if one and self._name_field else None
            self._rows[part].append(self._with(row, name))
        elif self._rows[part]:
            self._rows[part].clear()

    def _with(self, cells: tuple[T, ...], more: T) -> tuple[T, ...]:
        return (*cells[: self._at], more, *cells[self._at :]) if self._at else cells

    def excerpt(self) -> Excerpt:
        pairs = zip(self._rows, self._counts, strict=True)
        parts = [_excerpt(self._table(rows), count, self._most) for rows, count in pairs]
        every = list(chain.from_iterable(self._rows))
        return _excerpt(self._table(every), sum(self._counts), self._most, parts)

    def _table(self, rows: Sequence[Row]) -> Table:
        return Table(self._name, self._columns, rows)
