"""Aggregates over the records of one kind of evidence, and the kind of what each gives."""

from __future__ import annotations

from dataclasses import dataclass

from rules import program as plan
from rules.compiler.draft import Draft, named
from rules.compiler.names import constant_names, record_names
from rules.compiler.windows import counted
from rules.diagnostics import closest
from rules.expr.checker import Names
from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    DurationKind,
    Kind,
    NumberKind,
    PercentKind,
    TextKind,
)
from rules.expr.nodes import Expr, Ref
from rules.model import Formula, Measure
from rules.source import Span
from rules.values import Number, show_percent
from rules.vocabulary import CHOICES, chinese, spellings_of

_MISSING = spellings_of(CHOICES, {"missing"})
OVER_NUMBERS = frozenset({"sum", "mean", "weighted_mean", "trimmed_mean", "median"})
OVER_VALUES = OVER_NUMBERS | {"minimum", "maximum", "latest", "distinct"}


@dataclass(frozen=True, slots=True)
class Over:
    """What an aggregate runs over: the records of a kind that meet `when`, and their value."""

    evidence: plan.EvidenceKind
    names: Names
    value: Expr
    kind: Kind
    when: Expr | None


def over_records(draft: Draft, text: Measure, how: str) -> tuple[plan.OverRecords, Kind] | None:
    """An aggregate over one kind of evidence; `KIND` or `KIND.field`."""
    target = getattr(text, how)
    kind_name, _, field = target.partition(".")
    evidence = draft.evidence.get(kind_name)
    if evidence is None:
        report_unknown_kind(draft, kind_name, text.value_span(how))
        return None
    names = record_names(draft, evidence)
    if how not in OVER_VALUES:
        if field:
            draft.report("count-of-field", text.value_span(how), kind=kind_name)
            return None
        return _over_conditions(draft, text, how, evidence, names)
    value = _value(draft, text, how, field, names)
    when = _when(draft, text.when, names)
    if value is None or (when is None and text.when is not None):
        return None
    over = Over(evidence, names, value[0], value[1], when)
    if how == "distinct":
        return plan.Distinct(kind_name, over.value, when), NumberKind(0, 0, None)
    if how == "latest":
        return _latest(draft, text, over)
    if how in ("minimum", "maximum"):
        return extreme(draft, text, how, over)
    return over_numbers(draft, text, how, over)


def over_numbers(
    draft: Draft, text: Measure, how: str, over: Over
) -> tuple[plan.OverNumbers | plan.GroupMean | plan.WeightedMean, Kind] | None:
    of, name = over.kind, over.evidence.name
    if not isinstance(of, NumberKind | PercentKind):
        draft.report("expected-number", text.value_span(how), text=getattr(text, how))
        return None
    match how:
        case "sum":
            low = 0 if of.low is not None and of.low >= 0 else None
            return plan.Sum(name, over.value, over.when), type(of)(of.decimals, low, None)
        case "mean":
            return plan.Mean(name, over.value, over.when), _mean_kind(of)
        case "median":
            return plan.Median(name, over.value, over.when), _mean_kind(of)
        case "trimmed_mean":
            trim = _trim(draft, text)
            if trim is None:
                return None
            mean = plan.TrimmedMean(name, over.value, trim[0], trim[1], over.when)
            return mean, _mean_kind(of)
    return _weighted(draft, text, over, of)


def _trim(draft: Draft, text: Measure) -> tuple[Number, bool] | None:
    """How many values, or what share of them, go at each end."""
    if text.trim is None:
        draft.report("missing-key", named(text), key="去掉", english="trim")
        return None
    found = draft.constant(text.trim, constant_names(draft))
    if found is None:
        return None
    share = isinstance(found[1], PercentKind)
    if found[0] <= 0 or (found[0] * 2 >= 1 if share else not isinstance(found[0], int)):
        draft.report("bad-trim", text.trim.span, text=text.trim.text)
        return None
    return found[0], share


def extreme(draft: Draft, text: Measure, how: str, over: Over) -> tuple[plan.Extreme, Kind] | None:
    kind = over.kind
    ordered = isinstance(kind, CategoryKind) and kind.ordered
    if not ordered and not isinstance(kind, NumberKind | PercentKind | DateKind | DurationKind):
        draft.report("no-extreme", text.value_span(how), text=getattr(text, how))
        return None
    return plan.Extreme(over.evidence.name, over.value, how == "maximum", over.when), kind


def _latest(draft: Draft, text: Measure, over: Over) -> tuple[plan.Latest, Kind] | None:
    if over.evidence.event_date is None:
        draft.report("latest-without-dates", text.value_span("latest"), kind=over.evidence.name)
        return None
    return plan.Latest(over.evidence.name, over.value, over.when), over.kind


def _over_conditions(
    draft: Draft, text: Measure, how: str, evidence: plan.EvidenceKind, names: Names
) -> tuple[plan.OverRecords, Kind] | None:
    when = _when(draft, text.when, names)
    if when is None and text.when is not None:
        return None
    match how:
        case "count":
            return counted(draft, text, evidence, when)
        case "ratio":
            return _ratio(draft, text, evidence.name, names)
    if when is None:
        draft.report("missing-key", named(text), key="当", english="when")
        return None
    return plan.Quantified(evidence.name, when, how == "all"), BooleanKind()


def report_unknown_kind(draft: Draft, name: str, span: Span | None) -> None:
    known = list(draft.evidence)
    draft.report(
        "unknown-kind", span, name=name, known="、".join(known), suggestion=closest(name, known)
    )


