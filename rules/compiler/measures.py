"""The pass for measures: each after the measures it reads, with the kind of what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rules import program as plan
from rules.compiler.draft import Draft, basis_of, named
from rules.compiler.foundations import rounded_kind
from rules.compiler.names import constant_names, measure_names, record_names
from rules.diagnostics import closest
from rules.expr.checker import Names
from rules.expr.kinds import CategoryKind, Kind, NumberKind, PercentKind, TextKind
from rules.expr.nodes import Expr, Name, Ref, walk
from rules.expr.parser import parse_expression
from rules.model import Formula, Measure
from rules.source import Span
from rules.values import Number, show_percent
from rules.vocabulary import CHOICES, chinese, spellings_of
from rules.yaml_reader import ScalarNode

_KEYS_OF: Mapping[str, frozenset[str]] = {
    "count": frozenset({"when"}),
    "sum": frozenset({"of", "when"}),
    "mean": frozenset({"of", "when"}),
    "weighted_mean": frozenset(
        {"of", "when", "by", "weights", "weight_by", "min_ballots", "missing_group"}
    ),
    "ratio": frozenset({"numerator", "denominator", "zero_denominator", "unknown_counts"}),
    "formula": frozenset(),
}
_MISSING = spellings_of(CHOICES, {"missing"})
_COMMON = frozenset({"round", "unit", "label", "basis"})


@dataclass(frozen=True, slots=True)
class _Over:
    """What a weighted mean runs over: the records of a kind that meet `when`, and their value."""

    evidence: str
    names: Names
    value: Expr
    kind: NumberKind | PercentKind
    when: Expr | None


def compile_measures(draft: Draft) -> None:
    """Measures in the order they need each other; a cycle is reported once, at its first name."""
    pending: list[str] = []

    def visit(name: str) -> None:
        if name in draft.measures or name in done:
            return
        if name in pending:
            cycle = " → ".join([*pending[pending.index(name) :], name])
            draft.report("cyclic-formula", named(texts[name]), cycle=cycle)
            return
        pending.append(name)
        for other in _reads(draft, texts[name]):
            visit(other)
        pending.pop()
        if name not in done:
            done.add(name)
            _compile_measure(draft, name, texts[name])

    texts = draft.policy.measures
    done: set[str] = set()
    for name in texts:
        visit(name)


def _reads(draft: Draft, text: Measure) -> list[str]:
    """The measures a formula names, as far as it can be parsed at all."""
    node = text.formula.node if text.formula else None
    if not isinstance(node, ScalarNode):
        return []
    fragment = node.fragment
    before = len(draft.problems)
    tree: Expr | None = draft.attempt(lambda: parse_expression(fragment))
    del draft.problems[before:]  # the compile of this measure reports them
    names = [n.name for n in walk(tree) if isinstance(n, Name)] if tree else []
    return [name for name in names if name in draft.policy.measures]


def _compile_measure(draft: Draft, name: str, text: Measure) -> None:
    given = [a for a in _KEYS_OF if getattr(text, a) is not None]
    if len(given) != 1:
        draft.report("one-aggregate", named(text), name=name)
        return
    how = given[0]
    for key in text.at.keys:
        if key != how and key not in _KEYS_OF[how] | _COMMON:
            draft.misplaced(text, key, sorted({how} | _KEYS_OF[how] | _COMMON))
    found = _formula(draft, text.formula) if text.formula else _aggregate(draft, text, how)
    if found is None:
        return
    aggregate, kind = found
    rounding = draft.rounding(text.round)
    if (
        text.round is None
        and _decimals(kind) is None
        and isinstance(kind, NumberKind | PercentKind)
    ):
        draft.report("missing-rounding", named(text), name=name)
    draft.measures[name] = plan.Measure(
        name,
        rounded_kind(kind, rounding),
        aggregate,
        rounding,
        text.label,
        text.unit,
        basis_of(text),
    )


def _decimals(kind: Kind) -> int | None:
    return kind.decimals if isinstance(kind, NumberKind | PercentKind) else 0


def _formula(draft: Draft, formula: Formula) -> tuple[plan.Aggregate, Kind] | None:
    checked = draft.expression(formula, measure_names(draft))
    return (plan.Formula(checked[0]), checked[1]) if checked else None


def _aggregate(draft: Draft, text: Measure, how: str) -> tuple[plan.Aggregate, Kind] | None:
    """An aggregate over one kind of evidence; `KIND` or `KIND.field`."""
    target = getattr(text, how)
    kind_name, _, field = target.partition(".")
    evidence = draft.evidence.get(kind_name)
    if evidence is None:
        report_unknown_kind(draft, kind_name, text.value_span(how))
        return None
    names = record_names(draft, evidence)
    match how:
        case "count":
            if field:
                draft.report("count-of-field", text.value_span(how), kind=kind_name)
                return None
            when = _when(draft, text.when, names)
            return plan.Count(kind_name, when), NumberKind(0, 0, None)
        case "ratio":
            return _ratio(draft, text, kind_name, names)
    value = _value(draft, text, how, field, names)
    if value is None:
        return None
    expr, of = value
    when = _when(draft, text.when, names)
    match how:
        case "sum":
            low = 0 if of.low is not None and of.low >= 0 else None
            return plan.Sum(kind_name, expr, when), type(of)(of.decimals, low, None)
        case "mean":
            return plan.Mean(kind_name, expr, when), _mean_kind(of)
    return _weighted(draft, text, _Over(kind_name, names, expr, of, when))


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
) -> tuple[Expr, NumberKind | PercentKind] | None:
    """What is aggregated: the field after the dot, or the expression under 取."""
    if bool(field) == (text.of is not None):
        draft.report("field-or-of", text.value_span(how), target=getattr(text, how))
        return None
    if text.of is not None:
        checked = draft.expression(text.of, names)
        if checked is None:
            return None
        expr, kind = checked
    else:
        found = names.visible.get(field)
        if not isinstance(found, Ref) or found.space != "record":
            draft.report("unknown-field", text.value_span(how), name=field)
            return None
        expr, kind = found, found.kind
    if not isinstance(kind, NumberKind | PercentKind):
        draft.report("expected-number", text.value_span(how), text=getattr(text, how))
        return None
    return expr, kind


def _ratio(
    draft: Draft, text: Measure, kind_name: str, names: Names
) -> tuple[plan.Aggregate, Kind] | None:
    if text.numerator is None:
        draft.report("missing-key", named(text), key="分子", english="numerator")
        return None
    if text.zero_denominator is None:
        draft.report("missing-key", named(text), key="零分母", english="zero_denominator")
        return None
    numerator = draft.condition(text.numerator, names)
    denominator = _when(draft, text.denominator, names)
    when_zero = _zero_denominator(draft, text.zero_denominator)
    if numerator is None:
        return None
    keep = text.unknown_counts == "denominator"
    ratio = plan.Ratio(kind_name, numerator, denominator, keep, when_zero)
    return ratio, PercentKind(None, 0, 1)


def _zero_denominator(draft: Draft, formula: Formula) -> Number | None:
    if formula.text in _MISSING:
        return None
    found = draft.constant(formula, constant_names(draft))
    if found and not isinstance(found[1], PercentKind):
        draft.report("number-for-percent", formula.span, text=formula.text)
    elif found and not 0 <= found[0] <= 1:
        draft.report("out-of-bounds", formula.span, text=formula.text, bounds="≥ 0%, ≤ 100%")
    return found[0] if found else None


def _weighted(draft: Draft, text: Measure, over: _Over) -> tuple[plan.Aggregate, Kind] | None:
    if text.by is not None and text.weight_by is None:
        return _group_mean(draft, text, text.by, over)
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
    mean = plan.WeightedMean(over.evidence, over.value, weight[0], over.when)
    return mean, _mean_kind(over.kind)


def _group_mean(
    draft: Draft, text: Measure, by_text: Formula, over: _Over
) -> tuple[plan.Aggregate, Kind] | None:
    by = draft.expression(by_text, over.names)
    if by and not isinstance(by[1], CategoryKind | TextKind):
        draft.report("group-kind", by_text.span, text=by_text.text)
    weights = _weights(draft, text, by[1] if by else None)
    for key in ("weights", "min_ballots", "missing_group"):
        if getattr(text, key) is None:
            draft.report("missing-key", named(text), key=chinese(key), english=key)
    if by is None or weights is None or text.min_ballots is None or text.missing_group is None:
        return None
    kind = _mean_kind(over.kind)
    if text.missing_group == "zero" and kind.low is not None:
        kind = type(kind)(None, min(0, kind.low), kind.high)
    mean = plan.GroupMean(
        over.evidence, over.value, by[0], weights, text.min_ballots, text.missing_group, over.when
    )
    return mean, kind


def _weights(
    draft: Draft, text: Measure, kind: Kind | None
) -> tuple[tuple[str, Number], ...] | None:
    """Each group's weight; together 100% (or 1)."""
    rows: list[tuple[str, Number]] = []
    for word, formula in (text.weights or {}).items():
        found = draft.constant(formula, constant_names(draft))
        if found is None:
            return None
        if found[0] < 0:
            draft.report("negative-weight", formula.span, text=formula.text)
        rows.append((word, found[0]))
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
