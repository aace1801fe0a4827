"""The block of the summary about checks and decisions: how many subjects came to what."""

from __future__ import annotations

from collections.abc import Iterator

from rules.constructs.checks import RESULTS
from rules.program import Check, Ruling
from scoring.notes import Words
from scoring.package.table import Column
from scoring.reports.document import Grid, Heading
from scoring.runs.outcome import Summary

_NAME = Column("name")
_COUNT = Column("count", "whole", form="grouped")
_ENGLISH = {
    "符合": "met",
    "例外": "excepted",
    "缺备案": "not on record",
    "不符合": "not met",
    "不适用": "does not apply",
}
_UNKNOWN = Words("不明", "unknown")


def checks_block(summary: Summary) -> Iterator[Grid]:
    """A row for each check; for each category of a decision a row of its own."""
    structure = summary.program.structure
    checked = [one for one in structure if isinstance(one, Check)]
    ruled = [one for one in structure if isinstance(one, Ruling)]
    if checked:
        headings = (
            Heading(Words("核查", "check"), _NAME),
            *(Heading(Words(word, _ENGLISH[word]), _COUNT) for word in RESULTS),
            Heading(_UNKNOWN, _COUNT),
        )
        rows = [_counted(summary, check) for check in checked]
        yield Grid(headings, rows, Words("核查", "checks"))
    if ruled:
        headings = (
            Heading(Words("判定", "decision"), _NAME),
            Heading(Words("判为", "category"), _NAME),
            Heading(Words("个数", "subjects"), _COUNT),
        )
        given = [row for ruling in ruled for row in _given(summary, ruling)]
        yield Grid(headings, given, Words("判定", "decisions"))


def _counted(summary: Summary, check: Check) -> tuple[str | int, ...]:
    found = summary.counts.verdicts[check.name]
    return (check.label or check.name, *(found[word] for word in (*RESULTS, None)))


def _given(summary: Summary, ruling: Ruling) -> Iterator[tuple[str, str, int]]:
    found = summary.counts.verdicts[ruling.name]
    words = dict.fromkeys(choice.give for choice in ruling.choices)
    others = [word for word in RESULTS if found[word]]
    for word in (*words, *others):
        yield ruling.label or ruling.name, word, found[word]
    if found[None]:
        yield ruling.label or ruling.name, _UNKNOWN.zh, found[None]
