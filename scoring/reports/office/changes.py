"""The grades beside those of the last period, where earlier results are there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rules.program import GRADE, Program
from rules.values import Value
from scoring.evidence import History, PastPeriod, Result
from scoring.notes import Words
from scoring.reports.document import Block, Grid, Remark
from scoring.reports.office.rows import Row
from scoring.reports.office.tables import (
    MOST_ROWS,
    counted,
    fitting,
    subject_cells,
    subject_headings,
    text,
)

_ABSENT, _UNKNOWN, _NOT_GRADED, _PENDING = "无 none", "不明 unknown", "未评", "待定"


class Changes:
    """A Part."""

    def __init__(self, program: Program, history: History | None) -> None:
        self._program = program
        self._last = _last(history)
        self._moves: Counter[tuple[str, str]] = Counter()
        self._moved: list[tuple[Value, ...]] = []
        self._count = 0

    def take(self, row: Row) -> None:
        if self._last is None:
            return
        before, after = _before(self._last, row.subject), _now(row)
        self._moves[before, after] += 1
        if before != after:
            self._count += 1
            if self._count <= MOST_ROWS:
                who = subject_cells(self._program, row.subject, row.name)
                self._moved.append((*who, before, after, self._way(before, after)))

    def blocks(self) -> Iterator[Block]:
        if self._last is None:
            yield Remark(Words("没有提供往期结果", "no earlier results were delivered"))
            return
        label = self._last.period.label
        seen = {word for move in self._moves for word in move}
        names = [grade.name for grade in self._program.grades]
        words = [*names, _NOT_GRADED, _PENDING, _UNKNOWN, _ABSENT]
        across = [word for word in words if word in seen and word not in (_UNKNOWN, _ABSENT)]
        rows: list[tuple[Value, ...]] = [
            (word, *(self._moves[word, other] for other in across))
            for word in words
            if any(self._moves[word, other] for other in across)
        ]
        title = Words(
            f"上期（{label}）等次各行，本期等次各列", f"grades of {label} down, of now across"
        )
        first = text("上期", "last period")
        yield Grid((first, *(counted(word, "") for word in across)), rows, title)
        headings = (
            *subject_headings(self._program),
            text("上期", "last period"),
            text("本期", "now"),
            text("升降", "way"),
        )
        told = Words("等次有变化的对象", "those whose grade changed")
        yield fitting(headings, self._moved, self._count, "results.csv", title=told)

    def _way(self, before: str, after: str) -> str:
        names = [grade.name for grade in self._program.grades]
        if before not in names or after not in names:
            return ""
        return "升 up" if names.index(after) < names.index(before) else "降 down"


def _last(history: History | None) -> PastPeriod | None:
    periods = history.periods.values() if history else ()
    return max(periods, key=lambda past: (past.period.end, past.period.label), default=None)


def _before(past: PastPeriod, subject: str) -> str:
    result = past.results.get(subject)
    if result is None:
        return _UNKNOWN if subject in past.refused or not past.complete else _ABSENT
    return _word(result)


def _word(result: Result) -> str:
    match result.state:
        case "graded":
            grade = result.values[GRADE]
            return _UNKNOWN if grade is None else str(grade)
        case "not_graded":
            return _NOT_GRADED
        case "pending":
            return _PENDING


def _now(row: Row) -> str:
    match row.state:
        case "graded":
            return row.grade or _UNKNOWN
        case "not_graded":
            return _NOT_GRADED
        case "pending":
            return _PENDING
