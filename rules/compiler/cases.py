"""Cases that are followed: the records of them, cool-off, and what a late one costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules import program as plan
from rules.compiler.draft import Draft, basis_of, named
from rules.compiler.names import constant_names
from rules.compiler.spans import time_span
from rules.constructs.cases import RECORD_FIELDS, overdue_rule, record_fields
from rules.expr.kinds import NumberKind
from rules.expr.nodes import Literal
from rules.model import Evidence, Indicator, Overdue, Trigger
from rules.values import decimals_of


def case_fields(draft: Draft, text: Evidence) -> tuple[plan.Field, ...]:
    """The fields of a kind of case records, beside those its author gives it."""
    if not text.case_records:
        return ()
    for name in RECORD_FIELDS:
        if name in text.fields:
            draft.report("handling-field-given", named(text.fields[name]), name=name)
    triggers = tuple(draft.policy.triggers)
    besides = {"wide", "validity", "event_date"} & text.at.keys.keys()
    if not triggers or draft.policy.period == "custom" or besides:
        draft.report("handling-place", text.key_span("case_records"))
    return record_fields(triggers)


def cool_off_of(draft: Draft, text: Trigger) -> plan.TimeSpan | None:
    if text.cool_off is None:
        return None
    if draft.policy.period == "custom":
        draft.report("cool-off-custom", text.key_span("cool_off"))
    span = time_span(text.cool_off)
    if span is None:
        draft.report("bad-cool-off", text.cool_off.span, text=text.cool_off.text)
    return span


def overdue_rules(draft: Draft, leaf: str) -> Iterator[tuple[plan.Rule, NumberKind]]:
    """The rules of late cases that an indicator pays for, in policy order."""
    leaves = dict(_leaves(draft.policy.indicators))
    for name, text in draft.policy.triggers.items():
        stated = text.overdue
        if stated is None:
            continue
        charged = stated.charged_to or (next(iter(leaves)) if len(leaves) == 1 else None)
        if charged == leaf:
            yield from _overdue_rule(draft, name, stated, leaf)


def check_overdue(draft: Draft) -> None:
    """A late case needs a deadline, records of what was done, and an indicator that pays."""
    leaves = dict(_leaves(draft.policy.indicators))
    for name, text in draft.policy.triggers.items():
        stated = text.overdue
        if stated is None:
            continue
        if text.deadline is None:
            draft.report("overdue-without-deadline", text.key_span("overdue"), name=name)
        if not any(kind.case_records for kind in draft.policy.evidence.values()):
            draft.report("overdue-without-records", text.key_span("overdue"), name=name)
        if stated.charged_to is None and len(leaves) != 1:
            draft.report("overdue-where", text.key_span("overdue"), known="、".join(leaves))
        elif stated.charged_to is not None and stated.charged_to not in leaves:
            span = stated.value_span("charged_to")
            draft.report("overdue-where", span, known="、".join(leaves))


def _overdue_rule(
    draft: Draft, trigger: str, stated: Overdue, leaf: str
) -> Iterator[tuple[plan.Rule, NumberKind]]:
    points = draft.number(stated.deduct, constant_names(draft))
    if points is None or points <= 0:
        draft.report("overdue-points", stated.deduct.span, text=stated.deduct.text)
        return
    rule = draft.take_id(overdue_rule(trigger), stated.key_span("deduct"))
    yield (
        plan.Rule(
            rule,
            leaf,
            overdue_rule(trigger),
            None,
            -1,
            Literal(points, "number", stated.deduct.span),
            label=stated.label,
            basis=basis_of(stated),
        ),
        NumberKind(decimals_of(points)),
    )


def _leaves(level: Mapping[str, Indicator]) -> Iterator[tuple[str, Indicator]]:
    for name, indicator in level.items():
        if indicator.items:
            yield from _leaves(indicator.items)
        else:
            yield name, indicator
