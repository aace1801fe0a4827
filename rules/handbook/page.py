"""The rule book as one HTML file: no outside request, fit for a screen and for paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from rules.expr.printer import Spelling
from rules.handbook.parts import (
    Block,
    Chapter,
    Cited,
    Clause,
    Entry,
    Facts,
    Handbook,
    Paragraph,
    Point,
    Points,
    Quoted,
    Row,
    Sentence,
    Table,
)
from rules.handbook.wording import counted, heading, sentence, word

_STYLE = """
body { font: 16px/1.7 "Noto Serif CJK SC", "Songti SC", SimSun, serif; color: #111;
  max-width: 60em; margin: 2em auto; padding: 0 1em; }
h1 { text-align: center; font-size: 1.7em; margin-bottom: .2em; }
h2 { text-align: center; font-size: 1.25em; margin: 2em 0 .8em; break-after: avoid; }
h3 { font-size: 1em; margin: 1.4em 0 .3em; break-after: avoid; }
h1, h2, h3, th, nav, .id, .digest { font-family: "Noto Sans CJK SC", "Microsoft YaHei",
  sans-serif; }
.digest { text-align: center; color: #666; font-size: .75em; overflow-wrap: anywhere; }
nav ol { columns: 2; padding-left: 1.5em; }
code { font-family: "Noto Sans Mono CJK SC", ui-monospace, monospace; font-size: .92em;
  background: #f3f3f0; padding: 0 .2em; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: .5em 0; }
th, td { border: 1px solid #999; padding: .2em .6em; text-align: left; vertical-align: top; }
th { background: #f3f3f0; font-weight: 600; font-size: .9em; }
table.facts th { width: 9em; }
tr { break-inside: avoid; }
ol.points { list-style: none; padding-left: 0; counter-reset: point; }
ol.points > li { counter-increment: point; padding-left: 2.6em; margin: .3em 0; }
ol.points > li::before { content: "（" counter(point) "）"; display: inline-block;
  width: 2.6em; margin-left: -2.6em; }
.basis, .id { color: #555; font-size: .85em; }
.id a, .number a { color: inherit; }
p { margin: .3em 0; }
@media print {
  body { font-size: 10.5pt; max-width: none; margin: 0; }
  nav { display: none; }
  a { color: inherit; text-decoration: none; }
  code, th { background: none; }
}
@page { size: A4; margin: 2.2cm 2cm; }
"""
_NUMBER = re.compile(r"-?[0-9.]+%?")


def page(book: Handbook, language: Spelling) -> str:
    return "\n".join(_Page(book, language).lines()) + "\n"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an entry is found: its anchor on the page and the number of its clause."""

    anchor: str
    number: int


class _Page:
    def __init__(self, book: Handbook, language: Spelling) -> None:
        self.book = book
        self.language = language
        self.places: Mapping[str, _Place] = {
            entry.anchor: _Place(f"p{i}", number)
            for i, (number, entry) in enumerate(book.placed(), 1)
        }

    def lines(self) -> Iterator[str]:
        title = escape(self.book.title)
        tag = "zh-CN" if self.language == "zh" else "en"
        yield f'<!doctype html>\n<html lang="{tag}">\n<head>\n<meta charset="utf-8">'
        yield '<meta name="viewport" content="width=device-width">'
        yield f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>"
        yield f'<h1>{title}</h1>\n<p class="digest">{escape(self.book.subtitle)}</p>'
        yield from self.contents()
        number = 0
        for i, chapter in enumerate(self.book.chapters, 1):
            yield f'<h2 id="chapter-{i}">{escape(self.numbered(i, chapter))}</h2>'
            for clause in chapter.clauses:
                number += 1
                yield from self.clause(number, clause)
        yield from self.by_rule()
        yield from self.by_basis()
        yield "</body>\n</html>"

    def numbered(self, number: int, chapter: Chapter) -> str:
        return f"{counted('chapter', number, self.language)}\u3000{chapter.title}"

    def contents(self) -> Iterator[str]:
        yield f"<nav>\n<p>{heading('contents', self.language)}</p>\n<ol>"
        for i, chapter in enumerate(self.book.chapters, 1):
            yield f'<li><a href="#chapter-{i}">{escape(chapter.title)}</a></li>'
        for key in ("appendix-rules", "appendix-basis"):
            yield f'<li><a href="#{key}">{escape(word(key, self.language))}</a></li>'
        yield "</ol>\n</nav>"

    def clause(self, number: int, clause: Clause) -> Iterator[str]:
        entry = clause.entry
        points = sentence("of-points", self.language, points=clause.points) if clause.points else ()
        anchor = self.places[entry.anchor].anchor
        kind = f"{escape(clause.kind)} · " if clause.kind else ""
        title = f"{self.article(number)}\u3000{kind}{self.back(entry)}{_html(points)}"
        yield f'<h3 id="{anchor}">{title}</h3>'
        for block in clause.blocks:
            yield from self.block(block)
        yield from self.basis(entry.basis)

    def back(self, entry: Entry) -> str:
        """The name, leading to its row in the appendix, which leads back."""
        anchor = self.places[entry.anchor].anchor
        return f'<span class="number"><a href="#map-{anchor}">{escape(entry.name)}</a></span>'

    def basis(self, basis: tuple[Cited, ...]) -> Iterator[str]:
        if basis:
            colon = "：" if self.language == "zh" else ": "
            told = f"{heading('basis', self.language)}{colon}{self.cited(basis)}"
            yield f'<p class="basis">{told}</p>'

    def cited(self, basis: tuple[Cited, ...]) -> str:
        pause = "；" if self.language == "zh" else "; "
        return pause.join(escape(f"{one.document} {one.clause}".strip()) for one in basis)

    # --- blocks ----------------------------------------------------------------------------------

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph(text=text):
                yield f"<p>{_html(text)}</p>"
            case Facts(rows=rows):
                yield '<table class="facts"><tbody>'
                for label, value in rows:
                    yield f"<tr><th>{escape(label)}</th><td>{_html(value)}</td></tr>"
                yield "</tbody></table>"
            case Table():
                yield from self.table(block)
            case Points(points=points):
                yield '<ol class="points">'
                for point in points:
                    yield from self.point(point)
                yield "</ol>"

    def table(self, table: Table) -> Iterator[str]:
        """A column in which nothing is said is left out."""
        kept = [i for i in range(len(table.head)) if any(row.cells[i] for row in table.rows)]
        heads = _cells("th", (escape(table.head[i]) for i in kept))
        yield f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>"
        for row in table.rows:
            yield self.row(row, kept)
        yield "</tbody>\n</table>"

    def row(self, row: Row, kept: list[int]) -> str:
        cells = [_html(row.cells[i]) for i in kept]
        if row.entry is None:
            return f"<tr>{_cells('td', cells)}</tr>"
        cells[0] = self.back(row.entry)
        return f'<tr id="{self.places[row.entry.anchor].anchor}">{_cells("td", cells)}</tr>'

    def point(self, point: Point) -> Iterator[str]:
        anchor = self.places[point.entry.anchor].anchor
        back = f'<span class="id">[{self.back(point.entry)}]</span>'
        yield f'<li id="{anchor}">{_html(point.text)} {back}'
        for block in point.below:
            yield from self.block(block)
        yield from self.basis(point.entry.basis)
        yield "</li>"

    # --- appendices ------------------------------------------------------------------------------

    def by_rule(self) -> Iterator[str]:
        """Every rule with its clause, its line and its basis; the clause leads here and back."""
        head = ("clause", "rule", "line", "basis")
        yield from self.appendix("appendix-rules", head, self.rule_rows())

    def rule_rows(self) -> Iterator[str]:
        for number, entry in self.book.placed():
            anchor = self.places[entry.anchor].anchor
            told = self.cited(entry.basis)
            cells = (self.link(number, anchor), escape(entry.name), str(entry.line), told)
            yield f'<tr id="map-{anchor}">{_cells("td", cells)}</tr>'

    def by_basis(self) -> Iterator[str]:
        """Every clause of the documents relied on, with what rests on it."""
        head = ("basis", "source-clause", "rule")
        yield from self.appendix("appendix-basis", head, self.basis_rows())

    def basis_rows(self) -> Iterator[str]:
        resting: dict[tuple[str, str], list[str]] = {}
        for number, entry in self.book.placed():
            link = self.link(number, self.places[entry.anchor].anchor, entry.name)
            for one in entry.basis:
                resting.setdefault((one.document, one.clause), []).append(link)
        for (document, clause), links in sorted(resting.items()):
            yield f"<tr>{_cells('td', (escape(document), escape(clause), '<br>'.join(links)))}</tr>"

    def appendix(self, key: str, head: tuple[str, ...], rows: Iterable[str]) -> Iterator[str]:
        titles = (escape(heading(name, self.language)) for name in head)
        yield f'<h2 id="{key}">{escape(word(key, self.language))}</h2>'
        yield f"<table>\n<thead><tr>{_cells('th', titles)}</tr></thead>\n<tbody>"
        yield from rows
        yield "</tbody>\n</table>"

    def link(self, number: int, anchor: str, name: str = "") -> str:
        told = self.article(number) + (f" {name}" if name else "")
        return f'<a href="#{anchor}">{escape(told)}</a>'

    def article(self, number: int) -> str:
        return counted("article", number, self.language)


def _cells(tag: str, contents: Iterable[str]) -> str:
    return "".join(f"<{tag}>{content}</{tag}>" for content in contents)


def _html(sentence: Sentence) -> str:
    return "".join(
        _quoted(piece.text) if isinstance(piece, Quoted) else escape(piece) for piece in sentence
    )


def _quoted(text: str) -> str:
    """A number alone needs no sign that it is the policy's own word."""
    return text if _NUMBER.fullmatch(text) else f"<code>{escape(text)}</code>"
