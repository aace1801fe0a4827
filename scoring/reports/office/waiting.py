"""Who is not graded, and what those who are pending wait for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rules.program import Program
from rules.values import Value
from scoring.assessment import State
from scoring.notes import Words
from scoring.reports.document import Block
from scoring.reports.office.rows import Row
from scoring.reports.office.tables import (
    MOST_ROWS,
    counted,
    fitting,
    subject_cells,
    subject_headings,
    text,
)


class Waiting:
    """A Part."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._reasons: Counter[tuple[State, str, str]] = Counter()
        self._pending: list[tuple[Value, ...]] = []
        self._count = 0

    def take(self, row: Row) -> None:
        if row.state == "graded":
            return
        self._reasons[row.state, row.reason, row.reason_en] += 1
        if row.state == "pending":
            self._count += 1
            if self._count <= MOST_ROWS:
                who = subject_cells(self._program, row.subject, row.name)
                self._pending.append((*who, row.reason, row.reason_en))

    def blocks(self) -> Iterator[Block]:
        rows = [
            ("待定 pending" if state == "pending" else "未评 not graded", zh, en, count)
            for (state, zh, en), count in sorted(
                self._reasons.items(), key=lambda pair: (-pair[1], pair[0])
            )
        ]
        reasons = (text("原因", "reason"), text("英文", "in English"))
        headings = (text("状态", "state"), *reasons, counted("个数", "subjects"))
        title = Words("未评和待定的原因", "why they are not graded or pending")
        yield fitting(headings, rows, len(rows), "results.csv", title=title)
        yield fitting(
            (*subject_headings(self._program), *reasons),
            self._pending,
            self._count,
            "results.csv",
            title=Words("待定对象在等什么", "what pending subjects wait for"),
        )
