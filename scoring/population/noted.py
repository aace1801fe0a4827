"""What is noted of a subject on the way, as SQL: which words, how often, and what came first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from rules.values import Value
from scoring.notes import Notes, Words

# Numbers of a subject, by the name they have in the words that are made of them.
Filled: TypeAlias = Callable[[Mapping[str, Value]], Words]


@dataclass(frozen=True, slots=True)
class Noted:
    """`count` is how often, `first` the place of the record it was first met at, where several
    things are noted of the records of one quantity. `words` may tell numbers, of `told`. Where it
    may be noted of `each` of several things the columns are lists."""

    place: str
    words: Words | Filled
    count: str
    first: str | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    waits: bool = False
    each: bool = False

    @property
    def total(self) -> str:
        return f"coalesce(list_sum({self.count}), 0)" if self.each else self.count

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.count, self.first or "NULL", *self.told.values())

    def entries(self, cells: Sequence[Any]) -> Iterator[tuple[int, Sequence[Value]]]:
        """What is said, with the place it was first met at."""
        every = zip(*(cell or () for cell in cells), strict=True) if self.each else (cells,)
        for one in every:
            yield one[1] if isinstance(one[1], int) else -1, one

    def note(self, notes: Notes, cells: Sequence[Value]) -> None:
        """Says it to the notes of a subject, of whom `cells` are the columns."""
        count = cells[0]
        if not isinstance(count, int) or not count:
            return
        words = self.words
        if not isinstance(words, Words):
            words = words(dict(zip(self.told, cells[2:], strict=True)))
        if self.waits:
            notes.wait(words)
        else:
            notes.caution(self.place, words, count)


def say_all(noted: Sequence[Noted], row: Sequence[Value], notes: Notes) -> None:
    """`row` are the columns of all of them, one after the other. Of one place what was met at an
    earlier record is said first."""
    told, start = [], 0
    for position, one in enumerate(noted):
        cells = row[start : start + len(one.columns)]
        start += len(cells)
        run = _run_of(noted, position)
        told += [(run, first, position, one, own) for first, own in one.entries(cells)]
    for _, _, _, one, cells in sorted(told, key=lambda entry: entry[:3]):
        one.note(notes, cells)


def _run_of(noted: Sequence[Noted], position: int) -> int:
    """Where the neighbours begin that are told apart by the records they were met at."""
    if noted[position].first is None:
        return position
    place = noted[position].place
    while position and noted[position - 1].first is not None and noted[position - 1].place == place:
        position -= 1
    return position
