"""A policy's text as a page that shows, line by line, what its cases have shown of it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from scoring.coverage.coverage import Coverage
from scoring.coverage.targets import FAMILIES, SIDES, Target
from service.cli.verdicts import percent

_STYLE = """
body { font: 14px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; margin: 2em; }
table { border-collapse: collapse; }
td { padding: 0 .7em; vertical-align: top; }
td.line { color: #777; text-align: right; user-select: none; }
td.text { white-space: pre-wrap; font-family: ui-monospace, "Noto Sans Mono CJK SC", monospace; }
tr.all td.text { background: #e3f4e3; }
tr.part td.text { background: #fdebd3; }
td.left { color: #8a3b00; }
"""


def coverage_page(coverage: Coverage, title: str, text: str) -> str:
    """One file, no outside request. Colour is never alone: ✓ and ✗ stand beside it."""
    by_line: dict[int, list[Target]] = {}
    for target in coverage.targets:
        if target.span is not None:
            by_line.setdefault(target.span.position.line, []).append(target)
    rows = "\n".join(
        _row(number, line, by_line.get(number, ()), coverage)
        for number, line in enumerate(text.splitlines(), 1)
    )
    placeless = [target for target in coverage.missed if target.span is None]
    left = "".join(f"<li>{escape(_said(target))}</li>" for target in placeless)
    shown, of = len(coverage.seen), len(coverage.targets)
    return (
        f'<!doctype html>\n<html lang="zh">\n<meta charset="utf-8">\n<title>{escape(title)}</title>'
        f"\n<style>{_STYLE}</style>\n<h1>{escape(title)}</h1>\n"
        f"<p>用例验证了 {shown}/{of}（{percent(shown, of)}） · shown by cases</p>\n"
        f"<ul>{left}</ul>\n<table>\n{rows}\n</table>\n</html>\n"
    )


def _row(number: int, line: str, targets: Sequence[Target], coverage: Coverage) -> str:
    missed = [target for target in targets if target not in coverage.seen]
    kind, mark = ("part", "✗") if missed else ("all", "✓") if targets else ("", "")
    told = "<br>".join(escape(_said(target)) for target in missed)
    return (
        f'<tr class="{kind}"><td class="line">{number}</td><td>{mark}</td>'
        f'<td class="text">{escape(line)}</td><td class="left">{told}</td></tr>'
    )


def _said(target: Target) -> str:
    return f"{FAMILIES[target.family][0]}“{target.name}”{SIDES[target.side][0]}"
