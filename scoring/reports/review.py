"""The report of a review: what the tables of its package say, as a document for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import compress

from rules.program import ListRule, Program
from rules.values import Value
from scoring.assessment import Assessment
from scoring.notes import Words
from scoring.outcome import STATES, Outcome, commonest
from scoring.package.table import Column, Table
from scoring.reports.citing import cited
from scoring.reports.codes import READINGS, spoken
from scoring.reports.document import Block, Document, Facts, Grid, Heading, Remark, Sheet
from scoring.reports.headings import heading_of
from scoring.reports.returned import ReturnedSheet
from scoring.reports.summary import about, distribution_sheet, marks, summary_sheet

# A sheet of more rows is slow to write and to open; the file beside it has them all.
MOST_ROWS = 20_000
_REJECTS = ("rejects.csv", MOST_ROWS)

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


def review_report(
    outcome: Outcome, tables: Mapping[str, Table], most_rows: int = MOST_ROWS
) -> Document:
    """`tables` are those of the package by name."""
    return Document(
        title=outcome.program.head.title,
        about=about(outcome),
        marks=marks(outcome),
        sheets=tuple(_sheets(outcome, tables, most_rows)),
        source=_source(outcome),
    )


def rejects_report(
    outcome: Outcome, rejects: Table, file: str, returned: Sequence[ReturnedSheet]
) -> Document:
    """The list that stands before the sheets of one file that goes back to its sender."""
    at = [column.name for column in rejects.columns].index("file")
    mine = [row for row in rejects.rows if row[at] == file]
    remarks = tuple(Remark(words) for sheet in returned for words in _left_out(sheet))
    listed = _sheet(Words("退回", "rejects"), Table(rejects.name, rejects.columns, mine), *_REJECTS)
    return Document(
        title=file,
        about=Words(
            f"{outcome.program.head.title}，周期 {outcome.evidence.period.label}；"
            "标红的单元格没有采用，原因见批注",
            "cells in red were not taken; the notes at them say why",
        ),
        marks=marks(outcome),
        sheets=(Sheet(listed.name, (*remarks, *listed.blocks)),),
        source=_source(outcome),
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


def _source(outcome: Outcome) -> str:
    return f"kaoping {outcome.engine.versions['kaoping']} · {outcome.program.digest}"


def _sheets(outcome: Outcome, tables: Mapping[str, Table], most_rows: int) -> Iterator[Sheet]:
    program = outcome.program
    names = _names(program, outcome.assessments)
    yield summary_sheet(outcome)
    if (spread := distribution_sheet(outcome)) is not None:
        yield spread
    standing = _standing(program, tables["results"], outcome.assessments)
    yield _sheet(Words("成绩", "standing"), standing, "results.csv", most_rows)
    for rule in program.lists:
        yield from _list_sheets(rule, _named(tables["lists"], names), most_rows)
    for name, words in _TABLES.items():
        if name in tables:
            file = f"{name}.{'parquet' if name == 'ledger' else 'csv'}"
            own = tables[name] if name == "results" else _named(tables[name], names)
            yield _sheet(words, _read(own), file, most_rows)
    yield Sheet(Words("提示", "notices"), (_notices(outcome),))


def _sheet(
    words: Words, table: Table, file: str, most_rows: int, before: tuple[Block, ...] = ()
) -> Sheet:
    rows = len(table.rows)
    if rows > most_rows:
        told = Words(
            f"共 {rows:,} 行，多于 {most_rows:,} 行，未列在这里；全部内容见 {file}",
            f"{rows:,} rows, more than {most_rows:,}, are not shown here: {file} has all of them",
        )
        return Sheet(words, (*before, Remark(told)))
    if not rows:
        return Sheet(words, (*before, Remark(Words("无", "none"))))
    headings = tuple(map(heading_of, table.columns))
    kept = 2 if [column.name for column in table.columns[:2]] == ["subject", "name"] else 1
    return Sheet(words, (*before, Grid(headings, table.rows, kept=kept)))


def _read(table: Table) -> Table:
    """The codes of a table as words."""
    readings = [READINGS.get((table.name, column.name)) for column in table.columns]
    if not any(readings):
        return table
    rows = [tuple(map(spoken, readings, row)) for row in table.rows]
    return Table(table.name, table.columns, rows)


def _names(program: Program, assessments: Sequence[Assessment]) -> Mapping[str, Value]:
    field = program.subject.name_field
    return {a.subject: a.fields.get(field) for a in assessments} if field else {}


def _named(table: Table, names: Mapping[str, Value]) -> Table:
    """With the name of each subject behind its id, where subjects have names."""
    columns = [column.name for column in table.columns]
    if not names or "subject" not in columns:
        return table
    at = columns.index("subject")
    return Table(
        table.name,
        (*table.columns[: at + 1], Column("name"), *table.columns[at + 1 :]),
        [(*row[: at + 1], names.get(str(row[at])), *row[at + 1 :]) for row in table.rows],
    )


def _standing(program: Program, results: Table, assessments: Sequence[Assessment]) -> Table:
    """The results in short, the best first; columns in which nothing stands are left out."""
    wanted = [
        "subject",
        *([f"field_{program.subject.name_field}"] if program.subject.name_field else ()),
        *("total", "grade", "state"),
        *(f"{part}_{rank.name}" for rank in program.ranks for part in ("group", "place")),
        *("lists", "pending_lists", "triggers", "pending_triggers"),
        *(f"coefficient_{coefficient.name}" for coefficient in program.coefficients),
        *(f"award_{pool.name}" for pool in program.awards),
        *("vetoes", "reason"),
    ]
    at = {column.name: i for i, column in enumerate(results.columns)}
    taken = [at[name] for name in wanted if name in at]
    by_subject = {str(row[0]): row for row in results.rows}
    rows = [
        (*(by_subject[assessment.subject][i] for i in taken), _provisional(assessment))
        for assessment in sorted(assessments, key=lambda a: _order(program, a))
    ]
    stands = [
        any(value not in (None, "") for value in column) for column in zip(*rows, strict=True)
    ]
    columns = (*(results.columns[i] for i in taken), Column("provisional"))
    shown = [tuple(compress(row, stands)) for row in rows]
    return _read(Table(results.name, tuple(compress(columns, stands)), shown))


def _provisional(assessment: Assessment) -> str:
    """What may yet change: places, and what rests on them."""
    places = (name for name, place in assessment.places.items() if place.provisional)
    return ";".join((*places, *assessment.provisional))


def _order(program: Program, assessment: Assessment) -> tuple[object, ...]:
    grades = [grade.name for grade in program.grades]
    return (
        STATES.index(assessment.state),
        grades.index(assessment.grade) if assessment.grade in grades else len(grades),
        -assessment.total if assessment.total is not None else 0,
        assessment.subject,
    )


def _list_sheets(rule: ListRule, lists: Table, most_rows: int) -> Iterator[Sheet]:
    """Who is on the list, and on a sheet of their own those who wait for it (待定)."""
    at = [column.name for column in lists.columns]
    mine = [row for row in lists.rows if row[at.index("list")] == rule.name]
    waits = at.index("status")
    sure = [row for row in mine if row[waits] != "pending"]
    pending = [row for row in mine if row[waits] == "pending"]
    shown = [name not in ("list", "publicity", "audience") for name in at]
    columns = tuple(compress(lists.columns, shown))
    facts = _list_facts(rule)
    for words, rows in (
        (Words(rule.name, ""), sure),
        (Words(f"{rule.name}（待定）", "pending"), pending),
    ):
        if rows is sure or rows:
            table = Table(lists.name, columns, [tuple(compress(row, shown)) for row in rows])
            yield _sheet(words, _read(table), "lists.csv", most_rows, facts)


def _list_facts(rule: ListRule) -> tuple[Block, ...]:
    facts = (
        (Words("名单", "list"), rule.label),
        (Words("公示", "publicity"), rule.publicity),
        (Words("范围", "audience"), rule.audience),
        (Words("依据", "basis"), cited(rule.basis)),
    )
    told = tuple((words, text) for words, text in facts if text)
    return (Facts(told),) if told else ()


def _notices(outcome: Outcome) -> Block:
    """Of the policy, of the evidence, and of values that are missing, the commonest first."""
    rows: list[tuple[Value, ...]] = [
        ("细则 policy", warning.sentence("zh"), warning.sentence("en"), 1)
        for warning in outcome.warnings
    ]
    rows += [("证据 evidence", n.zh, n.en, n.count) for n in outcome.evidence.notices]
    rows += [("缺失 missing", zh, en, count) for (zh, en), count in commonest(outcome.missing)]
    if not rows:
        return Remark(Words("无", "none"))
    headings = (
        Heading(Words("来自", "from"), Column("from")),
        Heading(Words("提示", "notice"), Column("zh")),
        Heading(Words("英文", "in English"), Column("en")),
        Heading(Words("次数", "times"), Column("count", "whole")),
    )
    return Grid(headings, rows)
