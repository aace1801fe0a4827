"""How far a condition is from being true, and from being false: what a search makes smaller."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from rules.backends.reference import Evaluate, spelled_out
from rules.expr.nodes import And, Comparator, Compare, Expr, In, Not, Or
from rules.values import Number, Value
from scoring.expressions import Compile

# Of a record's values and its subject's summary: (from true, from false), 0 where it is so.
Distances: TypeAlias = Callable[[tuple[Value, ...], Mapping[str, Value]], tuple[Number, Number]]

# How much the left side is greater than the right; None where either is missing.
Gap: TypeAlias = Callable[[tuple[Value, ...], Mapping[str, Value]], Number | None]

# What is missing is farther than any difference of two numbers.
FAR: Number = 10**9
# Whatever stands on the other side of a bound is farther than whatever stands on the right one.
ASTRAY: Number = 10**6
# One side of a strict bound is this much farther than the bound itself.
_BEYOND = Fraction(1, 10**6)


def distances_of(expr: Expr, evidence: str | None, compiled: Compile) -> Distances:
    match expr:
        case Compare():
            return _of_comparison(expr, evidence, compiled)
        case In():
            return distances_of(spelled_out(expr), evidence, compiled)
        case Not(operand=operand):
            inner = distances_of(operand, evidence, compiled)
            return lambda values, summary: inner(values, summary)[::-1]
        case And(parts=parts):
            every = [distances_of(part, evidence, compiled) for part in parts]
            return lambda values, summary: _all(every, values, summary)
        case Or(parts=parts):
            every = [distances_of(Not(part), evidence, compiled) for part in parts]
            return lambda values, summary: _all(every, values, summary)[::-1]
    return _of_truth(compiled(expr, evidence))


def gap_of(comparison: Compare, evidence: str | None, compiled: Compile) -> Gap:
    left, right = compiled(comparison.left, evidence), compiled(comparison.right, evidence)

    def gap(values: tuple[Value, ...], summary: Mapping[str, Value]) -> Number | None:
        return _difference(left(values, summary), right(values, summary))

    return gap


def _of_comparison(comparison: Compare, evidence: str | None, compiled: Compile) -> Distances:
    gap = gap_of(comparison, evidence, compiled)
    truth = _of_truth(compiled(comparison, evidence))

    def distances(values: tuple[Value, ...], summary: Mapping[str, Value]) -> tuple[Number, Number]:
        found = gap(values, summary)
        if found is None:
            return truth(values, summary)
        return _of_gap(comparison.comparator, found)

    return distances


def _of_gap(comparator: Comparator, gap: Number) -> tuple[Number, Number]:
    over: Number
    under: Number
    over, under = (gap, 0) if gap > 0 else (0, -gap)
    match comparator:
        case "=":
            return over + under, 0 if gap else 1
        case "!=":
            return 0 if gap else 1, over + under
        case ">=":
            return under, 0 if under else over + _BEYOND
        case "<":
            return 0 if under else over + _BEYOND, under
        case "<=":
            return over, 0 if over else under + _BEYOND
        case ">":
            return 0 if over else under + _BEYOND, over


def _difference(left: Value, right: Value) -> Number | None:
    match left, right:
        case bool(), _:
            return None
        case (int() | Fraction(), int() | Fraction()):
            return left - right
        case date(), date():
            return (left - right).days
    return None


def _of_truth(evaluate: Evaluate) -> Distances:
    def distances(values: tuple[Value, ...], summary: Mapping[str, Value]) -> tuple[Number, Number]:
        truth = evaluate(values, summary)
        return (FAR, FAR) if truth is None else (0, 1) if truth else (1, 0)

    return distances


def _all(
    parts: list[Distances], values: tuple[Value, ...], summary: Mapping[str, Value]
) -> tuple[Number, Number]:
    """Of all of them together: true where every one is, false where the nearest to it is."""
    found = [part(values, summary) for part in parts]
    return sum(true for true, _ in found), min(false for _, false in found)
