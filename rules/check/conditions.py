"""Conditions that can never hold, that always do, and parts of them that have no say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rules import program as plan
from rules.check.lint import Lint
from rules.check.regions import EVERYWHERE, NOWHERE, Region, TooManyBoxes
from rules.check.truths import Truth
from rules.diagnostics import Diagnostic, diagnose
from rules.expr.nodes import And, Expr, Or, Ref
from rules.expr.printer import print_expression
from rules.expr.rewrite import walk
from rules.source import Span


@dataclass(frozen=True, slots=True)
class Asked:
    """A condition of the policy: what asks it, and where it must hold to hold at all."""

    zh: str
    en: str
    name: str
    when: Expr
    truth: Truth
    within: Region = EVERYWHERE


def check_conditions(lint: Lint) -> Iterator[Diagnostic]:
    for asked in _of_records(lint):
        yield from _check(asked)
    for asked in _of_subjects(lint):
        yield from _check(asked)


def place_of(expr: Expr) -> Span | None:
    """Where an expression begins to stand in the policy."""
    return next((node.span for node in walk(expr) if node.span), None)


def _check(asked: Asked) -> Iterator[Diagnostic]:
    args = {"what": asked.zh, "what_en": asked.en, "name": asked.name}
    try:
        truths = asked.truth.of(asked.when)
        if not asked.truth.space.both(truths.true, asked.within):
            yield diagnose("condition-never", place_of(asked.when), **args)
            return
        if truths.false == NOWHERE:
            yield diagnose("condition-always", place_of(asked.when), **args)
            return
        yield from _idle_parts(asked.when, asked.truth)
    except TooManyBoxes:
        return


def _idle_parts(when: Expr, truth: Truth) -> Iterator[Diagnostic]:
    """Parts that never decide, and parts without which the condition is the same everywhere."""
    if not isinstance(when, And | Or):
        return
    parts = [truth.of(part) for part in when.parts]
    if isinstance(when, Or):
        parts = [part.opposite for part in parts]
    without = truth.space.without
    for place, part in enumerate(parts):
        true, false = EVERYWHERE, NOWHERE
        for other in (*parts[:place], *parts[place + 1 :]):
            true = truth.space.both(true, other.true)
            false = truth.space.either(false, other.false)
        never = part.false == NOWHERE
        if never or not (without(true, part.true) or without(part.false, false)):
            idle = when.parts[place]
            span = place_of(idle)
            shown = span.text if span else print_expression(idle, "zh")
            yield diagnose("condition-idle-part", span, part=shown)
            return
    for inner in when.parts:
        yield from _idle_parts(inner, truth)


# --- every condition there is ------------------------------------------------------------------


def _of_records(lint: Lint) -> Iterator[Asked]:
    for rule in lint.program.rules:
        if rule.when is not None:
            truth = lint.of_records(rule.evidence)
            yield Asked("规则", "rule", rule.label or rule.id, rule.when, truth)
    # What asks whether something is on record nobody wrote.
    written = (m for m in lint.program.measures if m.name not in lint.program.structural)
    for measure in written:
        for evidence, when in conditions_of(measure.aggregate):
            yield Asked("口径", "measure", measure.name, when, lint.of_records(evidence))


def conditions_of(aggregate: plan.Aggregate) -> Iterator[tuple[str, Expr]]:
    """The conditions an aggregate asks of records, each with the kind of evidence."""
    match aggregate:
        case plan.Formula() | plan.YearOnYear() | plan.Relative() | plan.WorkingTerm():
            return
        case plan.PerItem(inner=inner):
            for measure in inner:
                yield from conditions_of(measure.aggregate)
        case plan.Ratio(evidence, numerator, denominator):
            yield evidence, numerator
            if denominator is not None:
                yield evidence, denominator
        case plan.Quantified(evidence, test):
            yield evidence, test
        case _:
            if aggregate.when is not None:
                yield aggregate.evidence, aggregate.when


def _of_subjects(lint: Lint) -> Iterator[Asked]:
    program, truth = lint.program, lint.of_subjects
    for refusal in program.ineligibilities:
        yield Asked("不参评", "not assessed", refusal.reason, refusal.when, truth)
    yield from _of_structure(lint)
    for item in program.indicators:
        if item.applies is not None:
            yield Asked("适用", "applies", item.name, item.applies, truth)
        if isinstance(item.valued, plan.Stepwise):
            for change in item.valued.changes:
                if change.when is not None:
                    yield Asked("逐步", "step", change.label or item.name, change.when, truth)
    for veto in program.vetoes:
        yield Asked("一票否决", "veto", veto.label or veto.id, veto.when, truth)
    for direct in program.direct_grades:
        name = direct.label or direct.id
        yield Asked("直接评定", "direct grade", name, direct.when, truth)
    yield from _of_outcomes(lint)


def _of_structure(lint: Lint) -> Iterator[Asked]:
    for one in lint.program.structure:
        for when in asked_by(one):
            yield Asked("核查", "check", one.label or one.name, when, lint.of_subjects)


def asked_by(one: plan.Check | plan.Ruling) -> Iterator[Expr]:
    """The conditions its author wrote."""
    match one:
        case plan.Check():
            found = [one.applies, one.when]
        case plan.Ruling():
            found = [choice.when for choice in one.choices]
    yield from (when for when in found if when is not None)


def _of_outcomes(lint: Lint) -> Iterator[Asked]:
    """What reads the grade may hold only where total and grade go together."""
    program, truth, within = lint.program, lint.of_subjects, lint.background
    for rank in program.ranks:
        if rank.takes_part is not None:
            yield Asked("参加排名", "takes part", rank.name, rank.takes_part, truth)
    for rule in program.lists:
        yield Asked("名单", "list", rule.name, rule.when, truth, within)
    for trigger in program.triggers:
        yield Asked("处置", "trigger", trigger.name, trigger.when, truth, within)
    for given in program.coefficients:
        if given.when is not None:
            yield Asked("系数", "coefficient", given.name, given.when, truth, within)
    for pool in program.awards:
        if pool.when is not None:
            yield Asked("奖励资金", "award pool", pool.name, pool.when, truth, within)


def refs_in(expr: Expr) -> Iterator[Ref]:
    return (node for node in walk(expr) if isinstance(node, Ref))
