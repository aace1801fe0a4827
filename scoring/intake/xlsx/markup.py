"""Reads a part of a workbook element by element, as it streams, and takes no document type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias
from xml.parsers import expat

from scoring.intake.xlsx.refusal import Refusal

# One local name in any of the namespaces a part may be written in.
Start: TypeAlias = Callable[[str, Mapping[str, str]], object]

_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types",
)
RELATION = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships id",
)


def spelled(local: str) -> list[str]:
    """The names under which an element comes."""
    return [f"{namespace} {local}" for namespace in _NAMESPACES]


def new_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 2**16
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def feed(parser: expat.XMLParserType, blocks: Iterable[bytes], part: str) -> Iterator[None]:
    """Pauses after each block."""
    try:
        for block in blocks:
            parser.Parse(block, False)
            yield
        parser.Parse(b"", True)
    except expat.ExpatError:
        raise Refusal("damaged-workbook", part=part) from None


def elements(
    blocks: Iterable[bytes], part: str, wanted: Iterable[str], limit: int
) -> list[tuple[str, Mapping[str, str]]]:
    """The wanted elements of a small part with their attributes, by local name, in order."""
    locals_ = {name: local for local in wanted for name in spelled(local)}
    found: list[tuple[str, Mapping[str, str]]] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        local = locals_.get(name)
        if local is not None:
            found.append((local, attributes))
        if len(found) > limit:
            raise Refusal("too-many-parts", part=part, limit=limit)

    parser = new_parser()
    parser.StartElementHandler = start
    for _ in feed(parser, blocks, part):
        pass
    return found


def _refuse_doctype(*_: object) -> None:
    raise Refusal("document-type")
