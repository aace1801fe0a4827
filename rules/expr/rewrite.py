"""Rewrites that keep the meaning, unknown too: normal form, negation, folding, substitution."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple, assert_never

from rules.expr.agreement import literal_kind
from rules.expr.arithmetic import arithmetic_kind, calculate, negative
from rules.expr.functions import FUNCTIONS
from rules.expr.kinds import (
    BooleanKind,
    DateKind,
    DurationKind,
    Kind,
    NumberKind,
    PercentKind,
    TextKind,
)
from rules.expr.nodes import (
    Against,
    And,
    Arithmetic,
    Call,
    Comparator,
    Compare,
    Conditional,
    Expr,
    Form,
    In,
    Interval,
    Literal,
    Member,
    Name,
    Negative,
    Not,
    Or,
    Ref,
    Space,
    Test,
    walk,
)
from rules.values import Value

__all__ = ["Reference", "fold", "negate", "normal_form", "references", "substitute", "walk"]


class Reference(NamedTuple):
    space: Space
    name: str


def references(expr: Expr) -> frozenset[Reference]:
    """What a resolved expression reads."""
    return frozenset(Reference(n.space, n.name) for n in walk(expr) if isinstance(n, Ref))


def substitute(expr: Expr, parameters: Mapping[str, Literal]) -> Expr:
    """The expression with these parameters as constants."""

    def replaced(node: Expr) -> Expr:
        match node:
            case Ref(space="parameter", name=name) if name in parameters:
                return parameters[name]
        return rebuild(node, replaced)

    return replaced(expr)


def rebuild(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The node with each expression right below it changed."""
    match expr:
        case Literal() | Name() | Ref():
            return expr
        case Member():
            return Member(change(expr.owner), expr.name, expr.span)
        case Negative():
            return Negative(change(expr.operand), expr.span)
        case Arithmetic():
            return Arithmetic(expr.operator, change(expr.left), change(expr.right), expr.span)
        case Conditional():
            parts = (change(expr.condition), change(expr.then), change(expr.otherwise))
            return Conditional(*parts, expr.span)
        case Call():
            return Call(expr.function, tuple(map(change, expr.arguments)), expr.span)
        case Compare() | In() | Not() | And() | Or():
            return _rebuild_truth(expr, change)
    assert_never(expr)


def _rebuild_truth(expr: Compare | In | Not | And | Or, change: Callable[[Expr], Expr]) -> Expr:
    match expr:
        case Compare():
            return Compare(expr.comparator, change(expr.left), change(expr.right), expr.span)
        case In():
            tests = tuple(_rebuild_test(test, change) for test in expr.tests)
            return In(change(expr.operand), tests, expr.span)
        case Not():
            return Not(change(expr.operand), expr.span)
        case And():
            return And(tuple(map(change, expr.parts)), expr.span)
        case Or():
            return Or(tuple(map(change, expr.parts)), expr.span)
    assert_never(expr)


def _rebuild_test(test: Test, change: Callable[[Expr], Expr]) -> Test:
    match test:
        case Against():
            return Against(test.comparator, change(test.value), test.span)
        case Interval():
            low, high = (None if b is None else change(b) for b in (test.low, test.high))
            return Interval(low, high, test.low_closed, test.high_closed, test.span)
    assert_never(test)


# --- normal form ---------------------------------------------------------------------------------

_OPPOSITE: Mapping[Comparator, Comparator] = {
    "=": "!=",
    "!=": "=",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
}
_MIRRORED: Mapping[Comparator, Comparator] = {
    "=": "=",
    "!=": "!=",
    "<": ">",
    ">": "<",
    "<=": ">=",
    ">=": "<=",
}


def normal_form(expr: Expr) -> Expr:
    """A condition as And and Or over atoms. An atom is a comparison (a constant stands right, a
    boolean name is `b = true` or `b = false`), a constant, or a call or conditional, which alone
    may have a Not right above it."""
    return _normal(expr, positive=True)


def negate(expr: Expr) -> Expr:
    """The normal form of the opposite; unknown stays unknown."""
    return _normal(expr, positive=False)


def _normal(expr: Expr, *, positive: bool) -> Expr:
    match expr:
        case Not(operand=operand):
            return _normal(operand, positive=not positive)
        case And(parts=parts):
            return (_all if positive else _any)([_normal(p, positive=positive) for p in parts])
        case Or(parts=parts):
            return (_any if positive else _all)([_normal(p, positive=positive) for p in parts])
        case In():
            tests = [_test_form(expr.operand, test, positive=positive) for test in expr.tests]
            return (_any if positive else _all)(tests)
        case Compare():
            comparator = expr.comparator if positive else _OPPOSITE[expr.comparator]
            return _comparison(Compare(comparator, expr.left, expr.right, expr.span))
        case Literal(value=bool() as value):
            return expr if positive else Literal(not value, "boolean", expr.span)
        case Literal(value=None):
            return expr
        case Ref() | Name() | Member():
            return Compare("=", expr, Literal(positive, "boolean"), expr.span)
    return expr if positive else Not(expr, expr.span)


