"""The language defined: what an expression is worth and which conditions hold, in plain Python."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, assert_never

from rules.expr.arithmetic import calculate, negative
from rules.expr.functions import FUNCTIONS
from rules.expr.kinds import BooleanKind, CategoryKind, Kind
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
    walk,
)
from rules.matching import GROUPS, Fact, Group, Matches, conditions
from rules.program import Parameter, Program
from rules.values import Truth, Value

# (a record's values, the summary with as_of, period_start and period_end) → the value.
Evaluate: TypeAlias = Callable[[tuple[Value, ...], Mapping[str, Value]], Value]
# The same where the checker has proved the kinds and mypy cannot.
_Evaluate: TypeAlias = Callable[[tuple[Any, ...], Mapping[str, Any]], Any]

MIRRORED: Mapping[Comparator, Comparator] = {
    "=": "=",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}


def compile_expression(
    expr: Expr, columns: Mapping[str, int], parameters: Iterable[Parameter] = ()
) -> Evaluate:
    """A function that computes a checked expression. `columns` are the places of the record's
    fields in its values (empty where the expression reads no record).

    Anything computed from a missing value is missing; so is a division by zero, a date outside
    the calendar, and a choice whose condition is unknown. `x = 未填` is always known."""
    return _Compiler(columns, {parameter.name: parameter for parameter in parameters}).value(expr)


def is_missing(expr: Expr) -> bool:
    """Whether the expression is the word 未填."""
    return isinstance(expr, Literal) and expr.value is None


def is_constant(expr: Expr) -> bool:
    """Whether the expression reads nothing but the policy itself."""
    match expr:
        case Literal():
            return True
        case Ref():
            return expr.space == "parameter"
        case Negative():
            return is_constant(expr.operand)
        case Arithmetic():
            return is_constant(expr.left) and is_constant(expr.right)
        case Call():
            return all(is_constant(argument) for argument in expr.arguments)
    return False


def spelled_out(expr: In) -> Expr:
    """The same condition as comparisons: `x in (1, [3..5))` as `x = 1 or x >= 3 and x < 5`."""
    tests = tuple(_comparisons(expr.operand, test) for test in expr.tests)
    return tests[0] if len(tests) == 1 else Or(tests)


def _comparisons(operand: Expr, test: Against | Interval) -> Expr:
    if isinstance(test, Against):
        return Compare(test.comparator, operand, test.value)
    bounds = []
    if test.low is not None:
        bounds.append(Compare(">=" if test.low_closed else ">", operand, test.low))
    if test.high is not None:
        bounds.append(Compare("<=" if test.high_closed else "<", operand, test.high))
    return bounds[0] if len(bounds) == 1 else And(tuple(bounds))


class ReferenceMatcher:
    """The conditions of a Program by the definition; it knows what is unknown, too."""

    name = "reference"

    def __init__(self, program: Program) -> None:
        parameters = program.parameters
        self._rules = tuple(
            (rule.evidence, _condition(rule.when, columns_of(program, rule.evidence), parameters))
            for rule in program.rules
        )
        self._groups: Mapping[Group, tuple[_Evaluate, ...]] = {
            group: tuple(_condition(when, {}, parameters) for _, when in conditions(program, group))
            for group in GROUPS
        }

    def match(self, facts: Sequence[Fact], summary: Mapping[str, Value]) -> Matches:
        by_kind: dict[str, list[tuple[int, tuple[Value, ...]]]] = {}
        for place, fact in enumerate(facts):
            by_kind.setdefault(fact.kind, []).append((place, fact.values))
        true: list[tuple[int, int]] = []
        unknown: list[tuple[int, int]] = []
        for rule, (kind, when) in enumerate(self._rules):
            for place, values in by_kind.get(kind, ()):
                truth = when(values, summary)
                if truth:
                    true.append((rule, place))
                elif truth is None:
                    unknown.append((rule, place))
        return Matches(tuple(true), tuple(unknown))

    def decide(self, group: Group, summary: Mapping[str, Value]) -> tuple[Truth, ...]:
        return tuple([when((), summary) for when in self._groups[group]])


def columns_of(program: Program, kind: str) -> Mapping[str, int]:
    """Where each field of an evidence kind stands in a record's values."""
    return {column.name: i for i, column in enumerate(program.kinds[kind].columns)}


def _condition(
    when: Expr | None, columns: Mapping[str, int], parameters: Iterable[Parameter]
) -> _Evaluate:
    return _constant(True) if when is None else compile_expression(when, columns, parameters)


