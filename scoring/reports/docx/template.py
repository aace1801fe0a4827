"""A template: the text of a document with places to fill, found and checked once.

`{{等次}}` is filled with a value. `{{行.对象}}` is filled in a row of a table, which comes once for
every member of the group `行`. Nothing else is understood: there is no expression, no condition.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from xml.parsers import expat
from xml.sax.saxutils import unescape

from rules.diagnostics import Diagnostic, PolicyError, closest, diagnose
from rules.widths import cut
from scoring.reports.docx.archive import UnreadableError, unpack

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FILLED = re.compile(r"word/(?:document|header\d*|footer\d*)\.xml")
# The innermost ones: a paragraph of a text box stands inside another, a table inside a cell.
_PARAGRAPH = re.compile(r"<w:p(?=[ >])(?:(?!<w:p[ >]).)*?</w:p>", re.S)
_ROW = re.compile(r"<w:tr(?=[ >])(?:(?!<w:tr[ >]).)*?</w:tr>", re.S)
_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_SLOT = re.compile(r"\{\{([^{}]*)\}\}")
# No XML holds this character, so a template cannot write what stands for a place.
_MARK = re.compile("\0([0-9]+)\0")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_ENTITIES = {"&quot;": '"', "&apos;": "'"}
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Known:
    """What a form can be filled with: values, and the values of each member of a group. Those
    `needed` must have a place in every template."""

    values: Collection[str]
    groups: Mapping[str, Collection[str]]
    needed: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value; of a group where one is named."""

    name: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Repeat:
    """A row that comes once for each member of the group."""

    group: str
    parts: tuple[str | Slot, ...]


Piece: TypeAlias = str | Slot | Repeat


@dataclass(frozen=True, slots=True)
class Template:
    """`filled` are the parts with places in them, `kept` the others."""

    filled: Mapping[str, tuple[Piece, ...]]
    kept: Mapping[str, bytes]


def read_template(content: bytes, path: object, known: Known) -> Template:
    """Raises PolicyError with every fault at its place: the part and its paragraph, from 1."""
    filled: dict[str, tuple[Piece, ...]] = {}
    kept = {}
    found: list[Diagnostic] = []
    used: set[str] = set()
    try:
        for name, part in unpack(content).items():
            if _FILLED.fullmatch(name):
                reader = _Reader(str(path), name, known)
                filled[name] = reader.read(_checked(part))
                found += reader.faults
                used |= {slot.name for slot in reader.slots if not slot.group}
            else:
                kept[name] = part
    except UnreadableError as why:
        told = {"why": why.zh, "why_en": why.en}
        raise PolicyError([diagnose("template-unreadable", None, path=path, **told)]) from None
    for name in known.needed:
        if name not in used:
            found.append(diagnose("template-lacks-field", None, path=path, name=name))
    if found:
        raise PolicyError(found)
    return Template(filled, kept)


def _checked(part: bytes) -> str:
    """XML of Word, well-formed, without a document type: nothing is defined and nothing fetched."""
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise UnreadableError("带有文档类型定义（DOCTYPE）", "it has a document type (DOCTYPE)")

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(part, True)
        text = part.decode("utf-8-sig")
    except (expat.ExpatError, UnicodeDecodeError):
        raise UnreadableError("内容已损坏", "its content is damaged") from None
    if f'xmlns:w="{_WORD}"' not in text or "<![CDATA[" in text:
        raise UnreadableError("不是 Word 写的文档", "it was not written by Word or its like")
    return _COMMENT.sub("", text)


class _Reader:
    """One part."""

    def __init__(self, path: str, part: str, known: Known) -> None:
        self._path = path
        self._part = part
        self._known = known
        self._paragraph = 0
        self.slots: list[Slot] = []
        self.faults: list[Diagnostic] = []

    def read(self, text: str) -> tuple[Piece, ...]:
        marked = _PARAGRAPH.sub(self._marked, text)
        pieces: list[Piece] = []
        end = 0
        for row in _ROW.finditer(marked):
            groups = {slot.group for slot in self._slots_in(row[0]) if slot.group}
            if groups:
                pieces += self._pieces(marked[end : row.start()])
                pieces.append(self._repeat(row[0], sorted(groups)))
                end = row.end()
        return (*pieces, *self._pieces(marked[end:]))

    def _repeat(self, row: str, groups: list[str]) -> Repeat:
        if len(groups) > 1:
            self._fault("template-two-groups", names="、".join(groups))
        return Repeat(groups[0], tuple(self._split(row)))

    def _pieces(self, text: str) -> list[Piece]:
        """Outside the rows that repeat."""
        for slot in self._slots_in(text):
            if slot.name in self._known.groups.get(slot.group, ()):
                self._fault("template-group-outside-row", name=f"{slot.group}.{slot.name}")
        return list(self._split(text))

    def _split(self, text: str) -> Iterator[str | Slot]:
        for at, piece in enumerate(_MARK.split(text)):
            if at % 2:
                yield self.slots[int(piece)]
            elif piece:
                yield piece

    def _slots_in(self, text: str) -> list[Slot]:
        return [self.slots[int(number)] for number in _MARK.findall(text)]

    # --- a paragraph -----------------------------------------------------------------------------

    def _marked(self, match: re.Match[str]) -> str:
        """The paragraph with a mark for each place. An editor may have torn a place over several
        runs of text: it goes into the first of them."""
        self._paragraph += 1
        paragraph = match[0]
        runs = list(_TEXT.finditer(paragraph))
        texts = [unescape(run[1], _ENTITIES) for run in runs]
        whole = "".join(texts)
        if "{{" not in whole and "}}" not in whole:
            return paragraph
        shown = list(self._shown(whole))
        parts, end, start = [], 0, 0
        for run, text in zip(runs, texts, strict=True):
            own = "".join(shown[start : start + len(text)])
            parts += [paragraph[end : run.start()], f'<w:t xml:space="preserve">{own}</w:t>']
            end, start = run.end(), start + len(text)
        return "".join([*parts, paragraph[end:]])

    def _shown(self, whole: str) -> Iterator[str]:
        """What stands in the place of each character: itself, the mark of a place, or nothing."""
        end = 0
        for match in _SLOT.finditer(whole):
            yield from self._literal(whole[end : match.start()], whole)
            yield self._mark(match[1].strip())
            yield from [""] * (len(match[0]) - 1)
            end = match.end()
        yield from self._literal(whole[end:], whole)

    def _literal(self, text: str, whole: str) -> Iterator[str]:
        if "{{" in text or "}}" in text:
            self._fault("template-unclosed", text=cut(whole, _SHOWN))
        yield from (_escaped(char) for char in text)

    def _mark(self, written: str) -> str:
        group, point, name = written.partition(".")
        slot = Slot(name.strip(), group.strip()) if point else Slot(written)
        names = self._known.groups.get(slot.group, ()) if slot.group else self._known.values
        if slot.name not in names:
            every = [
                *self._known.values,
                *(f"{g}.{n}" for g, own in self._known.groups.items() for n in own),
            ]
            meant = closest(written, every)
            told = {"name": cut(written, _SHOWN), "suggestion": meant, "known": "、".join(every)}
            self._fault("template-unknown-field", **told)
        self.slots.append(slot)
        return f"\0{len(self.slots) - 1}\0"

    def _fault(self, code: str, **told: object) -> None:
        place = {"path": self._path, "part": self._part, "paragraph": self._paragraph}
        self.faults.append(diagnose(code, None, **place, **told))


def _escaped(char: str) -> str:
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(char, char)
