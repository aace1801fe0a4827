from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from rules.expr.arithmetic import calculate
from rules.expr.functions import FUNCTIONS, LATER, SPELLINGS
from rules.expr.lexer import KEYWORDS
from rules.values import Value

HALF = Fraction(1, 2)
NEW_YEAR = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("min", (3, HALF, 2), HALF),
        ("min", (NEW_YEAR, date(2025, 1, 1)), date(2025, 1, 1)),
        ("max", (3, HALF, 2), 3),
        ("max", (3, None), None),
        ("sum", (HALF, HALF), 1),
        ("sum", (1, None), None),
        ("mean", (1, 2), Fraction(3, 2)),
        ("mean", (1, 3), 2),
        ("abs", (-HALF,), HALF),
        ("count", (1, None, "", False), 3),
        ("count", (None,), 0),
        ("round", (Fraction(5, 2), 0), 3),
        ("round", (Fraction(-5, 2), 0), -3),
        ("round", (Fraction(993, 400), 2), Fraction(62, 25)),
        ("round_half_even", (Fraction(5, 2), 0), 2),
        ("round_up", (Fraction(21, 10), 0), 3),
        ("round_up", (Fraction(-21, 10), 0), -3),
        ("round_down", (Fraction(-29, 10), 0), -2),
        ("floor", (Fraction(-1, 2),), -1),
        ("floor", (2,), 2),
        ("ceiling", (Fraction(-1, 2),), 0),
        ("ceiling", (Fraction(1, 3),), 1),
        ("length", ("考评",), 2),
        ("contains", ("城东街道", "街道"), True),
        ("starts_with", ("城东街道", "街道"), False),
        ("ends_with", ("城东街道", "街道"), True),
        ("contains", (None, "街道"), None),
        ("year", (NEW_YEAR,), 2026),
        ("month", (NEW_YEAR,), 1),
        ("day", (date(2026, 1, 31),), 31),
        ("days", (date(2024, 2, 28), date(2024, 3, 1)), 2),
        ("days", (date(2024, 3, 1), date(2024, 2, 28)), -2),
        ("days", (None, NEW_YEAR), None),
        ("lookup", ({"甲": HALF}, "甲"), HALF),
        ("lookup", ({"甲": HALF}, "乙"), None),
        ("lookup", ({"甲": HALF}, None), None),
    ],
)
def test_the_value_is(name: str, arguments: tuple[Value, ...], value: Value) -> None:
    found = FUNCTIONS[name](*arguments)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("sign", "left", "right", "value"),
    [
        ("+", HALF, HALF, 1),
        ("-", 1, HALF, HALF),
        ("*", Fraction(1, 3), 3, 1),
        ("/", 1, 3, Fraction(1, 3)),
        ("/", 6, 3, 2),
        ("/", 1, 0, None),
        ("**", HALF, 2, Fraction(1, 4)),
        ("**", 0, 0, 1),
        ("+", None, 1, None),
        ("/", 1, None, None),
        ("-", NEW_YEAR, date(2025, 12, 31), 1),
        ("+", NEW_YEAR, 31, date(2026, 2, 1)),
        ("+", 31, NEW_YEAR, date(2026, 2, 1)),
        ("-", NEW_YEAR, 1, date(2025, 12, 31)),
        ("+", date.max, 1, None),
        ("+", NEW_YEAR, 10**30, None),
    ],
)
def test_arithmetic_is_exact(sign: str, left: Value, right: Value, value: Value) -> None:
    found = calculate(sign, left, right)
    assert found == value
    assert type(found) is type(value)


def test_every_spelling_means_one_function() -> None:
    spellings = [s for f in FUNCTIONS.values() for s in (f.name, *f.chinese)]
    assert len(spellings) == len(set(spellings)) == len(SPELLINGS)
    assert not (set(spellings) & (KEYWORDS.keys() | LATER))
    assert all(spelling.isidentifier() for spelling in spellings)
