"""The records on a score card: those that met a rule, and those that a quantity was taken of."""

from __future__ import annotations

from collections.abc import Iterator

from rules.diagnostics import Language
from rules.program import Measure
from rules.values import Value
from scoring.explanation.account import Account
from scoring.explanation.behind import Behind, records_behind
from scoring.notes import Words
from scoring.package.table import Column
from scoring.reports.citing import cited
from scoring.reports.codes import READINGS
from scoring.reports.document import Grid, Heading

_LOST = READINGS["ledger", "lost_to"]
_PLACE = (
    Heading(Words("日期", "date"), Column("date", "date")),
    Heading(Words("文件", "file"), Column("file")),
    Heading(Words("行", "row"), Column("row", "whole")),
)


def counted(account: Account) -> Grid:
    """One row for each record that met a rule, in the order of the findings."""
    headings = (
        *_named("规则 rule", "依据 basis", "证据 evidence", "编号 record"),
        *_PLACE,
        Heading(Words("原分", "before"), Column("raw", "exact")),
        Heading(Words("计分", "after"), Column("applied", "exact")),
        *_named("受限于 lost to"),
    )
    rules = {rule.id: rule for rule in account.program.rules}
    rows: list[tuple[Value, ...]] = []
    for finding in account.assessment.findings:
        rule = rules[finding.rule]
        origin = account.origin_of(finding.kind, finding.evidence)
        rows.append(
            (
                rule.label or rule.id,
                cited(rule.basis),
                finding.kind,
                finding.evidence,
                finding.date,
                origin.table,
                origin.row,
                finding.raw,
                finding.applied,
                _LOST(finding.lost_to) if finding.lost_to else "",
            )
        )
    return Grid(headings, rows)


def behind(account: Account, *, each: bool) -> Grid | None:
    """What the quantities were taken of; of a sample one row, unless `each` record is asked for.
    None where no quantity was taken of any record."""
    headings = (*_named("数值 quantity", "依据 basis", "证据 evidence", "编号 record"), *_PLACE)
    rows = [
        row
        for measure in account.program.measures
        for one in records_behind(account, measure)
        for row in (_each(one) if each or one.happened else _together(one, account.voice.language))
    ]
    return Grid(headings, rows) if rows else None


def _each(behind: Behind) -> Iterator[tuple[Value, ...]]:
    for record in behind.records:
        origin = record.origin
        place = (record.date, origin.table, origin.row)
        yield (*_of(behind.measure), behind.kind, record.id, *place)


def _together(behind: Behind, language: Language) -> Iterator[tuple[Value, ...]]:
    files = dict.fromkeys(record.origin.table for record in behind.records)
    size = len(behind.records)
    count = f"共 {size} 条" if language == "zh" else f"{size} in all"
    if behind.met is not None:
        count += f"，符合 {behind.met} 条" if language == "zh" else f", met by {behind.met}"
    yield (*_of(behind.measure), behind.kind, count, None, "、".join(files), None)


def _of(measure: Measure) -> tuple[str, str]:
    return measure.label or measure.name, cited(measure.basis)


def _named(*words: str) -> Iterator[Heading]:
    for zh, _, en in (word.partition(" ") for word in words):
        yield Heading(Words(zh, en), Column(en))
