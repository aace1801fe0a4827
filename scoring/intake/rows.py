"""The seam to file formats: whatever the format, a table is rows of text cells under headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from scoring.evidence import Notice, Origin
from scoring.intake.faults import Fault
from scoring.intake.sheets import address, titled

_NO_FAULTS: Mapping[int, Fault] = MappingProxyType({})


class Shown(NamedTuple):
    """The cells of a row that a mapping put together, as they stand in the sheet: the titles of
    their columns, and their texts."""

    titles: Sequence[str]
    texts: Sequence[str]


class Row(NamedTuple):
    """`number` is the physical line the row starts at, headings counted. A blank cell is "".
    `faults` are the cells nothing can be read of, by index; their text is shown to the sender.
    `columns` are the sheet's columns, from 0, in which the cells stand, -1 for a cell that stands
    in none; None where the file shows no cells. `shown` where the sheet itself shows something
    else."""

    number: int
    headings: tuple[str, ...]
    cells: list[str]
    faults: Mapping[int, Fault] = _NO_FAULTS
    columns: Sequence[int] | None = None
    shown: Shown | None = None

    def padded(self) -> Row:
        """With the blank behind the last cell that an absent column, -1, reads as."""
        return self._replace(cells=[*self.cells, ""])

    def text(self, index: int) -> str:
        """What the sender wrote in a cell."""
        return self.shown.texts[index] if self.shown and index >= 0 else self.cells[index]


@dataclass(frozen=True, slots=True)
class Damage:
    """A row that could not be read. `records` is how many times the row is lost: a mapping reads a
    row of many columns as many rows."""

    number: int
    fault: Fault
    column: str = ""
    value: str = ""
    records: int = 1


# None is a row in which nothing stands.
Line: TypeAlias = Row | Damage | None


def _nothing() -> Sequence[Notice]:
    return ()


@dataclass(frozen=True, slots=True)
class Table:
    """`headings` stand over every row; None where each row brings its own, as a JSON object does.
    `heading_row` is the line they stand in. `sheet` is empty where the file is one table.
    `notices` are asked for when the rows are read. `elsewhere` are rows of the table that somebody
    else has read."""

    name: str
    headings: tuple[str, ...] | None
    rows: Iterator[Line]
    heading_row: int = 0
    sheet: str = ""
    notices: Callable[[], Sequence[Notice]] = _nothing
    elsewhere: int = 0

    @property
    def title(self) -> str:
        """The file, and the sheet in it, as a message names them."""
        return titled(self.name, self.sheet)

    def origin(self, line: Row | Damage, heading: str = "", *indexes: int) -> Origin:
        """The row, or the cells of it that stand at these indexes."""
        if isinstance(line, Row) and line.shown:
            heading = "/".join(line.shown.titles[at] for at in indexes if at >= 0) or heading
        columns = None if isinstance(line, Damage) else line.columns
        found = () if columns is None else [columns[at] for at in indexes if at >= 0]
        cell = "/".join(address(line.number, column) for column in found if column >= 0)
        return Origin(self.name, line.number, heading, self.sheet, cell)
