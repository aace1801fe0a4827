"""Cases that are followed: the records of them, cool-off, and what a late one costs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from rules import program as plan
from rules.compiler.classes import number_by
from rules.compiler.draft import Draft, basis_of, named
from rules.compiler.names import constant_names
from rules.compiler.spans import time_span
from rules.constructs.cases import RECORD_FIELDS, RUNG, overdue_rule, record_fields
from rules.expr.kinds import NumberKind
from rules.expr.nodes import Expr, Literal, Ref
from rules.formula import Formula
from rules.model import Evidence, Indicator, Overdue, Trigger
from rules.values import Number, decimals_of, read_decimal
from rules.yaml_reader import MappingNode


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
        if stated is None or stated.deduct is None:
            continue
        charged = stated.charged_to or (next(iter(leaves)) if len(leaves) == 1 else None)
        if charged == leaf:
            yield from _overdue_rule(draft, name, stated, stated.deduct, leaf)


def check_overdue(draft: Draft) -> None:
    """A late case needs a deadline, records of what was done, and somebody who pays."""
    leaves = dict(_leaves(draft.policy.indicators))
    for name, text in draft.policy.triggers.items():
        stated = text.overdue
        if stated is None:
            continue
        if text.deadline is None:
            draft.report("overdue-without-deadline", text.key_span("overdue"), name=name)
        if not any(kind.case_records for kind in draft.policy.evidence.values()):
            draft.report("overdue-without-records", text.key_span("overdue"), name=name)
        if stated.deduct is None:
            _check_written(draft, stated)
        elif stated.charged_to is None and len(leaves) != 1:
            draft.report("overdue-where", text.key_span("overdue"), known="、".join(leaves))
        elif stated.charged_to is not None and stated.charged_to not in leaves:
            span = stated.value_span("charged_to")
            draft.report("overdue-where", span, known="、".join(leaves))


def _check_written(draft: Draft, stated: Overdue) -> None:
    """Where nothing is deducted here something is written for another policy."""
    if not stated.effect:
        draft.report("overdue-nothing", stated.at.whole)
    if stated.charged_to is not None:
        draft.misplaced(stated, "charged_to", ("effect",))


def _overdue_rule(
    draft: Draft, trigger: str, stated: Overdue, deduct: Formula, leaf: str
) -> Iterator[tuple[plan.Rule, NumberKind]]:
    rungs = draft.policy.triggers[trigger].ladder
    by_rung = isinstance(deduct.node, MappingNode)
    points = _by_rung(draft, deduct, rungs) if by_rung else _points(draft, deduct)
    if points is None:
        return
    rule = draft.take_id(overdue_rule(trigger), stated.key_span("deduct"))
    expression, kind = points
    yield (
        plan.Rule(
            rule,
            leaf,
            overdue_rule(trigger),
            None,
            -1,
            expression,
            label=stated.label,
            basis=basis_of(stated),
        ),
        kind,
    )


def _points(draft: Draft, deduct: Formula) -> tuple[Expr, NumberKind] | None:
    points = _above_zero(draft, deduct)
    if points is None:
        return None
    return Literal(points, "number", deduct.span), NumberKind(decimals_of(points))


def _by_rung(
    draft: Draft, deduct: Formula, ladder: Collection[str]
) -> tuple[Expr, NumberKind] | None:
    """`{1: 2, 2: 5}`: what each rung costs, by the numbers of the ladder."""
    rows = deduct.node.entries if isinstance(deduct.node, MappingNode) else ()
    given = {entry.key.text: Formula(entry.value, entry.key) for entry in rows}
    if not ladder or set(given) != set(ladder):
        stated = {"given": "、".join(given), "rungs": "、".join(ladder) or "无"}
        draft.report("overdue-rungs", deduct.span, **stated)
        return None
    points = [_above_zero(draft, given[at]) for at in sorted(ladder, key=_height)]
    known = [number for number in points if number is not None]
    if len(known) < len(points):
        return None
    numbered = [(Literal(rung, "number"), number) for rung, number in enumerate(known, 1)]
    return number_by(Ref("record", RUNG, NumberKind(0)), numbered)


def _above_zero(draft: Draft, deduct: Formula) -> Number | None:
    points = draft.number(deduct, constant_names(draft))
    if points is not None and points > 0:
        return points
    draft.report("overdue-points", deduct.span, text=deduct.text)
    return None


def _height(at: str) -> Number:
    return read_decimal(at) or 0


def _leaves(level: Mapping[str, Indicator]) -> Iterator[tuple[str, Indicator]]:
    for name, indicator in level.items():
        if indicator.items:
            yield from _leaves(indicator.items)
        else:
            yield name, indicator