def _test_form(operand: Expr, test: Test, *, positive: bool) -> Expr:
    match test:
        case Against():
            whole: Expr = Compare(test.comparator, operand, test.value, test.span)
        case Interval():
            above: Comparator = ">=" if test.low_closed else ">"
            below: Comparator = "<=" if test.high_closed else "<"
            sides = ((above, test.low), (below, test.high))
            whole = _all(
                Compare(sign, operand, bound, test.span)
                for sign, bound in sides
                if bound is not None
            )
    return _normal(whole, positive=positive)


def _comparison(expr: Compare) -> Expr:
    if isinstance(expr.left, Literal) and not isinstance(expr.right, Literal):
        expr = Compare(_MIRRORED[expr.comparator], expr.right, expr.left, expr.span)
    match expr:
        case Compare("!=", Ref(kind=BooleanKind()) as name, Literal(value=bool() as truth)):
            return Compare("=", name, Literal(not truth, "boolean"), expr.span)
    return expr


def _all(parts: Iterable[Expr]) -> Expr:
    flat = [p for part in parts for p in (part.parts if isinstance(part, And) else (part,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def _any(parts: Iterable[Expr]) -> Expr:
    flat = [p for part in parts for p in (part.parts if isinstance(part, Or) else (part,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


# --- folding -------------------------------------------------------------------------------------

_FORMS: Mapping[type[Kind], Form] = {
    NumberKind: "number",
    PercentKind: "percentage",
    TextKind: "text",
    BooleanKind: "boolean",
    DateKind: "date",
    DurationKind: "duration",
}
_ORDERS: Mapping[Comparator, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_LONGEST_CONSTANT = 4096  # bits; longer ones are left to the engines


def fold(expr: Expr) -> Expr:
    """The expression with its constant parts computed exactly. Nothing folds to missing: beside
    `=` that would read as the test for it."""
    expr = rebuild(expr, fold)
    match expr:
        case Negative(operand=Literal(form=form, value=value)) if form != "missing":
            return Literal(negative(value), form, expr.span)
        case Arithmetic(left=Literal() as left, right=Literal() as right):
            return _fold_arithmetic(expr, left, right)
        case Call(arguments=arguments):
            literals = [part for part in arguments if isinstance(part, Literal)]
            return _fold_call(expr, literals) if len(literals) == len(arguments) else expr
        case Conditional(condition=Literal(value=bool() as holds)):
            branch = expr.then if holds else expr.otherwise
            return expr if branch == _MISSING else branch
        case Compare() | In() | Not() | And() | Or():
            return _fold_truth(expr)
    return expr


_MISSING = Literal(None, "missing")


def _constant(value: Value, kind: Kind | None, expr: Expr) -> Expr:
    """The value as a literal, or the expression where it is missing or too long."""
    if value is None or kind is None:
        return expr
    if isinstance(value, int | Fraction):
        longest = max(value.numerator.bit_length(), value.denominator.bit_length())
        if longest > _LONGEST_CONSTANT:
            return expr
    return Literal(value, _FORMS[type(kind)], expr.span)


def _fold_arithmetic(expr: Arithmetic, left: Literal, right: Literal) -> Expr:
    kind = arithmetic_kind(expr.operator, literal_kind(left), literal_kind(right))
    if kind is None:
        return expr
    return _constant(calculate(expr.operator, left.value, right.value), kind, expr)


def _fold_call(expr: Call, arguments: list[Literal]) -> Expr:
    function = FUNCTIONS[expr.function]
    kinds = [literal_kind(argument) for argument in arguments]
    if not all(isinstance(kind, function.sort(i)) for i, kind in enumerate(kinds)):
        return expr
    value = function(*(argument.value for argument in arguments))
    return _constant(value, function.kind(*kinds), expr)


def _fold_truth(expr: Compare | In | Not | And | Or) -> Expr:
    match expr:
        case Compare(left=Literal() as left, right=Literal() as right):
            return _fold_compare(expr, left, right)
        case Not(operand=Literal(value=bool() as value)):
            return Literal(not value, "boolean", expr.span)
        case In(operand=Literal()):
            folded = fold(normal_form(expr))
            return folded if isinstance(folded, Literal) else expr
        case And(parts=parts):
            return _fold_parts(expr, parts, neutral=True)
        case Or(parts=parts):
            return _fold_parts(expr, parts, neutral=False)
    return expr


def _fold_compare(expr: Compare, left: Literal, right: Literal) -> Expr:
    missing = left.value is None or right.value is None
    ordered = isinstance(left.value, int | Fraction | date) and not isinstance(left.value, bool)
    if expr.comparator not in ("=", "!=") and (missing or not ordered):
        return expr
    return Literal(_ORDERS[expr.comparator](left.value, right.value), "boolean", expr.span)


def _fold_parts(expr: And | Or, parts: tuple[Expr, ...], *, neutral: bool) -> Expr:
    """`true and x` is x, `false and x` is false; with or the other way round."""
    rest = [part for part in parts if not _is_truth(part, neutral)]
    if any(_is_truth(part, not neutral) for part in rest):
        return Literal(not neutral, "boolean", expr.span)
    if not rest:
        return Literal(neutral, "boolean", expr.span)
    return rest[0] if len(rest) == 1 else type(expr)(tuple(rest), expr.span)


def _is_truth(expr: Expr, truth: bool) -> bool:
    return isinstance(expr, Literal) and expr.value is truth
