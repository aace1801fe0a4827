"""Blank cells that carry on what stands above them, where the mapping says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from scoring.intake.sheets import Merge, SheetRow


@dataclass(slots=True)
class Filling:
    """One column, its rows in order. `merged` carries on within merged cells only."""

    column: int
    how: Literal["merged", "blank"]
    merges: Iterable[Merge] = ()
    _ahead: list[Merge] = field(init=False)
    _until: int = 0
    _text: str = ""

    def __post_init__(self) -> None:
        over = [merge for merge in self.merges if merge.left <= self.column <= merge.right]
        self._ahead = sorted(over, reverse=True)

    def text(self, row: SheetRow) -> str:
        if self.how == "merged":
            return self._merged(row)
        self._text = _cell(row, self.column) or self._text
        return self._text

    def _merged(self, row: SheetRow) -> str:
        while self._ahead and self._ahead[-1].top <= row.number:
            merge = self._ahead.pop()
            self._until = merge.bottom
            self._text = _cell(row, merge.left) if merge.top == row.number else ""
        return self._text if row.number <= self._until else _cell(row, self.column)


def _cell(row: SheetRow, column: int) -> str:
    return row.cells[column].strip() if column < len(row.cells) else ""
