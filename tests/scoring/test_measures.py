"""Measures: every aggregate, exactly, with what is missing left out and counted."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

from rules.backends.reference import compile_expression
from rules.expr.kinds import BooleanKind, NumberKind, PercentKind, TextKind
from rules.expr.nodes import Arithmetic, Expr, Literal, Ref
from rules.program import (
    Aggregate,
    Count,
    Formula,
    GroupMean,
    Mean,
    Measure,
    Ratio,
    Sum,
    WeightedMean,
)
from rules.values import Rounding, Value
from scoring.evidence import Origin, Record
from scoring.measure.measures import prepare_measure, take_measure
from scoring.notes import Notes

NUMBER, PERCENT = NumberKind(), PercentKind()
COLUMNS = {"得分": 0, "组": 1, "计入": 2, "权": 3}
SCORE = Ref("record", "得分", NUMBER)
GROUP = Ref("record", "组", TextKind())
COUNTS = Ref("record", "计入", BooleanKind())
WEIGHT = Ref("record", "权", NUMBER)


def ballots(*rows: tuple[Value, ...]) -> list[Record]:
    """Rows of 得分, 组, 计入, 权; what is left off is missing, 计入 is true."""
    defaults: tuple[Value, ...] = (None, None, True, None)
    return [
        Record("票", f"e{i}", "s", None, (*row, *defaults[len(row) :]), Origin("f.csv", i))
        for i, row in enumerate(rows)
    ]


def taken(
    aggregate: Aggregate,
    records: list[Record],
    *,
    kind: Any = NUMBER,
    rounding: Rounding | None = None,
    summary: Mapping[str, Value] | None = None,
    delivered: bool = True,
) -> tuple[Value, list[tuple[str, int]], list[str]]:
    """The value, the cautions with their counts, and what is waited for, in English."""
    notes = Notes()
    plan = prepare_measure(
        Measure("m", kind, aggregate, rounding),
        lambda expr, _: compile_expression(expr, COLUMNS),
    )
    value = take_measure(
        plan,
        {"票": records},
        frozenset({"票"} if delivered else ()),
        summary=summary or {},
        notes=notes,
    )
    assert all(caution.place == "m" for caution in notes.cautions)
    return value, [(c.en, c.count) for c in notes.cautions], [w.en for w in notes.waits]


UNDELIVERED = ("the evidence was not delivered; the value is missing", 1)
UNKNOWN = "a record whose condition is unknown was left out"
NO_VALUE = "a record whose value is missing was left out"


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        (Count("票", COUNTS), 2),
        (Sum("票", SCORE, COUNTS), 7),
        (Mean("票", SCORE, COUNTS), Fraction(7, 2)),
        (WeightedMean("票", SCORE, WEIGHT, COUNTS), Fraction(3 * 1 + 4 * 2, 3)),
    ],
    ids=["count", "sum", "mean", "weighted-mean"],
)
def test_only_records_whose_condition_holds_are_taken(aggregate: Any, expected: Value) -> None:
    records = ballots((3, "a", True, 1), (4, "a", True, 2), (9, "a", False, 1), (9, "a", None, 1))
    assert taken(aggregate, records) == (expected, [(UNKNOWN, 1)], [])


@pytest.mark.parametrize(
    ("aggregate", "expected"),
    [
        (Count("票"), 0),
        (Sum("票", SCORE), 0),
        (Mean("票", SCORE), None),
        (WeightedMean("票", SCORE, WEIGHT), None),
        (Ratio("票", COUNTS, None, False, None), None),
        (Ratio("票", COUNTS, None, False, 1), 1),
    ],
    ids=["count", "sum", "mean", "weighted-mean", "ratio", "ratio-with-stated-zero"],
)
def test_without_records_only_count_and_sum_are_zero(aggregate: Any, expected: Value) -> None:
    assert taken(aggregate, []) == (expected, [], [])


@pytest.mark.parametrize(
    "aggregate",
    [
        Count("票"),
        Sum("票", SCORE),
        Mean("票", SCORE),
        WeightedMean("票", SCORE, WEIGHT),
        Ratio("票", COUNTS, None, False, 1),
    ],
    ids=["count", "sum", "mean", "weighted-mean", "ratio"],
)
def test_a_kind_that_was_not_delivered_gives_nothing(aggregate: Any) -> None:
    assert taken(aggregate, [], delivered=False) == (None, [UNDELIVERED], [])


def test_missing_values_are_left_out_and_counted() -> None:
    records = ballots((3,), (None,), (4,), (None,))
    assert taken(Sum("票", SCORE), records) == (7, [(NO_VALUE, 2)], [])
    assert taken(Mean("票", SCORE), records) == (Fraction(7, 2), [(NO_VALUE, 2)], [])


def test_a_weighted_mean_takes_records_that_have_both_and_divides_by_their_weights() -> None:
    records = ballots(
        (90, "a", True, 3), (60, "a", True, 1), (None, "a", True, 5), (70, "a", True, None)
    )
    aggregate = WeightedMean("票", SCORE, WEIGHT)
    assert taken(aggregate, records) == (Fraction(330, 4), [(NO_VALUE, 2)], [])
    assert taken(aggregate, ballots((90, "a", True, 0))) == (None, [], [])


WEIGHTS = (("党员", Fraction(3, 10)), ("业委会", Fraction(3, 10)), ("业主", Fraction(2, 5)))
ALL_THREE = ballots((90, "党员"), (100, "党员"), (80, "业委会"), (70, "业主"), (60, "业主"))


def group_mean(missing_group: Any, min_ballots: int = 1) -> GroupMean:
    return GroupMean("票", SCORE, GROUP, WEIGHTS, min_ballots, missing_group)


def test_a_group_mean_weighs_the_mean_of_each_group() -> None:
    # 95 × 30% + 80 × 30% + 65 × 40%
    assert taken(group_mean("pending"), ALL_THREE) == (Fraction(785, 10), [], [])


@pytest.mark.parametrize(
    ("missing_group", "value", "cautions", "waits"),
    [
        (
            "proportional",
            Fraction(95 * 3 + 65 * 4, 7),
            ["“业委会” has 1 of the 2 ballots needed; the others share its weight"],
            [],
        ),
        (
            "zero",
            Fraction(95 * 3 + 65 * 4, 10),
            ["“业委会” has 1 of the 2 ballots needed; it counts as zero"],
            [],
        ),
        ("pending", None, [], ["measure “m”: “业委会” has 1 of the 2 ballots needed"]),
    ],
)
def test_a_group_short_of_ballots(
    missing_group: Any, value: Value, cautions: list[str], waits: list[str]
) -> None:
    found = taken(group_mean(missing_group, 2), ALL_THREE)
    assert found == (value, [(words, 1) for words in cautions], waits)


@pytest.mark.parametrize(
    ("missing_group", "records", "value", "waiting"),
    [
        ("proportional", [], None, 0),
        ("zero", [], None, 0),
        ("pending", [], None, 3),
        ("zero", ballots((50, "党员")), 0, 0),
        ("proportional", ballots((50, "党员")), None, 0),
    ],
    ids=["nobody", "nobody-is-not-zero", "nobody-waits", "too-few-is-zero", "too-few-is-missing"],
)
def test_when_every_group_is_short(
    missing_group: Any, records: list[Record], value: Value, waiting: int
) -> None:
    found, cautions, waits = taken(group_mean(missing_group, 2), records)
    assert (found, len(waits)) == (value, waiting)
    assert len(cautions) == (0 if missing_group == "pending" else 3)


def test_an_undelivered_kind_still_makes_a_group_mean_wait() -> None:
    value, cautions, waits = taken(group_mean("pending"), [], delivered=False)
    assert (value, cautions, len(waits)) == (None, [UNDELIVERED], 3)


def test_ballots_without_a_group_or_a_weight_or_a_value_are_left_out_and_counted() -> None:
    extra = ballots((1, None), (1, "路人"), (1, "路人"), (None, "党员"))
    value, cautions, waits = taken(group_mean("pending"), ALL_THREE + extra)
    assert (value, waits) == (Fraction(785, 10), [])
    assert cautions == [
        ("a record whose group is missing was left out", 1),
        ("a record of a group without weight was left out", 2),
        (NO_VALUE, 1),
    ]


@pytest.mark.parametrize(
    ("keep_unknown", "value", "words"),
    [
        (False, Fraction(1, 2), UNKNOWN),
        (
            True,
            Fraction(1, 4),
            "a record whose condition is unknown counts in the denominator only",
        ),
    ],
    ids=["leaves-both", "stays-in-the-denominator"],
)
def test_a_record_unknown_in_a_ratio(keep_unknown: bool, value: Value, words: str) -> None:
    passed = Ref("record", "得分", BooleanKind())
    records = ballots(
        (True, "", True),
        (False, "", True),
        (None, "", True),  # unknown in the numerator
        (True, "", None),  # unknown in the denominator
        (None, "", False),  # outside both, whatever the numerator
    )
    assert taken(Ratio("票", passed, COUNTS, keep_unknown, None), records) == (
        value,
        [(words, 2)],
        [],
    )


@pytest.mark.parametrize("when_zero", [None, 0, 1])
def test_a_zero_denominator_is_what_the_policy_states(when_zero: Value) -> None:
    records = ballots((True, "", False))
    passed = Ref("record", "得分", BooleanKind())
    assert taken(Ratio("票", passed, COUNTS, False, when_zero), records)[0] == when_zero  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("top", "of", "shown"),
    [(104, 109, "95.41"), (129, 194, "66.49"), (3271, 6542, "50"), (119, 200, "59.5")],
)
def test_a_percentage_is_rounded_at_the_digits_of_its_figure(top: int, of: int, shown: str) -> None:
    records = ballots(*[(True, "", True)] * top, *[(False, "", True)] * (of - top))
    ratio = Ratio("票", Ref("record", "得分", BooleanKind()), None, False, None)
    value, _, _ = taken(ratio, records, kind=PERCENT, rounding=Rounding(2))
    assert value == Fraction(shown) / 100


def test_a_mean_is_rounded_once_from_the_exact_fraction() -> None:
    records = ballots(*[(85,)] * 992, (84_400 - 85 * 992,))
    assert taken(Mean("票", SCORE), records, rounding=Rounding(2))[0] == Fraction("84.99")
    assert taken(Mean("票", SCORE), records, rounding=Rounding(4))[0] == Fraction("84.9950")
    assert taken(Mean("票", SCORE), records)[0] == Fraction(84_400, 993)


def test_a_formula_reads_earlier_quantities_and_says_when_one_is_missing() -> None:
    ratio = Arithmetic("/", Ref("summary", "a", NUMBER), Literal(3, "number"))
    formula: Expr = ratio
    assert taken(Formula(formula), [], summary={"a": 2}) == (Fraction(2, 3), [], [])
    assert taken(Formula(formula), [], summary={"a": None}) == (
        None,
        [("a quantity it is computed from is missing", 1)],
        [],
    )
