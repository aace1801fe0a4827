"""Values of the engine as the definition has them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Day, Missing, Term, Text, Truth, Word
from rules.values import Value, quotient


def read_number(number: Scaled, top: Value) -> Fraction:
    return Fraction(int(top), 10**number.scale)  # type: ignore[arg-type]  # an integer


def value_columns(value: Term) -> Sequence[str]:
    match value:
        case Scaled():
            return [value.top, value.bottom or "1"]
        case _:
            return [value.sql]


def read_value(value: Term, cells: Sequence[Value]) -> Value:
    top = cells[0]
    if top is None:
        return None
    match value:
        case Scaled():
            return quotient(int(top), 10**value.scale * int(cells[1]))  # type: ignore[arg-type]  # integers
        case Word():
            return value.words[int(top)]  # type: ignore[arg-type]  # a place
        case Truth() | Text() | Day() | Missing():
            return top
