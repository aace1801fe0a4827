"""Decision tables: which rows hold, and what points they give together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules.backends.reference import Evaluate
from rules.program import Decision
from rules.values import Number, Truth, Value, add_up
from scoring.expressions import NO_RECORD, Compile
from scoring.notes import Words

NO_ROW = Words("的决策表没有一行符合", "meets no row of its decision table")


class RowsMeetError(Exception):
    """Rows of a table that allows one hold together; they are counted from 1."""

    def __init__(self, table: Decision, rows: list[int]) -> None:
        super().__init__(rows)
        self.table = table
        self.rows = rows


@dataclass(frozen=True, slots=True)
class DecisionPlan:
    """The tests of each row, without those that any value meets."""

    table: Decision
    rows: tuple[tuple[Evaluate, ...], ...]


def prepare_decision(table: Decision, compiled: Compile) -> DecisionPlan:
    return DecisionPlan(
        table,
        tuple(
            tuple(compiled(test, None) for test in row.tests if test is not None)
            for row in table.rows
        ),
    )


def decide(plan: DecisionPlan, summary: Mapping[str, Value]) -> Number | Words | None:
    """The points, None where what is missing could change them, or why there are none."""
    truths = [_holds(row, summary) for row in plan.rows]
    points = [row.points for row in plan.table.rows]
    match plan.table.hit:
        case "unique":
            return _unique(plan.table, truths, points)
        case "first":
            return _first(truths, points)
        case "priority":
            order = plan.table.priorities
            ranked = sorted(range(len(points)), key=lambda row: order.index(points[row]))
            return _prior([truths[row] for row in ranked], [points[row] for row in ranked])
        case "collect_sum":
            open_rows = (p for t, p in zip(truths, points, strict=True) if t is None)
            if any(open_rows):
                return None
            return add_up(p for t, p in zip(truths, points, strict=True) if t)


def _holds(tests: tuple[Evaluate, ...], summary: Mapping[str, Value]) -> Truth:
    truths = [test(NO_RECORD, summary) for test in tests]
    return False if False in truths else None if None in truths else True


def _unique(table: Decision, truths: list[Truth], points: list[Number]) -> Number | Words | None:
    met = [row for row, truth in enumerate(truths) if truth]
    if len(met) > 1:
        raise RowsMeetError(table, [row + 1 for row in met])
    if None in truths:
        return None
    return points[met[0]] if met else NO_ROW


def _first(truths: list[Truth], points: list[Number]) -> Number | Words | None:
    for truth, number in zip(truths, points, strict=True):
        if truth is not False:
            return number if truth else None
    return NO_ROW


def _prior(truths: list[Truth], points: list[Number]) -> Number | Words | None:
    """As the first, but an open row matters only if it would give other points."""
    wanted = next((p for t, p in zip(truths, points, strict=True) if t), None)
    for truth, number in zip(truths, points, strict=True):
        if truth:
            return number
        if truth is None and number != wanted:
            return None
    return NO_ROW
