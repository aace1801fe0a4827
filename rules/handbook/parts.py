"""What a rule book is made of: chapters of numbered clauses, each with its place in the policy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Quoted:
    """A condition or a number in the policy's own words."""

    text: str


Sentence: TypeAlias = tuple[str | Quoted, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A document, or the word that a number is an example only, and the clause of it."""

    document: str
    clause: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be pointed at: its anchor on the page, its name or id, its line in the policy."""

    anchor: str
    name: str
    line: int
    basis: tuple[Cited, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Sentence


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[Sentence, ...]
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Table:
    head: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Keys of the policy with what it says under them."""

    rows: tuple[tuple[str, Sentence], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One item of a numbered list; what belongs to it stands below."""

    entry: Entry
    text: Sentence
    below: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Points:
    points: tuple[Point, ...]


Block: TypeAlias = Paragraph | Facts | Table | Points


@dataclass(frozen=True, slots=True)
class Clause:
    """`kind` stands before the name, `points` of an indicator after it."""

    entry: Entry
    blocks: tuple[Block, ...]
    kind: str = ""
    points: Sentence = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Handbook:
    title: str
    subtitle: str
    chapters: tuple[Chapter, ...]

    def numbered(self) -> Iterator[tuple[int, Clause]]:
        """Clauses are numbered through the whole book."""
        clauses = (clause for chapter in self.chapters for clause in chapter.clauses)
        return enumerate(clauses, 1)

    def placed(self) -> Iterator[tuple[int, Entry]]:
        """Everything that can be pointed at, with the number of its clause."""
        for number, clause in self.numbered():
            yield number, clause.entry
            for block in clause.blocks:
                yield from ((number, entry) for entry in _entries(block))


def _entries(block: Block) -> Iterator[Entry]:
    match block:
        case Table(rows=rows):
            yield from (row.entry for row in rows if row.entry)
        case Points(points=points):
            for point in points:
                yield point.entry
                for below in point.below:
                    yield from _entries(below)
        case Paragraph() | Facts():
            pass
