"""The expression tree: frozen nodes, each with its span. Spans never take part in equality.

The parser writes `Name` and `Member`; the checker replaces every one by a `Ref` or a `Literal`, so
that what comes after it knows what each name means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal as OneOf
from typing import TypeAlias, assert_never

from rules.expr.kinds import Kind
from rules.source import Span
from rules.values import Value

Form = OneOf["number", "percentage", "text", "boolean", "date", "duration", "missing"]
Comparator = OneOf["=", "!=", "<", "<=", ">", ">="]
Operator = OneOf["+", "-", "*", "/", "**"]

# Where a name's value comes from, once it is known:
#   record    a field of the evidence record at hand, plain or derived
#   summary   a quantity of the subject: its fields, measures, indicators, total, grade, …
#   parameter a named constant of the policy
#   run       as_of, period_start, period_end
Space = OneOf["record", "summary", "parameter", "run"]


@dataclass(frozen=True, slots=True)
class Literal:
    value: Value
    form: Form
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Name:
    """An unresolved name."""

    name: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Member:
    """`owner.name`, unresolved."""

    owner: Expr
    name: str
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ref:
    """A resolved name; a member of a rank keeps its dot: `街道排名.place`."""

    space: Space
    name: str
    kind: Kind
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Expr
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    operator: Operator
    left: Expr
    right: Expr
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compare:
    comparator: Comparator
    left: Expr
    right: Expr
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    operand: Expr
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And:
    """Two or more parts."""

    parts: tuple[Expr, ...]
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Or:
    """Two or more parts."""

    parts: tuple[Expr, ...]
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Against:
    """A unary test by comparison: `> 7`, or a plain value, which is `=`."""

    comparator: Comparator
    value: Expr
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Interval:
    """A unary test by range; a missing bound is unbounded and counts as open."""

    low: Expr | None
    high: Expr | None
    low_closed: bool
    high_closed: bool
    span: Span | None = field(default=None, compare=False, repr=False)


Test: TypeAlias = Against | Interval


@dataclass(frozen=True, slots=True)
class In:
    """True where one of the tests holds. `between a and b` is an interval closed on both sides."""

    operand: Expr
    tests: tuple[Test, ...]
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Conditional:
    condition: Expr
    then: Expr
    otherwise: Expr
    span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function by its canonical name (see `rules.expr.functions`)."""

    function: str
    arguments: tuple[Expr, ...]
    span: Span | None = field(default=None, compare=False, repr=False)


Expr: TypeAlias = (
    Literal
    | Name
    | Member
    | Ref
    | Negative
    | Arithmetic
    | Compare
    | Not
    | And
    | Or
    | In
    | Conditional
    | Call
)


def children(expr: Expr) -> tuple[Expr, ...]:
    """The expressions right below a node, in reading order."""
    match expr:
        case Literal() | Name() | Ref():
            return ()
        case Member(owner=operand) | Negative(operand=operand) | Not(operand=operand):
            return (operand,)
        case Arithmetic(left=left, right=right) | Compare(left=left, right=right):
            return (left, right)
        case And(parts=parts) | Or(parts=parts) | Call(arguments=parts):
            return parts
        case In():
            return (expr.operand, *(part for test in expr.tests for part in _within(test)))
        case Conditional():
            return (expr.condition, expr.then, expr.otherwise)
    assert_never(expr)


def _within(test: Test) -> tuple[Expr, ...]:
    match test:
        case Against():
            return (test.value,)
        case Interval():
            return tuple(bound for bound in (test.low, test.high) if bound is not None)
    assert_never(test)


def walk(expr: Expr) -> Iterator[Expr]:
    """Every node of the tree in reading order, the whole first."""
    ahead = [expr]
    while ahead:
        node = ahead.pop()
        yield node
        ahead.extend(reversed(children(node)))
