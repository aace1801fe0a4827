"""Brackets, deviation from a target, and any so many of so many."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.program import Deviation, KOfN
from rules.values import Number
from scoring.notes import Words
from scoring.score.scales import deviating, marginal, picked

PARTS = ((1000, Fraction(1, 100)), (5000, Fraction(1, 400)), (None, Fraction(1, 1000)))


@pytest.mark.parametrize(
    ("value", "points"),
    [(0, 0), (999, Fraction(999, 100)), (1000, 10), (1001, Fraction(4001, 400)), (6000, 21)],
)
def test_each_part_counts_at_its_own_rate(value: Number, points: Number) -> None:
    assert marginal(PARTS, value) == points


VALUES = st.fractions(0, 20000, max_denominator=9)


@settings(deadline=None)
@given(VALUES, VALUES)
def test_more_never_gives_less_and_an_edge_is_no_leap(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    rise = marginal(PARTS, high) - marginal(PARTS, low)
    assert 0 <= rise <= (high - low) * Fraction(1, 100)


@pytest.mark.parametrize(
    ("part", "value", "points"),
    [
        ("in_proportion", Fraction(97, 100), Fraction(39, 2)),
        ("drop", Fraction(965, 1000), Fraction(39, 2)),
        ("drop", Fraction(9701, 10000), 20),
        ("whole_step", Fraction(9799, 10000), Fraction(39, 2)),
        ("whole_step", Fraction(97, 100), Fraction(39, 2)),
        ("whole_step", Fraction(9699, 10000), 19),
        ("in_proportion", 1, 16),
        ("in_proportion", Fraction(98, 100), 20),
        ("in_proportion", 0, 5),
    ],
)
def test_steps_away_from_the_target_on_either_side(
    part: Any, value: Number, points: Number
) -> None:
    step, above = Fraction(1, 100), Fraction(1, 400)
    scale = Deviation(Fraction(98, 100), step, above, Fraction(1, 2), part, 5)
    assert deviating(scale, value, 20) == points


def test_a_side_without_a_step_deducts_nothing() -> None:
    assert deviating(Deviation(10, None, 1, 2, "drop", None), 3, 20) == 20
    assert deviating(Deviation(10, None, 1, 2, "drop", None), 25, 20) == -10


@settings(deadline=None)
@given(VALUES, VALUES, st.sampled_from(["in_proportion", "drop", "whole_step"]))
def test_farther_from_the_target_never_gives_more(
    one: Fraction, other: Fraction, part: Any
) -> None:
    scale = Deviation(0, None, Fraction(3, 2), Fraction(1, 3), part, -50)
    near, far = sorted((one, other))
    assert -50 <= deviating(scale, far, 20) <= deviating(scale, near, 20) <= 20


@pytest.mark.parametrize(
    ("value", "points"), [(0, 0), (5, 15), (10, 30), (11, 31), (15, 35), (20, 40), (21, 40)]
)
def test_any_ten_of_twenty_one_are_full_marks_and_each_more_adds_one(
    value: int, points: int
) -> None:
    assert picked(KOfN(10, 21, "in_proportion", 1, 10), value, 30) == points


def test_fewer_may_give_nothing_and_more_than_there_are_is_refused() -> None:
    scale = KOfN(10, 21, "zero", 0, 0)
    assert [picked(scale, value, 30) for value in (9, 10, 21)] == [0, 30, 30]
    assert picked(scale, 22, 30) == Words("是 22，一共只有 21 项", "is 22, and there are only 21")
    assert isinstance(picked(scale, -1, 30), Words)
