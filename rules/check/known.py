"""Findings an author knows of and stands by: a comment with the code and the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from rules.diagnostics import Diagnostic, diagnose
from rules.source import Source, Span

_SAID = re.compile(
    r"#[ \t]*(?:知悉|known)[ \t]+(?P<code>[a-z-]+)(?:[ \t]*[:：][ \t]*(?P<why>.*\S))?"
)


@dataclass(frozen=True, slots=True)
class Known:
    span: Span
    code: str
    why: str


def acknowledged(source: Source, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The same findings; one that is known is a note with the reason. A comment without a reason
    holds for nothing, and one that nothing is found for is told itself."""
    known = _known(source)
    used: set[Span] = set()
    for diagnostic in found:
        line = diagnostic.span.position.line if diagnostic.span else 0
        said = known.get((line, diagnostic.code))
        if said is not None:
            used.add(said.span)
        yield replace(diagnostic, known=said.why) if said else diagnostic
    for said in known.values():
        if not said.why:
            yield diagnose("known-without-reason", said.span, code=said.code)
        elif said.span not in used:
            yield diagnose("known-for-nothing", said.span, code=said.code)


def _known(source: Source) -> Mapping[tuple[int, str], Known]:
    """By the line that is meant and the code: the line of the comment, or the next one that is
    more than a comment."""
    found: dict[tuple[int, str], Known] = {}
    above: list[Known] = []
    start = 0
    for number, text in enumerate(source.text.split("\n"), 1):
        said = _SAID.search(text)
        if said:
            span = Span(source, start + said.start(), start + said.end())
            above.append(Known(span, said["code"], said["why"] or ""))
        if text.strip() and not text.lstrip().startswith("#"):
            found.update({(number, known.code): known for known in above})
            above = []
        start += len(text) + 1
    return {**found, **{(0, known.code): known for known in above}}
