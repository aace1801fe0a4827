"""The sheets of a file with all their rows at hand, to be looked at more than once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scoring.intake.opening import open_sheets
from scoring.intake.sheets import Sheet, SheetRow


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """`about` is the sheet without its rows, which are read."""

    about: Sheet
    rows: Sequence[SheetRow]

    @property
    def blank(self) -> bool:
        return not any(any(row.cells) for row in self.rows)

    def again(self) -> Sheet:
        return replace(self.about, rows=iter(self.rows))


def read_sheets(path: Path) -> tuple[ReadSheet, ...]:
    with open_sheets(path, path.name) as sheets:
        return tuple(ReadSheet(sheet, tuple(sheet.rows)) for sheet in sheets)
