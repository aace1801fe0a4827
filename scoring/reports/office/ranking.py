"""The ranks of the policy, group by group; of a large population the first places."""

from __future__ import annotations

from collections.abc import Iterator

from rules.program import Program, Rank
from rules.values import Value
from scoring.notes import Words
from scoring.reports.document import Block, Remark
from scoring.reports.office.rows import Row
from scoring.reports.office.tables import (
    MOST_ROWS,
    counted,
    fitting,
    subject_cells,
    subject_headings,
    text,
    total_headings,
)

# Places of each group that stand here where not all of them can.
_FIRST = 10


class Ranking:
    """A Part: one rank. `graded` is how many are graded in all."""

    def __init__(self, program: Program, at: int, graded: int) -> None:
        self._program = program
        self._rank: Rank = program.ranks[at]
        self._at = at
        self._last = None if graded <= MOST_ROWS else _FIRST
        self._rows: list[tuple[str, int, Row]] = []
        self._count = 0

    def take(self, row: Row) -> None:
        standing = row.standings[self._at]
        place = standing.place
        if place is None or (self._last is not None and place > self._last):
            return
        self._count += 1
        if self._count <= MOST_ROWS:
            self._rows.append((standing.group, place, row))
        else:
            self._rows.clear()

    def blocks(self) -> Iterator[Block]:
        name = self._rank.label or self._rank.name
        if self._last is not None:
            told = Words(
                f"{name}：每组列前 {self._last} 名；全部名次见 results.csv",
                f"{name}: the first {self._last} of each group; results.csv has every place",
            )
            yield Remark(told)
        rows = [self._cells(*one) for one in sorted(self._rows, key=_order)]
        grouped = (text("组别", "group"),) if self._rank.within else ()
        headings = (
            *grouped,
            counted("名次", "place"),
            *subject_headings(self._program),
            *total_headings(self._program),
            text("等次", "grade"),
            text("备注", "remark"),
        )
        title = Words(name, name)
        yield fitting(headings, rows, self._count, "results.csv", title=title)

    def _cells(self, group: str, place: int, row: Row) -> tuple[Value, ...]:
        unsure = "暂定 provisional" if row.standings[self._at].provisional else ""
        return (
            *((group,) if self._rank.within else ()),
            place,
            *subject_cells(self._program, row.subject, row.name),
            *((row.total,) if self._program.total else ()),
            row.grade,
            unsure,
        )


def _order(one: tuple[str, int, Row]) -> tuple[str, int, str]:
    group, place, row = one
    return group, place, row.subject
