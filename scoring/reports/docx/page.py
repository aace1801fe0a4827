"""A document as one of Word: its sheets below each other, without charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rules.widths import width
from scoring.explanation.voice import Language
from scoring.notes import Words
from scoring.reports.document import Block, Document, Facts, Grid, Outline, Remark
from scoring.reports.docx.markup import Leaf, Paragraph, Part, Table, document
from scoring.reports.shown import cell_text

# Shares of a table, in columns of a screen: what no text counts beyond, and what a cell has around
# its text.
_WIDE, _MARGIN = 16, 5
_FACTS = (2, 5)


def written(documents: Iterable[Document], language: Language) -> bytes:
    """One after the other, each on a leaf of its own; Chinese with English beside it, or English
    alone."""
    parts: list[Part] = []
    for one in documents:
        if parts:
            parts.append(Leaf())
        parts += _parts(one, language)
    return document(parts)


def _parts(one: Document, language: Language) -> Iterator[Part]:
    for mark in one.marks:
        yield Paragraph("note", _told(mark, language))
    yield Paragraph("title", one.title.replace("　", "\n"))
    yield Paragraph("line", _told(one.about, language))
    for sheet in one.sheets:
        yield Paragraph("heading", _told(sheet.name, language))
        for block in sheet.blocks:
            yield from _block(block, language)
    if one.source:
        yield Paragraph("source", one.source)


def _block(block: Block, language: Language) -> Iterator[Part]:
    match block:
        case Remark(words):
            yield Paragraph("line", _told(words, language))
        case Facts(rows):
            yield Table((), [(_told(words, language), text) for words, text in rows], _FACTS)
        case Grid():
            yield _table(block, language)
        case Outline(sentences):
            yield from (Paragraph("line", "　　" * deep + text) for deep, text in sentences)


def _table(grid: Grid, language: Language) -> Table:
    columns = [heading.column for heading in grid.headings]
    rows = [tuple(map(cell_text, columns, row)) for row in grid.rows]
    headings = tuple(_told(heading.words, language, "\n") for heading in grid.headings)
    shares = [max(map(width, heading.split())) for heading in headings]
    for row in rows:
        shares = [
            max(share, min(width(text), _WIDE)) for share, text in zip(shares, row, strict=True)
        ]
    return Table(headings, rows, tuple(share + _MARGIN for share in shares))


def _told(words: Words, language: Language, between: str = " ") -> str:
    first, second = (words.en, words.zh) if language == "en" else (words.zh, words.en)
    if language == "en" or not first or not second or first == second:
        return first or second
    return f"{first}{between}{second}"