def _mean_kind(of: NumberKind | PercentKind) -> NumberKind | PercentKind:
    """A mean lies between the values' bounds; its decimals are not known."""
    return type(of)(None, of.low, of.high)


def _when(draft: Draft, formula: Formula | None, names: Names) -> Expr | None:
    return draft.condition(formula, names) if formula is not None else None


def _value(
    draft: Draft, text: Measure, how: str, field: str, names: Names
) -> tuple[Expr, Kind] | None:
    """What is aggregated: the field after the dot, or the expression under 取."""
    if bool(field) == (text.of is not None):
        draft.report("field-or-of", text.value_span(how), target=getattr(text, how))
        return None
    if text.of is not None:
        return draft.expression(text.of, names)
    found = names.visible.get(field)
    if not isinstance(found, Ref) or found.space != "record":
        draft.report("unknown-field", text.value_span(how), name=field)
        return None
    return found, found.kind


def _ratio(
    draft: Draft, text: Measure, kind_name: str, names: Names
) -> tuple[plan.Ratio, Kind] | None:
    if text.numerator is None:
        draft.report("missing-key", named(text), key="分子", english="numerator")
        return None
    if text.zero_denominator is None:
        draft.report("missing-key", named(text), key="零分母", english="zero_denominator")
        return None
    numerator = draft.condition(text.numerator, names)
    denominator = _when(draft, text.denominator, names)
    when_zero = zero_denominator(draft, text.zero_denominator)
    if numerator is None:
        return None
    keep = text.unknown_counts == "denominator"
    ratio = plan.Ratio(kind_name, numerator, denominator, keep, when_zero)
    return ratio, PercentKind(None, 0, 1)


def zero_denominator(draft: Draft, formula: Formula, *, share: bool = True) -> Number | None:
    """What a zero denominator gives; a share is of a whole, from 0% to 100%."""
    if formula.text in _MISSING:
        return None
    found = draft.constant(formula, constant_names(draft))
    if found and not isinstance(found[1], PercentKind):
        draft.report("number-for-percent", formula.span, text=formula.text)
    elif found and share and not 0 <= found[0] <= 1:
        draft.report("out-of-bounds", formula.span, text=formula.text, bounds="≥ 0%, ≤ 100%")
    return found[0] if found else None


def _weighted(
    draft: Draft, text: Measure, over: Over, of: NumberKind | PercentKind
) -> tuple[plan.GroupMean | plan.WeightedMean, Kind] | None:
    if text.by is not None and text.weight_by is None:
        return _group_mean(draft, text, text.by, over, of)
    if text.weight_by is None or text.by is not None:
        draft.report("by-or-weight", named(text))
        return None
    weight = draft.expression(text.weight_by, over.names)
    if weight is None:
        return None
    if not isinstance(weight[1], NumberKind):
        draft.report("expected-number", text.weight_by.span, text=text.weight_by.text)
        return None
    if weight[1].low is None or weight[1].low < 0:
        draft.report("negative-weight", text.weight_by.span, text=text.weight_by.text)
    mean = plan.WeightedMean(over.evidence.name, over.value, weight[0], over.when)
    return mean, _mean_kind(of)


def _group_mean(
    draft: Draft, text: Measure, by_text: Formula, over: Over, of: NumberKind | PercentKind
) -> tuple[plan.GroupMean, Kind] | None:
    by = draft.expression(by_text, over.names)
    if by and not isinstance(by[1], CategoryKind | TextKind):
        draft.report("group-kind", by_text.span, text=by_text.text)
    weights = _weights(draft, text, by[1] if by else None)
    for key in ("weights", "min_ballots", "missing_group"):
        if getattr(text, key) is None:
            draft.report("missing-key", named(text), key=chinese(key), english=key)
    ballots = _ballots(draft, text.min_ballots)
    if by is None or weights is None or ballots is None or text.missing_group is None:
        return None
    kind = _mean_kind(of)
    if text.missing_group == "zero" and kind.low is not None:
        kind = type(kind)(None, min(0, kind.low), kind.high)
    mean = plan.GroupMean(
        over.evidence.name, over.value, by[0], weights, ballots, text.missing_group, over.when
    )
    return mean, kind


def _ballots(draft: Draft, formula: Formula | None) -> int | None:
    needed = draft.number(formula, constant_names(draft))
    if formula is None or needed is None:
        return None
    if not isinstance(needed, int) or needed < 1:
        draft.report("out-of-bounds", formula.span, text=formula.text, bounds="≥ 1")
        return None
    return needed


def _weights(
    draft: Draft, text: Measure, kind: Kind | None
) -> tuple[tuple[str, Number], ...] | None:
    """Each group's weight; together 100% (or 1)."""
    rows: list[tuple[str, Number]] = []
    given = text.weights or {}
    for word, formula in given.items():
        found = draft.constant(formula, constant_names(draft))
        if found is None:
            continue
        if found[0] < 0:
            draft.report("negative-weight", formula.span, text=formula.text)
        rows.append((word, found[0]))
    if len(rows) < len(given):
        return None
    span = text.value_span("weights")
    if isinstance(kind, CategoryKind) and {w for w, _ in rows} != set(kind.words):
        draft.report(
            "weights-words", span, given="、".join(w for w, _ in rows), words="、".join(kind.words)
        )
        return None
    total = sum(weight for _, weight in rows)
    if rows and total != 1:
        draft.report("weights-sum", span, sum=show_percent(total))
        return None
    return tuple(rows)
