"""Arithmetic on exact numbers: sums, quotients, rounding and showing keep every part."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.values import (
    Number,
    Rounding,
    RoundingMode,
    add_up,
    plain,
    quotient,
    round_number,
    show_number,
)

NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.fractions(-1000, 1000, max_denominator=1000).map(plain),
)
DECIMALS = st.decimals(-1000, 1000, places=4)


def is_plain(number: Number) -> bool:
    return isinstance(number, int) or number.denominator > 1


@settings(deadline=None)
@given(st.lists(NUMBERS, max_size=8))
def test_a_sum_is_that_of_the_fractions_one_by_one(numbers: list[Number]) -> None:
    found = add_up(numbers)
    assert (found, is_plain(found)) == (sum(numbers), True)


@settings(deadline=None)
@given(NUMBERS, NUMBERS.filter(bool))
def test_a_quotient_is_that_of_the_fractions(over: Number, under: Number) -> None:
    found = quotient(over, under)
    assert (found, is_plain(found)) == (Fraction(over) / Fraction(under), True)


@settings(deadline=None)
@given(DECIMALS, st.integers(0, 5))
@pytest.mark.parametrize(
    ("mode", "known"),
    [
        ("half_up", ROUND_HALF_UP),
        ("half_even", ROUND_HALF_EVEN),
        ("up", ROUND_UP),
        ("down", ROUND_DOWN),
    ],
)
def test_rounding_is_that_of_decimals(
    mode: RoundingMode, known: str, number: Decimal, digits: int
) -> None:
    with localcontext(prec=40):
        expected = Fraction(number.quantize(Decimal(1).scaleb(-digits), rounding=known))
    found = round_number(plain(Fraction(number)), Rounding(digits, mode))
    assert (found, is_plain(found)) == (expected, True)


@settings(deadline=None)
@given(NUMBERS)
def test_what_is_shown_reads_back_as_the_number(number: Number) -> None:
    assert Fraction(show_number(number)) == number


@pytest.mark.parametrize(
    ("number", "digits", "shown"),
    [
        (0, None, "0"),
        (0, 2, "0.00"),
        (-5, 1, "-5.0"),
        (Fraction(-1, 200), None, "-0.005"),
        (Fraction(1, 200), 1, "0.005"),
        (Fraction(-7, 3), 2, "-7/3"),
        (10**30, None, "1" + "0" * 30),
    ],
)
def test_a_number_is_shown_in_plain_decimals(
    number: Number, digits: int | None, shown: str
) -> None:
    assert show_number(number, digits) == shown
