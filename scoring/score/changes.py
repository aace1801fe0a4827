"""逐步: the points of a leaf changed step by step, each balance kept in the limits of its step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rules.backends.reference import Evaluate
from rules.program import Change, Indicator, Stepwise
from rules.values import Number, Value, plain, round_number
from scoring.assessment import LedgerLine
from scoring.expressions import NO_RECORD, Compile, number_of
from scoring.notes import Notes, Words
from scoring.score.ledger import change_line

ZERO_FOR_STEP = Words("这一步缺少数据，不加不减", "the step lacks a value and changes nothing")


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """The steps in order, with their conditions (None: always) and points."""

    stepwise: Stepwise
    steps: tuple[tuple[Change, Evaluate | None, Evaluate], ...]


def prepare_changes(stepwise: Stepwise, compiled: Compile) -> ChangePlan:
    return ChangePlan(
        stepwise,
        tuple(
            (
                change,
                None if change.when is None else compiled(change.when, None),
                compiled(change.points, None),
            )
            for change in stepwise.changes
        ),
    )


def step_name(leaf: str, number: int) -> str:
    """What the ledger calls a step; numbers from 1."""
    return f"{leaf}-{number}"


def lacks_value(step: str) -> Words:
    return Words(f"“{step}”缺少数据", f"“{step}” lacks a value")


def changed(
    plan: ChangePlan, leaf: Indicator, summary: Mapping[str, Value], notes: Notes
) -> list[LedgerLine] | None:
    """The lines of the steps; None where the subject waits."""
    moves: list[Number] = []
    for number, (change, when, points_of) in enumerate(plan.steps, 1):
        name = step_name(leaf.name, number)
        points = _points(when, points_of, summary)
        if points is None and plan.stepwise.missing != "zero":
            notes.wait(lacks_value(name))
            return None
        if points is None:
            notes.caution(name, ZERO_FOR_STEP)
        moves.append(plain(change.sign * (points or 0)))
    return step_lines(plan.stepwise, leaf, moves)


def step_lines(stepwise: Stepwise, leaf: Indicator, moves: Iterable[Number]) -> list[LedgerLine]:
    """A line for each step, by what it moved the balance, and for each limit that binds."""
    balance, lines = leaf.start, []
    for number, (change, moved) in enumerate(zip(stepwise.changes, moves, strict=True), 1):
        name = step_name(leaf.name, number)
        lines.append(LedgerLine("measure", leaf.name, name, 0, moved, moved, "", moved))
        balance = plain(balance + moved)
        for limit, is_lower in ((change.floor, True), (change.cap, False)):
            if limit is not None and (balance < limit if is_lower else balance > limit):
                lost_to = "step_floor" if is_lower else "step_cap"
                lines.append(change_line("cap", leaf.name, balance, limit, lost_to))
                balance = limit
    if stepwise.rounding is not None:
        rounded = round_number(balance, stepwise.rounding)
        if rounded != balance:
            lines.append(change_line("rounding", leaf.name, balance, rounded))
    return lines


def _points(
    when: Evaluate | None, points_of: Evaluate, summary: Mapping[str, Value]
) -> Number | None:
    holds = True if when is None else when(NO_RECORD, summary)
    if holds is False:
        return 0
    return None if holds is None else number_of(points_of(NO_RECORD, summary))
