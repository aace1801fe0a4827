"""Where each character of a scalar stands in the source, for every way YAML can write it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from rules.source import Fragment, Source

Style: TypeAlias = str | None

# A character of the scalar and the place in the source it comes from.
_Placed: TypeAlias = tuple[str, int]

_BREAK = re.compile(r"\r\n|\n")
_GAP = r"(?P<gap>[ \t\r\n]+)"
_AS_IS = r"(?P<as_is>.)"
_PLAIN = re.compile(rf"{_GAP}|{_AS_IS}")
_PIECES = {
    "'": re.compile(rf"{_GAP}|(?P<quote>'')|{_AS_IS}"),
    '"': re.compile(
        rf"{_GAP}|(?P<joint>\\\r?\n[ \t\r\n]*)"
        rf"|(?P<escape>\\(?:x(?P<x>..)|u(?P<u>.{{4}})|U(?P<U>.{{8}})|(?P<short>.)))|{_AS_IS}"
    ),
}
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f",
    "r": "\r", "e": "\x1b", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


def trace(source: Source, start: int, end: int, *, style: Style, text: str) -> Fragment:
    """The scalar written in source[start:end] with the place of each character of its `text`.

    Where the scalar does not read as `text` (it begins with a tag, say, which is refused anyway),
    every character is placed at the start.
    """
    if style in ("|", ">"):
        placed = _block(source.text, start, end, folded=style == ">", text=text)
    else:
        if style in ("'", '"'):
            start, end = start + 1, max(start + 1, end - 1)
        if source.text[start:end] == text:
            return Fragment(text, source, tuple(range(start, end + 1)))
        pieces = _PIECES.get(style or "", _PLAIN).finditer(source.text, start, end)
        placed = [mark for piece in pieces for mark in _read(piece)]
    if "".join(char for char, _ in placed) == text:
        return Fragment(text, source, (*(offset for _, offset in placed), end))
    return Fragment(text, source, (start,) * (len(text) + 1))


def _read(found: re.Match[str]) -> Iterator[_Placed]:
    """What one piece of a plain or quoted scalar reads as."""
    at, piece = found.start(), found.group()
    breaks = [found.start() for found in _BREAK.finditer(found.string, *found.span())]
    match found.lastgroup:
        case "gap" if not breaks:
            yield from zip(piece, range(at, found.end()), strict=True)
        case "gap":
            yield from _joined(breaks)
        case "joint":
            yield from (("\n", offset) for offset in breaks[1:])
        case "escape":
            code, short = found["x"] or found["u"] or found["U"], found["short"]
            yield (_character(code) if code else _ESCAPES.get(short, short)), at
        case _:
            yield piece[0], at


def _character(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def _block(written: str, start: int, end: int, *, folded: bool, text: str) -> list[_Placed]:
    """Lines after the header, less their indentation; `text` tells indentation and chomping."""
    lines = list(_lines(written, start, end))[1:]
    indent = _indent(written, lines, text)
    breaks: list[int] = []
    was_loose = True
    placed: list[_Placed] = []
    for first, last in lines:
        content = min(first + indent, last)
        if content < last:
            is_loose = written[content] in " \t"
            plain = folded and placed and not was_loose and not is_loose
            placed += _joined(breaks) if plain else [("\n", offset) for offset in breaks]
            placed += [(written[offset], offset) for offset in range(content, last)]
            was_loose, breaks = is_loose, []
        breaks.append(last)
    placed += [("\n", offset) for offset in breaks]
    return placed[: len(text)]


def _joined(breaks: list[int]) -> list[_Placed]:
    """One line break between two lines reads as a blank; each further one as a line break."""
    return [("\n", offset) for offset in breaks[1:]] or [(" ", breaks[0])]


def _lines(written: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Start and end of each line of written[start:end], without the line breaks."""
    for found in _BREAK.finditer(written, start, end):
        yield start, found.start()
        start = found.end()
    if start < end:
        yield start, end


def _indent(written: str, lines: list[tuple[int, int]], text: str) -> int:
    """How far the block is indented: what its first line with content lost on the way to `text`."""
    content = text.lstrip(" \n")
    before = text[: len(text) - len(content)]
    kept = len(before) - (before.rfind("\n") + 1)
    for first, last in lines:
        line = written[first:last]
        if blank := line.lstrip(" "):
            return max(0, len(line) - len(blank) - kept)
    longest = max((last - first for first, last in lines), default=0)
    return max(0, longest - max(map(len, text.split("\n"))))
