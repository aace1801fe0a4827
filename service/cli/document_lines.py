"""A document as lines on a screen: headings, facts, tables in columns."""

from __future__ import annotations

from collections.abc import Iterator

from rules.widths import width
from scoring.notes import Words
from scoring.package.table import Column
from scoring.reports.document import Document, Facts, Grid, Outline, Remark, Sheet
from scoring.reports.shown import NUMBERS, cell_text
from service.cli.options import Language
from service.cli.output import padded

# Beyond so many columns a text stands below its row.
_WIDEST = 44


def document_lines(document: Document, language: Language) -> Iterator[str]:
    """Chinese with English beside it, or English alone."""
    yield document.title
    yield from (f"  {_told(mark, language, ' · ')}" for mark in document.marks)
    for sheet in document.sheets:
        yield ""
        yield _told(sheet.name, language)
        yield from _sheet(sheet, language)


def _sheet(sheet: Sheet, language: Language) -> Iterator[str]:
    for block in sheet.blocks:
        match block:
            case Remark(words):
                yield f"  {_told(words, language, ' · ')}"
            case Facts(rows):
                names = [_told(words, language) for words, _ in rows]
                columns = max(map(width, names), default=0)
                for name, (_, text) in zip(names, rows, strict=True):
                    yield f"  {padded(name, columns)}  {text}".rstrip()
            case Grid():
                yield from _grid(block, language)
            case Outline(sentences):
                yield from ("  " * (depth + 1) + text for depth, text in sentences)


def _grid(grid: Grid, language: Language) -> Iterator[str]:
    if grid.title is not None:
        yield f"  {_told(grid.title, language)}"
    columns = [heading.column for heading in grid.headings]
    heads = [_told(heading.words, language) for heading in grid.headings]
    rows = [
        [cell_text(column, value) for column, value in zip(columns, row, strict=True)]
        for row in grid.rows
    ]
    widest = [max(map(width, cells)) for cells in zip(heads, *rows, strict=True)]
    below = [at for at, columns_needed in enumerate(widest) if columns_needed > _WIDEST]
    beside = [at for at in range(len(heads)) if at not in below]
    for row in (heads, *rows):
        cells = [_placed(row[at], widest[at], columns[at]) for at in beside]
        yield ("  " + "  ".join(cells)).rstrip()
        if row is not heads:
            yield from (f"      {line}" for at in below for line in row[at].splitlines())


def _placed(text: str, columns: int, column: Column) -> str:
    return " " * (columns - width(text)) + text if column.type in NUMBERS else padded(text, columns)


def _told(words: Words, language: Language, between: str = " ") -> str:
    if language == "en" or not words.zh:
        return words.en or words.zh
    return words.zh if words.en in ("", words.zh) else f"{words.zh}{between}{words.en}"
