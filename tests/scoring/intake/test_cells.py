"""A cell's text becomes the typed value of its field, or a fault that says what is wrong."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    DurationKind,
    NumberKind,
    PercentKind,
    TextKind,
)
from rules.program import Field
from scoring.intake.cells import LONGEST_TEXT, Column, read_cell
from scoring.intake.faults import Fault

NUMBER = NumberKind(2)
WHOLE = NumberKind(0, 0, 100)
RATIO = PercentKind(1, 0, 1)
GRAVITY = CategoryKind(("一般", "较重", "重大"))


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (NUMBER, "0.1", Fraction(1, 10)),
        (NUMBER, "-2.50", Fraction(-5, 2)),
        (NUMBER, "-0", 0),
        (NUMBER, "-0.00", 0),
        (NUMBER, " 7\u3000", 7),
        (NUMBER, "123456789012345678901234567890", 123456789012345678901234567890),
        (WHOLE, "85.00", 85),
        (WHOLE, "100", 100),
        (DurationKind(), "30", 30),
        (RATIO, "59.5%", Fraction(119, 200)),
        (RATIO, "100%", 1),
        (TextKind(), "  甲 乙\n丙 ", "甲 乙\n丙"),
        (TextKind(), "汉" * LONGEST_TEXT, "汉" * LONGEST_TEXT),
        (TextKind(), "㐀𠮷", "㐀𠮷"),
        (BooleanKind(), "是", True),
        (BooleanKind(), "否", False),
        (BooleanKind(), "True", True),
        (BooleanKind(), "FALSE", False),
        (DateKind(), "2024-02-29", date(2024, 2, 29)),
        (GRAVITY, " 较重", "较重"),
    ],
)
def test_a_good_cell_is_its_exact_value(kind, text, value):
    read = read_cell(Field("f", kind), text)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        (NUMBER, "NaN", "not-finite"),
        (NUMBER, "-inf", "not-finite"),
        (NUMBER, "Infinity", "not-finite"),
        (NUMBER, "1e5", "exponent-number"),
        (NUMBER, "1E+10000000", "exponent-number"),
        (NUMBER, "1e400", "exponent-number"),
        (NUMBER, "1_0", "not-a-number"),
        (NUMBER, "５０", "full-width-number"),
        (NUMBER, "5．0", "full-width-number"),
        (NUMBER, "٥", "not-a-number"),
        (NUMBER, "1,000", "thousands-separator"),
        (NUMBER, "12,345,678.90", "thousands-separator"),
        (NUMBER, "1,00", "not-a-number"),
        (NUMBER, "007", "leading-zeros"),
        (NUMBER, "9" * 5000, "too-many-digits"),
        (NUMBER, "+5", "not-a-number"),
        (NUMBER, ".5", "not-a-number"),
        (NUMBER, "5.", "not-a-number"),
        (NUMBER, "- 5", "not-a-number"),
        (NUMBER, "5\u200b", "not-a-number"),
        (NUMBER, "60%", "not-a-number"),
        (NUMBER, "#DIV/0!", "not-a-number"),
        (NUMBER, "=1+1", "not-a-number"),
        (NUMBER, "1.005", "too-many-decimals"),
        (WHOLE, "85.5", "not-whole"),
        (WHOLE, "101", "out-of-bounds"),
        (WHOLE, "-1", "out-of-bounds"),
        (RATIO, "0.6", "not-a-percentage"),
        (RATIO, "60", "not-a-percentage"),
        (RATIO, "60％", "full-width-number"),
        (RATIO, "59.55%", "too-many-decimals"),
        (RATIO, "100.1%", "out-of-bounds"),
        (DateKind(), "2026/1/31", "not-a-date"),
        (DateKind(), "2026-13-45", "not-a-date"),
        (DateKind(), "2023-02-29", "not-a-date"),
        (DateKind(), "2026-01-31 00:00:00", "not-a-date"),
        (DateKind(), "46053", "not-a-date"),
        (DateKind(), "２０２６-01-31", "not-a-date"),
        (BooleanKind(), "yes", "not-a-boolean"),
        (BooleanKind(), "1", "not-a-boolean"),
        (BooleanKind(), "√", "not-a-boolean"),
        (GRAVITY, "很重", "unknown-category"),
        (GRAVITY, "一 般", "unknown-category"),
        (TextKind(), "汉" * (LONGEST_TEXT + 1), "too-long-text"),
        (TextKind(), "a\0b", "bad-text"),
        (TextKind(), "a\ud800b", "bad-text"),
        (NUMBER, "", "missing-value"),
        (TextKind(), " \t\u3000", "missing-value"),
    ],
)
def test_a_bad_cell_is_a_fault_and_never_a_guess(kind, text, code):
    read = read_cell(Field("f", kind), text)
    assert isinstance(read, Fault)
    assert read.code == code


@pytest.mark.parametrize(
    "text", ["2026/1/5", "2026年1月5日", "20260105", "2026.01.05", "2026-1-5 08:30"]
)
def test_another_spelling_of_a_date_is_refused_with_the_date_it_probably_is(text):
    read = read_cell(Field("f", DateKind()), text)
    assert isinstance(read, Fault)
    assert read.hint("en") == "did you mean “2026-01-05”?"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-12-31T15:59:59Z", "2026-12-31"),
        ("2026-12-31T16:00:00Z", "2027-01-01"),
        ("2026-12-31T23:59:59+08:00", "2026-12-31"),
        ("2027-01-01T00:00:00+09:00", "2026-12-31"),
        ("2024-02-28T16:00:00+00:00", "2024-02-29"),
        ("9999-12-31T23:00:00Z", "9999-12-31"),
    ],
)
def test_a_moment_with_its_zone_is_of_the_day_it_was_in_shanghai(text, day):
    read = read_cell(Field("f", DateKind()), text)
    assert isinstance(read, Fault)
    assert read.hint("en") == f"did you mean “{day}”?"


def test_a_unit_behind_a_number_is_named():
    read = read_cell(Field("f", NUMBER, unit="天"), "7天")
    assert isinstance(read, Fault)
    assert read.reason("zh") == "数后面带有单位；请去掉“天”"


@pytest.mark.parametrize(("text", "value"), [("59.5", Fraction(119, 200)), ("60%", Fraction(3, 5))])
def test_a_percentage_declared_in_percent_may_leave_the_sign_out(text, value):
    assert read_cell(Field("f", RATIO, unit="%"), text) == value


@pytest.mark.parametrize(
    ("on_missing", "expected"), [("keep", None), ("fill", 3), ("reject", "missing-value")]
)
@pytest.mark.parametrize("text", ["", " ", "N/A", "0", "0.00", "-0"])
def test_blanks_and_null_values_are_missing_as_the_field_says(on_missing, expected, text):
    field = Field("f", NUMBER, null_values=("N/A", "0"), on_missing=on_missing, fill=3)
    read = read_cell(field, text)
    assert (read.code if isinstance(read, Fault) else read) == expected


def test_a_null_value_that_is_no_number_does_not_swallow_bad_numbers():
    read = read_cell(Field("f", NUMBER, null_values=("N/A",), on_missing="keep"), "n/a")
    assert isinstance(read, Fault)


def test_missing_is_not_zero_and_zero_is_not_missing():
    field = Field("f", NUMBER, null_values=("无",), on_missing="keep")
    assert [read_cell(field, text) for text in ("0", "", "无")] == [0, None, None]


def test_a_column_remembers_and_shares_without_changing_an_answer():
    column = Column(Field("f", DateKind()))
    first, again = column.read("2026-01-31"), column.read("2026-01-31")
    assert first is again
    for number in range(30_000):
        column.read(str(number))
    assert column.read("2026-01-31") == first
