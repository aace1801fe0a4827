"""Triggers of everybody: who has a case opened, and of whom nobody knows."""

from __future__ import annotations

from collections.abc import Sequence

from rules.backends.sql_terms import CannotError
from rules.program import Trigger
from scoring.population.cannot import span_of
from scoring.population.course import Course


def open_cases(course: Course, triggers: Sequence[Trigger]) -> list[tuple[Trigger, str]]:
    for trigger in triggers:
        if trigger.level is not None:
            raise CannotError("ladder", span_of(trigger))
    truths = course.ask([trigger.when for trigger in triggers])
    settled = [
        course.settle(truth, trigger.on_unknown, trigger.name)
        for trigger, truth in zip(triggers, truths, strict=True)
    ]
    kept = course.truths(settled)
    course.summary |= {one.name: truth for one, truth in zip(triggers, kept, strict=True)}
    return [(one, truth.sql) for one, truth in zip(triggers, kept, strict=True)]
