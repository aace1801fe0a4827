"""Triggers: cases proposed for a subject, with the deadline counted from the as-of date."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.backends.reference import Evaluate
from rules.expr.printer import print_expression
from rules.program import Rung, Term, Trigger
from rules.values import Number, Truth, Value
from scoring.assessment import Case
from scoring.calendar import Due
from scoring.conclude.following import NOBODY, Followed
from scoring.evidence import Evidence
from scoring.expressions import NO_RECORD, Compile, number_of
from scoring.measure.doubts import Possible
from scoring.notes import Notes, Words
from scoring.validity import days_after

LEVEL_UNKNOWN = Words("到了第几级不明", "how far up the ladder it is, is unknown")
_COOLING = Words(
    "条件成立，但 {} 起还在冷却期，不再触发",
    "its condition holds, but it does not fire again: it cools off since {}",
)
_COOLING_PROVISIONALLY = Words(
    "{} 的案件是暂定的，是否在冷却期不明",
    "the case of {} is provisional, so whether it cools off is unknown",
)


@dataclass(frozen=True, slots=True)
class TriggerPlan:
    """`because` is the condition as text; `level` where there is a ladder."""

    trigger: Trigger
    because: str
    level: Evaluate | None = None

    def reached(self, summary: Mapping[str, Value], possible: Sequence[Possible]) -> int | None:
        """Which rung, the first being 1; 0 without a ladder, None where nobody knows."""
        if self.level is None:
            return 0
        levels = [
            number_of(self.level(NO_RECORD, {**summary, **besides})) for besides in ({}, *possible)
        ]
        rungs = {None if at is None else _rung(self.trigger.ladder, at) for at in levels}
        return rungs.pop() if len(rungs) == 1 else None


def _rung(ladder: Sequence[Rung], level: Number) -> int:
    return max(1, sum(rung.at <= level for rung in ladder))


def prepare_trigger(trigger: Trigger, compiled: Compile | None = None) -> TriggerPlan:
    """Without `compiled` for a trigger that has no ladder."""
    level = compiled(trigger.level, None) if compiled and trigger.level is not None else None
    return TriggerPlan(trigger, print_expression(trigger.when, "zh"), level)


@dataclass(frozen=True, slots=True)
class Docket:
    """What cases are opened by: `fields` are the subject's; `possible` is what the summary may be
    besides; `followed` are its cases of earlier runs."""

    evidence: Evidence
    fields: Mapping[str, Value]
    summary: Mapping[str, Value]
    possible: Sequence[Possible]
    notes: Notes
    followed: Followed = NOBODY


def cases(
    plans: Sequence[TriggerPlan],
    truths: Iterable[Truth],
    docket: Docket,
    *,
    held_back: Collection[str],
) -> tuple[tuple[Case, ...], tuple[str, ...]]:
    """The cases that open and the names of the triggers that wait, in policy order; those
    `held_back` wait, and those whose rung is unknown."""
    opened, waiting = [], []
    for plan, truth in zip(plans, truths, strict=True):
        name, on_unknown = plan.trigger.name, plan.trigger.on_unknown
        settled = None if name in held_back else docket.notes.settle(truth, on_unknown, name)
        settled = _cooled(plan.trigger, docket) if settled else settled
        level = plan.reached(docket.summary, docket.possible) if settled else 0
        if settled is None or level is None:
            waiting.append(name)
        elif settled:
            opened.append(case_of(plan, docket.evidence, docket.fields, docket.notes, level))
        if level is None:
            docket.notes.caution(name, LEVEL_UNKNOWN)
    return tuple(opened), tuple(waiting)


def _cooled(trigger: Trigger, docket: Docket) -> Truth:
    """Whether a trigger that holds fires: not so soon after its latest case, and nobody knows while
    that case may yet turn out to be none."""
    cool_off, latest = trigger.cool_off, docket.followed.latest(trigger.name)
    if cool_off is None or latest is None:
        return True
    if days_after(latest.since, cool_off) < docket.evidence.period.as_of:
        return True
    words = _COOLING_PROVISIONALLY if latest.provisional else _COOLING
    since = latest.since.isoformat()
    docket.notes.caution(trigger.name, Words(words.zh.format(since), words.en.format(since)))
    return None if latest.provisional else False


def case_of(
    plan: TriggerPlan,
    evidence: Evidence,
    fields: Mapping[str, Value],
    notes: Notes,
    level: int = 0,
) -> Case:
    """The case of a trigger that fired; what is not sure about its deadline is noted."""
    trigger = plan.trigger
    due = _due(trigger, evidence, fields, notes)
    return Case(
        trigger=trigger.name,
        action=trigger.ladder[level - 1].action if level else trigger.action,
        recipients=trigger.recipients,
        deadline=due.day if due else None,
        because=plan.because,
        level=level or None,
        deadline_provisional=due is not None and due.unknown is not None,
    )


def _due(
    trigger: Trigger, evidence: Evidence, fields: Mapping[str, Value], notes: Notes
) -> Due | None:
    term = _term(trigger, fields)
    if term is None:
        if trigger.term_field:
            field = trigger.term_field
            notes.caution(
                trigger.name,
                Words(f"没有{field}，期限不明", f"without {field} there is no deadline"),
            )
        return None
    start: date = evidence.period.as_of
    if not term.working:
        return Due(start + timedelta(days=term.days))
    due = evidence.calendar.working_days_after(start, term.days)
    if due.unknown is not None:
        notes.caution(trigger.name, _without_calendar(due.unknown))
    return due


def _term(trigger: Trigger, fields: Mapping[str, Value]) -> Term | None:
    if trigger.term_field:
        word = fields.get(trigger.term_field)
        return next((term for of, term in trigger.terms if of == word), None)
    return None if trigger.days is None else Term(trigger.days, trigger.working)


def _without_calendar(year: int) -> Words:
    return Words(
        f"没有 {year} 年的工作日安排，暂按周一至周五计算，期限是暂定",
        f"there is no calendar of {year}: Monday to Friday were counted, the deadline is "
        "provisional",
    )
