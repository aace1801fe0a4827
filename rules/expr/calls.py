"""What a function call must be given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from rules.diagnostics import Diagnostic, diagnose
from rules.expr.functions import FUNCTIONS, MOST_DIGITS, ROUNDINGS, Function
from rules.expr.kinds import CategoryKind, Kind, TableKind, TextKind
from rules.expr.nodes import Call, Expr, Literal
from rules.expr.wording import as_percentage, described, kinds_text, said

# A checked node with its kind; None where a problem with it is already reported.
Found: TypeAlias = tuple[Expr, Kind | None]


def check_call(
    call: Call, check: Callable[[Expr, Kind | None], Found]
) -> tuple[Found, tuple[Diagnostic, ...]]:
    """The call with its arguments checked, its kind, and what is wrong with what it is given."""
    function = FUNCTIONS[call.function]
    found: list[Found] = []
    for index, argument in enumerate(call.arguments):
        found.append(check(argument, _wanted(function, index, found)))
    resolved = Call(call.function, tuple(argument for argument, _ in found), call.span)
    kinds = tuple(kind for _, kind in found if kind is not None)
    if len(kinds) < len(found):
        return (resolved, None), ()
    problems = tuple(_problems(resolved, function, kinds))
    return (resolved, None if problems else function.kind(*kinds)), problems


def _wanted(function: Function, index: int, before: list[Found]) -> Kind | None:
    """Keys of a table are allowed words; elsewhere a text needs its quotes."""
    if function.name == "lookup" and before and isinstance(before[0][1], TableKind):
        return CategoryKind(before[0][1].keys)
    return TextKind() if TextKind in function.sort(index) and function.name != "count" else None


def _problems(call: Call, function: Function, kinds: tuple[Kind, ...]) -> Iterator[Diagnostic]:
    for index, (argument, kind) in enumerate(zip(call.arguments, kinds, strict=True)):
        sort = function.sort(index)
        if not isinstance(kind, sort):
            expected, expected_en = kinds_text(sort)
            yield diagnose(
                "argument-kind",
                argument.span,
                text=said(argument),
                function=function.chinese[0],
                function_en=function.name,
                expected=expected,
                expected_en=expected_en,
                **described(kind=kind),
            )
        elif function.alike and type(kind) is not type(kinds[0]):
            args = described(left_kind=kinds[0], right_kind=kind)
            first = said(call.arguments[0])
            yield diagnose(
                "arguments-differ",
                argument.span,
                left=first,
                right=said(argument),
                suggestion=as_percentage(argument),
                **args,
            )
    if function.name in ROUNDINGS:
        yield from _digits_problem(call.arguments[1])
    if function.name == "lookup":
        yield from _gap(call, kinds)


def _digits_problem(digits: Expr) -> Iterator[Diagnostic]:
    match digits:
        case Literal(value=int() as number, form="number") if 0 <= number <= MOST_DIGITS:
            return
    yield diagnose("rounding-digits", digits.span, text=said(digits), most=MOST_DIGITS)


def _gap(call: Call, kinds: tuple[Kind, ...]) -> Iterator[Diagnostic]:
    """A word that the key may be and the table does not have."""
    table, key = kinds
    if isinstance(table, TableKind) and isinstance(key, CategoryKind):
        lacking = [word for word in key.words if word not in table.keys]
        if lacking:
            yield diagnose(
                "lookup-gap",
                call.arguments[1].span,
                table=said(call.arguments[0]),
                words="、".join(lacking),
                words_en=", ".join(lacking),
            )
