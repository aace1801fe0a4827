"""Rows that are no records: notes above, totals below, hidden ones. Each is counted and told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from scoring.evidence import Notice
from scoring.intake.faults import fault
from scoring.intake.mapping.plan import TablePlan
from scoring.intake.sheets import SheetRow

Why = Literal["rows-above", "rows-by-word", "rows-below", "rows-hidden"]
_RANGES = 20


@dataclass(slots=True)
class Skipping:
    plan: TablePlan
    stopped: bool = False
    rows: dict[Why, list[int]] = field(default_factory=dict)

    def above(self, row: SheetRow) -> None:
        self._note("rows-above", row)

    def takes(self, row: SheetRow) -> bool:
        """Whether the row is no record; it is then noted with its reason."""
        if self.stopped:
            return self._note("rows-below", row)
        word = first_word(row)
        if begins(word, self.plan.stop_at):
            self.stopped = True
            return self._note("rows-below", row)
        if begins(word, self.plan.skip):
            return self._note("rows-by-word", row)
        if row.hidden and self.plan.skip_hidden_rows:
            return self._note("rows-hidden", row)
        return False

    def notices(self, place: str) -> Iterator[Notice]:
        for why, numbers in self.rows.items():
            yield fault(why, file=place, rows=ranges(numbers)).notice(len(numbers))

    def _note(self, why: Why, row: SheetRow) -> bool:
        self.rows.setdefault(why, []).append(row.number)
        return True


def ranges(numbers: Sequence[int]) -> str:
    """`1–3、7、9–12`, cut where it grows long."""
    found: list[list[int]] = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    shown = [f"{a}" if a == b else f"{a}–{b}" for a, b in found[:_RANGES]]
    return "、".join(shown) + ("……" if len(found) > _RANGES else "")


def first_word(row: SheetRow) -> str:
    """The first cell in which something stands, without its blanks."""
    return next(filter(None, map(_word, row.cells)), "")


def _word(cell: str) -> str:
    """合 计 is how a total is often written."""
    return "".join(cell.split())


def begins(cell: str, words: Sequence[str]) -> bool:
    """The word alone, or followed by something that is no part of it: 备注：…"""
    return any(
        cell.startswith(word) and not cell[len(word) : len(word) + 1].isalnum()
        for word in map(_word, words)
    )
