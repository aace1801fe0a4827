"""Names → what they mean, and every kind checked: a tree that an engine can trust."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import assert_never

from rules.diagnostics import Diagnostic, PolicyError, closest, diagnose, in_reading_order
from rules.expr.agreement import comparison_problem, fits, join, literal_kind
from rules.expr.arithmetic import arithmetic_kind, negative_kind
from rules.expr.calls import Found, check_call
from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    Kind,
    NumberKind,
    PercentKind,
    TableKind,
)
from rules.expr.names import Names, resolve
from rules.expr.nodes import (
    Against,
    And,
    Arithmetic,
    Call,
    Comparator,
    Compare,
    Conditional,
    Expr,
    In,
    Interval,
    Literal,
    Member,
    Name,
    Negative,
    Not,
    Or,
    Ref,
    Test,
)
from rules.expr.wording import as_percentage, described, kind_text, said
from rules.source import Span

__all__ = ["Names", "check_expression", "check_tests", "kind_of", "kind_text"]


def check_expression(expr: Expr, names: Names, expected: Kind | None = None) -> tuple[Expr, Kind]:
    """The resolved tree and its kind. Raises PolicyError with everything that is wrong."""
    checker = _Checker(names)
    found, kind = checker.expression(expr, expected)
    checker.expect(found, kind, expected)
    return checker.outcome(found, kind)


def check_tests(tests: tuple[Test, ...], operand: Expr, names: Names) -> Expr:
    """The operand against the tests: an `In`, or a `Compare` for a single comparison."""
    checker = _Checker(names)
    match tests:
        case (Against() as test,):
            expr: Expr = Compare(test.comparator, operand, test.value, test.span)
        case _:
            expr = In(operand, tests, tests[0].span)
    return checker.outcome(*checker.expression(expr, None))[0]


def kind_of(expr: Expr) -> Kind:
    """The kind of a resolved expression."""
    return check_expression(expr, Names({}))[1]


class _Checker:
    """`wanted` is the kind of the other side, whose allowed words need no quotes."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.problems: list[Diagnostic] = []

    def outcome(self, expr: Expr, kind: Kind | None) -> tuple[Expr, Kind]:
        if self.problems or kind is None:
            raise PolicyError(in_reading_order(self.problems))
        return expr, kind

    def report(self, code: str, span: Span | None, /, **args: object) -> None:
        self.problems.append(diagnose(code, span, **args))

    def expect(self, expr: Expr, kind: Kind | None, expected: Kind | None) -> None:
        if isinstance(kind, TableKind):
            self.report("table-use", expr.span, text=said(expr))
        elif kind is not None and expected is not None and not fits(kind, expected):
            args = described(expected=expected, kind=kind)
            meant = as_percentage(expr) if isinstance(expected, PercentKind) else ""
            self.report("expected-kind", expr.span, text=said(expr), suggestion=meant, **args)

    def expression(self, expr: Expr, wanted: Kind | None) -> Found:
        match expr:
            case Literal():
                return self._literal(expr, wanted)
            case Ref():
                return expr, expr.kind
            case Name() | Member():
                return self._name(expr, wanted)
            case Negative():
                return self._negative(expr)
            case Arithmetic():
                return self._arithmetic(expr)
            case Conditional():
                return self._conditional(expr, wanted)
            case Call():
                found, problems = check_call(expr, self.expression)
                self.problems += problems
                return found
            case Compare() | In() | Not() | And() | Or():
                return self._truth(expr), BooleanKind()
        assert_never(expr)

    def _truth(self, expr: Compare | In | Not | And | Or) -> Expr:
        match expr:
            case Compare():
                left, right = self._pair(expr.left, expr.right, None)
                self._agree(expr.comparator, left, right, expr.span)
                return Compare(expr.comparator, left[0], right[0], expr.span)
            case In():
                operand = self.expression(expr.operand, None)
                tests = tuple(self._test(test, operand) for test in expr.tests)
                return In(operand[0], tests, expr.span)
            case Not():
                return Not(self._condition(expr.operand), expr.span)
            case And():
                return And(tuple(self._condition(part) for part in expr.parts), expr.span)
            case Or():
                return Or(tuple(self._condition(part) for part in expr.parts), expr.span)
        assert_never(expr)

    # --- values --------------------------------------------------------------------------------

    def _literal(self, expr: Literal, wanted: Kind | None) -> Found:
        if expr.form != "text" or not isinstance(wanted, CategoryKind):
            return expr, literal_kind(expr)
        if expr.value in wanted.words:
            return expr, wanted
        self.report(
            "word-not-allowed",
            expr.span,
            word=str(expr.value),
            suggestion=closest(str(expr.value), wanted.words),
            allowed="、".join(wanted.words),
            allowed_en=", ".join(wanted.words),
        )
        return expr, None

    def _name(self, expr: Name | Member, wanted: Kind | None) -> Found:
        found = resolve(expr, self.names, wanted)
        if isinstance(found, Diagnostic):
            self.problems.append(found)
            return expr, None
        return found

    def _negative(self, expr: Negative) -> Found:
        operand, kind = self.expression(expr.operand, None)
        outcome = None if kind is None else negative_kind(kind)
        if kind is not None and outcome is None:
            args = described(kind=kind)
            self.report("negative-kind", operand.span, text=said(operand), **args)
        return Negative(operand, expr.span), outcome

    def _arithmetic(self, expr: Arithmetic) -> Found:
        left, left_kind = self.expression(expr.left, None)
        right, right_kind = self.expression(expr.right, None)
        found = Arithmetic(expr.operator, left, right, expr.span)
        if left_kind is None or right_kind is None:
            return found, None
        if expr.operator == "/" and _is_zero(right_kind):
            self.report("division-by-zero", right.span, text=said(right))
            return found, None
        outcome = arithmetic_kind(expr.operator, left_kind, right_kind)
        if outcome is None:
            args = described(left_kind=left_kind, right_kind=right_kind)
            code = _arithmetic_problem(left_kind, right_kind)
            self.report(code, expr.span, left=said(left), right=said(right), **args)
        return found, outcome

    def _conditional(self, expr: Conditional, wanted: Kind | None) -> Found:
        condition = self._condition(expr.condition)
        (then, kind), (otherwise, other) = self._pair(expr.then, expr.otherwise, wanted)
        found = Conditional(condition, then, otherwise, expr.span)
        if kind is None or other is None:
            return found, None
        joined = join(kind, other)
        if joined is None:
            args = described(left_kind=kind, right_kind=other)
            self.report(
                "branches-differ", expr.span, left=said(then), right=said(otherwise), **args
            )
        return found, joined

    # --- truth ---------------------------------------------------------------------------------

    def _condition(self, expr: Expr) -> Expr:
        found, kind = self.expression(expr, None)
        if kind is not None and not isinstance(kind, BooleanKind):
            self.report("condition-expected", found.span, text=said(found), **described(kind=kind))
        return found

    def _pair(self, left: Expr, right: Expr, wanted: Kind | None) -> tuple[Found, Found]:
        """Two sides, each read with the kind of the other; what may be a bare word comes last.
        Where neither name is known, the right one is more likely a word of what was meant."""
        lost = isinstance(right, Name) and self.names.kind(right) is None
        lost = lost and isinstance(left, Name) and self.names.kind(left) is None
        if isinstance(left, Name | Literal) and not lost:
            right_found = self.expression(right, self.names.kind(left) or wanted)
            return self._second(left, right_found, wanted), right_found
        left_found = self.expression(left, self.names.kind(right) or wanted)
        return left_found, self._second(right, left_found, wanted)

    def _second(self, expr: Expr, first: Found, wanted: Kind | None) -> Found:
        """A word beside a mistake may be a word of what was meant: one report is enough."""
        if first[1] is None and isinstance(expr, Name) and expr.name not in self.names.visible:
            return expr, None
        return self.expression(expr, first[1] or wanted)

    def _agree(self, comparator: Comparator, left: Found, right: Found, span: Span | None) -> None:
        if left[1] is None or right[1] is None:
            return
        code = comparison_problem(comparator, left[1], right[1])
        if code is not None:
            args = described(left_kind=left[1], right_kind=right[1])
            self.report(
                code,
                span,
                text=said(left[0]) if isinstance(left[1], TableKind) else said(right[0]),
                comparator=comparator,
                left=said(left[0]),
                right=said(right[0]),
                suggestion=_meant(code, left[0], right[0]),
                **args,
            )

    def _test(self, test: Test, operand: Found) -> Test:
        match test:
            case Against():
                value = self._second(test.value, operand, None)
                self._agree(test.comparator, operand, value, test.span)
                return Against(test.comparator, value[0], test.span)
            case Interval():
                low, high = (self._bound(bound, operand) for bound in (test.low, test.high))
                found = Interval(low, high, test.low_closed, test.high_closed, test.span)
                if _holds_nothing(found):
                    self.report("reversed-range", test.span)
                return found
        assert_never(test)

    def _bound(self, bound: Expr | None, operand: Found) -> Expr | None:
        if bound is None:
            return None
        found = self._second(bound, operand, None)
        self._agree("<=", operand, found, bound.span)
        return found[0]


def _is_zero(kind: Kind) -> bool:
    return isinstance(kind, NumberKind | PercentKind) and kind.low == 0 == kind.high


def _meant(code: str, left: Expr, right: Expr) -> str:
    if code != "percent-against-number":
        return ""
    return as_percentage(right) or as_percentage(left)


def _arithmetic_problem(left: Kind, right: Kind) -> str:
    match left, right:
        case (PercentKind(), NumberKind()) | (NumberKind(), PercentKind()):
            return "percent-plus-number"
        case (DateKind(), NumberKind()) | (NumberKind(), DateKind()):
            return "date-plus-number"
    return "arithmetic-kinds"


def _holds_nothing(test: Interval) -> bool:
    """A range between constants in the wrong order, or one number left out of itself."""
    if not isinstance(test.low, Literal) or not isinstance(test.high, Literal):
        return False
    low, high = test.low.value, test.high.value
    if low == high:
        return not (test.low_closed and test.high_closed)
    if isinstance(low, date) and isinstance(high, date):
        return low > high
    numbers = isinstance(low, int | Fraction) and isinstance(high, int | Fraction)
    return numbers and low > high  # type: ignore[operator]  # narrowed one line above
