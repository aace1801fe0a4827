"""A document as a page: its sheets below each other, a chart above the table it draws."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from rules.values import Value
from rules.widths import width
from scoring.explanation.voice import Language
from scoring.notes import Words
from scoring.reports.document import Block, Document, Facts, Grid, Heading, Outline, Remark, Sheet
from scoring.reports.html.chart import drawn
from scoring.reports.html.style import STYLE, running
from scoring.reports.shown import NUMBERS, cell_text

# A text of so many columns is not broken.
_SHORT = 26


def document_page(document: Document, language: Language) -> str:
    """Chinese with English beside it, or English alone."""
    return "".join(f"{line}\n" for line in merged_page(document, [document], language))


def merged_page(
    cover: Document, documents: Iterable[Document], language: Language
) -> Iterator[str]:
    """Several documents in one file, each from a new page on, line by line; title and marks of the
    whole are those of the cover."""
    marks = [_words(mark, language) for mark in cover.marks]
    title = f"{cover.title} · {_words(cover.about, language)}"
    yield "<!doctype html>"
    yield f'<html lang="{"en" if language == "en" else "zh-CN"}">'
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{escape(title)}</title>"
    yield f"<style>{STYLE}{running(cover.title, marks)}</style>"
    for document in documents:
        yield from _article(document, language)
    yield "</html>"


def _article(document: Document, language: Language) -> Iterator[str]:
    yield "<article>"
    yield f"<h1>{escape(document.title)}</h1>"
    yield f'<p class="about">{_told(document.about, language)}</p>'
    yield from (f'<p class="mark">{_told(mark, language)}</p>' for mark in document.marks)
    if document.has_contents:
        links = (
            f'<a href="#s{number}">{escape(_words(sheet.name, language))}</a>'
            for number, sheet in enumerate(document.sheets, 1)
        )
        yield f"<nav>{''.join(links)}</nav>"
    for number, sheet in enumerate(document.sheets, 1):
        yield from _sheet(sheet, f' id="s{number}"' if document.has_contents else "", language)
    if document.source:
        yield f"<footer>{escape(document.source)}</footer>"
    yield "</article>"


def _sheet(sheet: Sheet, anchor: str, language: Language) -> Iterator[str]:
    yield f"<section{anchor}><h2>{_told(sheet.name, language)}</h2>"
    for block in sheet.blocks:
        yield _block(block, language)
    yield "</section>"


def _block(block: Block, language: Language) -> str:
    match block:
        case Remark(words):
            return f"<p>{_told(words, language)}</p>"
        case Facts(rows):
            told = (f"<dt>{_told(w, language)}</dt><dd>{escape(text)}</dd>" for w, text in rows)
            return f"<dl>{''.join(told)}</dl>"
        case Grid():
            return _grid(block, language)
        case Outline():
            return _outline(block)


def _grid(grid: Grid, language: Language) -> str:
    if grid.chart is None:
        return _table(grid, language)
    heading = f"<h3>{_told(grid.chart.title, language)}</h3>"
    chart = drawn(grid, grid.chart, _words(grid.chart.title, language))
    return f'{heading}<div class="figure">{chart}{_table(grid, language)}</div>'


def _table(grid: Grid, language: Language) -> str:
    title = f"<caption>{_told(grid.title, language)}</caption>" if grid.title else ""
    heads = "".join(f"<th>{_told(heading.words, language)}</th>" for heading in grid.headings)
    rows = "\n".join(
        "<tr>" + "".join(map(_cell, grid.headings, row)) + "</tr>" for row in grid.rows
    )
    table = f"<table>{title}<thead><tr>{heads}</tr></thead><tbody>\n{rows}\n</tbody></table>"
    return f'<div class="grid">{table}</div>'


def _cell(heading: Heading, value: Value) -> str:
    text = cell_text(heading.column, value)
    kind = "n" if heading.column.type in NUMBERS else "s" if width(text) <= _SHORT else "l"
    return f'<td class="{kind}">{escape(text)}</td>'


def _outline(outline: Outline) -> str:
    """A list in a list for each step down."""
    parts, depth = ['<ul class="told">'], 0
    for at, (deep, text) in enumerate(outline.sentences):
        while depth > deep:
            parts.append("</ul></li>")
            depth -= 1
        nested = outline.sentences[at + 1 : at + 2]
        opens = bool(nested) and nested[0][0] > deep
        parts.append(f"<li>{escape(text)}" + ("<ul>" if opens else "</li>\n"))
        depth = deep + 1 if opens else deep
    parts += ["</ul></li>"] * depth
    return "".join([*parts, "</ul>"])


def _words(words: Words, language: Language) -> str:
    return (words.en or words.zh) if language == "en" else (words.zh or words.en)


def _told(words: Words, language: Language) -> str:
    first = escape(_words(words, language))
    if language == "en" or not words.zh or not words.en or words.zh == words.en:
        return first
    return f"{first} <small>{escape(words.en)}</small>"
