"""Tokens → expression tree, by precedence; and the unary tests of a cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn, TypeVar

from rules.diagnostics import PolicyError, closest, diagnose
from rules.expr.arithmetic import GREATEST_EXPONENT, negative
from rules.expr.cursor import Cursor
from rules.expr.doubtful import refuse_dash, refuse_split_band
from rules.expr.functions import LATER, MEASURES, SPELLINGS, Function
from rules.expr.leaves import day, name, number
from rules.expr.lexer import BAND_AFTER, BAND_BEFORE, Token
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
    Negative,
    Not,
    Operator,
    Or,
    Test,
    children,
    walk,
)
from rules.source import Fragment

DEEPEST = 50
# A sum of many terms is as deep as it is long, and every reader of a tree goes down level by level.
DEEPEST_TREE = 100

_NONE, _OR, _AND, _COMPARISON, _SUM, _PRODUCT, _POWER = range(7)
_LEVELS: Mapping[str, int] = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys(("=", "!=", "<", "<=", ">", ">=", "in", "between"), _COMPARISON),
    **dict.fromkeys(("+", "-"), _SUM),
    **dict.fromkeys(("*", "/"), _PRODUCT),
    "**": _POWER,
}
_COMPARATORS: Mapping[str, Comparator] = {
    "=": "=",
    "!=": "!=",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
}
_OPERATORS: Mapping[str, Operator] = {"+": "+", "-": "-", "*": "*", "/": "/"}
_CLOSING = {"(": ")", "[": "]"}
_DATE = ("date", "日期")

_Found = TypeVar("_Found")


def parse_expression(fragment: Fragment) -> Expr:
    """The tree of one expression. Raises PolicyError at the first thing that is outside it."""
    expr = _whole(fragment, _expression)
    _check_depth((expr,), fragment)
    return expr


def parse_test(fragment: Fragment) -> tuple[Test, ...]:
    """The tests of one cell: `> 7`, `[60..75)`, `60以上不满90`, `较重、重大`, a plain value."""
    tests = _whole(fragment, _cell)
    for test in tests:
        _check_depth(children(In(Literal(None, "missing"), (test,)))[1:], fragment)
        refuse_dash(test, fragment)
    return tests


def _whole(fragment: Fragment, read: Callable[[Cursor], _Found]) -> _Found:
    cursor = Cursor(fragment)
    if cursor.ended:
        cursor.fail("empty-expression", cursor.token)
    found = read(cursor)
    if not cursor.ended:
        cursor.fail_here("left-over")
    return found


def _check_depth(level: tuple[Expr, ...], fragment: Fragment) -> None:
    for _ in range(DEEPEST_TREE):
        if not level:
            return
        level = tuple(child for node in level for child in children(node))
    raise PolicyError([diagnose("too-deep", fragment.span(0, len(fragment.text)), most=DEEPEST)])


# --- operations ----------------------------------------------------------------------------------


def _expression(cursor: Cursor) -> Expr:
    cursor.depth += 1
    if cursor.depth > DEEPEST:
        cursor.fail("too-deep", cursor.token, most=DEEPEST)
    found = _conditional(cursor) if cursor.at("if") else _operation(cursor)
    cursor.depth -= 1
    return found


def _conditional(cursor: Cursor) -> Expr:
    start = cursor.take()
    condition = _expression(cursor)
    cursor.expect("then", shown="那么 then")
    then = _expression(cursor)
    cursor.expect("else", shown="否则 else")
    otherwise = _expression(cursor)
    return Conditional(condition, then, otherwise, cursor.span(start))


@dataclass(slots=True)
class _Pending:
    """An operator that still waits for its last operand."""

    operator: str
    level: int
    operands: list[Expr]


def _operation(cursor: Cursor, lowest: int = _OR) -> Expr:
    """Operators of at least this level, with a stack of our own: brackets alone cost recursion."""
    waiting: list[_Pending] = []
    operand = _unary(cursor)
    while True:
        level = _level(cursor, lowest)
        operand = _join(cursor, waiting, operand, level)
        if level == _NONE:
            return operand
        if level == _POWER:
            operand = _power(cursor, operand)
        elif cursor.at("in", "between"):
            operand = _membership(cursor, operand)
        else:
            operator = cursor.take().text
            if waiting and waiting[-1].level == level:
                waiting[-1].operands.append(operand)
            else:
                waiting.append(_Pending(operator, level, [operand]))
            operand = _unary(cursor)


def _level(cursor: Cursor, lowest: int) -> int:
    if cursor.token.kind not in ("symbol", "keyword"):
        return _NONE
    level = _LEVELS.get(cursor.token.text, _NONE)
    return level if level >= lowest else _NONE


def _join(cursor: Cursor, waiting: list[_Pending], operand: Expr, level: int) -> Expr:
    """Give the operand to every waiting operator that binds at least as tightly as the next."""
    while waiting and waiting[-1].level >= level:
        if waiting[-1].level == level == _COMPARISON:
            cursor.fail_here("comparison-chain")
        if waiting[-1].level == level and level <= _AND:
            break
        operand = _joined(waiting.pop(), operand)
    return operand


def _joined(pending: _Pending, last: Expr) -> Expr:
    parts = (*pending.operands, last)
    first = parts[0]
    span = first.span.to(last.span) if first.span and last.span else None
    if pending.level == _OR:
        return Or(parts, span)
    if pending.level == _AND:
        return And(parts, span)
    if pending.level == _COMPARISON:
        return Compare(_COMPARATORS[pending.operator], first, last, span)
    return Arithmetic(_OPERATORS[pending.operator], first, last, span)


def _power(cursor: Cursor, base: Expr) -> Expr:
    operator = cursor.take()
    exponent = cursor.token
    if exponent.kind != "number" or exponent.text not in map(str, range(GREATEST_EXPONENT + 1)):
        cursor.fail_here("power-exponent", most=GREATEST_EXPONENT)
    cursor.take()
    nested = any(isinstance(node, Arithmetic) and node.operator == "**" for node in walk(base))
    if nested or cursor.at("**"):
        cursor.fail("power-of-power", operator)
    digit = Literal(int(exponent.text), "number", cursor.place(exponent))
    return Arithmetic("**", base, digit, cursor.span(base))


def _unary(cursor: Cursor) -> Expr:
    sign = cursor.accept("-")
    if not sign:
        return _primary(cursor)
    cursor.depth += 1
    if cursor.depth > DEEPEST:
        cursor.fail("too-deep", sign, most=DEEPEST)
    bare = cursor.token.kind in ("number", "percentage")
    operand = _unary(cursor)
    cursor.depth -= 1
    if cursor.at("**"):
        cursor.fail_here("power-brackets")
    if bare and isinstance(operand, Literal):
        return Literal(negative(operand.value), operand.form, cursor.span(sign))
    return Negative(operand, cursor.span(sign))


# --- values --------------------------------------------------------------------------------------


def _primary(cursor: Cursor) -> Expr:
    token = cursor.token
    match token.kind, token.text:
        case (("number" | "percentage"), _):
            return number(cursor)
        case "text", _:
            return Literal(token.text, "text", cursor.place(cursor.take()))
        case "keyword", ("true" | "false"):
            return Literal(token.text == "true", "boolean", cursor.place(cursor.take()))
        case "keyword", "missing":
            return Literal(None, "missing", cursor.place(cursor.take()))
        case "keyword", "not":
            return _negation(cursor)
        case "symbol", "(":
            return _bracketed(cursor)
        case "word", _:
            return _call(cursor) if cursor.followed_by("(") else name(cursor)
        case _:
            return cursor.fail_here("value-expected")


def _negation(cursor: Cursor) -> Expr:
    start = cursor.take()
    if not cursor.at("("):
        cursor.fail_here("not-brackets")
    operand = _bracketed(cursor)
    return Not(operand, cursor.span(start))


def _bracketed(cursor: Cursor) -> Expr:
    cursor.take()
    found = _expression(cursor)
    cursor.expect(")", shown=")")
    return found


def _call(cursor: Cursor) -> Expr:
    token = cursor.take()
    if token.text in LATER:
        cursor.fail("not-yet", token, name=token.text)
    if token.text in MEASURES:
        cursor.fail("measure-not-function", token, name=token.text)
    if token.text in _DATE:
        return day(cursor, token)
    function = SPELLINGS.get(token.text) or _refuse_function(cursor, token)
    cursor.take()
    arguments: list[Expr] = []
    while not cursor.at(")"):
        if arguments:
            cursor.expect(",", shown=", )")
        arguments.append(_expression(cursor))
    cursor.take()
    _check_count(cursor, token, function, len(arguments))
    return Call(function.name, tuple(arguments), cursor.span(token))


def _refuse_function(cursor: Cursor, token: Token) -> NoReturn:
    if glued := cursor.glued(token):
        raise PolicyError([glued])
    known = [*SPELLINGS, *_DATE]
    cursor.fail("unknown-function", token, name=token.text, suggestion=closest(token.text, known))


def _check_count(cursor: Cursor, token: Token, function: Function, count: int) -> None:
    if not function.accepts(count):
        least = len(function.takes)
        expected = f"≥ {least}" if function.repeats else least
        cursor.fail("argument-count", token, name=token.text, expected=expected, found=count)


# --- tests ---------------------------------------------------------------------------------------


def _membership(cursor: Cursor, operand: Expr) -> Expr:
    if cursor.accept("between"):
        low = _operation(cursor, _SUM)
        cursor.expect("and", "to", shown="到 and")
        high = _operation(cursor, _SUM)
        tests: tuple[Test, ...] = (Interval(low, high, True, True, cursor.span(low)),)
    else:
        cursor.take()
        bracketed = cursor.at("(", "[") and not cursor.brackets_hold("..")
        tests = _list(cursor) if bracketed else (_test(cursor),)
    if _level(cursor, _COMPARISON) == _COMPARISON:
        cursor.fail_here("comparison-chain")
    return In(operand, tests, cursor.span(operand))


def _cell(cursor: Cursor) -> tuple[Test, ...]:
    first = cursor.index
    listed = cursor.at("(", "[") and not cursor.brackets_hold("..")
    if listed and (cursor.at("[") or cursor.brackets_hold(",")):
        return _list(cursor)
    return _tests(cursor, first)


def _list(cursor: Cursor) -> tuple[Test, ...]:
    closing = _CLOSING[cursor.take().text]
    found = _tests(cursor, cursor.index)
    cursor.expect(closing, shown=closing)
    return found


def _tests(cursor: Cursor, first: int) -> tuple[Test, ...]:
    found = [_test(cursor)]
    while cursor.accept(","):
        found.append(_test(cursor))
    refuse_split_band(cursor, first, found)
    return tuple(found)


def _test(cursor: Cursor) -> Test:
    start = cursor.token
    if cursor.at(*_COMPARATORS):
        comparator = _COMPARATORS[cursor.take().text]
        value = _operation(cursor, _SUM)
        return Against(comparator, value, cursor.span(start))
    if cursor.at("(", "[") and cursor.brackets_hold(".."):
        return _interval(cursor)
    if _at_band(cursor):
        return _band(cursor, start, _limit(cursor))
    value = _operation(cursor, _SUM)
    if cursor.at_word(BAND_AFTER):
        return _band(cursor, start, (BAND_AFTER[cursor.take().text], value))
    return Against("=", value, cursor.span(start))


def _interval(cursor: Cursor) -> Interval:
    start = cursor.take()
    low = _operation(cursor, _SUM)
    cursor.expect("..", shown="..")
    high = _operation(cursor, _SUM)
    end = cursor.expect(")", "]", shown=") ]")
    return Interval(low, high, start.text == "[", end.text == "]", cursor.span(start))


_Limit = tuple[Comparator, Expr]


def _at_band(cursor: Cursor) -> bool:
    """A word such as 不满 with a value behind it; alone it may be an allowed word."""
    if not cursor.at_word(BAND_BEFORE):
        return False
    after = cursor.tokens[cursor.index + 1]
    return after.kind in ("number", "percentage", "word") or after.text in ("-", "(")


def _limit(cursor: Cursor) -> _Limit:
    if cursor.at_word(BAND_BEFORE):
        comparator: Comparator = BAND_BEFORE[cursor.take().text]
        return comparator, _operation(cursor, _SUM)
    value = _operation(cursor, _SUM)
    if not cursor.at_word(BAND_AFTER):
        cursor.fail_here("band-unfinished")
    return BAND_AFTER[cursor.take().text], value


def _band(cursor: Cursor, start: Token, first: _Limit) -> Test:
    if cursor.token.kind not in ("number", "percentage", "word"):
        return Against(*first, cursor.span(start))
    second = _limit(cursor)
    if first[0][0] == second[0][0]:
        cursor.fail("band-direction", cursor.span(start))
    (low_sign, low), (high_sign, high) = sorted(
        (first, second), key=lambda limit: -ord(limit[0][0])
    )
    closed = (low_sign == ">=", high_sign == "<=")
    return Interval(low, high, *closed, cursor.span(start))
