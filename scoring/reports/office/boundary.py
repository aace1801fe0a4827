"""Those whose totals are nearest to a line, on either side of it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from rules.program import Program
from rules.values import Value, plain
from rules.widths import cut
from scoring.boundary import Line, lines_of
from scoring.notes import Words
from scoring.package.columns import total_columns
from scoring.package.table import Column
from scoring.reports.document import Block, Grid, Heading, Remark
from scoring.reports.office.rows import Row
from scoring.reports.office.tables import subject_cells, subject_headings, text, total_headings
from scoring.wording import told

# Of each side of each line.
_NEAREST = 5
_NAMES = 60


class Boundary:
    """A Part."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._lines = lines_of(program) if program.total else ()
        self._near: dict[tuple[Line, bool], list[tuple[Fraction, Row]]] = {
            (line, above): [] for line in self._lines for above in (True, False)
        }

    def take(self, row: Row) -> None:
        if row.state != "graded" or row.total is None:
            return
        for line in self._lines:
            own = self._near[line, line.above(row.total)]
            apart = abs(Fraction(row.total) - line.at)
            if len(own) < _NEAREST or apart <= own[-1][0]:
                own.append((apart, row))
                own.sort(key=lambda one: (one[0], one[1].subject))
                del own[_NEAREST:]

    def blocks(self) -> Iterator[Block]:
        if not self._lines:
            yield Remark(
                Words("细则没有按总分划的界线", "no line of the policy is drawn by totals")
            )
            return
        yield Remark(
            Words(
                f"每条界线两边各列最近的 {_NEAREST} 个；哪一条记录起决定作用，"
                "见 kaoping explain 结果包 --near 0.5",
                f"the {_NEAREST} nearest on either side of each line; "
                "kaoping explain PACKAGE --near 0.5 tells which record decides",
            )
        )
        rows = [row for line in self._lines for row in self._rows(line)]
        headings = (
            text("界线", "line"),
            text("决定", "decides"),
            *subject_headings(self._program),
            *total_headings(self._program),
            Heading(Words("相差", "distance"), _distance(self._program)),
            text("等次", "grade"),
        )
        yield Grid(headings, rows)

    def _rows(self, line: Line) -> Iterator[tuple[Value, ...]]:
        sign, names = "＞" if line.over else "≥", cut("、".join(line.of), _NAMES)
        above = reversed(self._near[line, True])
        for _, row in (*above, *self._near[line, False]):
            yield (
                f"{sign} {told(line.at)}",
                names,
                *subject_cells(self._program, row.subject, row.name),
                row.total,
                plain(Fraction(row.total or 0) - line.at),
                row.grade,
            )


def _distance(program: Program) -> Column:
    """A line may have more decimals than a total."""
    return Column("distance", "exact") if total_columns(program) else Column("distance")
