"""The pass for measures: each after the measures it reads, with the kind of what it gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TypeAlias

from rules import program as plan
from rules.compiler.aggregates import OVER_VALUES, over_records
from rules.compiler.checks import compile_check, compile_decide
from rules.compiler.comparisons import RELATIVE, relative, year_on_year
from rules.compiler.draft import Draft, basis_of, named
from rules.compiler.foundations import rounded_kind
from rules.compiler.items import per_item
from rules.compiler.names import measure_names
from rules.compiler.same_person import same_person
from rules.expr.checker import Names
from rules.expr.kinds import Kind, NumberKind, PercentKind
from rules.expr.nodes import Expr, Name, walk
from rules.expr.parser import parse_expression
from rules.model import Check, Decide, Formula, Measure
from rules.yaml_reader import MappingNode, Node, SequenceNode

_TAKING = frozenset({"of", "when"})
_GROUPED = frozenset({"within"})
_KEYS_OF: Mapping[str, frozenset[str]] = {
    "count": frozenset({"when", "window", "same", "groups_of"}),
    **dict.fromkeys(OVER_VALUES, _TAKING),
    "weighted_mean": _TAKING | {"by", "weights", "weight_by", "min_ballots", "missing_group"},
    "trimmed_mean": _TAKING | {"trim"},
    "any": frozenset({"when"}),
    "all": frozenset({"when"}),
    "ratio": frozenset({"numerator", "denominator", "zero_denominator", "unknown_counts"}),
    "formula": frozenset(),
    "same_person": frozenset({"posts"}),
    "year_on_year": frozenset({"base", "zero_denominator"}),
    "position": _GROUPED | {"order"},
    "ratio_to_best": _GROUPED | {"order", "zero_denominator"},
    "deviation": _GROUPED,
    "group_average": _GROUPED,
    "share_of": _GROUPED | {"zero_denominator"},
}
_PER_ITEM = frozenset({"per_item", "inner"})
_OVER_ITEMS = frozenset({"trim", "weight_by"})
_COMMON = frozenset({"round", "unit", "label", "basis"})
_FORMULAS = ("formula", "year_on_year", "base", *RELATIVE)


Quantity: TypeAlias = Measure | Check | Decide


def compile_measures(draft: Draft) -> None:
    """Measures, checks and decisions in the order they need each other; a cycle is reported once,
    at its first name."""
    pending: list[str] = []

    def visit(name: str) -> None:
        if name in draft.measures or name in done:
            return
        if name in pending:
            cycle = " → ".join([*pending[pending.index(name) :], name])
            draft.report("cyclic-formula", named(texts[name]), cycle=cycle)
            return
        pending.append(name)
        for other in _read_by(draft, texts[name]):
            if other in texts:
                visit(other)
        pending.pop()
        if name not in done:
            done.add(name)
            _compile(draft, name, texts[name])

    policy = draft.policy
    judged: Mapping[str, Quantity] = {**policy.check, **policy.decide}
    # A name taken twice is reported already: the measure has it.
    texts: Mapping[str, Quantity] = {**policy.measures, **_without(judged, policy.measures)}
    done: set[str] = set()
    for name in texts:
        visit(name)


def _without(texts: Mapping[str, Quantity], names: Collection[str]) -> Mapping[str, Quantity]:
    return {name: text for name, text in texts.items() if name not in names}


def _read_by(draft: Draft, text: Quantity) -> list[str]:
    """The names its formulas read, as far as they can be parsed at all."""
    return [name for formula in _formulas(text) for name in _named_in(draft, formula.node)]


def _formulas(text: Quantity) -> Iterator[Formula]:
    found: Iterable[Formula | None]
    match text:
        case Check():
            found = (text.when, text.applies, text.done, text.from_)
        case Decide():
            found = (choice.when for choice in text.ordered)
        case Measure():
            found = (getattr(text, key) for key in _FORMULAS)
    yield from (formula for formula in found if formula is not None)
    if isinstance(text, Measure):
        for inner in text.inner.values():
            yield from _formulas(inner)


def _named_in(draft: Draft, node: Node) -> list[str]:
    match node:
        case MappingNode():
            keys = [entry.key.text for entry in node.entries]
            return keys + [n for entry in node.entries for n in _named_in(draft, entry.value)]
        case SequenceNode():
            return [name for item in node.items for name in _named_in(draft, item)]
    fragment = node.fragment
    before = len(draft.problems)
    tree: Expr | None = draft.attempt(lambda: parse_expression(fragment))
    del draft.problems[before:]  # the compile of this quantity reports them
    return [node.name for node in walk(tree) if isinstance(node, Name)] if tree else []


def _compile(draft: Draft, name: str, text: Quantity) -> None:
    match text:
        case Check():
            compile_check(draft, name, text)
        case Decide():
            compile_decide(draft, name, text)
        case Measure():
            measure = _quantity(draft, name, text, measure_names(draft))
            if measure is not None:
                draft.measures[name] = measure


def _quantity(draft: Draft, name: str, text: Measure, names: Names) -> plan.Measure | None:
    """A named quantity; `names` are what a formula may read."""
    given = [a for a in _KEYS_OF if getattr(text, a) is not None]
    if len(given) != 1:
        draft.report("one-aggregate", named(text), name=name)
        return None
    how = given[0]
    _check_keys(draft, text, how)
    found = _aggregate(draft, text, how, names)
    if found is None:
        return None
    aggregate, kind = found
    rounding = draft.rounding(text.round)
    if isinstance(kind, NumberKind | PercentKind):
        if text.round is None and kind.decimals is None:
            draft.report("missing-rounding", named(text), name=name)
    elif text.round is not None:
        draft.report("round-no-number", text.value_span("round"), name=name)
        return None
    return plan.Measure(
        name,
        rounded_kind(kind, rounding),
        aggregate,
        rounding,
        text.label,
        text.unit,
        basis_of(text),
    )


def _check_keys(draft: Draft, text: Measure, how: str) -> None:
    own = _KEYS_OF[how]
    if text.per_item is not None:
        own = _PER_ITEM | (own & _OVER_ITEMS)
    allowed = {how} | own | _COMMON
    for key in text.at.keys:
        if key not in allowed:
            draft.misplaced(text, key, sorted(allowed))


def _aggregate(
    draft: Draft, text: Measure, how: str, names: Names
) -> tuple[plan.Aggregate, Kind] | None:
    if text.per_item is not None:
        return per_item(draft, text, how, _quantity)
    match how:
        case "formula":
            checked = draft.expression(text.formula, names) if text.formula else None
            return (plan.Formula(checked[0]), checked[1]) if checked else None
        case "same_person":
            return same_person(draft, text)
        case "year_on_year":
            return year_on_year(draft, text, names)
        case _ if how in RELATIVE:
            return relative(draft, text, how, names)
    return over_records(draft, text, how)
