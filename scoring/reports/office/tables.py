"""Tables of a report: what stands over their columns, and how many rows they may have."""

from __future__ import annotations

from collections.abc import Sequence

from rules.program import Program
from rules.values import Value
from scoring.notes import Words
from scoring.package.columns import total_columns
from scoring.package.table import Column
from scoring.reports.document import Block, Grid, Heading, Remark

# A longer table is nothing to print; the file that has all of it is named instead.
MOST_ROWS = 500

COUNT = Column("count", "whole", form="grouped")
TEXT = Column("text")


def text(zh: str, en: str) -> Heading:
    return Heading(Words(zh, en), TEXT)


def counted(zh: str, en: str) -> Heading:
    return Heading(Words(zh, en), COUNT)


def subject_headings(program: Program) -> tuple[Heading, ...]:
    """Of `subject_cells`: who it is, and the name where subjects have names."""
    named = (text("名称", "name"),) if program.subject.name_field else ()
    return (text("对象", "subject"), *named)


def subject_cells(program: Program, subject: str, name: str) -> tuple[Value, ...]:
    return (subject, name) if program.subject.name_field else (subject,)


def total_headings(program: Program) -> tuple[Heading, ...]:
    return tuple(Heading(Words("总分", "total"), column) for column in total_columns(program))


def fitting(
    headings: Sequence[Heading],
    rows: Sequence[tuple[Value, ...]],
    count: int,
    file: str,
    *,
    title: Words | None = None,
    kept: int = 1,
) -> Block:
    """The rows as a table; where there are none, or more than may stand here, a word of it."""
    if count > MOST_ROWS:
        named = f"{title.zh}：" if title else ""
        return Remark(
            Words(
                f"{named}共 {count:,} 行，多于 {MOST_ROWS:,} 行，未列在这里；全部内容见 {file}",
                f"{count:,} rows, more than {MOST_ROWS:,}, are not shown: {file} has all of them",
            )
        )
    if not rows:
        return Remark(Words(f"{title.zh}：无" if title else "无", "none"))
    return Grid(tuple(headings), rows, title, kept=kept)
