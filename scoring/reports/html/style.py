"""How a document looks on a screen and on A4; what stands on every printed page."""

from __future__ import annotations

from collections.abc import Sequence

STYLE = """
:root { --ink: #1b1b1b; --soft: #5d5d5d; --line: #b9b9b9; --fill: #eef1f5; --bar: #44698f; }
body { font: 14px/1.6 system-ui, "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei",
  "PingFang SC", "WenQuanYi Micro Hei", sans-serif; margin: 0 auto; padding: 1.5em 2em;
  max-width: 76em; color: var(--ink); }
h1 { font-size: 1.6em; margin: .2em 0; }
h2 { font-size: 1.2em; margin: 2em 0 .5em; border-bottom: 2px solid var(--bar); }
h3, caption { font-size: 1em; font-weight: bold; margin: 1em 0 .3em; text-align: left; }
small { color: var(--soft); font-weight: normal; }
p { margin: .4em 0; } p.about { color: var(--soft); }
p.mark { color: #8a3b00; font-weight: bold; }
nav { margin: 1em 0; } nav a { margin-right: 1em; white-space: nowrap; }
div.grid { overflow-x: auto; }
table { border-collapse: collapse; margin: .5em 0; }
th, td { border: 1px solid var(--line); padding: .2em .6em; vertical-align: top; text-align: left; }
th { background: var(--fill); min-width: 2.4em; } th small { display: block; }
thead { display: table-header-group; }
td.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.s { white-space: nowrap; }
td.l { white-space: pre-line; overflow-wrap: anywhere; min-width: 9em; }
dl { display: grid; grid-template-columns: max-content auto; gap: 0 1.2em; margin: .5em 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
ul.told { list-style: none; padding-left: 0; } ul.told ul { list-style: none; padding-left: 1.4em; }
ul.told > li { margin: .3em 0; }
div.figure { display: flex; flex-wrap: wrap; gap: 0 2em; align-items: flex-start; }
svg { display: block; margin: .5em 0; max-width: 100%; height: auto; }
svg text { font: 12px system-ui, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC",
  "WenQuanYi Micro Hei", sans-serif; fill: var(--ink); }
svg rect { fill: var(--bar); }
footer { margin-top: 2em; color: var(--soft); font-size: .85em; overflow-wrap: anywhere; }
article + article { break-before: page; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 9.5pt; }
  nav { display: none; } div.grid { overflow: visible; }
  tr, svg, dl, div.figure { break-inside: avoid; }
  h2, h3, caption, thead, dl { break-after: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
@page { size: A4; margin: 18mm 14mm 16mm; }
"""
_CORNERS = (
    '@page {{ @top-left {{ content: "{title}"; {look} }}'
    ' @top-right {{ content: "{marks}"; {look} }}'
    ' @bottom-right {{ content: counter(page) " / " counter(pages); {look} }} }}\n'
)
_LOOK = "font: 8pt system-ui, sans-serif; color: #5d5d5d;"


def running(title: str, marks: Sequence[str]) -> str:
    """What stands at the edges of every printed page."""
    told = {"title": _quoted(title), "marks": _quoted(" · ".join(marks))}
    return _CORNERS.format(**told, look=_LOOK)


def _quoted(text: str) -> str:
    """Inside a string of CSS inside a page: whoever wrote the text ends neither."""
    return "".join(
        char if char.isalnum() or char in " ·，。、：；（）–-" else f"\\{ord(char):x} "
        for char in text
    )