@dataclass(frozen=True, slots=True)
class _Compiler:
    columns: Mapping[str, int]
    parameters: Mapping[str, Parameter]

    def value(self, expr: Expr) -> _Evaluate:
        match expr:
            case Literal():
                return _constant(expr.value)
            case Ref():
                return self._reference(expr)
            case Negative():
                return _applied(negative, self.value(expr.operand))
            case Arithmetic():
                return self._arithmetic(expr)
            case Conditional():
                return self._choice(expr)
            case Call():
                return self._call(expr)
            case Name() | Member():
                raise TypeError(f"the checker has left a name unresolved: {expr.name}")
            case Compare() | Not() | And() | Or() | In():
                return self._tabulated(expr, self._condition(expr))
        assert_never(expr)

    def _tabulated(self, condition: Expr, evaluate: _Evaluate) -> _Evaluate:
        """The same condition looked up, where all it reads is one field with few values."""
        read = {node for node in walk(condition) if isinstance(node, Ref)}
        match [ref for ref in read if ref.space != "parameter"]:
            case [Ref(space="record", name=name, kind=kind)] if few := _few_values(kind):
                place = self.columns[name]
                before = (None,) * place
                truths = {value: evaluate((*before, value), {}) for value in (*few, None)}
                return lambda values, _: truths[values[place]]
        return evaluate

    def _condition(self, expr: Compare | Not | And | Or | In) -> _Evaluate:
        match expr:
            case Compare():
                return self._comparison(expr.comparator, expr.left, expr.right)
            case Not():
                return _applied(operator.not_, self.value(expr.operand))
            case And():
                return _conjunction([self.value(part) for part in expr.parts])
            case Or():
                return _disjunction([self.value(part) for part in expr.parts])
            case In():
                return self.value(spelled_out(expr))
        assert_never(expr)

    def _reference(self, ref: Ref) -> _Evaluate:
        name = ref.name
        match ref.space:
            case "record":
                place = self.columns[name]
                return lambda values, _: values[place]
            case "parameter":
                parameter = self.parameters[name]
                return _constant(dict(parameter.table) if parameter.table else parameter.value)
            case "summary" | "run":
                return lambda _, summary: summary[name]
        assert_never(ref.space)

    def _arithmetic(self, expr: Arithmetic) -> _Evaluate:
        sign, left, right = expr.operator, self.value(expr.left), self.value(expr.right)
        return lambda values, summary: calculate(
            sign, left(values, summary), right(values, summary)
        )

    def _choice(self, expr: Conditional) -> _Evaluate:
        condition = self.value(expr.condition)
        then, otherwise = self.value(expr.then), self.value(expr.otherwise)

        def evaluate(values: tuple[Any, ...], summary: Mapping[str, Any]) -> Any:
            truth = condition(values, summary)
            if truth is None:
                return None
            return then(values, summary) if truth else otherwise(values, summary)

        return evaluate

    def _comparison(self, comparator: Comparator, left: Expr, right: Expr) -> _Evaluate:
        if is_constant(left) and not is_constant(right):
            return self._comparison(MIRRORED[comparator], right, left)
        operand = self.value(left)
        if is_missing(right) and comparator in ("=", "!="):
            present = comparator == "!="
            return lambda values, summary: (operand(values, summary) is not None) is present
        compare = _COMPARISONS[comparator]
        order = None if comparator in ("=", "!=") else _order(left) or _order(right)
        other = self.value(right)
        if order is not None:
            operand, other = _applied(order.index, operand), _applied(order.index, other)
        elif isinstance(left, Ref) and left.space == "record" and is_constant(right):
            return _field_test(compare, self.columns[left.name], other((), {}))

        def evaluate(values: tuple[Any, ...], summary: Mapping[str, Any]) -> Truth:
            a, b = operand(values, summary), other(values, summary)
            return None if a is None or b is None else compare(a, b)

        return evaluate

    def _call(self, call: Call) -> _Evaluate:
        function = FUNCTIONS[call.function]
        arguments = [self.value(argument) for argument in call.arguments]
        return lambda values, summary: function(
            *(argument(values, summary) for argument in arguments)
        )


def _constant(value: Any) -> _Evaluate:
    return lambda _, __: value


def _applied(compute: Callable[[Any], Any], operand: _Evaluate) -> _Evaluate:
    def evaluate(values: tuple[Any, ...], summary: Mapping[str, Any]) -> Any:
        value = operand(values, summary)
        return None if value is None else compute(value)

    return evaluate


def _conjunction(parts: Sequence[_Evaluate]) -> _Evaluate:
    """False as soon as one part is false, whatever is unknown beside it."""

    def evaluate(values: tuple[Any, ...], summary: Mapping[str, Any]) -> Truth:
        known: Truth = True
        for part in parts:
            truth = part(values, summary)
            if truth is False:
                return False
            if truth is None:
                known = None
        return known

    return evaluate


def _disjunction(parts: Sequence[_Evaluate]) -> _Evaluate:
    """True as soon as one part is true, whatever is unknown beside it."""

    def evaluate(values: tuple[Any, ...], summary: Mapping[str, Any]) -> Truth:
        known: Truth = False
        for part in parts:
            truth = part(values, summary)
            if truth is True:
                return True
            if truth is None:
                known = None
        return known

    return evaluate


def _field_test(compare: Callable[[Any, Any], bool], place: int, constant: Any) -> _Evaluate:
    """A field of the record against a constant: the commonest condition, made quick."""
    if constant is None:
        return _constant(None)

    def evaluate(values: tuple[Any, ...], _: Mapping[str, Any]) -> Truth:
        value = values[place]
        return None if value is None else compare(value, constant)

    return evaluate


def _few_values(kind: Kind) -> tuple[Value, ...]:
    """All values of the kind where they can be counted, none for any other kind."""
    match kind:
        case BooleanKind():
            return (True, False)
        case CategoryKind(words=words):
            return words
    return ()


def _order(expr: Expr) -> tuple[str, ...] | None:
    """The ascending words of an ordered category, None for any other kind."""
    match expr:
        case Ref(kind=CategoryKind(words=words, ordered=True)):
            return words
        case Conditional():
            return _order(expr.then) or _order(expr.otherwise)
    return None


_COMPARISONS: Mapping[Comparator, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
