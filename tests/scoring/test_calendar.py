"""Working days, and the calendars that are shipped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.diagnostics import PolicyError
from rules.library import shipped_calendars
from scoring.calendar import Calendar, Due
from scoring.intake.calendars import read_calendars

CALENDAR = read_calendars(shipped_calendars())


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        pytest.param("2024-02-07", 2, "2024-02-09", id="the-eve-of-the-festival-was-worked"),
        pytest.param("2024-02-09", 1, "2024-02-18", id="over-the-festival-to-a-worked-sunday"),
        pytest.param("2025-01-24", 1, "2025-01-26", id="a-worked-sunday-before-the-festival"),
        pytest.param("2025-01-26", 2, "2025-02-05", id="into-and-out-of-the-festival"),
        pytest.param("2025-02-07", 1, "2025-02-08", id="a-worked-saturday"),
        pytest.param("2025-09-30", 1, "2025-10-09", id="eight-days-of-national-day"),
        pytest.param("2024-02-28", 1, "2024-02-29", id="a-leap-day"),
        pytest.param("2025-02-28", 1, "2025-03-03", id="no-leap-day"),
        pytest.param("2025-12-31", 1, "2026-01-04", id="over-new-year-to-a-worked-sunday"),
        pytest.param("2026-02-13", 2, "2026-02-24", id="nine-days-of-the-festival"),
        pytest.param("2024-06-30", 0, "2024-06-30", id="no-day-at-all"),
    ],
)
def test_working_days_are_counted_by_the_notices(start: str, days: int, due: str) -> None:
    found = CALENDAR.working_days_after(date.fromisoformat(start), days)
    assert found == Due(date.fromisoformat(due))


def test_a_year_without_a_calendar_is_named_and_counted_by_weekdays() -> None:
    found = CALENDAR.working_days_after(date(2026, 12, 31), 1)
    assert found == Due(date(2027, 1, 1), 2027)


# What the State Council's notices come to: working days of the year.
@pytest.mark.parametrize(("year", "days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_working_days_of_a_year(year: int, days: int) -> None:
    first = date(year, 1, 1)
    length = (date(year + 1, 1, 1) - first).days
    assert sum(CALENDAR.is_working(first + timedelta(n)) for n in range(length)) == days


DAYS = st.dates(date(2023, 12, 1), date(2026, 12, 1))


@given(start=DAYS, first=st.integers(0, 30), second=st.integers(0, 30))
def test_terms_add_up(start: date, first: int, second: int) -> None:
    """So many working days and then so many more are all of them together."""
    midway = CALENDAR.working_days_after(start, first).day
    assert (
        CALENDAR.working_days_after(midway, second).day
        == CALENDAR.working_days_after(start, first + second).day
    )


@given(start=DAYS, days=st.integers(1, 60))
def test_a_term_ends_on_a_working_day_with_as_many_in_it(start: date, days: int) -> None:
    due = CALENDAR.working_days_after(start, days).day
    between = [start + timedelta(n) for n in range(1, (due - start).days + 1)]
    assert CALENDAR.is_working(due)
    assert sum(map(CALENDAR.is_working, between)) == days


YEAR = """
工作日安排: 某年
年份: 2030
依据: 示例
放假: {元旦: 2030-01-01, 春节: {自: 2030-02-02, 至: 2030-02-09}}
上班: [2030-02-10]
"""


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        pytest.param("2030-02-10", "2031-02-10", "calendar-other-year", id="another-year"),
        pytest.param("2030-02-10", "2030-02-09", "calendar-off-and-on", id="off-and-worked"),
        pytest.param("至: 2030-02-09", "至: 2030-01-09", "ends-before-it-starts", id="backwards"),
        pytest.param("年份: 2030\n", "", "missing-key", id="no-year"),
        pytest.param("2030-02-10", "2030-02-30", "expected-date", id="no-such-day"),
    ],
)
def test_a_faulty_calendar_is_refused(tmp_path: object, old: str, new: str, code: str) -> None:
    with pytest.raises(PolicyError) as refused:
        read_calendars([written(tmp_path, "cn-2030.yaml", YEAR.replace(old, new))])
    assert [problem.code for problem in refused.value.diagnostics] == [code]


def test_two_calendars_of_one_year_are_refused(tmp_path: object) -> None:
    paths = [written(tmp_path, name, YEAR) for name in ("a.yaml", "b.yaml")]
    with pytest.raises(PolicyError) as refused:
        read_calendars(paths)
    assert [problem.code for problem in refused.value.diagnostics] == ["calendar-twice"]


def test_a_calendar_of_a_folder_of_ones_own_is_read(tmp_path: object) -> None:
    calendar = read_calendars([written(tmp_path, "cn-2030.yaml", YEAR)])
    assert calendar == Calendar(
        frozenset({2030}),
        frozenset({date(2030, 1, 1), *(date(2030, 2, day) for day in range(2, 10))}),
        frozenset({date(2030, 2, 10)}),
    )


def written(folder, name, text):  # type: ignore[no-untyped-def]  # a path of pytest's
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
