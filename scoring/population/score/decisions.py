"""Decision tables of everybody: which rows hold, and what points they give together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Truth, first_holding
from rules.expr.nodes import Expr
from rules.program import Decision
from rules.values import Number
from scoring.population.course import Course, when
from scoring.population.measure.asking import both


@dataclass(frozen=True, slots=True)
class Decided:
    """`raw` is missing where no row holds (`nowhere`), where several hold of which only one may
    (`meeting`), or where what is missing could change the points. `rows` is which rows hold."""

    raw: Scaled
    nowhere: str
    meeting: str
    rows: Sequence[Truth]


def decide(course: Course, table: Decision) -> Decided:
    asked = [Truth(_row(course, row.tests), nullable=True) for row in table.rows]
    rows = [truth for truth in course.keep(asked) if isinstance(truth, Truth)]
    points = [row.points for row in table.rows]
    nowhere = f"({' AND '.join(f'NOT {row.sql}' for row in rows)})"
    match table.hit:
        case "unique":
            holding = f"({' + '.join(when(row.sql) for row in rows)})"
            known = f"({' AND '.join(f'{row.sql} IS NOT NULL' for row in rows)})"
            raw = _where(both(known, f"{holding} = 1"), _first(rows, points))
            return Decided(raw, nowhere, f"({holding} > 1)", rows)
        case "first":
            return Decided(_prior(rows, points, "true"), nowhere, "false", rows)
        case "priority":
            order = table.priorities
            ranked = sorted(range(len(points)), key=lambda row: order.index(points[row]))
            rows, points = [rows[row] for row in ranked], [points[row] for row in ranked]
            wanted = course.number(_first(rows, points))
            return Decided(_prior(rows, points, wanted), nowhere, "false", rows)
        case "collect_sum":
            return Decided(_sum(rows, points), "false", "false", rows)


def _row(course: Course, tests: Sequence[Expr | None]) -> str:
    asked = [course.translator.condition(test).sql for test in tests if test is not None]
    return reduce(both, asked, "true")


def _first(rows: Sequence[Truth], points: Sequence[Number]) -> Scaled:
    return first_holding(list(zip(rows, points, strict=True)), None)


def _prior(rows: Sequence[Truth], points: Sequence[Number], wanted: Scaled | str) -> Scaled:
    """The first row that holds; none behind one that is open. An open row that would give what is
    `wanted` changes nothing."""
    ahead, open_rows = "true", []
    for row, number in zip(rows, points, strict=True):
        matters = f"{row.sql} IS NULL"
        if isinstance(wanted, Scaled):
            same = numbers.compared("=", wanted, numbers.literal(number))
            matters = f"({matters} AND NOT coalesce({same}, false))"
        open_rows.append(both(ahead, matters))
        ahead = both(ahead, f"NOT coalesce({row.sql}, false)")
    return _where(f"NOT ({' OR '.join(open_rows)})", _first(rows, points))


def _sum(rows: Sequence[Truth], points: Sequence[Number]) -> Scaled:
    none = numbers.whole_literal(0)
    parts = [
        numbers.chosen(row.sql, numbers.literal(number), none, nullable=True)
        for row, number in zip(rows, points, strict=True)
        if number
    ]
    return reduce(numbers.add, parts, none)


def _where(condition: str, number: Scaled) -> Scaled:
    return numbers.chosen(condition, number, numbers.NO_NUMBER, nullable=False)
