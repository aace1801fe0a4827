"""Compiled expressions as the stages use them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TypeAlias

from rules.backends.reference import Evaluate, columns_of, compile_expression
from rules.expr.kinds import PercentKind
from rules.expr.nodes import Expr
from rules.program import Derived, Measure, Program
from rules.values import Number, Rounding, Truth, Value

# Compiles an expression over records of the named evidence kind (None: it reads no record).
Compile: TypeAlias = Callable[[Expr, str | None], Evaluate]

NO_RECORD: tuple[Value, ...] = ()


def compiler_of(program: Program) -> Compile:
    columns = {name: columns_of(program, name) for name in program.kinds}

    def compiled(expr: Expr, evidence: str | None) -> Evaluate:
        return compile_expression(
            expr, columns[evidence] if evidence is not None else {}, program.parameters
        )

    return compiled


def rounding_of(construct: Derived | Measure) -> Rounding | None:
    """The rounding of its value: a percentage is rounded at the digits of its percent figure."""
    rounding = construct.rounding
    if rounding is not None and isinstance(construct.kind, PercentKind):
        return Rounding(rounding.digits + 2, rounding.mode)
    return rounding


def number_of(value: Value) -> Number | None:
    """The value of an expression that the checker found to be a number."""
    if value is None or isinstance(value, (int, Fraction)):
        return value
    raise TypeError(f"a number was compiled, {value!r} came out")


def truth_of(value: Value) -> Truth:
    """The value of an expression that the checker found to be a condition."""
    if value is None or isinstance(value, bool):
        return value
    raise TypeError(f"a condition was compiled, {value!r} came out")


def word_of(value: Value) -> str | None:
    """The value of an expression that the checker found to be a text or a category."""
    if value is None or isinstance(value, str):
        return value
    raise TypeError(f"a word was compiled, {value!r} came out")
