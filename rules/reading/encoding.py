"""From bytes to a source: size, encoding, and characters nobody can see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from rules.diagnostics import Diagnostic, PolicyError, diagnose
from rules.source import Source, Span

LARGEST_BYTES = 1 << 20

_UTF8_MARK = b"\xef\xbb\xbf"
# The 32-bit marks stand first: the little-endian one begins with the 16-bit mark.
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "UTF-32", "utf-32-be"),
    (b"\xff\xfe", "UTF-16", "utf-16-le"),
    (b"\xfe\xff", "UTF-16", "utf-16-be"),
)

UNSEEN = re.compile(
    r"(?P<control_character>[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff])"
    r"|(?P<line_separator>[\x85\u2028\u2029]|\r(?!\n))"
    r"|(?P<invisible_character>[\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e007f])"
)


def decode(data: bytes, name: str) -> Source:
    """The text without its byte-order mark; raises PolicyError where it is no UTF-8 text."""
    if len(data) > LARGEST_BYTES:
        start = Span(Source(name, ""), 0, 0)
        limit = f"{LARGEST_BYTES >> 20} MiB"
        raise PolicyError([diagnose("yaml-too-large", start, size=f"{len(data):,}", limit=limit)])
    for mark, encoding, codec in _MARKS:
        if data.startswith(mark):
            raise PolicyError([_other_encoding(data[len(mark) :], name, encoding, codec)])
    data = data.removeprefix(_UTF8_MARK)
    if codec := _unmarked_utf16(data):
        raise PolicyError([_other_encoding(data, name, "UTF-16", codec)])
    try:
        return Source(name, data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise PolicyError([_not_utf8(data, name, error.start)]) from None


def unseen(text: str, span: Callable[[int, int], Span]) -> Iterator[Diagnostic]:
    """Characters that cannot be seen or that end a line for some programs only."""
    for found in UNSEEN.finditer(text):
        char = found.group()
        yield diagnose(
            f"yaml-{(found.lastgroup or '').replace('_', '-')}",
            span(*found.span()),
            character=f"U+{ord(char):04X}",
            name=unicodedata.name(char, "").lower() or unicodedata.category(char),
        )


def _unmarked_utf16(data: bytes) -> str:
    """Line breaks show it: one of their two bytes is zero, and on that side only there are any."""
    first, second = data[::2], data[1::2]
    if b"\n\x00" in data and not first.count(0):
        return "utf-16-le"
    return "utf-16-be" if b"\x00\n" in data and not second.count(0) else ""


def _other_encoding(data: bytes, name: str, encoding: str, codec: str) -> Diagnostic:
    text = data.decode(codec, errors="replace")
    return diagnose("yaml-encoding", Span(Source(name, text), 0, 1), encoding=encoding)


def _not_utf8(data: bytes, name: str, start: int) -> Diagnostic:
    """GB18030 reads nearly all Chinese office text, so what it can read is named so."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
        at = len(data[:start].decode("utf-8"))
        return diagnose("yaml-not-utf8", Span(Source(name, text), at, at + 1))
    at = len(data[:start].decode("gb18030", errors="ignore"))
    return diagnose("yaml-encoding", Span(Source(name, text), at, at + 1), encoding="GB18030 (GBK)")
