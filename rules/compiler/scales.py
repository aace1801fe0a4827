"""From a value to points: the scales a leaf may have, checked against the kind of its value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from rules import program as plan
from rules.check.bands import Band, check_bands, upper_ends
from rules.compiler.draft import Draft, named
from rules.compiler.names import constant_names
from rules.expr.kinds import Kind, NumberKind, PercentKind
from rules.expr.nodes import Expr
from rules.model import Formula, Indicator, Scale
from rules.values import Number, decimals_of, quotient
from rules.vocabulary import chinese

Numeric: TypeAlias = NumberKind | PercentKind
# A scale, and the decimals of the points it gives (None where it divides).
Scaled: TypeAlias = tuple[plan.Scale, int | None]
Bands: TypeAlias = tuple[tuple[Expr, Number], ...]

_KEYS_OF: Mapping[str, tuple[str, ...]] = {
    "method": (),
    "linear": (),
    "step_table": (),
    "band_table": (),
    "whole_brackets": (),
    "marginal_brackets": (),
    "target": ("step_below", "step_above", "deduct", "part_step", "floor"),
    "k_of_n": ("out_of", "short", "each_more", "cap"),
}


def compile_scale(
    draft: Draft, name: str, text: Indicator, value: tuple[Expr, Kind], full: Number | None
) -> Scaled | None:
    expr, kind = value
    if not isinstance(kind, NumberKind | PercentKind):
        shown = text.value.text if text.value else ""
        draft.report("expected-number", text.value_span("value"), text=shown)
        return None
    scale = text.scale
    if scale is None or scale.method == "direct":
        if isinstance(kind, PercentKind):
            draft.report("percent-points", text.value_span("value"), name=name)
            return None
        return plan.Direct(), kind.decimals
    how = _method(draft, scale)
    if how is None:
        return None
    if how in ("method", "linear", "target", "k_of_n") and full is None:
        draft.report("scale-without-points", named(text), name=name)
        return None
    return _COMPILE[how](draft, scale, expr, kind, full or 0)


def _method(draft: Draft, scale: Scale) -> str | None:
    given = [key for key in _KEYS_OF if getattr(scale, key)]
    if len(given) != 1:
        draft.report("one-scale", named(scale))
        return None
    for key in scale.at.keys:
        if key not in (given[0], *_KEYS_OF[given[0]]):
            words = [chinese(word) for word in _KEYS_OF[given[0]]]
            draft.report(
                "misplaced-key",
                scale.key_span(key),
                key=scale.at.keys[key].text,
                allowed="、".join(words),
                english=", ".join(_KEYS_OF[given[0]]),
            )
            return None
    return given[0]


def same_unit(draft: Draft, given: Kind, wanted: Kind, formula: Formula) -> None:
    if isinstance(given, PercentKind) and not isinstance(wanted, PercentKind):
        draft.report("percent-for-number", formula.span, text=formula.text)
    if isinstance(wanted, PercentKind) and not isinstance(given, PercentKind):
        draft.report("number-for-percent", formula.span, text=formula.text)


def most(decimals: Iterable[int | None]) -> int | None:
    """The greatest of some decimals; None as soon as one is not known."""
    known = list(decimals)
    return None if None in known else max((d for d in known if d is not None), default=0)


def product(*decimals: int | None) -> int | None:
    """The decimals of a product of numbers with these decimals."""
    return None if None in decimals else sum(d for d in decimals if d is not None)


# --- one by one --------------------------------------------------------------------------------


def _linear(draft: Draft, scale: Scale, _: Expr, kind: Numeric, __: Number) -> Scaled | None:
    if scale.linear is None:
        if kind.low is None or kind.high is None or kind.low >= kind.high:
            draft.report("linear-range", named(scale))
            return None
        return plan.Linear(kind.low, kind.high), None
    bounds = draft.interval(scale.linear, constant_names(draft), falling=True)
    if bounds is None:
        return None
    same_unit(draft, bounds[2], kind, scale.linear)
    return plan.Linear(bounds[0], bounds[1]), None


def _steps(draft: Draft, scale: Scale, _: Expr, kind: Numeric, __: Number) -> Scaled | None:
    """Thresholds ascending; each a number, a percentage or a parameter."""
    names, table = constant_names(draft), scale.step_table or {}
    steps = []
    for formula in table.values():
        threshold = formula.head
        at, points = draft.constant(threshold, names), draft.number(formula, names)
        if at is not None and points is not None:
            same_unit(draft, at[1], kind, threshold)
            steps.append((at[0], points))
    if len({at for at, _ in steps}) < len(steps):
        draft.report("step-twice", next(iter(table.values())).span)
    return plan.StepTable(tuple(sorted(steps))), most(decimals_of(p) for _, p in steps)


def _bands(draft: Draft, scale: Scale, expr: Expr, kind: Numeric, _: Number) -> Scaled | None:
    bands, _rows = _table(draft, scale, scale.band_table or {}, expr, kind)
    return plan.BandTable(bands), most(decimals_of(points) for _, points in bands)


def _table(
    draft: Draft, scale: Scale, table: Mapping[str, Formula], expr: Expr, kind: Numeric
) -> tuple[Bands, list[Band]]:
    """Bands over the value: together they must cover everything it can be, once."""
    names = constant_names(draft)
    bands, rows = [], []
    for words, formula in table.items():
        number = draft.number(formula, names)
        when = draft.tests(formula.head.node, expr, names)
        if when is not None and number is not None:
            bands.append((when, number))
            rows.append(Band(words, formula.head.span, when))
    if len(bands) == len(table):
        draft.problems += check_bands(rows, kind, draft.literals(), named(scale))
    return tuple(bands), rows


def _whole(draft: Draft, scale: Scale, expr: Expr, kind: Numeric, _: Number) -> Scaled | None:
    if not _countable(draft, scale, kind):
        return None
    bands, _rows = _table(draft, scale, scale.whole_brackets or {}, expr, kind)
    return plan.WholeBrackets(bands), product(kind.decimals, most(decimals_of(r) for _, r in bands))


def _marginal(draft: Draft, scale: Scale, expr: Expr, kind: Numeric, _: Number) -> Scaled | None:
    """Each bracket reaches from the upper end of the one below it to its own."""
    if not _countable(draft, scale, kind):
        return None
    table = scale.marginal_brackets or {}
    bands, rows = _table(draft, scale, table, expr, kind)
    ends = upper_ends(rows, draft.literals())
    if len(bands) < len(table) or ends is None:
        return None
    rates = dict(zip((row.name for row in rows), (rate for _, rate in bands), strict=True))
    parts = tuple((end, rates[band]) for band, end in ends)
    limits = most([kind.decimals, *(decimals_of(end) for end, _ in parts if end is not None)])
    return plan.MarginalBrackets(parts), product(limits, most(decimals_of(r) for _, r in parts))


def _countable(draft: Draft, scale: Scale, kind: Numeric) -> bool:
    """A rate is points for each unit of a number that is never negative."""
    if isinstance(kind, NumberKind) and kind.low is not None and kind.low >= 0:
        return True
    draft.report("brackets-from-zero", named(scale))
    return False


def _deviation(draft: Draft, scale: Scale, _: Expr, kind: Numeric, full: Number) -> Scaled | None:
    names = constant_names(draft)
    for key in ("deduct", "part_step"):
        if getattr(scale, key) is None:
            draft.report("missing-key", named(scale), key=chinese(key), english=key)
    if scale.step_below is None and scale.step_above is None:
        draft.report("missing-key", named(scale), key="每低", english="step_below")
    target = _in_unit(draft, scale.target, kind)
    below, above = (_in_unit(draft, step, kind) for step in (scale.step_below, scale.step_above))
    deduct, floor = draft.number(scale.deduct, names), draft.number(scale.floor, names)
    for key, number in (("step_below", below), ("step_above", above), ("deduct", deduct)):
        if number is not None and number <= 0:
            draft.report("step-not-positive", scale.value_span(key))
            return None
    if target is None or deduct is None or scale.part_step is None or (below or above) is None:
        return None
    deviation = plan.Deviation(target, below, above, deduct, scale.part_step, floor)
    ends = [decimals_of(number) for number in (full, floor) if number is not None]
    if scale.part_step != "in_proportion":
        return deviation, most([decimals_of(deduct), *ends])
    shift = 2 if isinstance(kind, PercentKind) else 0
    away = most([product(kind.decimals, shift), decimals_of(target)])
    rates = [decimals_of(quotient(deduct, step)) for step in (below, above) if step is not None]
    return deviation, most([product(away, most(rates)), *ends])


def _in_unit(draft: Draft, formula: Formula | None, kind: Numeric) -> Number | None:
    """A constant in the unit of the value."""
    found = draft.constant(formula, constant_names(draft)) if formula else None
    if formula is None or found is None:
        return None
    same_unit(draft, found[1], kind, formula)
    return found[0]


def _k_of_n(draft: Draft, scale: Scale, _: Expr, kind: Numeric, full: Number) -> Scaled | None:
    names = constant_names(draft)
    needed = ["out_of", "short"]
    if (scale.each_more is None) != (scale.cap is None):
        needed += ["each_more", "cap"]
    for key in needed:
        if getattr(scale, key) is None:
            draft.report("missing-key", named(scale), key=chinese(key), english=key)
    if not isinstance(kind, NumberKind) or kind.decimals != 0:
        draft.report("not-a-count", named(scale))
        return None
    each, at_most = draft.number(scale.each_more, names), draft.number(scale.cap, names)
    pick, out_of = scale.k_of_n, scale.out_of
    if pick is None or out_of is None or scale.short is None:
        return None
    if pick > out_of:
        draft.report("pick-above-all", scale.value_span("k_of_n"), pick=pick, all=out_of)
    for key, number in (("each_more", each), ("cap", at_most)):
        if number is not None and number <= 0:
            draft.report("step-not-positive", scale.value_span(key))
    short = [quotient(full, pick)] if scale.short == "in_proportion" else []
    decimals = most(decimals_of(number) for number in (full, each or 0, at_most or 0, *short))
    return plan.KOfN(pick, out_of, scale.short, each or 0, at_most or 0), decimals


_COMPILE: Mapping[str, Callable[[Draft, Scale, Expr, Numeric, Number], Scaled | None]] = {
    "method": _linear,
    "linear": _linear,
    "step_table": _steps,
    "band_table": _bands,
    "whole_brackets": _whole,
    "marginal_brackets": _marginal,
    "target": _deviation,
    "k_of_n": _k_of_n,
}
