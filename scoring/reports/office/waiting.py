"""Who is not graded, and what those who are pending wait for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rules.program import Program
from rules.values import Value
from scoring.assessment import State
from scoring.notes import Words
from scoring.reports.document import Block
from scoring.reports.office.rows import Row, league_fields
from scoring.reports.office.tables import (
    MOST_ROWS,
    counted,
    fitting,
    subject_cells,
    subject_headings,
    text,
)
from scoring.wording import shown


class Waiting:
    """A Part."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._reasons: Counter[tuple[State, str, str]] = Counter()
        self._who: dict[State, list[tuple[Value, ...]]] = {"not_graded": [], "pending": []}
        self._counts: Counter[State] = Counter()

    def take(self, row: Row) -> None:
        if row.state == "graded":
            return
        self._reasons[row.state, row.reason, row.reason_en] += 1
        self._counts[row.state] += 1
        if self._counts[row.state] <= MOST_ROWS:
            who = subject_cells(self._program, row.subject, row.name)
            told = (*who, *(shown([value]) for value in row.leagues), row.reason, row.reason_en)
            self._who[row.state].append(told)

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
        yield self._those("pending", Words("待定对象在等什么", "what pending subjects wait for"))
        yield self._those("not_graded", Words("未评对象", "subjects that are not graded"))

    def _those(self, state: State, title: Words) -> Block:
        """Those of one league together, in the order of the fields that ranks stand apart by."""
        leagues = [text(field, "") for field in league_fields(self._program)]
        who = subject_headings(self._program)
        rows = sorted(self._who[state], key=lambda row: row[len(who) : len(who) + len(leagues)])
        headings = (*who, *leagues, text("原因", "reason"), text("英文", "in English"))
        return fitting(headings, rows, self._counts[state], "results.csv", title=title)
