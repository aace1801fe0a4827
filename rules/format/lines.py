"""The lines of a document: two blanks a level, one blank line at most, nothing at line ends."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.format.edits import Edit, apply
from rules.source import Source
from rules.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode

_STEP = 2
_BLANKS = re.compile(r" *")


def indented(source: Source, root: Node) -> str:
    """The text with every block two blanks further in than what it belongs to. Comments keep their
    place beside what they stand before or after; what goes over several lines moves as one."""
    margins = _Margins(source)
    margins.place(root, 0)
    return apply(source.text, (*margins.dashes, *margins.edits()))


def tidied(source: Source, root: Node) -> str:
    """The text without blanks at line ends, without two blank lines running, ending in one line
    break. Lines inside a text that goes over several lines stay."""
    kept = _inside(source, root)
    lines: list[str] = []
    for number, line in enumerate(source.text.split("\n"), 1):
        if number in kept:
            lines.append(line)
            continue
        stripped = line.rstrip()
        if stripped or (lines and lines[-1]):
            lines.append(stripped)
    return "\n".join(lines).rstrip("\n") + "\n"


def _inside(source: Source, root: Node) -> set[int]:
    """The lines on which a text goes on that began on an earlier one, or does not end."""
    kept: set[int] = set()
    for node in _leaves(root):
        first, last = _extent(source, node)
        kept.update(range(first + (0 if node.quoted else 1), last + 1) if last > first else ())
    return kept


def _leaves(node: Node) -> Iterator[ScalarNode]:
    match node:
        case ScalarNode():
            yield node
        case SequenceNode():
            for item in node.items:
                yield from _leaves(item)
        case MappingNode():
            for entry in node.entries:
                yield entry.key
                yield from _leaves(entry.value)


def _extent(source: Source, node: Node) -> tuple[int, int]:
    first = node.span.position.line
    end = max(node.span.start, node.span.end - 1)
    return first, source.position(end).line


class _Margins:
    """How far in each line is to begin; a line nobody placed moves with the one it goes on from."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.dashes: list[Edit] = []
        self._wanted: dict[int, int] = {}
        self._goes_on: dict[int, int] = {}

    def place(self, node: Node, column: int) -> None:
        """A node whose block, if it is one, begins at the column (from 0)."""
        if isinstance(node, ScalarNode) or node.flow:
            first, last = _extent(self.source, node)
            self._goes_on.update(dict.fromkeys(range(first + 1, last + 1), first))
        elif isinstance(node, MappingNode):
            for entry in node.entries:
                self._begin(entry.key.span.start, column)
                self.place(entry.key, column)
                self.place(entry.value, column + _STEP)
        else:
            for item in node.items:
                dash = self._dash(item.span.start)
                self._begin(dash, column)
                self._close_up(dash, item.span.start)
                self.place(item, column + _STEP)

    def _begin(self, at: int, column: int) -> None:
        """What stands first on its line begins at the column."""
        line, found = self.source.position(at)
        if not self.source.line(line)[: found - 1].strip(" "):
            self._wanted.setdefault(line, column)

    def _dash(self, at: int) -> int:
        """The dash before an item, on its line or, past comments, on an earlier one."""
        line, column = self.source.position(at)
        before = self.source.line(line)[: column - 1].rstrip(" ")
        if before.endswith("-"):
            return at - (column - 1) + len(before) - 1
        start = at - (column - 1)
        for number in range(line - 1, 0, -1):
            above = self.source.line(number)
            start -= len(above) + 1
            if above.lstrip(" ").startswith("-"):
                return start + above.rindex("-", 0, len(above.split(" #")[0]))
        return at

    def _close_up(self, dash: int, item: int) -> None:
        """One blank between a dash and what begins on its line."""
        if self.source.text[dash + 1 : item].strip(" ") == "" and item > dash + 2:
            self.dashes.append(Edit(dash + 1, item, " "))

    # --- lines -----------------------------------------------------------------------------------

    def edits(self) -> Iterator[Edit]:
        start = 0
        for number, line in enumerate(self.source.text.split("\n"), 1):
            found = self._found(line)
            wanted = self._column(number, line, found)
            if line.strip(" ") and wanted != found:
                yield Edit(start, start + found, " " * wanted)
            start += len(line) + 1

    def _found(self, line: str) -> int:
        blanks = _BLANKS.match(line)
        return blanks.end() if blanks else 0

    def _column(self, number: int, line: str, found: int) -> int:
        if number in self._wanted:
            return self._wanted[number]
        if number in self._goes_on:
            return max(0, found + self._shift(self._goes_on[number]))
        if line.lstrip(" ").startswith("#"):
            return self._beside(number, found)
        return found

    def _shift(self, number: int) -> int:
        """How far a line moves; one that goes on moves with the one it goes on from."""
        while number in self._goes_on:
            number = self._goes_on[number]
        found = self._found(self.source.line(number))
        return self._wanted.get(number, found) - found

    def _beside(self, number: int, found: int) -> int:
        """A comment goes with the line below it that begins where it does, else above it."""
        below = next((n for n in sorted(self._wanted) if n > number), None)
        above = next((n for n in sorted(self._wanted, reverse=True) if n < number), None)
        for line in (below, above):
            if line is not None and self._found(self.source.line(line)) == found:
                return self._wanted[line]
        if below is None:
            lines = sorted(self._wanted, reverse=True)
            above = next((n for n in lines if self._opens(n, found)), above)
        line = below or above
        return self._wanted[line] if line is not None else found

    def _opens(self, number: int, found: int) -> bool:
        """Whether a comment at the end of the text, beginning in that column, is about the part
        that this line begins, not about the last line of it."""
        return self._found(self.source.line(number)) <= found
