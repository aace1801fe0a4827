"""Where a piece of text stands: sources, positions, spans, and texts inside texts."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple


class Position(NamedTuple):
    """A place a person can find: both numbers start at 1 and count characters, not bytes."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Source:
    """One text with its display name; offsets into it count characters from 0."""

    name: str
    text: str = field(repr=False)
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0]
        starts += [i + 1 for i, char in enumerate(self.text) if char == "\n"]
        object.__setattr__(self, "_starts", tuple(starts))

    def position(self, offset: int) -> Position:
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of one line (1-based), without its line break."""
        start = self._starts[number - 1]
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r")


@dataclass(frozen=True, slots=True)
class Span:
    """The half-open stretch [start, end) of a source."""

    source: Source = field(repr=False)
    start: int
    end: int

    @property
    def position(self) -> Position:
        return self.source.position(self.start)

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def to(self, other: Span) -> Span:
        """From the start of this span to the end of the other, in the same source."""
        return Span(self.source, self.start, max(self.end, other.end))


@dataclass(frozen=True, slots=True)
class Fragment:
    """A text inside a text: an expression inside a quoted YAML scalar.

    `offsets[i]` is where character i of `text` stands in the source; one more entry gives the end.
    """

    text: str
    source: Source = field(repr=False)
    offsets: tuple[int, ...] = field(repr=False)

    def span(self, start: int, end: int) -> Span:
        """The place in the source of text[start:end]; an empty stretch is one character wide."""
        first = self.offsets[start]
        last = self.offsets[end - 1] + 1 if end > start else first + 1
        return Span(self.source, first, last)

    @classmethod
    def whole(cls, text: str, name: str = "<expression>") -> Fragment:
        """A text that stands by itself."""
        return cls(text, Source(name, text), tuple(range(len(text) + 1)))
