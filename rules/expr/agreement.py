"""Which kinds agree: in a comparison, in two branches, with what is expected; and their names."""

from __future__ import annotations

from fractions import Fraction
from typing import assert_never

from rules.expr.arithmetic import Extent, union
from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    DurationKind,
    Kind,
    MissingKind,
    NumberKind,
    PercentKind,
    TableKind,
    TextKind,
)
from rules.expr.nodes import Comparator, Literal
from rules.values import Value, decimals_of


def literal_kind(literal: Literal) -> Kind:
    match literal.form:
        case "number":
            return _exact(literal.value).kind(percent=False)
        case "percentage":
            return _exact(literal.value).kind(percent=True)
        case "text":
            return TextKind()
        case "boolean":
            return BooleanKind()
        case "date":
            return DateKind()
        case "duration":
            return DurationKind()
        case "missing":
            return MissingKind()
    assert_never(literal.form)


def _exact(value: Value) -> Extent:
    if isinstance(value, int | Fraction):
        return Extent(decimals_of(value), value, value)
    raise TypeError(f"{value!r} is no number")


def comparison_problem(comparator: Comparator, left: Kind, right: Kind) -> str | None:
    """The code of what is wrong with comparing the two, if anything."""
    equality = comparator in ("=", "!=")
    match left, right:
        case (TableKind(), _) | (_, TableKind()):
            return "table-use"
        case (MissingKind(), _) | (_, MissingKind()):
            return None if equality else "missing-order"
        case (NumberKind(), PercentKind()) | (PercentKind(), NumberKind()):
            return "percent-against-number"
        case ((TextKind() | CategoryKind()), (TextKind() | CategoryKind())):
            return _words_problem(left, right, equality=equality)
        case (BooleanKind(), BooleanKind()):
            return None if equality else "no-order"
    return None if type(left) is type(right) else "kinds-differ"


def _words_problem(
    left: TextKind | CategoryKind, right: TextKind | CategoryKind, *, equality: bool
) -> str | None:
    categories = [kind for kind in (left, right) if isinstance(kind, CategoryKind)]
    if len(categories) < 2:
        return None if equality else "no-order"
    one, other = categories
    if equality:
        return None if set(one.words) & set(other.words) else "kinds-differ"
    if one.ordered and other.ordered:
        return None if one == other else "kinds-differ"
    return "no-order"


def join(one: Kind, other: Kind) -> Kind | None:
    """The kind of a value that is one or the other, or None where there is none."""
    match one, other:
        case (MissingKind(), kind) | (kind, MissingKind()):
            return kind
        case (NumberKind(), NumberKind()):
            return union((Extent.of(one), Extent.of(other))).kind(percent=False)
        case (PercentKind(), PercentKind()):
            return union((Extent.of(one), Extent.of(other))).kind(percent=True)
        case (TextKind(), (TextKind() | CategoryKind())) | (CategoryKind(), TextKind()):
            return TextKind()
    return one if one == other and not isinstance(one, TableKind) else None


def fits(kind: Kind, expected: Kind) -> bool:
    """Whether a value of the kind may stand where the other is expected."""
    match kind, expected:
        case MissingKind(), _:
            return True
        case CategoryKind(), TextKind():
            return True
        case CategoryKind(), CategoryKind():
            return kind == expected or (
                not expected.ordered and set(kind.words) <= set(expected.words)
            )
    return type(kind) is type(expected)
