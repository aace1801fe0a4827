"""Triggers of everybody: who has a case opened, on which rung, and of whom nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.backends.sql_terms import Truth
from rules.expr.nodes import Compare, Expr, Literal
from rules.program import Trigger
from scoring.conclude.triggers import LEVEL_UNKNOWN
from scoring.population.course import Course, when
from scoring.population.measure.asking import both


@dataclass(frozen=True, slots=True)
class TriggerColumns:
    """Whether a case is opened, missing for 待定; the `rung` of one with a ladder, 0 of others."""

    trigger: Trigger
    fires: str
    rung: str = "0"


def open_cases(course: Course, triggers: Sequence[Trigger]) -> list[TriggerColumns]:
    truths = course.ask([trigger.when for trigger in triggers])
    rungs = [_rung(course, trigger) for trigger in triggers]
    settled = [_settled(course, *one) for one in zip(triggers, truths, rungs, strict=True)]
    kept = course.truths(settled)
    course.summary |= {one.name: truth for one, truth in zip(triggers, kept, strict=True)}
    found = zip(triggers, kept, rungs, strict=True)
    return [TriggerColumns(one, truth.sql, rung or "0") for one, truth, rung in found]


def _rung(course: Course, trigger: Trigger) -> str | None:
    """A column of the rung, the first being 1; missing where the level may be on several, or may be
    missing itself. None where there is no ladder."""
    if trigger.level is None:
        return None
    level, higher = trigger.level, trigger.ladder[1:]
    asked: list[Expr] = [Compare("=", level, Literal(None, "missing"))]
    asked += [Compare(">=", level, Literal(rung.at, "number")) for rung in higher]
    lacking, *reached = course.ask(asked)
    unknown = " OR ".join([f"{lacking.sql} IS NOT false", *(f"{r.sql} IS NULL" for r in reached)])
    steps = " + ".join(["1", *(when(truth.sql) for truth in reached)])
    return course.column(f"CASE WHEN {unknown} THEN NULL ELSE {steps} END")


def _settled(course: Course, trigger: Trigger, truth: Truth, rung: str | None) -> Truth:
    """Whether a case is opened: nobody knows where its rung is unknown."""
    truth = course.settle(truth, trigger.on_unknown, trigger.name)
    if rung is None:
        return truth
    course.note(trigger.name, LEVEL_UNKNOWN, both(truth.sql, f"{rung} IS NULL"))
    return Truth(f"({truth.sql} AND CASE WHEN {rung} IS NOT NULL THEN true END)", nullable=True)
