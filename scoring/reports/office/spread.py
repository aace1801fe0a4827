"""How the graded came out: grades, totals, and the grades of each group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from rules.program import Program
from rules.values import Number, Rounding, Value, round_number, show_number
from scoring.assessment import State
from scoring.notes import Words
from scoring.package.table import Column
from scoring.reports.distribution import histogram
from scoring.reports.document import Block, Chart, Grid, Heading, Remark
from scoring.reports.office.rows import Row, league_fields
from scoring.reports.office.tables import counted, fitting, text
from scoring.wording import shown

_SHARE = Column("share", "decimal", 3, "percent")


class Spread:
    """A Part."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._grades: Counter[str] = Counter()
        self._totals: Counter[Number] = Counter()
        self._groups: dict[int, Counter[tuple[str, str]]] = {
            at: Counter() for at, rank in enumerate(program.ranks) if rank.within
        }
        self._apart: dict[int, Counter[tuple[str, State]]] = {at: Counter() for at in self._groups}
        self._fields = league_fields(program)

    def take(self, row: Row) -> None:
        if row.state != "graded":
            self._take_apart(row)
            return
        grade = row.grade or ""
        self._grades[grade] += 1
        if row.total is not None:
            self._totals[row.total] += 1
        for at, counts in self._groups.items():
            if row.standings[at].place is not None:
                counts[row.standings[at].group, grade] += 1

    def _take_apart(self, row: Row) -> None:
        """Whoever has no place is told of the group that its fields say."""
        told = dict(zip(self._fields, row.leagues, strict=True))
        for at, counts in self._apart.items():
            counts[shown(told[name] for name in self._program.ranks[at].within), row.state] += 1

    def blocks(self) -> Iterator[Block]:
        graded = self._grades.total()
        if not graded:
            yield Remark(Words("没有已评对象", "nobody is graded"))
            return
        if self._program.grades:
            yield self._of_grades(graded)
        yield from self._of_totals()
        for at, counts in self._groups.items():
            yield self._of_groups(self._program.ranks[at].name, counts, self._apart[at])

    def _of_grades(self, graded: int) -> Grid:
        names = [grade.name for grade in self._program.grades]
        rows = [(n, self._grades[n], _share(self._grades[n], graded)) for n in names]
        share = Heading(Words("占已评", "share"), _SHARE)
        return Grid(
            (text("等次", "grade"), counted("个数", "subjects"), share),
            rows,
            chart=Chart(Words(f"等次分布（已评 {graded:,}）", "grades of the graded"), 0, 1),
        )

    def _of_totals(self) -> Iterator[Block]:
        total = self._program.total
        if total is None or not self._totals:
            return
        ends = min(self._totals), max(self._totals)
        low, high = (show_number(end, total.rounding.digits) for end in ends)
        title = Words(f"总分分布（{low} – {high}）", f"totals ({low} – {high})")
        headings = (text("总分", "total"), counted("个数", "subjects"))
        yield Grid(headings, histogram(self._totals, total.high), chart=Chart(title, 0, 1))
        yield Remark(
            Words("分数段含下限、不含上限", "an interval has its lower end and not its upper end")
        )

    def _of_groups(
        self, rank: str, counts: Counter[tuple[str, str]], apart: Counter[tuple[str, State]]
    ) -> Block:
        names = [grade.name for grade in self._program.grades]
        groups = sorted({group for group, _ in (*counts, *apart)})
        rows: list[tuple[Value, ...]] = [
            (group, sum(own), *own, apart[group, "not_graded"], apart[group, "pending"])
            for group in groups
            for own in [[counts[group, name] for name in names]]
        ]
        headings = (text("组别", "group"), counted("已评", "graded"))
        others = (counted("未评", "not graded"), counted("待定", "pending"))
        by_grade = (*(counted(name, "") for name in names), *others)
        title = Words(f"各组等次（{rank}）", f"grades by group ({rank})")
        return fitting((*headings, *by_grade), rows, len(rows), "results.csv", title=title)


def _share(part: int, whole: int) -> Number:
    return round_number(Fraction(part, whole), Rounding(3))
