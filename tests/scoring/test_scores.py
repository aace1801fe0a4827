"""Scores: leaves, scales, limits, sections and the total, each with the ledger that explains it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import compile_expression
from rules.expr.kinds import NumberKind
from rules.expr.nodes import Compare, Literal, Ref
from rules.program import (
    BandTable,
    Direct,
    Indicator,
    Linear,
    Scale,
    StepTable,
    Total,
    Valued,
)
from rules.values import Number, Rounding, Value
from scoring.assessment import Finding, LedgerLine
from scoring.notes import Notes
from scoring.score.composition import score_section, score_total
from scoring.score.ledger import LedgerError, Scored, check_ledger, sums_of, veto_line
from scoring.score.scores import prepare_leaf, score_leaf

VALUE = Ref("summary", "v", NumberKind())


def finding(rule: str, raw: Number, applied: Number | None = None, lost_to: str = "") -> Finding:
    return Finding(rule, "甲", "k", "e", None, raw, raw if applied is None else applied, lost_to)


def scored(
    leaf: Indicator,
    *findings: Finding,
    summary: Mapping[str, Value] | None = None,
    notes: Notes | None = None,
) -> Scored | None:
    plan = prepare_leaf(leaf, lambda expr, _: compile_expression(expr, {}))
    return score_leaf(plan, sums_of(findings), summary=summary or {}, notes=notes or Notes())


def valued(
    scale: Scale, full: Number | None = 40, missing: Any = "pending", digits: int | None = None
) -> Indicator:
    rounding = None if digits is None else Rounding(digits)
    return Indicator("甲", None, full, valued=Valued(VALUE, scale, rounding, missing))


def parts_of(points: list[Number]) -> dict[str, Scored]:
    return {f"项{number}": Scored(part, ()) for number, part in enumerate(points)}


def points(leaf: Indicator, value: Value) -> Number | None:
    found = scored(leaf, summary={"v": value})
    return None if found is None else found.points


def test_the_lines_of_a_leaf_are_its_start_its_rules_and_what_binds() -> None:
    leaf = Indicator("甲", None, 60, start=60, rules=("r1", "r2", "r3"))
    assert scored(
        leaf,
        finding("r1", -2),
        finding("r1", -2, 0, "one_matter"),
        finding("r1", -9, -6, "rule_cap"),
        finding("r3", -60),
    ) == Scored(
        0,
        (
            LedgerLine("start", "甲", "", 0, 60, 60, "", 60),
            LedgerLine("rule", "甲", "r1", 3, -13, -8, "one_matter+rule_cap", -8),
            LedgerLine("rule", "甲", "r3", 1, -60, -60, "", -60),
            LedgerLine("clamp", "甲", "", 0, -8, 0, "indicator_zero", 8),
        ),
        mark=60,
    )


def test_a_leaf_without_start_findings_or_value_has_no_line() -> None:
    assert scored(Indicator("甲", None, rules=("r1",))) == Scored(0, ())


@pytest.mark.parametrize(
    ("leaf", "rule_points", "expected", "lost_to"),
    [
        (Indicator("甲", None, 10, rules=("r",)), 10, 10, []),
        (Indicator("甲", None, 10, rules=("r",)), 11, 10, ["indicator_full"]),
        (Indicator("甲", None, 10, rules=("r",)), -1, 0, ["indicator_zero"]),
        (Indicator("甲", None, rules=("r",)), -99, -99, []),
        (Indicator("甲", None, rules=("r",), floor=-5), -6, -5, ["indicator_floor"]),
        (Indicator("甲", None, rules=("r",), floor=-5), -5, -5, []),
        (Indicator("甲", None, rules=("r",), cap=5), 6, 5, ["indicator_cap"]),
        (Indicator("甲", None, 10, rules=("r",), cap=5), 12, 5, ["indicator_cap"]),
        (Indicator("甲", None, 10, rules=("r",), floor=3), -1, 3, ["indicator_floor"]),
        (
            Indicator("甲", None, 10, rules=("r",), floor=-5),
            -9,
            0,
            ["indicator_floor", "indicator_zero"],
        ),
    ],
)
def test_the_limits_of_a_leaf(
    leaf: Indicator, rule_points: int, expected: int, lost_to: list[str]
) -> None:
    found = scored(leaf, finding("r", rule_points))
    assert found is not None
    assert found.points == expected
    assert [line.lost_to for line in found.lines if line.kind in ("cap", "clamp")] == lost_to
    assert sum(line.contribution for line in found.lines) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0, 0), (59, 0), (60, 0), (75, 15), (Fraction(185, 2), Fraction(65, 2)), (100, 40), (120, 40)],
)
def test_linear_runs_from_nothing_to_full(value: Number, expected: Number) -> None:
    assert points(valued(Linear(60, 100)), value) == expected


def test_linear_may_fall() -> None:
    falling = valued(Linear(10, 0), full=20)
    assert [points(falling, value) for value in (12, 10, 4, 0, -1)] == [0, 0, 12, 20, 20]


@pytest.mark.parametrize(("value", "expected"), [(9, 0), (10, 2), (19, 2), (20, 5), (999, 9)])
def test_a_step_table_gives_the_highest_step_reached(value: Number, expected: Number) -> None:
    assert points(valued(StepTable(((10, 2), (20, 5), (300, 9)))), value) == expected


def below(limit: int) -> Compare:
    return Compare("<", VALUE, Literal(limit, "number"))


def test_a_band_table_gives_the_points_of_the_band() -> None:
    table = valued(BandTable(((below(60), 0), (below(90), 10), (below(101), 20))))
    assert [points(table, value) for value in (59, 60, 90)] == [0, 10, 20]


def test_a_value_in_no_band_is_waited_for() -> None:
    notes = Notes()
    assert scored(valued(BandTable(((below(60), 0),))), summary={"v": 60}, notes=notes) is None
    assert [wait.zh for wait in notes.waits] == ["指标“甲”的取值不在任何一档之内"]


def test_direct_points_are_the_value_within_the_leafs_own_limits() -> None:
    assert [points(valued(Direct()), value) for value in (-1, 7, 41)] == [0, 7, 40]
    assert points(valued(Direct(), full=None), -1) == -1


def test_points_from_a_value_are_rounded_once_and_the_line_shows_both() -> None:
    found = scored(valued(Linear(0, 3), digits=2), summary={"v": 1})
    assert found == Scored(
        Fraction("13.33"),
        (
            LedgerLine(
                "measure",
                "甲",
                "",
                0,
                Fraction(40, 3),
                Fraction("13.33"),
                "",
                Fraction("13.33"),
            ),
        ),
        mark=40,
    )


@pytest.mark.parametrize(
    ("missing", "expected", "waits", "cautions"),
    [
        ("full", 40, 0, ["取值缺失，按满分计"]),
        ("zero", 0, 0, ["取值缺失，按零分计"]),
        ("pending", None, 1, []),
        (None, None, 1, []),
    ],
)
def test_a_missing_value(
    missing: Any, expected: Number | None, waits: int, cautions: list[str]
) -> None:
    notes = Notes()
    found = scored(valued(Linear(0, 100), missing=missing), summary={"v": None}, notes=notes)
    assert (found and found.points) == expected
    assert (len(notes.waits), [c.zh for c in notes.cautions]) == (waits, cautions)


def test_a_section_adds_its_children_and_applies_its_own_limits() -> None:
    def section(form: Indicator, *points: Number) -> Scored:
        return score_section(form, parts_of(list(points)).values())

    capped = LedgerLine("clamp", "节", "", 0, 60, 50, "section_full", -10)
    raised = LedgerLine("cap", "节", "", 0, -9, -5, "section_floor", 4)
    half = Fraction(1, 2)
    assert section(Indicator("节", None, 50), 20, half) == Scored(20 + half, (), mark=50)
    assert section(Indicator("节", None, 50), 40, 20) == Scored(50, (capped,), mark=50)
    assert section(Indicator("节", None, floor=-5), -9) == Scored(-5, (raised,))


@pytest.mark.parametrize(
    ("total", "parts", "expected", "lines"),
    [
        (Total(0, 100, Rounding(2)), [60, 30], 90, []),
        (Total(0, 100, Rounding(2)), [80, 30], 100, [("clamp", "total_high", -10)]),
        (Total(0, 100, Rounding(2)), [-3], 0, [("clamp", "total_low", 3)]),
        (
            Total(None, None, Rounding(0)),
            [Fraction(-5, 2)],
            -3,
            [("rounding", "", Fraction(-1, 2))],
        ),
        (Total(None, None, Rounding(0)), [Fraction(5, 2)], 3, [("rounding", "", Fraction(1, 2))]),
        (
            Total(None, None, Rounding(0, "half_even")),
            [Fraction(5, 2)],
            2,
            [("rounding", "", Fraction(-1, 2))],
        ),
        (
            Total(None, Fraction(599, 10), Rounding(0)),
            [75],
            60,
            [("clamp", "total_high", Fraction(-151, 10)), ("rounding", "", Fraction(1, 10))],
        ),
    ],
    ids=[
        "inside",
        "above",
        "below",
        "half-up-is-away-from-zero",
        "half-up",
        "half-even",
        "range-then-rounding",
    ],
)
def test_the_total(total: Total, parts: list[Number], expected: Number, lines: Any) -> None:
    found = score_total(total, parts_of(parts))
    assert found is not None
    assert found.points == expected
    assert [(li.kind, li.lost_to, li.contribution) for li in found.lines] == lines


def test_a_zero_veto_takes_the_whole_total() -> None:
    assert veto_line(85, "v1") == LedgerLine("veto", "", "", 0, 85, 0, "v1", -85)


def test_a_ledger_that_does_not_sum_to_the_total_is_our_fault() -> None:
    with pytest.raises(LedgerError, match="sum to 85, the total is 0"):
        check_ledger([LedgerLine("start", "甲", "", 0, 85, 85, "", 85)], 0)


NUMBERS = st.integers(-30, 30) | st.fractions(-30, 30, max_denominator=6)


@settings(deadline=None, max_examples=150)
@given(
    start=NUMBERS,
    full=st.none() | st.integers(1, 40),
    bounds=st.tuples(st.none() | st.integers(-20, 0), st.none() | st.integers(1, 20)),
    rules=st.lists(NUMBERS, max_size=4),
    deduction=st.integers(0, 30),
)
def test_contributions_sum_to_the_points_and_more_deductions_never_raise_them(
    start: Number,
    full: int | None,
    bounds: tuple[int | None, int | None],
    rules: list[Number],
    deduction: int,
) -> None:
    leaf = Indicator("甲", None, full, start, *bounds, rules=("r", "more"))
    found = scored(leaf, *(finding("r", number) for number in rules))
    lower = scored(leaf, *(finding("r", n) for n in rules), finding("more", -deduction))
    assert found is not None
    assert lower is not None
    for one in (found, lower):
        assert sum(line.contribution for line in one.lines) == one.points
        assert full is None or 0 <= one.points <= full
    assert lower.points <= found.points
