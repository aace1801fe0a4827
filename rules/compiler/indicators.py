"""The pass for the indicator tree: sections and leaves, scales, the total."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypedDict

from rules import program as plan
from rules.compiler.cases import overdue_rules
from rules.compiler.class_tables import class_tables
from rules.compiler.classes import by_class
from rules.compiler.decisions import (
    compile_decision,
    compile_stepwise,
    missing_of,
)
from rules.compiler.draft import Draft, basis_of, named, on_unknown
from rules.compiler.names import constant_names, measure_names
from rules.compiler.record_rules import compile_rules
from rules.compiler.scales import compile_scale, most, product
from rules.expr.kinds import NumberKind, PercentKind
from rules.expr.nodes import Expr
from rules.model import Formula, Indicator
from rules.values import Number, Rounding, decimals_of
from rules.vocabulary import CHOICES, spellings_of


class _Applies(TypedDict):
    applies: Expr | None
    applies_unknown: plan.OnUnknown


_FULL = spellings_of(CHOICES, {"full"})
_OF_LEAVES = (
    *("start", "deduct", "add", "value", "scale", "round", "missing"),
    *("decision", "steps", "bonus_stop"),
)


def compile_indicators(draft: Draft) -> None:
    _compile_level(draft, draft.policy.indicators, None)


def compile_total(draft: Draft) -> None:
    text = draft.policy.total
    if text is None:
        for indicator in draft.policy.indicators.values():
            draft.report("points-without-total", named(indicator))
            return
        return
    if not draft.policy.indicators:
        draft.report("total-without-points", text.at.whole)
    rounding = draft.rounding(text.round)
    if rounding is None:
        draft.report("total-exact", text.value_span("round"))
        return
    bounds = draft.interval(text.range, constant_names(draft))
    if bounds and isinstance(bounds[2], PercentKind):
        draft.report("percent-for-number", text.value_span("range"), text="%")
    low, high = (bounds[0], bounds[1]) if bounds else (None, None)
    draft.total = plan.Total(low, high, rounding, text.restore)


def _compile_level(draft: Draft, level: Mapping[str, Indicator], parent: str | None) -> None:
    for name, text in level.items():
        if text.items:
            _compile_section(draft, name, text, parent)
        else:
            _compile_leaf(draft, name, text, parent)


def _compile_section(draft: Draft, name: str, text: Indicator, parent: str | None) -> None:
    for key in _OF_LEAVES:
        if key in text.at.keys:
            draft.report(
                "section-with-rules", text.key_span(key), name=name, key=text.at.keys[key].text
            )
    draft.indicators[name] = plan.Indicator(
        name,
        parent,
        children=tuple(text.items),
        label=text.label,
        basis=basis_of(text),
        restore=text.restore,
        scorer=text.scorer,
        **_applies(draft, text),
    )
    _compile_level(draft, text.items, name)
    by_class(draft, name, text, lambda: _section_numbers(draft, name, text))


def _section_numbers(draft: Draft, name: str, text: Indicator) -> plan.Indicator:
    full, floor, cap = _limits(draft, text)
    weight = _weight(draft, text)
    kinds = [draft.indicator_kinds.get(child, NumberKind()).decimals for child in text.items]
    weights = [decimals_of(draft.weight_of(child)) for child in text.items]
    sums = [product(*pair) for pair in zip(kinds, weights, strict=True)]
    sums += [decimals_of(n) for n in (full, floor, cap) if n is not None]
    draft.widen(name, None if text.restore else most(sums))
    shell = draft.indicators[name]
    return replace(shell, full=full, floor=floor, cap=cap, weight=weight)


def _applies(draft: Draft, text: Indicator) -> _Applies:
    if text.applies is None:
        return {"applies": None, "applies_unknown": "pending"}
    when = draft.condition(text.applies.when, measure_names(draft))
    return {"applies": when, "applies_unknown": on_unknown(text.applies.unknown)}


def _weight(draft: Draft, text: Indicator) -> Number:
    found = draft.constant(text.weight, constant_names(draft)) if text.weight else None
    if found is not None and found[0] <= 0:
        draft.report("weight-not-positive", text.value_span("weight"))
    return found[0] if found else 1


def _compile_leaf(draft: Draft, name: str, text: Indicator, parent: str | None) -> None:
    if text.restore:
        draft.report("restore-without-marks", text.key_span("restore"), name=name)
    if text.bonus_stop and parent is not None:
        draft.report("bonus-stop-place", text.key_span("bonus_stop"), name=name)
    before = len(draft.problems)
    rules = compile_rules(draft, name, text, _forfeited(draft, name, text))
    rules += overdue_rules(draft, name)
    if not rules and len(draft.problems) == before and _gives_nothing(text):
        draft.report("empty-indicator", named(text), name=name)
    draft.rules += [rule for rule, _ in rules]
    draft.indicators[name] = plan.Indicator(
        name,
        parent,
        rules=tuple(rule.id for rule, _ in rules),
        label=text.label,
        basis=basis_of(text),
        bonus_stop=text.bonus_stop,
        scorer=text.scorer,
        **_applies(draft, text),
    )
    by_class(draft, name, text, lambda: _leaf_numbers(draft, name, text, rules))


def _gives_nothing(text: Indicator) -> bool:
    return not text.steps and (text.value, text.decision, text.start) == (None, None, None)


def _forfeited(draft: Draft, name: str, text: Indicator) -> Number | None:
    """The start that 不得分 takes away, where it is one number for every class; what is wrong with
    it is reported with the other numbers."""
    before = len(draft.problems)
    if list(class_tables([text.points, text.start])):
        return None
    start = _start(draft, name, text, draft.number(text.points, constant_names(draft)))
    del draft.problems[before:]
    return start


def _leaf_numbers(
    draft: Draft, name: str, text: Indicator, rules: list[tuple[plan.Rule, NumberKind]]
) -> plan.Indicator:
    full, floor, cap = _limits(draft, text)
    source = _source(draft, name, text, full)
    start = _start(draft, name, text, full)
    decimals = [decimals_of(start), *(k.decimals for _, k in rules)]
    decimals += [decimals_of(n) for n in (full, floor, cap) if n is not None]
    decimals += [source[1].decimals] if source else []
    draft.widen(name, most(decimals))
    return replace(
        draft.indicators[name],
        full=full,
        start=start,
        floor=floor,
        cap=cap,
        valued=source[0] if source else None,
        weight=_weight(draft, text),
    )


def _limits(draft: Draft, text: Indicator) -> tuple[Number | None, Number | None, Number | None]:
    """Full points, floor and cap."""
    names = constant_names(draft)
    full = draft.number(text.points, names)
    if full is not None and full <= 0:
        draft.report("points-not-positive", text.value_span("points"), text=_text(text.points))
    floor, cap = draft.number(text.floor, names), draft.number(text.cap, names)
    if floor is not None and any(top is not None and floor > top for top in (cap, full)):
        draft.report("floor-above-cap", text.value_span("floor"))
    return full, floor, cap


def _text(formula: Formula | None) -> str:
    return formula.text if formula else ""


def _start(draft: Draft, name: str, text: Indicator, full: Number | None) -> Number:
    if text.start is None:
        if text.deduct and text.points is not None and not (text.value or text.decision):
            draft.report("missing-start", named(text), name=name)
        return 0
    if text.start.text in _FULL:
        if full is None and text.points is None:
            draft.report("start-without-points", text.start.span, name=name)
        return full or 0
    start = draft.number(text.start, constant_names(draft)) or 0
    if start < 0 or (full is not None and start > full):
        draft.report("start-outside", text.start.span, text=text.start.text)
    return start


# --- points from a value ---------------------------------------------------------------------


def _source(
    draft: Draft, name: str, text: Indicator, full: Number | None
) -> tuple[plan.Source, NumberKind] | None:
    """Where the points come from, other than records: a value, a decision table, or steps."""
    given = [key for key in ("value", "decision", "steps") if key in text.at.keys]
    if len(given) > 1 or (given == ["steps"] and (text.deduct or text.add)):
        draft.report("one-source", named(text), name=name)
        return None
    if text.value is None and text.scale is not None:
        draft.report("needs-value", text.key_span("scale"), key=text.at.keys["scale"].text)
    if not given:
        for key in ("missing", "round"):
            if key in text.at.keys:
                draft.report("needs-value", text.key_span(key), key=text.at.keys[key].text)
        return None
    _check_missing(draft, name, text, full)
    rounding = draft.rounding(text.round)
    found = _compile_source(draft, name, text, full, rounding)
    if found is None:
        return None
    source, decimals = found
    mean = text.missing is not None and text.missing.fill == "group_mean"
    decimals = rounding.digits if rounding else None if mean else decimals
    if decimals is None and text.round is None:
        draft.report("missing-rounding", named(text), name=name)
    return source, NumberKind(decimals)


def _compile_source(
    draft: Draft, name: str, text: Indicator, full: Number | None, rounding: Rounding | None
) -> tuple[plan.Source, int | None] | None:
    if text.decision is not None:
        return compile_decision(draft, text, text.decision, rounding)
    if text.steps:
        return compile_stepwise(draft, text, rounding)
    checked = draft.expression(text.value, measure_names(draft)) if text.value else None
    if checked is None:
        return None
    scale = compile_scale(draft, name, text, checked, full)
    if scale is None:
        return None
    return plan.Valued(checked[0], scale[0], rounding, *missing_of(text)), scale[1]


def _check_missing(draft: Draft, name: str, text: Indicator, full: Number | None) -> None:
    missing = text.missing
    if missing is None:
        draft.report("missing-key", named(text), key="缺失", english="missing")
        return
    if missing.fill in ("full", "exclude") and full is None:
        draft.report("start-without-points", text.value_span("missing"), name=name)
    if missing.within and missing.fill != "group_mean":
        draft.report("within-without-mean", missing.value_span("within"))
    if missing.fill == "group_mean" and (text.deduct or text.add or text.start is not None):
        draft.report("group-mean-alone", text.value_span("missing"), name=name)
    known = [field.name for field in draft.subject.fields] if draft.subject else missing.within
    for field in missing.within:
        if field not in known:
            draft.report("unknown-subject-field", missing.value_span("within"), name=field)
