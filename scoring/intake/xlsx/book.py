"""What a workbook says of itself: its sheets, texts and number formats."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scoring.intake.xlsx.archive import Archive
from scoring.intake.xlsx.markup import RELATION, elements, feed, new_parser, spelled
from scoring.intake.xlsx.refusal import Refusal
from scoring.intake.xlsx.values import Shape, shape_of

MOST_SHEETS = 256
MOST_STYLES = 65_536
LONGEST_TEXT = 32_767
MOST_TEXT = 2**28

_TYPES = "[Content_Types].xml"
_PLAIN = "spreadsheetml.sheet.main+xml"
_MACROS = ("vbaproject.bin", "macrosheets/", "activex/")
# Half a surrogate pair is no character, and stays as it is written.
_ESCAPE = re.compile("_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")


class SheetPart(NamedTuple):
    name: str
    hidden: bool
    part: str


@dataclass(frozen=True, slots=True)
class Book:
    """`texts` are shared by index; `shapes` say how a cell of each style shows a number. `stale`:
    the workbook asks to be calculated anew, so the results of its formulas are not trusted."""

    sheets: tuple[SheetPart, ...]
    texts: Sequence[str]
    shapes: Sequence[Shape]
    from_1904: bool
    stale: bool


def read_book(archive: Archive) -> Book:
    """Raises Refusal for what is no plain workbook."""
    _check_kind(archive)
    main = _main_part(archive)
    found = elements(archive.blocks(main), main, ("sheet", "workbookPr", "calcPr"), 2 * MOST_SHEETS)
    relations = _relations(archive, main)
    sheets = [attributes for local, attributes in found if local == "sheet"]
    if len(sheets) > MOST_SHEETS:
        raise Refusal("too-many-sheets", limit=MOST_SHEETS)
    told = {local: attributes for local, attributes in found if local != "sheet"}
    return Book(
        sheets=tuple(_sheet(attributes, relations) for attributes in sheets),
        texts=_texts(archive, _related(relations, "/sharedStrings")),
        shapes=_shapes(archive, _related(relations, "/styles")),
        from_1904=_is_true(told.get("workbookPr", {}).get("date1904")),
        stale=_is_true(told.get("calcPr", {}).get("fullCalcOnLoad")),
    )


def _check_kind(archive: Archive) -> None:
    names = [name.lower() for name in archive.names]
    if not archive.holds(_TYPES):
        raise Refusal("no-workbook")
    for name in names:
        if any(word in name for word in _MACROS):
            raise Refusal("macros")
        if "externallinks/" in name:
            raise Refusal("external-links")
    types = elements(archive.blocks(_TYPES), _TYPES, ("Override", "Default"), MOST_STYLES)
    spoken = [attributes.get("ContentType", "") for _, attributes in types]
    if any("macroEnabled" in word for word in spoken):
        raise Refusal("macros")
    if not any(word.endswith(_PLAIN) for word in spoken):
        raise Refusal("no-workbook")


def _main_part(archive: Archive) -> str:
    part = _related(_relations(archive, ""), "/officeDocument")
    if part is None:
        raise Refusal("damaged-workbook", part="_rels/.rels")
    return part


class _Relation(NamedTuple):
    id: str
    kind: str
    part: str


def _relations(archive: Archive, part: str) -> list[_Relation]:
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if not archive.holds(path):
        return []
    found = []
    for _, told in elements(archive.blocks(path), path, ("Relationship",), MOST_STYLES):
        if told.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, told.get("Target", "")))
            found.append(_Relation(told.get("Id", ""), told.get("Type", ""), target.lstrip("/")))
    return found


def _related(relations: Iterable[_Relation], kind: str) -> str | None:
    return next((relation.part for relation in relations if relation.kind.endswith(kind)), None)


def _sheet(attributes: Mapping[str, str], relations: Sequence[_Relation]) -> SheetPart:
    id_ = next((attributes[name] for name in RELATION if name in attributes), None)
    found = next((relation for relation in relations if relation.id == id_), None)
    if found is None:
        raise Refusal("damaged-workbook", part="workbook.xml")
    # A sheet of charts or macros holds no cells.
    part = found.part if found.kind.endswith("/worksheet") else ""
    return SheetPart(
        attributes.get("name", ""), attributes.get("state", "visible") != "visible", part
    )


def _texts(archive: Archive, part: str | None) -> list[str]:
    if part is None:
        return []
    texts: list[str] = []
    reader = TextReader(part)
    parser = new_parser()
    items = spelled("si")

    def start(name: str, _: Mapping[str, str]) -> None:
        if name in items:
            reader.begin()
        reader.start(name)

    def end(name: str) -> None:
        reader.end(name)
        if name in items:
            texts.append(reader.text())

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = reader.add
    for _ in feed(parser, archive.blocks(part), part):
        pass
    return texts


class TextReader:
    """A text in runs, without the pronunciation that may stand beside it."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._runs: list[str] = []
        self._t = frozenset(spelled("t"))
        self._spoken = frozenset(spelled("rPh"))
        self._inside = self._aside = False
        self._length = self._total = 0

    def begin(self) -> None:
        self._runs = []
        self._length = 0

    def start(self, name: str) -> None:
        if name in self._t:
            self._inside = True
        elif name in self._spoken:
            self._aside = True

    def end(self, name: str) -> None:
        if name in self._t:
            self._inside = False
        elif name in self._spoken:
            self._aside = False

    def add(self, text: str) -> None:
        if not self._inside or self._aside:
            return
        self._runs.append(text)
        self._length += len(text)
        self._total += len(text)
        if self._length > LONGEST_TEXT:
            raise Refusal("too-long-cell", limit=LONGEST_TEXT)
        if self._total > MOST_TEXT:
            raise Refusal("too-large", limit=MOST_TEXT)

    def text(self) -> str:
        return unescaped("".join(self._runs))


def unescaped(text: str) -> str:
    """Characters that XML cannot hold stand as _x0007_."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _shapes(archive: Archive, part: str | None) -> list[Shape]:
    """By index of the style of a cell."""
    if part is None:
        return []
    wanted = ("numFmt", "cellXfs", "cellStyleXfs", "dxfs", "xf")
    codes: dict[str, str] = {}
    shapes: list[Shape] = []
    known: dict[str, Shape] = {}
    of_cells = False
    for local, told in elements(archive.blocks(part), part, wanted, 4 * MOST_STYLES):
        match local:
            case "numFmt":
                codes[told.get("numFmtId", "")] = told.get("formatCode", "")
            case "xf" if of_cells:
                id_ = told.get("numFmtId", "0")
                if id_ not in known:
                    known[id_] = shape_of(int(id_) if id_.isdecimal() else 0, codes.get(id_))
                shapes.append(known[id_])
            case "cellXfs":
                of_cells = True
            case _:
                of_cells = False
    return shapes


def _is_true(word: str | None) -> bool:
    return word in ("1", "true", "on")
