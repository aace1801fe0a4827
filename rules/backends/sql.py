"""Expressions as DuckDB SQL: exact, three-valued, or refused with the place that cannot be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import assert_never

from rules.backends import sql_numbers as numbers
from rules.backends.reference import is_missing, spelled_out
from rules.backends.sql_functions import applied, how_many
from rules.backends.sql_numbers import Scaled, TooWideError
from rules.backends.sql_terms import (
    ALWAYS,
    NEVER,
    UNKNOWN,
    CannotError,
    Day,
    Missing,
    Term,
    Text,
    Truth,
    Word,
    alike,
    compared,
    constant,
    days_between,
    entry_of,
    sql_of,
)
from rules.expr.nodes import (
    Against,
    And,
    Arithmetic,
    Call,
    Compare,
    Conditional,
    Expr,
    In,
    Literal,
    Member,
    Name,
    Negative,
    Not,
    Operator,
    Or,
    Ref,
)
from rules.program import Parameter
from rules.source import Span


@dataclass(frozen=True, slots=True)
class Translator:
    """`record` are the terms of a record's fields, `summary` those of the subject's quantities and
    of the run's dates."""

    record: Mapping[str, Term]
    summary: Mapping[str, Term]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)

    def condition(self, expr: Expr | None) -> Truth:
        if expr is None:
            return ALWAYS
        found = self.term(expr)
        match found:
            case Truth():
                return found
            case Missing():
                return UNKNOWN
        raise TypeError(f"a condition was translated, {found!r} came out")

    def unknown(self, expr: Expr | None) -> str:
        """Whether a condition is unknown, itself always known. Where it hangs on one term that may
        be missing, that is asked: engines take far longer over the whole condition."""
        match expr:
            case Not(operand=operand):
                return self.unknown(operand)
            case And(parts=parts) | Or(parts=parts):
                truths = [self.condition(part) for part in parts]
                if sum(truth.nullable for truth in truths) == 1:
                    matters = "" if isinstance(expr, And) else "NOT "
                    pairs = zip(parts, truths, strict=True)
                    asked = [
                        self.unknown(part) if truth.nullable else f"{matters}{truth.sql}"
                        for part, truth in pairs
                    ]
                    return _joined("AND", [Truth(sql) for sql in asked]).sql
            case Compare(left=left, right=right):
                lacking = [term for term in map(self.term, (left, right)) if term.nullable]
                if len(lacking) == 1 and not isinstance(lacking[0], Missing):
                    return f"({sql_of(lacking[0])} IS NULL)"
        return f"({self.condition(expr).sql} IS NULL)"

    def number(self, expr: Expr) -> Scaled:
        found = self.term(expr)
        match found:
            case Scaled():
                return found
            case Missing():
                return numbers.NO_NUMBER
        raise TypeError(f"a number was translated, {found!r} came out")

    def term(self, expr: Expr) -> Term:
        try:
            return self._term(expr)
        except TooWideError:
            raise CannotError("wide", expr.span) from None

    def _term(self, expr: Expr) -> Term:
        match expr:
            case Compare() | Not() | And() | Or() | In():
                return self._condition(expr)
            case Literal(value=value):
                return constant(value)
            case Ref():
                return self._reference(expr)
            case Negative():
                return self._negative(expr)
            case Arithmetic():
                return self._arithmetic(expr)
            case Conditional():
                return self._choice(expr)
            case Call():
                return self._call(expr)
            case Name() | Member():
                raise TypeError(f"the checker has left a name unresolved: {expr.name}")
        assert_never(expr)

    def _condition(self, expr: Compare | Not | And | Or | In) -> Truth:
        match expr:
            case Compare():
                return self._comparison(expr)
            case Not():
                operand = self.condition(expr.operand)
                return Truth(f"(NOT {operand.sql})", operand.nullable)
            case And():
                return _joined("AND", [self.condition(part) for part in expr.parts])
            case Or():
                return _joined("OR", [self.condition(part) for part in expr.parts])
            case In():
                return self._side_by_side(expr) or self.condition(spelled_out(expr))
        assert_never(expr)

    def _side_by_side(self, expr: In) -> Truth | None:
        """One look where the tests are words that stand beside each other in their order."""
        operand = self.term(expr.operand)
        values = [test.value for test in expr.tests if isinstance(test, Against)]
        equal = all(isinstance(test, Against) and test.comparator == "=" for test in expr.tests)
        if not equal or not isinstance(operand, Word):
            return None
        words = {value.value for value in values if isinstance(value, Literal)}
        if len(words) < 2 or len(words) < len(values) or not words <= {*operand.words}:
            return None
        places = [place for place, word in enumerate(operand.words) if word in words]
        if places[-1] - places[0] >= len(places):
            return None
        return Truth(f"({operand.sql} BETWEEN {places[0]} AND {places[-1]})", operand.nullable)

    def _reference(self, ref: Ref) -> Term:
        match ref.space:
            case "record":
                return self.record[ref.name]
            case "parameter":
                return constant(self.parameters[ref.name].value)
            case "summary" | "run":
                if ref.name not in self.summary:
                    raise CannotError("summary_name", ref.span)
                return self.summary[ref.name]
        assert_never(ref.space)

    def _negative(self, expr: Negative) -> Term:
        operand = self.term(expr.operand)
        return numbers.negative(operand) if isinstance(operand, Scaled) else operand

    def _arithmetic(self, expr: Arithmetic) -> Term:
        left, right = self.term(expr.left), self.term(expr.right)
        match left, right:
            case Missing(), _:
                return left
            case _, Missing():
                return right
            case Scaled(), Scaled():
                return _calculated(expr.operator, left, right, expr.span)
            case Day(), Day():
                return days_between(right, left)
            case Day(), Scaled():
                days = right if expr.operator == "+" else numbers.negative(right)
                return _later(left, days)
            case Scaled(), Day():
                return _later(right, left)
        raise TypeError(f"{expr.operator} of {left!r} and {right!r} was translated")

    def _choice(self, expr: Conditional) -> Term:
        condition = self.condition(expr.condition)
        then, otherwise = self.term(expr.then), self.term(expr.otherwise)
        one, other = alike(then, otherwise)
        if isinstance(one, Scaled) and isinstance(other, Scaled):
            return numbers.chosen(condition.sql, one, other, nullable=condition.nullable)
        last = f"WHEN NOT {condition.sql} THEN" if condition.nullable else "ELSE"
        sql = f"CASE WHEN {condition.sql} THEN {one.sql} {last} {other.sql} END"  # type: ignore[union-attr]  # scaled was above
        nullable = condition.nullable or one.nullable or other.nullable
        match one:
            case Word():
                return Word(sql, one.words, nullable)
            case Truth() | Text() | Day():
                return type(one)(sql, nullable)
        return Missing()

    def _comparison(self, expr: Compare) -> Truth:
        if expr.comparator in ("=", "!=") and is_missing(expr.right):
            return self._presence(expr.comparator, expr.left)
        if expr.comparator in ("=", "!=") and is_missing(expr.left):
            return self._presence(expr.comparator, expr.right)
        return compared(expr.comparator, self.term(expr.left), self.term(expr.right))

    def _presence(self, comparator: str, operand: Expr) -> Truth:
        found = self.term(operand)
        there = comparator == "!="
        if not found.nullable:
            return ALWAYS if there else NEVER
        return Truth(f"({sql_of(found)} IS {'NOT ' if there else ''}NULL)")

    def _call(self, call: Call) -> Term:
        if call.function == "lookup":
            return self._entry(call)
        terms = [self.term(argument) for argument in call.arguments]
        if call.function == "count":
            return how_many(terms)
        if any(isinstance(term, Missing) for term in terms):
            return Missing()
        return applied(call, terms)

    def _entry(self, call: Call) -> Term:
        table, key = call.arguments
        if not isinstance(table, Ref) or table.space != "parameter":
            raise CannotError("table", call.span)
        entries = self.parameters[table.name].table
        found = self.term(key)
        if isinstance(found, Missing):
            return found
        return entry_of(entries, found)


