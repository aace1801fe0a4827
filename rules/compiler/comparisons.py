"""Quantities beside others: year on year, and relative to the subject's group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from rules import program as plan
from rules.compiler.aggregates import zero_denominator
from rules.compiler.draft import Draft, named
from rules.diagnostics import closest
from rules.expr.checker import Names
from rules.expr.kinds import CategoryKind, DateKind, Kind, NumberKind, PercentKind
from rules.expr.nodes import Expr
from rules.model import Formula, Measure
from rules.values import Number

How = Literal["place", "ratio_to_best", "deviation", "group_mean", "share"]
RELATIVE: Mapping[str, How] = {
    "position": "place",
    "ratio_to_best": "ratio_to_best",
    "deviation": "deviation",
    "group_average": "group_mean",
    "share_of": "share",
}


def year_on_year(
    draft: Draft, text: Measure, names: Names
) -> tuple[plan.YearOnYear, PercentKind] | None:
    if text.base is None or text.zero_denominator is None:
        _missing(draft, text, "base" if text.base is None else "zero_denominator")
        return None
    if text.year_on_year is None:
        return None
    now = _number(draft, text.year_on_year, names)
    base = _number(draft, text.base, names)
    if now is None or base is None:
        return None
    if type(now[1]) is not type(base[1]):
        wrong = isinstance(now[1], PercentKind)
        code = "number-for-percent" if wrong else "percent-for-number"
        draft.report(code, text.base.span, text=text.base.text)
        return None
    low: Number | None = -1 if now[1].low is not None and now[1].low >= 0 else None
    when_zero = zero_denominator(draft, text.zero_denominator, share=False)
    if when_zero is not None and low is not None:
        low = min(low, when_zero)
    return plan.YearOnYear(now[0], base[0], when_zero), PercentKind(None, low, None)


def relative(
    draft: Draft, text: Measure, how: str, names: Names
) -> tuple[plan.Relative, Kind] | None:
    formula: Formula = getattr(text, how)
    fields = {f.name for f in draft.subject.fields} if draft.subject else set()
    for field in text.within:
        if field not in fields:
            draft.report(
                "unknown-subject-field",
                text.value_span("within"),
                name=field,
                suggestion=closest(field, fields),
            )
    checked = _ordered(draft, formula, names) if how == "position" else None
    checked = checked or (_number(draft, formula, names) if how != "position" else None)
    if checked is None:
        return None
    when_zero = None
    if how in ("ratio_to_best", "share_of"):
        if text.zero_denominator is None:
            _missing(draft, text, "zero_denominator")
            return None
        when_zero = zero_denominator(draft, text.zero_denominator)
    kind = _kind(how, checked[1])
    best_high = text.order != "ascending"
    return plan.Relative(RELATIVE[how], checked[0], tuple(text.within), best_high, when_zero), kind


def _kind(how: str, of: Kind) -> Kind:
    if how == "position" or not isinstance(of, NumberKind | PercentKind):
        return NumberKind(0, 1, None)
    match how:
        case "group_average":
            return type(of)(None, of.low, of.high)
        case "deviation":
            if of.low is None or of.high is None:
                return type(of)()
            return type(of)(None, of.low - of.high, of.high - of.low)
    return PercentKind(None, 0, 1)


def _number(
    draft: Draft, formula: Formula, names: Names
) -> tuple[Expr, NumberKind | PercentKind] | None:
    checked = draft.expression(formula, names)
    if checked is None:
        return None
    if not isinstance(checked[1], NumberKind | PercentKind):
        draft.report("expected-number", formula.span, text=formula.text)
        return None
    return checked[0], checked[1]


def _ordered(draft: Draft, formula: Formula, names: Names) -> tuple[Expr, Kind] | None:
    checked = draft.expression(formula, names)
    if checked is None:
        return None
    kind = checked[1]
    ordered = isinstance(kind, CategoryKind) and kind.ordered
    if not ordered and not isinstance(kind, NumberKind | PercentKind | DateKind):
        draft.report("rank-without-order", formula.span, text=formula.text)
        return None
    return checked


def _missing(draft: Draft, text: Measure, key: str) -> None:
    words = {"base": "基数", "zero_denominator": "零分母"}
    draft.report("missing-key", named(text), key=words[key], english=key)
