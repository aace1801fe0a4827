"""A template filled: every value is text, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from scoring.reports.docx.archive import pack
from scoring.reports.docx.markup import held
from scoring.reports.docx.template import Piece, Repeat, Slot, Template

Values = Mapping[str, str]


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
                yield held(content.values.get(name, ""))
            case Repeat(group=group, parts=parts):
                for member in content.groups.get(group, ()):
                    yield from _row(parts, content.values, member)


def _row(parts: Sequence[str | Slot], values: Values, member: Values) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        else:
            yield held((member if part.group else values).get(part.name, ""))
