"""Triggers: cases proposed for a subject, with the deadline counted from the as-of date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.expr.printer import print_expression
from rules.program import Trigger
from rules.values import Truth
from scoring.assessment import Case
from scoring.notes import Notes


@dataclass(frozen=True, slots=True)
class TriggerPlan:
    """`because` is the condition as text."""

    trigger: Trigger
    because: str


def prepare_trigger(trigger: Trigger) -> TriggerPlan:
    return TriggerPlan(trigger, print_expression(trigger.when, "zh"))


def cases(
    plans: Sequence[TriggerPlan],
    truths: Iterable[Truth],
    *,
    as_of: date,
    held_back: Collection[str],
    notes: Notes,
) -> tuple[tuple[Case, ...], tuple[str, ...]]:
    """The cases that open and the names of the triggers that wait, in policy order; those
    `held_back` wait."""
    opened, waiting = [], []
    for plan, truth in zip(plans, truths, strict=True):
        name = plan.trigger.name
        on_unknown = plan.trigger.on_unknown
        settled = None if name in held_back else notes.settle(truth, on_unknown, name)
        if settled is None:
            waiting.append(name)
        elif settled:
            opened.append(case_of(plan, as_of))
    return tuple(opened), tuple(waiting)


def case_of(plan: TriggerPlan, as_of: date) -> Case:
    trigger = plan.trigger
    deadline = None if trigger.days is None else as_of + timedelta(days=trigger.days)
    return Case(trigger.name, trigger.action, trigger.recipients, deadline, plan.because)
