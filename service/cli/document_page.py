"""A document as one HTML file without outside requests, to read and to print."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from rules.values import Value
from rules.widths import width
from scoring.notes import Words
from scoring.reports.document import Document, Facts, Grid, Heading, Remark, Sheet
from service.cli.document_lines import cell_text
from service.cli.options import Language

_STYLE = """
body { font: 14px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2em;
  color: #1b1b1b; }
h1 { font-size: 1.5em; }
h2 { font-size: 1.15em; margin: 1.8em 0 .4em; border-bottom: 1px solid #999; }
small { color: #666; font-weight: normal; }
table { border-collapse: collapse; margin: .5em 0; }
caption { text-align: left; font-weight: bold; }
th, td { border: 1px solid #bbb; padding: .2em .6em; vertical-align: top; text-align: left; }
th { background: #f0f0f0; }
thead { display: table-header-group; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.s { white-space: nowrap; }
td.l { white-space: pre-line; }
p.mark { color: #8a3b00; font-weight: bold; }
dl { display: grid; grid-template-columns: max-content auto; gap: 0 1.2em; margin: .5em 0; }
dt { color: #555; } dd { margin: 0; }
@media print { body { margin: 0; font-size: 10pt; } tr { break-inside: avoid; }
  h2, caption, thead { break-after: avoid; } @page { margin: 15mm; } }
"""
_NUMBERS = frozenset({"whole", "decimal", "exact"})
# A text of so many columns is not broken.
_SHORT = 26


def document_page(document: Document, language: Language) -> str:
    parts = [part for sheet in document.sheets for part in _sheet(sheet, language)]
    marks = [f'<p class="mark">{_told(mark, language)}</p>' for mark in document.marks]
    about = document.about.en if language == "en" else document.about.zh
    title = f"{document.title} · {about}"
    lines = [
        "<!doctype html>",
        f'<html lang="{language}">',
        '<meta charset="utf-8">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        f"<h1>{escape(document.title)}</h1>",
        *marks,
        *parts,
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _sheet(sheet: Sheet, language: Language) -> Iterator[str]:
    yield f"<h2>{_told(sheet.name, language)}</h2>"
    for block in sheet.blocks:
        match block:
            case Remark(words):
                yield f"<p>{_told(words, language)}</p>"
            case Facts(rows):
                told = (f"<dt>{_told(w, language)}</dt><dd>{escape(text)}</dd>" for w, text in rows)
                yield f"<dl>{''.join(told)}</dl>"
            case Grid():
                yield _grid(block, language)


def _grid(grid: Grid, language: Language) -> str:
    title = f"<caption>{_told(grid.title, language)}</caption>" if grid.title else ""
    heads = "".join(f"<th>{_told(heading.words, language)}</th>" for heading in grid.headings)
    rows = "\n".join(
        "<tr>" + "".join(map(_cell, grid.headings, row)) + "</tr>" for row in grid.rows
    )
    return f"<table>{title}<thead><tr>{heads}</tr></thead><tbody>\n{rows}\n</tbody></table>"


def _cell(heading: Heading, value: Value) -> str:
    text = cell_text(heading.column, value)
    kind = "n" if heading.column.type in _NUMBERS else "s" if width(text) <= _SHORT else "l"
    return f'<td class="{kind}">{escape(text)}</td>'


def _told(words: Words, language: Language) -> str:
    if language == "en" or not words.zh:
        return escape(words.en)
    if words.zh == words.en:
        return escape(words.zh)
    return f"{escape(words.zh)} <small>{escape(words.en)}</small>"
