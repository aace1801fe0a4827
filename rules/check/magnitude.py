"""Do exact values stay within 127 bits, so that an engine of whole numbers can carry them?

A value is carried as numerator over denominator. The bounds come from declared ranges; where none
is declared a number is taken to be below 10^12 and a subject to have below 10^6 records of a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import assert_never

from rules import program as plan
from rules.diagnostics import Diagnostic, diagnose
from rules.expr.kinds import Kind, NumberKind, PercentKind
from rules.expr.nodes import Arithmetic, Call, Conditional, Expr, Literal, Negative, Ref, walk
from rules.model import Policy
from rules.source import Span
from rules.values import Number

MOST_BITS = 127
UNDECLARED = 10**12
RECORDS = 10**6


@dataclass(frozen=True, slots=True)
class Size:
    """The largest numerator (in size) and denominator a value may have."""

    over: int
    under: int

    @property
    def bits(self) -> int:
        return max(self.over, self.under).bit_length()


def check_magnitude(
    policy: Policy, measures: Mapping[str, plan.Measure], rules: Iterable[plan.Rule]
) -> Iterator[Diagnostic]:
    """Measures and points whose exact value may outgrow 127 bits before it is rounded."""
    sizes: dict[str, Size] = {}
    for name, measure in measures.items():
        exact = _aggregate(measure.aggregate, sizes)
        if exact.bits > MOST_BITS:
            yield diagnose("too-big", policy.measures[name].at.name, name=name, bits=exact.bits)
        sizes[name] = _of_kind(measure.kind) or exact
    for rule in rules:
        size = _size(rule.points, sizes)
        if size.bits > MOST_BITS:
            yield diagnose("too-big", _place(rule.points), name=rule.id, bits=size.bits)


def _place(expr: Expr) -> Span | None:
    return next((node.span for node in walk(expr) if node.span), None)


def _aggregate(aggregate: plan.Aggregate, sizes: Mapping[str, Size]) -> Size:
    match aggregate:
        case plan.Formula(value):
            return _size(value, sizes)
        case plan.YearOnYear(now, base):
            less = _sum(_size(now, sizes), _size(base, sizes))
            return _quotient(less, _size(base, sizes))
        case plan.Relative():
            return _relative(aggregate, _size(aggregate.of, sizes))
        case plan.WorkingTerm():
            return Size(1, 1)  # a day, which nobody computes with
        case plan.PerItem():
            inside = dict(sizes)
            for inner in aggregate.inner:
                exact = _aggregate(inner.aggregate, inside)
                inside[inner.name] = _of_kind(inner.kind) or exact
            return _aggregate(aggregate.outer, inside)
    return _over_records(aggregate, sizes)


def _over_records(aggregate: plan.OverRecords, sizes: Mapping[str, Size]) -> Size:
    match aggregate:
        case plan.Count() | plan.Windowed() | plan.Distinct() | plan.Quantified():
            return Size(RECORDS, 1)
        case plan.Ratio():
            return Size(RECORDS, RECORDS)
    one = _size(aggregate.value, sizes)
    match aggregate:
        case plan.Extreme() | plan.Latest():
            return one
        case plan.Sum():
            return Size(one.over * RECORDS, one.under)
        case plan.Median():
            return _sum(one, Size(1, 2))
        case plan.Mean() | plan.TrimmedMean():
            return Size(one.over * RECORDS, one.under * RECORDS)
        case plan.WeightedMean():
            by = _size(aggregate.weight, sizes)
            return Size(one.over * by.over * RECORDS, one.under * by.over * RECORDS)
        case plan.GroupMean():
            return _groups(one, [weight for _, weight in aggregate.weights])
    assert_never(aggregate)


def _relative(relative: plan.Relative, one: Size) -> Size:
    """A group is taken to have as many subjects as a subject has records."""
    match relative.how:
        case "place":
            return Size(RECORDS, 1)
        case "ratio_to_best":
            return _quotient(one, one)
        case "share":
            return _quotient(one, Size(one.over * RECORDS, one.under))
    return Size(one.over * RECORDS * 2, one.under * RECORDS)


def _quotient(over: Size, under: Size) -> Size:
    return Size(over.over * under.under, over.under * under.over)


def _groups(one: Size, weights: list[Number]) -> Size:
    """Each group's mean has its own count below the line; together they multiply."""
    total = Size(0, 1)
    for weight in weights:
        share = Fraction(weight)
        mean = Size(one.over * RECORDS * share.numerator, one.under * RECORDS * share.denominator)
        total = _sum(total, mean)
    return total


def _size(expr: Expr, sizes: Mapping[str, Size]) -> Size:
    match expr:
        case Literal(value) if isinstance(value, int | Fraction):
            exact = Fraction(value)
            return Size(abs(exact.numerator), exact.denominator)
        case Ref("summary", name) if name in sizes:
            return sizes[name]
        case Ref():
            return _of_kind(expr.kind) or Size(UNDECLARED, 1)
        case Negative(operand):
            return _size(operand, sizes)
        case Arithmetic(operator, left, right):
            return _arithmetic(operator, _size(left, sizes), right, sizes)
        case Conditional(_, then, otherwise):
            return _larger(_size(then, sizes), _size(otherwise, sizes))
        case Call("lookup", (Ref(kind=table), *_)):
            return _of_kind(getattr(table, "of", table)) or Size(UNDECLARED, 1)
        case Call(_, arguments) if arguments:
            total = Size(0, 1)
            for argument in arguments:
                total = _sum(total, _size(argument, sizes))
            return total
    return Size(UNDECLARED, 1)


def _arithmetic(operator: str, left: Size, right: Expr, sizes: Mapping[str, Size]) -> Size:
    if operator == "**":
        power = right.value if isinstance(right, Literal) else None
        exponent = power if isinstance(power, int) else 1
        return Size(left.over**exponent, left.under**exponent)
    other = _size(right, sizes)
    match operator:
        case "*":
            return Size(left.over * other.over, left.under * other.under)
        case "/":
            return _quotient(left, other)
    return _sum(left, other)


def _sum(one: Size, other: Size) -> Size:
    under = lcm(one.under, other.under)
    return Size(one.over * (under // one.under) + other.over * (under // other.under), under)


def _larger(one: Size, other: Size) -> Size:
    return Size(max(one.over, other.over), lcm(one.under, other.under))


def _of_kind(kind: Kind) -> Size | None:
    """The size of a number whose decimals are declared."""
    if not isinstance(kind, NumberKind | PercentKind) or kind.decimals is None:
        return None
    under = 10 ** (kind.decimals + (2 if isinstance(kind, PercentKind) else 0))
    ends = [abs(Fraction(end)) for end in (kind.low, kind.high) if end is not None]
    largest = max(ends) if len(ends) == 2 else Fraction(UNDECLARED)
    return Size(int(largest * under) + 1, under)
