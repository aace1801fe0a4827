"""The report of a review: what the tables of its package say, as a document for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import compress
from typing import cast

from rules.program import ListRule, Program
from rules.values import Number, Value
from scoring.assessment import State
from scoring.notes import Words
from scoring.package.table import Column, Row, Table
from scoring.reports.citing import cited
from scoring.reports.codes import READINGS, spoken
from scoring.reports.document import Block, Document, Facts, Grid, Heading, Remark, Sheet
from scoring.reports.excerpts import Excerpt, whole
from scoring.reports.headings import heading_of
from scoring.reports.returned import ReturnedSheet
from scoring.reports.summary import about, distribution_sheet, marks, summary_sheet
from scoring.runs.counts import Proposed
from scoring.runs.outcome import STATES, Summary, commonest

_TABLES = {
    "checks": Words("核查", "checks"),
    "triggers": Words("处置", "triggers"),
    "cases": Words("案件", "cases"),
    "quotas": Words("比例控制", "quotas"),
    "coefficients": Words("系数", "coefficients"),
    "awards": Words("奖励", "awards"),
    "results": Words("全部结果", "all results"),
    "ledger": Words("账目", "ledger"),
    "rejects": Words("退回", "rejects"),
}


def review_report(summary: Summary, tables: Mapping[str, Excerpt]) -> Document:
    """`tables` are those of the package by name."""
    return Document(
        title=summary.program.head.title,
        about=about(summary),
        marks=marks(summary),
        sheets=tuple(_sheets(summary, tables)),
        source=_source(summary),
    )


def rejects_report(
    summary: Summary, rejects: Table, file: str, returned: Sequence[ReturnedSheet]
) -> Document:
    """The list that stands before the sheets of one file that goes back to its sender."""
    at = [column.name for column in rejects.columns].index("file")
    mine = [row for row in rejects.rows if row[at] == file]
    remarks = tuple(Remark(words) for sheet in returned for words in _left_out(sheet))
    shown = whole(Table(rejects.name, rejects.columns, mine))
    listed = _sheet(Words("退回", "rejects"), shown, "rejects.csv")
    return Document(
        title=file,
        about=Words(
            f"{summary.program.head.title}，周期 {summary.evidence.period.label}；"
            "标红的单元格没有采用，原因见批注",
            "cells in red were not taken; the notes at them say why",
        ),
        marks=marks(summary),
        sheets=(Sheet(listed.name, (*remarks, *listed.blocks)),),
        source=_source(summary),
    )


def _left_out(sheet: ReturnedSheet) -> Iterator[Words]:
    name = f"“{sheet.name}”" if sheet.name else ""
    if not sheet.whole:
        yield Words(
            f"原表{name}行数很多，这里只有表头和退回的行，首列是原来的行号",
            "only headings and rejected rows are here; the first column has their row numbers",
        )
    if sheet.beyond:
        yield Words(
            f"原表{name}另有 {sheet.beyond:,} 行没有采用，未标在这里；全部见 rejects.csv",
            f"{sheet.beyond:,} more rejected rows are not shown: rejects.csv has all of them",
        )


def _source(summary: Summary) -> str:
    return f"kaoping {summary.engine.versions['kaoping']} · {summary.program.digest}"


def _sheets(summary: Summary, tables: Mapping[str, Excerpt]) -> Iterator[Sheet]:
    program = summary.program
    yield summary_sheet(summary)
    if (spread := distribution_sheet(summary)) is not None:
        yield spread
    standing = _standing(program, tables["results"])
    yield _sheet(Words("成绩", "standing"), standing, "results.csv")
    for rule, listed in zip(program.lists, tables["lists"].parts, strict=True):
        yield from _list_sheets(rule, listed, summary.counts.lists[rule.name])
    for name, words in _TABLES.items():
        if name in tables:
            file = f"{name}.{'parquet' if name == 'ledger' else 'csv'}"
            yield _sheet(words, _read(tables[name]), file)
    yield Sheet(Words("提示", "notices"), (_notices(summary),))


def _sheet(words: Words, shown: Excerpt, file: str, before: tuple[Block, ...] = ()) -> Sheet:
    table, count = shown.table, shown.count
    if not count:
        return Sheet(words, (*before, Remark(Words("无", "none"))))
    if not table.rows:
        told = Words(
            f"共 {count:,} 行，多于 {shown.most:,} 行，未列在这里；全部内容见 {file}",
            f"{count:,} rows, more than {shown.most:,}, are not shown here: {file} has all of them",
        )
        return Sheet(words, (*before, Remark(told)))
    headings = tuple(map(heading_of, table.columns))
    kept = 2 if [column.name for column in table.columns[:2]] == ["subject", "name"] else 1
    return Sheet(words, (*before, Grid(headings, table.rows, kept=kept)))


def _read(shown: Excerpt) -> Excerpt:
    """The codes of a table as words."""
    table = shown.table
    readings = [READINGS.get((table.name, column.name)) for column in table.columns]
    if not any(readings):
        return shown
    rows = [tuple(map(spoken, readings, row)) for row in table.rows]
    return replace(shown, table=replace(table, rows=rows))


def _standing(program: Program, results: Excerpt) -> Excerpt:
    """The results in short, the best first; columns in which nothing stands are left out."""
    table = results.table
    at = {column.name: i for i, column in enumerate(table.columns)}
    taken = [at[name] for name in _short(program) if name in at]
    rows = [
        (*(row[i] for i in taken), _provisional(program, at, row))
        for row in sorted(table.rows, key=lambda row: _order(program, at, row))
    ]
    stands = [
        any(value not in (None, "") for value in column) for column in zip(*rows, strict=True)
    ]
    columns = (*(table.columns[i] for i in taken), Column("provisional"))
    shown = [tuple(compress(row, stands)) for row in rows]
    return _read(replace(results, table=Table(table.name, tuple(compress(columns, stands)), shown)))


def _short(program: Program) -> Iterator[str]:
    yield "subject"
    if program.subject.name_field:
        yield f"field_{program.subject.name_field}"
    yield from ("total", "grade", "state")
    for rank in program.ranks:
        yield from (f"group_{rank.name}", f"place_{rank.name}")
    yield from ("lists", "pending_lists", "triggers", "pending_triggers")
    yield from (f"coefficient_{coefficient.name}" for coefficient in program.coefficients)
    yield from (f"award_{pool.name}" for pool in program.awards)
    yield from ("vetoes", "reason")


def _provisional(program: Program, at: Mapping[str, int], row: Row) -> str:
    """What may yet change: places, and what rests on them."""
    places = (rank.name for rank in program.ranks if row[at[f"provisional_{rank.name}"]])
    return ";".join(filter(None, (*places, str(row[at["provisional"]]))))


def _order(program: Program, at: Mapping[str, int], row: Row) -> tuple[object, ...]:
    grades = [grade.name for grade in program.grades]
    grade, total = row[at["grade"]], row[at["total"]] if "total" in at else None
    return (
        STATES.index(cast(State, row[at["state"]])),
        grades.index(str(grade)) if grade in grades else len(grades),
        -cast(Number, total) if total is not None else 0,
        row[at["subject"]],
    )


def _list_sheets(rule: ListRule, listed: Excerpt, counts: Proposed) -> Iterator[Sheet]:
    """Who is on the list, and on a sheet of their own those who wait for it (待定)."""
    table = listed.table
    at = [column.name for column in table.columns]
    shown = [name not in ("list", "publicity", "audience") for name in at]
    columns, waits = tuple(compress(table.columns, shown)), at.index("status")
    facts = _list_facts(rule)
    for words, pending, count in (
        (Words(rule.name, ""), False, counts.sure),
        (Words(f"{rule.name}（待定）", "pending"), True, counts.pending),
    ):
        if count or not pending:
            rows = [row for row in table.rows if (row[waits] == "pending") is pending]
            own = Table(table.name, columns, [tuple(compress(row, shown)) for row in rows])
            # Where a list is too long both its sheets say how long it is as a whole.
            excerpt = replace(listed, table=own, count=len(rows) if table.rows else listed.count)
            yield _sheet(words, _read(excerpt), "lists.csv", facts)


def _list_facts(rule: ListRule) -> tuple[Block, ...]:
    facts = (
        (Words("名单", "list"), rule.label),
        (Words("公示", "publicity"), rule.publicity),
        (Words("范围", "audience"), rule.audience),
        (Words("依据", "basis"), cited(rule.basis)),
    )
    told = tuple((words, text) for words, text in facts if text)
    return (Facts(told),) if told else ()


def _notices(summary: Summary) -> Block:
    """Of the policy, of the evidence, and of values that are missing, the commonest first."""
    rows: list[tuple[Value, ...]] = [
        ("细则 policy", warning.sentence("zh"), warning.sentence("en"), 1)
        for warning in summary.warnings
    ]
    rows += [("证据 evidence", n.zh, n.en, n.count) for n in summary.evidence.notices]
    rows += [
        ("缺失 missing", zh, en, count) for (zh, en), count in commonest(summary.counts.missing)
    ]
    if not rows:
        return Remark(Words("无", "none"))
    headings = (
        Heading(Words("来自", "from"), Column("from")),
        Heading(Words("提示", "notice"), Column("zh")),
        Heading(Words("英文", "in English"), Column("en")),
        Heading(Words("次数", "times"), Column("count", "whole")),
    )
    return Grid(headings, rows)
