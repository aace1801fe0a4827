"""The pass for the indicator tree: sections and leaves, scales, the total."""

from __future__ import annotations

from collections.abc import Mapping

from rules import program as plan
from rules.check.bands import Band, check_bands
from rules.compiler.draft import Draft, basis_of, named
from rules.compiler.names import constant_names, measure_names
from rules.compiler.record_rules import compile_rules
from rules.expr.kinds import Kind, NumberKind, PercentKind
from rules.expr.nodes import Expr
from rules.model import Formula, Indicator, Scale
from rules.values import Number, decimals_of
from rules.vocabulary import CHOICES, spellings_of

_FULL = spellings_of(CHOICES, {"full"})


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
    draft.total = plan.Total(low, high, rounding)


def _compile_level(draft: Draft, level: Mapping[str, Indicator], parent: str | None) -> None:
    for name, text in level.items():
        if text.items:
            _compile_section(draft, name, text, parent)
        else:
            _compile_leaf(draft, name, text, parent)


def _compile_section(draft: Draft, name: str, text: Indicator, parent: str | None) -> None:
    for key in ("start", "deduct", "add", "value", "scale", "round", "missing"):
        if key in text.at.keys:
            draft.report(
                "section-with-rules", text.key_span(key), name=name, key=text.at.keys[key].text
            )
    limits = _limits(draft, text)
    draft.indicators[name] = plan.Indicator(
        name,
        parent,
        limits[0],
        0,
        limits[1],
        limits[2],
        (),
        None,
        tuple(text.items),
        text.label,
        basis_of(text),
        text.scorer,
    )
    _compile_level(draft, text.items, name)
    kinds = [draft.indicator_kinds.get(child, NumberKind()) for child in text.items]
    draft.indicator_kinds[name] = NumberKind(_most(k.decimals for k in kinds))


def _compile_leaf(draft: Draft, name: str, text: Indicator, parent: str | None) -> None:
    full, floor, cap = _limits(draft, text)
    start = _start(draft, name, text, full)
    rules = compile_rules(draft, name, text, start)
    valued = _valued(draft, name, text, full)
    if not rules and valued is None and text.value is None and text.start is None:
        draft.report("empty-indicator", named(text), name=name)
    draft.rules += [rule for rule, _ in rules]
    draft.indicators[name] = plan.Indicator(
        name,
        parent,
        full,
        start,
        floor,
        cap,
        tuple(rule.id for rule, _ in rules),
        valued[0] if valued else None,
        (),
        text.label,
        basis_of(text),
        text.scorer,
    )
    decimals = [decimals_of(start), *(k.decimals for _, k in rules)]
    decimals += [decimals_of(n) for n in (full, floor, cap) if n is not None]
    decimals += [valued[1].decimals] if valued else []
    draft.indicator_kinds[name] = NumberKind(_most(decimals))


def _most(decimals: object) -> int | None:
    """The greatest of some decimals; None as soon as one is not known."""
    known = list(decimals)  # type: ignore[call-overload]  # any iterable of int | None
    return None if None in known else max(known, default=0)


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
        if text.deduct and text.points is not None and text.value is None:
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


def _valued(
    draft: Draft, name: str, text: Indicator, full: Number | None
) -> tuple[plan.Valued, NumberKind] | None:
    if text.value is None:
        for key in ("scale", "missing", "round"):
            if key in text.at.keys:
                draft.report("needs-value", text.key_span(key), key=text.at.keys[key].text)
        return None
    checked = draft.expression(text.value, measure_names(draft))
    if checked is None:
        return None
    if text.missing is None:
        draft.report("missing-key", named(text), key="缺失", english="missing")
    if text.missing == "full" and full is None:
        draft.report("start-without-points", text.value_span("missing"), name=name)
    scale = _scale(draft, name, text, checked, full)
    if scale is None:
        return None
    rounding = draft.rounding(text.round)
    decimals = rounding.digits if rounding else scale[1]
    if decimals is None and text.round is None:
        draft.report("missing-rounding", named(text), name=name)
    valued = plan.Valued(checked[0], scale[0], rounding, text.missing)
    return valued, NumberKind(decimals)


def _scale(
    draft: Draft, name: str, text: Indicator, value: tuple[Expr, Kind], full: Number | None
) -> tuple[plan.Scale, int | None] | None:
    """The scale, and the decimals of the points it gives (None where it divides)."""
    expr, kind = value
    if not isinstance(kind, NumberKind | PercentKind):
        draft.report("expected-number", text.value_span("value"), text=_text(text.value))
        return None
    scale = text.scale
    if scale is None or scale.method == "direct":
        if isinstance(kind, PercentKind):
            draft.report("percent-points", text.value_span("value"), name=name)
            return None
        return plan.Direct(), kind.decimals
    given = [k for k in ("method", "linear", "step_table", "band_table") if getattr(scale, k)]
    if len(given) != 1:
        draft.report("one-scale", named(scale))
        return None
    if scale.step_table:
        return _steps(draft, scale.step_table, kind)
    if scale.band_table:
        return _bands(draft, scale, expr, kind)
    if full is None:
        draft.report("linear-without-points", named(text), name=name)
        return None
    return _linear(draft, scale, kind)


def _linear(
    draft: Draft, scale: Scale, kind: NumberKind | PercentKind
) -> tuple[plan.Scale, int | None] | None:
    if scale.linear is None:
        if kind.low is None or kind.high is None or kind.low >= kind.high:
            draft.report("linear-range", named(scale))
            return None
        return plan.Linear(kind.low, kind.high), None
    bounds = draft.interval(scale.linear, constant_names(draft))
    if bounds is None:
        return None
    _same_unit(draft, bounds[2], kind, scale.linear)
    return plan.Linear(bounds[0], bounds[1]), None


def _same_unit(draft: Draft, given: Kind, wanted: Kind, formula: Formula) -> None:
    if isinstance(given, PercentKind) and not isinstance(wanted, PercentKind):
        draft.report("percent-for-number", formula.span, text=formula.text)
    if isinstance(wanted, PercentKind) and not isinstance(given, PercentKind):
        draft.report("number-for-percent", formula.span, text=formula.text)


def _steps(
    draft: Draft, table: Mapping[str, Formula], kind: NumberKind | PercentKind
) -> tuple[plan.Scale, int | None] | None:
    """Thresholds ascending; each a number, a percentage or a parameter."""
    names = constant_names(draft)
    steps = []
    for formula in table.values():
        threshold = formula.head
        at, points = draft.constant(threshold, names), draft.number(formula, names)
        if at is not None and points is not None:
            _same_unit(draft, at[1], kind, threshold)
            steps.append((at[0], points))
    if len({at for at, _ in steps}) < len(steps):
        draft.report("step-twice", next(iter(table.values())).span)
    return plan.StepTable(tuple(sorted(steps))), _most(decimals_of(p) for _, p in steps)


def _bands(
    draft: Draft, scale: Scale, expr: Expr, kind: NumberKind | PercentKind
) -> tuple[plan.Scale, int | None] | None:
    """Bands over the value: together they must cover everything it can be, once."""
    names = constant_names(draft)
    bands, rows = [], []
    for words, formula in (scale.band_table or {}).items():
        points = draft.number(formula, names)
        when = draft.tests(formula.head.node, expr, names)
        if when is not None and points is not None:
            bands.append((when, points))
            rows.append(Band(words, formula.head.span, when))
    if len(bands) == len(scale.band_table or {}):
        draft.problems += check_bands(rows, kind, draft.literals(), named(scale))
    return plan.BandTable(tuple(bands)), _most(decimals_of(p) for _, p in bands)
