"""Numbers and days come back from a spreadsheet as they were typed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.intake.sheets import address
from scoring.intake.xlsx.facts import place_of
from scoring.intake.xlsx.values import Unreadable, decimal_text, shape_of, shown_number

typed = st.decimals(
    min_value=-(10**14), max_value=10**14, places=6, allow_nan=False, allow_infinity=False
).filter(lambda number: len(number.normalize().as_tuple().digits) <= 15)


@given(typed)
@settings(deadline=None, max_examples=300)
def test_a_number_of_up_to_15_digits_survives_the_double_it_is_kept_in(number: Decimal):
    plain = f"{number.normalize():f}" if number else "0"
    assert decimal_text(repr(float(number))) == plain
    assert decimal_text(f"{float(number):.17g}") == plain


@given(typed.filter(lambda number: abs(number) < 10**9))
@settings(deadline=None, max_examples=200)
def test_a_percentage_is_what_the_spreadsheet_shows(number: Decimal):
    text = shown_number(repr(float(number)), "percent")
    assert Decimal(text.removesuffix("%")) == number * 100


@given(st.dates(date(1900, 3, 1), date(9999, 12, 31)), st.integers(0, 86_399))
@settings(deadline=None, max_examples=300)
def test_a_day_and_its_time_come_back_by_either_system(day: date, second: int):
    clock = f" {second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}" if second else ""
    serial = Decimal((day - date(1899, 12, 30)).days) + Decimal(second) / 86_400
    assert shown_number(f"{serial:.10f}", "date") == f"{day}{clock}"
    if day >= date(1904, 1, 1):
        shifted = serial - 1462
        assert shown_number(f"{shifted:.10f}", "date", from_1904=True) == f"{day}{clock}"


def test_days_before_march_1900_are_those_of_the_calendar():
    days = [shown_number(str(serial), "date") for serial in range(1, 60)]
    assert days == [(date(1900, 1, 1) + timedelta(at)).isoformat() for at in range(59)]


@given(st.text(st.sampled_from("0123456789.eE+-naif_ ０ "), max_size=12))
@settings(deadline=None, max_examples=300)
def test_any_text_is_a_plain_number_or_unreadable(text: str):
    try:
        read = decimal_text(text)
    except Unreadable:
        return
    assert Decimal(read) == Decimal(f"{Decimal(text):.15g}") or abs(Decimal(text)) < 10**15
    assert not set(read) - set("-0123456789.")


@pytest.mark.parametrize(
    ("id_", "code", "shape"),
    [
        (0, None, "number"),
        (2, None, "number"),
        (9, None, "percent"),
        (10, None, "percent"),
        (14, None, "date"),
        (22, None, "date"),
        (31, None, "date"),
        (46, None, "elapsed"),
        (49, None, "number"),
        (57, None, "date"),
        (164, "General", "number"),
        (164, "G/通用格式", "number"),
        (164, "[DBNum1][$-804]General", "number"),
        (164, "0.00%;[Red]-0.00%", "percent"),
        (164, '0.0"%"', "number"),
        (164, 'yyyy"年"m"月"d"日";@', "date"),
        (164, "[$-804]aaaa", "date"),
        (164, "[$-404]e/m/d", "date"),
        (164, "上午/下午h:mm", "date"),
        (164, "[h]:mm", "elapsed"),
        (164, "0.00E+00", "number"),
        (164, "##0.0e-0", "number"),
        (164, '#,##0.00"元"', "number"),
        (164, '"days" 0', "number"),
        (164, "\\d0", "number"),
        (164, "[$¥-804]#,##0.00_);[Red]([$¥-804]#,##0.00)", "number"),
    ],
)
def test_a_number_format_shows_numbers_so(id_, code, shape):
    assert shape_of(id_, code) == shape


@given(st.integers(1, 1_048_576), st.integers(0, 16_383))
@settings(deadline=None, max_examples=100)
def test_an_address_is_row_and_column(row: int, column: int):
    assert place_of(address(row, column), "") == (row, column)


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A1"), (25, "Z1"), (26, "AA1"), (701, "ZZ1"), (702, "AAA1")]
)
def test_columns_have_letters(column, name):
    assert address(1, column) == name
