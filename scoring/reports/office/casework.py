"""The cases a package follows: how many stand how, and those that are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rules.program import Program
from rules.values import Value
from scoring.conclude.case_files import CaseFile
from scoring.notes import Words
from scoring.package.table import Column
from scoring.reports.codes import READINGS, spoken
from scoring.reports.document import Block, Heading
from scoring.reports.office.tables import (
    MOST_ROWS,
    counted,
    fitting,
    subject_cells,
    subject_headings,
    text,
)

_FILE = "cases.csv"
_STATE = READINGS["cases", "state"]


def open_cases(cases: Sequence[CaseFile]) -> list[CaseFile]:
    """Those that are shown: whose deadline is nearest come first, without one last."""
    found = [case for case in cases if case.is_open]
    found.sort(key=lambda one: (one.deadline is None, one.deadline or one.opened, one.id))
    return found


def case_blocks(
    program: Program, cases: Sequence[CaseFile], names: Mapping[str, str]
) -> Iterator[Block]:
    counts = Counter((case.trigger, case.state) for case in cases)
    order = [trigger.name for trigger in program.triggers]
    ranked = sorted(counts.items(), key=lambda one: (_place(order, one[0][0]), one[0]))
    rows = [(name, spoken(_STATE, state), times) for (name, state), times in ranked]
    headings = (text("处置", "trigger"), text("状态", "state"), counted("案件", "cases"))
    yield fitting(headings, rows, len(rows), _FILE)
    standing = open_cases(cases)
    shown = [_row(program, case, names) for case in standing[:MOST_ROWS]]
    of_open = (
        *subject_headings(program),
        text("处置", "trigger"),
        text("措施", "action"),
        text("状态", "state"),
        Heading(Words("立案", "opened"), Column("opened", "date")),
        Heading(Words("期限", "deadline"), Column("deadline", "date")),
        counted("逾期次数", "deadlines missed"),
    )
    title = Words("没有办结的案件", "open cases")
    yield fitting(of_open, shown, len(standing), _FILE, title=title)


def _place(order: Sequence[str], name: str) -> int:
    """A case may be of a trigger that the policy has no more."""
    return order.index(name) if name in order else len(order)


def _row(program: Program, case: CaseFile, names: Mapping[str, str]) -> tuple[Value, ...]:
    return (
        *subject_cells(program, case.subject, names.get(case.subject, "")),
        case.trigger,
        case.action,
        spoken(_STATE, case.state),
        case.opened,
        case.deadline,
        len(case.overdue),
    )
