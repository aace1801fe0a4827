"""What a quantity comes from: two that come from the same thing may hang together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from rules import program as plan
from rules.expr.nodes import Expr, Ref
from rules.expr.rewrite import references

Roots = Mapping[str, frozenset[str]]


def roots_of_records(kind: plan.EvidenceKind) -> Roots:
    """The fields each column of a kind of evidence comes from."""
    roots = {column.name: frozenset((column.name,)) for column in kind.columns}
    for derived in kind.derived:
        roots[derived.name] = _read(derived.formula, roots)
    return roots


def roots_of_measures(program: plan.Program) -> Roots:
    """The kinds of evidence and fields of the subject each measure comes from."""
    roots = {field.name: frozenset((f"subject.{field.name}",)) for field in program.subject.fields}
    for measure in program.measures:
        kinds = frozenset(_kinds(measure.aggregate))
        inside = [_read(expr, roots) for expr in _expressions(measure.aggregate)]
        roots[measure.name] = kinds.union(*inside)
    return roots


def roots_of_outcomes(program: plan.Program) -> Roots:
    """The same with what is concluded: the total, the grade, places. A place from the top and one
    from the end go together in a group of fitting size; a share tells of both."""
    ends = {
        "place": ("place",),
        "place_from_last": ("place_from_last",),
        "share": ("place", "place_from_last"),
        "share_from_last": ("place", "place_from_last"),
    }
    places = {
        f"{rank.name}.{member}": frozenset(f"{rank.name}.{end}" for end in ends[member])
        for rank in program.ranks
        for member in plan.RANK_MEMBERS
    }
    concluded = {name: frozenset((name,)) for name in (plan.TOTAL, plan.GRADE)}
    return {**roots_of_measures(program), **places, **concluded}


def are_apart(refs: Iterable[Ref], roots: Roots) -> bool:
    """Whether no two of them come from the same thing, as far as is known."""
    known = [roots.get(ref.name) for ref in refs if ref.space != "parameter"]
    if len(known) > 1 and None in known:
        return False
    return not any(one & other for one, other in combinations((k for k in known if k), 2))


def _read(expr: Expr, roots: Roots) -> frozenset[str]:
    names = (reference.name for reference in references(expr))
    return frozenset().union(*(roots.get(name, frozenset((name,))) for name in names))


def _kinds(aggregate: Any) -> Iterable[str]:
    if isinstance(aggregate, plan.PerItem):
        for measure in aggregate.inner:
            yield from _kinds(measure.aggregate)
    elif hasattr(aggregate, "evidence"):
        yield aggregate.evidence


def _expressions(aggregate: plan.Aggregate) -> Iterable[Expr]:
    match aggregate:
        case plan.Formula(value):
            yield value
        case plan.YearOnYear(value, base):
            yield from (value, base)
        case plan.Relative(of=value):
            yield value