def _later(day: Day, days: Scaled) -> Day:
    """A date outside the calendar is missing."""
    reach = 4_000_000
    kept = f"CASE WHEN {days.top} BETWEEN -{reach} AND {reach} THEN ({days.top})::INTEGER END"
    moved = f"({day.sql} + {kept})"
    inside = f"{moved} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'"
    return Day(f"CASE WHEN {inside} THEN {moved} END", nullable=True)


def _calculated(sign: Operator, left: Scaled, right: Scaled, span: Span | None) -> Scaled:
    match sign:
        case "+":
            return numbers.add(left, right)
        case "-":
            return numbers.subtract(left, right)
        case "*":
            return numbers.multiply(left, right)
        case "/":
            return numbers.divide(left, right)
        case "**":
            exponent = right.constant
            if exponent is None or right.scale or exponent < 0:
                raise CannotError("exponent", span)
            if exponent == 0:
                one = numbers.whole_literal(1)
                there = f"({left.top} IS NOT NULL)"
                return numbers.chosen(there, one, numbers.NO_NUMBER, nullable=False)
            return reduce(numbers.multiply, [left] * exponent)


def _joined(word: str, parts: Sequence[Truth]) -> Truth:
    neutral, ends = (ALWAYS, NEVER) if word == "AND" else (NEVER, ALWAYS)
    if ends in parts:
        return ends
    kept = [part for part in dict.fromkeys(parts) if part != neutral]
    if not kept:
        return neutral
    if len(kept) == 1:
        return kept[0]
    sql = f" {word} ".join(part.sql for part in kept)
    return Truth(f"({sql})", any(part.nullable for part in kept))
