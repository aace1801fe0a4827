"""A document for people, as data: sheets of facts, remarks and tables, whatever its format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rules.values import Value
from scoring.notes import Words
from scoring.package.table import Column


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a column, and what the column holds."""

    words: Words
    column: Column


@dataclass(frozen=True, slots=True)
class Chart:
    """A column for each row of its grid; `labels` and `values` are columns of the grid."""

    title: Words
    labels: int
    values: int


@dataclass(frozen=True, slots=True)
class Grid:
    """`kept` columns stay in view while the others move."""

    headings: tuple[Heading, ...]
    rows: Sequence[tuple[Value, ...]]
    title: Words | None = None
    chart: Chart | None = None
    kept: int = 1


@dataclass(frozen=True, slots=True)
class Remark:
    words: Words


@dataclass(frozen=True, slots=True)
class Facts:
    rows: tuple[tuple[Words, str], ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Sentences with how deep each stands below what it belongs to; one step down at a time."""

    sentences: tuple[tuple[int, str], ...]


Block: TypeAlias = Facts | Remark | Grid | Outline


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` is short. A sheet of one grid, its last block, is a table to filter and to print page
    after page."""

    name: Words
    blocks: tuple[Block, ...]

    @property
    def is_table(self) -> bool:
        grids = [block for block in self.blocks if isinstance(block, Grid)]
        return len(grids) == 1 and grids[0] is self.blocks[-1] and grids[0].chart is None


@dataclass(frozen=True, slots=True)
class Document:
    """`marks` are what every reader must be told, on every page: no effect, synthetic evidence.
    `source` says what it was made by."""

    title: str
    about: Words
    marks: tuple[Words, ...]
    sheets: tuple[Sheet, ...]
    source: str = ""

    @property
    def has_contents(self) -> bool:
        """Whether it is long enough for a list of its sheets."""
        return len(self.sheets) > 5
