"""Periods as people name them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.diagnostics import PolicyError
from rules.program import Head
from scoring.evidence import Period
from scoring.period import applied_in, read_period


def head(period, *, start=date(2000, 1, 1), end=None):
    return Head(1, "p", "考评", "1", "effective", period, start, end)


@pytest.mark.parametrize(
    ("kind", "label", "start", "end"),
    [
        ("year", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("half_year", "2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("half_year", "2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
        ("quarter", "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("quarter", "2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
        ("quarter", "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("month", "2026-01", date(2026, 1, 1), date(2026, 1, 31)),
        ("month", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("month", "2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("custom", "2026-01-05/2026-03-06", date(2026, 1, 5), date(2026, 3, 6)),
    ],
)
def test_a_label_gives_the_first_and_the_last_day(kind, label, start, end):
    assert read_period(label, head(kind), None) == Period(label, start, end, end)


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("year", "2026-H1"),
        ("year", "26"),
        ("year", "２０２６"),
        ("year", "0000"),
        ("half_year", "2026-H3"),
        ("quarter", "2026-Q0"),
        ("month", "2026-13"),
        ("month", "2026-3"),
        ("custom", "2026-02-01/2026-02-30"),
        ("custom", "2026-02-02/2026-02-01"),
        ("custom", "2026"),
    ],
)
def test_another_label_is_refused_with_an_example(kind, label):
    with pytest.raises(PolicyError) as error:
        read_period(label, head(kind), None)
    assert [d.code for d in error.value.diagnostics] == ["bad-period"]


def test_the_policy_must_be_in_force_on_the_last_day():
    stated = head("year", start=date(2026, 3, 1), end=date(2026, 12, 31))
    assert read_period("2026", stated, None).start == date(2026, 1, 1)
    for label in ("2025", "2027"):
        with pytest.raises(PolicyError) as error:
            read_period(label, stated, None)
        assert [d.code for d in error.value.diagnostics] == ["period-not-in-force"]


def test_the_as_of_date_may_be_any_day_from_the_first_on():
    assert read_period("2026", head("year"), date(2027, 2, 1)).as_of == date(2027, 2, 1)
    assert read_period("2026", head("year"), date(2026, 1, 1)).as_of == date(2026, 1, 1)
    with pytest.raises(PolicyError) as error:
        read_period("2026", head("year"), date(2025, 12, 31))
    assert [d.code for d in error.value.diagnostics] == ["as-of-too-early"]


@pytest.mark.parametrize(
    ("stated", "kind", "label", "year"),
    [
        ("next_year", "year", "2026", "2027"),
        ("next_year", "half_year", "2026-H1", "2027"),
        ("same_year", "month", "2026-12", "2026"),
        ("next_year", "custom", "2025-07-01/2026-06-30", "2027"),
        ("2030", "year", "2026", "2030"),
        ("", "year", "2026", ""),
    ],
)
def test_results_are_applied_in_the_year_the_policy_says(stated, kind, label, year):
    policy = replace(head(kind), applied_year=stated)
    assert applied_in(policy, read_period(label, policy, None)) == year
