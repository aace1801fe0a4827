"""Numbers in sentences: declared decimals are kept, and what no decimal writes is marked ≈."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rules.values import Number
from scoring.wording import told, told_percent


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (0, None, "0"),
        (Fraction(577, 10), None, "57.7"),
        (Fraction(577, 10), 2, "57.70"),
        (Fraction(57705, 1000), 2, "57.705"),
        (Fraction(1, 8), 2, "0.125"),
        (Fraction(1, 3), None, "≈0.33"),
        (Fraction(-2, 3), None, "≈-0.67"),
        (Fraction(2, 3), 4, "≈0.6667"),
        (Fraction(299, 300), None, "≈1.00"),
        (Fraction(1, 300), None, "1/300"),
        (Fraction(1, 150), None, "≈0.01"),
    ],
)
def test_a_number_is_told_exactly_or_as_near(number: Number, digits: int | None, text: str) -> None:
    assert told(number, digits) == text


def test_a_share_of_ranks_is_told_as_near_as_two_decimals() -> None:
    assert told_percent(Fraction(158, 6269)) == "≈2.52%"
    assert told_percent(Fraction(1, 4), 2) == "25.00%"
