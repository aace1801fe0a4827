"""The edges in a condition: where a quantity meets its bound, and the two sides of that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from rules.backends.reference import spelled_out
from rules.expr.kinds import CategoryKind, DateKind, DurationKind, Kind, NumberKind, PercentKind
from rules.expr.nodes import (
    Comparator,
    Compare,
    Conditional,
    Expr,
    In,
    Literal,
    Negative,
    Ref,
    walk,
)
from rules.expr.printer import print_expression
from rules.source import Span
from rules.values import Number

# The side of an edge on which the edge itself is not.
_BEYOND: Mapping[Comparator, Comparator] = {">=": "<", "<=": ">", ">": ">", "<": "<"}
_MEASURED = (NumberKind, PercentKind, DateKind, DurationKind)


@dataclass(frozen=True, slots=True)
class Edge:
    """`at` holds where the quantity is exactly at its bound, `beyond` on the other side: what the
    comparison says of the one it does not say of the other. None where no quantity within its
    declared range can stand there."""

    text: str
    span: Span | None = field(compare=False)
    at: Expr | None
    beyond: Expr | None


def edge_of(comparison: Compare) -> Edge:
    left, right = comparison.left, comparison.right
    sides: tuple[Comparator, Comparator] = ("=", _BEYOND[comparison.comparator])
    at, beyond = (
        Compare(side, left, right, comparison.span) if can_stand(left, side, right) else None
        for side in sides
    )
    return Edge(
        print_expression(comparison, "zh"),
        comparison.span,
        at,
        beyond,
    )


def edges_in(expr: Expr) -> Iterator[Edge]:
    """Of every comparison by size in the condition, ranges included; words without a size have no
    edge, and `=` has no side."""
    yield from _edges(comparisons_in(expr))


def comparisons_in(expr: Expr) -> Iterator[Compare]:
    """Every comparison in reading order; of a range those of its bounds, at the range's place."""
    for node in walk(expr):
        if isinstance(node, Compare):
            yield node
        elif isinstance(node, In):
            bounds = (part for part in walk(spelled_out(node)) if isinstance(part, Compare))
            yield from (replace(bound, span=node.span) for bound in bounds)


def _edges(comparisons: Iterable[Compare]) -> Iterator[Edge]:
    for comparison in comparisons:
        if comparison.comparator in _BEYOND and _has_size(comparison.left):
            yield edge_of(comparison)


def _has_size(operand: Expr) -> bool:
    match operand:
        case Ref(kind=kind):
            return _is_measured(kind)
        case Literal(form=form):
            return form in ("number", "percentage", "date", "duration")
        case Negative():
            return True
    return not any(isinstance(n, Ref) and isinstance(n.kind, CategoryKind) for n in walk(operand))


def _is_measured(kind: Kind) -> bool:
    return isinstance(kind, _MEASURED)


def can_stand(quantity: Expr, side: Comparator, bound: Expr) -> bool:
    """False only where declared ranges prove that the quantity is never on that side."""
    if not isinstance(bound, Literal) or not isinstance(bound.value, int | Fraction):
        return True
    low, high = _range(quantity)
    above_low = low is None or (bound.value > low if side == "<" else bound.value >= low)
    below_high = high is None or (bound.value < high if side == ">" else bound.value <= high)
    match side:
        case "<":
            return above_low
        case ">":
            return below_high
    return above_low and below_high


def _range(quantity: Expr) -> tuple[Number | None, Number | None]:
    match quantity:
        case Ref(kind=NumberKind(low=low, high=high)) | Ref(kind=PercentKind(low=low, high=high)):
            return low, high
        case Literal(value=int() | Fraction() as value):
            return value, value
        case Conditional(then=then, otherwise=Literal(form="missing")):
            return _range(then)
        case Conditional(then=Literal(form="missing"), otherwise=otherwise):
            return _range(otherwise)
        case Conditional():
            (low, high), (other_low, other_high) = _range(quantity.then), _range(quantity.otherwise)
            return (
                None if low is None or other_low is None else min(low, other_low),
                None if high is None or other_high is None else max(high, other_high),
            )
    return None, None
