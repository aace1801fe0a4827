"""The headings of a sheet: one row, or a few joined to `上级/下级`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from scoring.intake.headings import fold
from scoring.intake.sheets import Merge, SheetRow

_BETWEEN = "/"


def titles_of(
    rows: Sequence[SheetRow], merges: Iterable[Merge] = (), *, fill_right: bool = False
) -> list[str]:
    """The title of each column. A merged title stands over all its columns; where merges are not
    known `fill_right` lets an upper title stand over the blanks to its right."""
    width = max((len(row.cells) for row in rows), default=0)
    texts = [[_one_line(cell) for cell in _padded(row.cells, width)] for row in rows]
    for merge in merges:
        _spread(texts, rows, merge, width)
    if fill_right:
        for upper in texts[:-1]:
            for before, at in pairwise(range(width)):
                upper[at] = upper[at] or upper[before]
    return [_joined(parts) for parts in zip(*texts, strict=True)]


def title_key(title: str) -> str:
    """A title for comparison: blanks within it say nothing, nor do full-width marks."""
    return fold("".join(title.split()))


def _spread(texts: list[list[str]], rows: Sequence[SheetRow], merge: Merge, width: int) -> None:
    """Across the columns only: a title merged downwards is said once."""
    for line, row in zip(texts, rows, strict=True):
        if row.number == merge.top and merge.left < width:
            for at in range(merge.left + 1, min(merge.right + 1, width)):
                line[at] = line[merge.left]


def _joined(parts: Iterable[str]) -> str:
    """The parts from above, each once."""
    return _BETWEEN.join(dict.fromkeys(filter(None, parts)))


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells, *[""] * (width - len(cells))]
