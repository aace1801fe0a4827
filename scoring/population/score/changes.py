"""逐步, of everybody: the points of a leaf changed step by step, each balance in its limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.program import Change, Indicator, Stepwise
from scoring.population.course import Course
from scoring.population.find.limits import limited, stated
from scoring.population.measure.asking import both
from scoring.score.changes import ZERO_FOR_STEP, lacks_value, step_name

NOTHING = numbers.whole_literal(0)


@dataclass(frozen=True, slots=True)
class Changed:
    """The balance after the last step, and what each step moved it by."""

    balance: Scaled
    moves: Sequence[Scaled]


def change(course: Course, leaf: Indicator, stepwise: Stepwise) -> Changed:
    """Behind a step that waits nothing more is said."""
    balance, moves, reached = numbers.literal(leaf.start), [], "true"
    for number, step in enumerate(stepwise.changes, 1):
        points = course.number(_points(course, step))
        name, lacks = step_name(leaf.name, number), both(reached, f"{points.top} IS NULL")
        if points.nullable and stepwise.missing == "zero":
            course.note(name, ZERO_FOR_STEP, lacks)
            there = f"({points.top} IS NOT NULL)"
            points = replace(numbers.chosen(there, points, NOTHING, nullable=False), nullable=False)
        elif points.nullable:
            course.wait(lacks_value(name), lacks)
            reached = both(reached, f"{points.top} IS NOT NULL")
        moved = course.number(points if step.sign > 0 else numbers.negative(points))
        moves.append(moved)
        balance = limited(course, numbers.add(balance, moved), stated(step.floor, step.cap))
    if stepwise.rounding is not None:
        balance = numbers.rounded(balance, stepwise.rounding)
    return Changed(balance, moves)


def _points(course: Course, step: Change) -> Scaled:
    points = course.translator.number(step.points)
    if step.when is None:
        return points
    holds = course.translator.condition(step.when)
    return numbers.chosen(holds.sql, points, NOTHING, nullable=holds.nullable)
