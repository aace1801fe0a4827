"""A template filled: every value is text, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from scoring.reports.docx.archive import pack
from scoring.reports.docx.template import Piece, Repeat, Slot, Template

Values = Mapping[str, str]

_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'


@dataclass(frozen=True, slots=True)
class Content:
    """What a form is filled with. A value that is not there is blank."""

    values: Values
    groups: Mapping[str, Sequence[Values]] = field(default_factory=dict)


def filled(template: Template, content: Content) -> bytes:
    parts = {
        name: "".join(_filled(pieces, content)).encode() for name, pieces in template.filled.items()
    }
    return pack({**template.kept, **parts})


def _filled(pieces: Sequence[Piece], content: Content) -> Iterator[str]:
    for piece in pieces:
        match piece:
            case str():
                yield piece
            case Slot(name=name):
                yield _text(content.values.get(name, ""))
            case Repeat(group=group, parts=parts):
                for member in content.groups.get(group, ()):
                    yield from _row(parts, content.values, member)


def _row(parts: Sequence[str | Slot], values: Values, member: Values) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        else:
            yield _text((member if part.group else values).get(part.name, ""))


def _text(value: str) -> str:
    """Lines stay lines; what XML cannot hold is shown as a replacement."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _BREAK.join(escape("".join(map(_held, line))) for line in lines)


def _held(char: str) -> str:
    ok = char == "\t" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff"
    return char if ok else "\N{REPLACEMENT CHARACTER}"
