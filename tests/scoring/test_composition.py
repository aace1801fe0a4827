"""Weights, what leaves the total, full marks restored, bonuses up to the full mark."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.program import Indicator, Total
from rules.values import Rounding
from scoring.score.composition import score_section, score_total, weighted_lines
from scoring.score.ledger import Scored, change_line

EXACT = Rounding(12)


def leaf(name: str, full: int, points: int, weight: int = 1, absent: Any = "") -> Scored:
    if absent:
        gone = full if absent == "not_applicable" else 0
        return Scored(0, (), weight, 0, full - gone, gone, absent)
    return Scored(points, (change_line("measure", name, points, points),), weight, full)


@pytest.mark.parametrize(
    ("parts", "restore", "expected"),
    [
        ([(40, 30, 1, ""), (60, 60, 1, "")], True, 90),
        ([(40, 0, 1, "not_applicable"), (60, 45, 1, "")], False, 45),
        ([(40, 0, 1, "not_applicable"), (60, 45, 1, "")], True, 75),
        ([(40, 0, 1, "excluded"), (60, 45, 1, "")], False, 75),
        ([(40, 0, 2, "excluded"), (60, 45, 1, "")], False, 105),
        ([(40, 0, 1, "excluded"), (40, 0, 1, "not_applicable"), (20, 10, 1, "")], False, 30),
        ([(40, 0, 1, "excluded"), (40, 0, 1, "not_applicable"), (20, 10, 1, "")], True, 50),
        ([(40, 0, 1, "not_applicable"), (0, 3, 1, "")], True, None),
        ([(40, 0, 1, "not_applicable"), (0, 3, 1, "")], False, None),
        ([(40, 0, 1, "not_applicable")], False, None),
        ([(0, 0, 1, "not_applicable"), (0, 3, 1, "")], True, 3),
    ],
    ids=[
        "all-there",
        "leaves-without-restoring",
        "restored",
        "excluded-is-restored-anyway",
        "by-weight",
        "excluded-alone",
        "both",
        "only-a-bonus-is-left",
        "only-a-bonus-is-left-unrestored",
        "nothing-is-left",
        "a-bonus-that-does-not-apply-has-no-mark",
    ],
)
def test_the_rest_is_scaled_up(parts: list[Any], restore: bool, expected: int | None) -> None:
    scored = {f"项{n}": leaf(f"项{n}", *part) for n, part in enumerate(parts)}
    found = score_total(Total(None, None, EXACT, restore), scored)
    assert (found and found.points) == expected


def test_a_section_of_which_nothing_applies_does_not_apply() -> None:
    none = [leaf("甲", 20, 0, 1, "not_applicable"), leaf("乙", 30, 0, 1, "not_applicable")]
    assert score_section(Indicator("节", None, 50, weight=2, restore=True), none) == Scored(
        0, (), 2, 0, 0, 50, "not_applicable"
    )
    lost = [leaf("甲", 20, 0, 1, "excluded"), leaf("乙", 30, 0, 1, "not_applicable")]
    assert score_section(Indicator("节", None, 50), lost).absent == "excluded"


def test_the_mark_of_a_section_is_what_is_left_of_it() -> None:
    parts = [leaf("甲", 20, 10), leaf("乙", 30, 0, 1, "not_applicable")]
    assert score_section(Indicator("节", None, 50), parts) == Scored(10, (), 1, 20, 0, 30)
    restored = score_section(Indicator("节", None, 50, restore=True), parts)
    assert restored == Scored(25, (change_line("renormalisation", "节", 10, 25),), 1, 50)


@pytest.mark.parametrize(
    ("points", "bonuses", "expected"),
    [
        (90, [5], 95),
        (90, [10], 100),
        (90, [12], 100),
        (90, [6, 6], 100),
        (90, [12, 6], 100),
        (90, [-5], 85),
        (90, [-5, 20], 95),
        (90, [20, -5], 95),
        (110, [5], 110),
    ],
)
def test_a_bonus_fills_up_to_the_full_mark(points: int, bonuses: list[int], expected: int) -> None:
    parts = {"正项": leaf("正项", 100, points)}
    parts |= {f"加{n}": leaf(f"加{n}", 0, bonus) for n, bonus in enumerate(bonuses)}
    found = score_total(Total(None, None, EXACT), parts, [name for name in parts if "加" in name])
    assert found is not None
    assert found.points == expected


LEAVES = st.lists(
    st.tuples(
        st.integers(1, 40),
        st.fractions(0, 1, max_denominator=7),
        st.sampled_from([1, 2, Fraction(3, 10)]),
        st.sampled_from(["", "", "not_applicable", "excluded"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=200)
@given(LEAVES, LEAVES, st.booleans(), st.booleans(), st.fractions(-5, 30, max_denominator=3))
def test_contributions_sum_to_the_total_which_never_exceeds_the_full_mark(
    inner: list[Any], outer: list[Any], restore: bool, whole: bool, bonus: Fraction
) -> None:
    tree = [Indicator("节", None, weight=Fraction(1, 2), restore=restore)]
    scored: dict[str, Scored] = {}
    for place, leaves in (("节", inner), (None, outer)):
        for n, (full, share, weight, absent) in enumerate(leaves):
            name = f"{place}{n}"
            tree.append(Indicator(name, place, full, weight=weight))
            scored[name] = leaf(name, full, full * share, weight, absent)  # type: ignore[arg-type]
    scored["节"] = score_section(tree[0], [s for n, s in scored.items() if n.startswith("节")])
    tree.append(Indicator("加", None, bonus_stop=True))
    scored["加"] = Scored(bonus, (change_line("measure", "加", bonus, bonus),))
    tops = {one.name: scored[one.name] for one in tree if one.parent is None}
    found = score_total(Total(None, None, Rounding(2), whole), tops, ["加"])
    left = sum(part.weight * part.mark for part in tops.values())
    assert (found is None) == (left == 0)
    if found is not None:
        lines = [*sum(weighted_lines(tree, scored).values(), ()), *found.lines]
        assert sum(line.contribution for line in lines) == found.points
        full = sum(part.weight * (part.mark + part.lost + part.gone) for part in tops.values())
        assert found.points <= full + Fraction(1, 200)
