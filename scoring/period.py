"""The period of a run, as people name it: 2026, 2026-H1, 2026-Q1, 2026-03, or two dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import assert_never

from rules.constructs.imports import Which
from rules.diagnostics import PolicyError, diagnose
from rules.program import Head, PeriodKind
from scoring.evidence import Period

_FORMS: Mapping[PeriodKind, tuple[str, str]] = {
    "year": (r"([0-9]{4})()", "2026"),
    "half_year": (r"([0-9]{4})-H([12])", "2026-H1"),
    "quarter": (r"([0-9]{4})-Q([1-4])", "2026-Q1"),
    "month": (r"([0-9]{4})-(0[1-9]|1[0-2])", "2026-03"),
    "custom": (
        r"([0-9]{4}-[0-9]{2}-[0-9]{2})/([0-9]{4}-[0-9]{2}-[0-9]{2})",
        "2026-01-01/2026-03-31",
    ),
}
_MONTHS: Mapping[PeriodKind, int] = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}


def read_period(label: str, head: Head, as_of: date | None) -> Period:
    """The as-of date is the last day where none is given. The policy must be in force on the last
    day, because caps, bands and lists follow the version at the period's end."""
    days = days_of(label, head.period)
    if days is None:
        example = example_of(head.period)
        raise PolicyError([diagnose("bad-period", None, label=label, example=example)])
    start, end = days
    if not head.effective_from <= end <= (head.effective_to or date.max):
        until = head.effective_to.isoformat() if head.effective_to else "…"
        stated = f"{head.effective_from.isoformat()} – {until}"
        raise PolicyError([diagnose("period-not-in-force", None, end=end, stated=stated)])
    if as_of and as_of < start:
        raise PolicyError([diagnose("as-of-too-early", None, as_of=as_of, start=start)])
    return Period(label, start, end, as_of or end)


def applied_in(head: Head, period: Period) -> str:
    """The year in which results are applied; empty where the policy does not say."""
    match head.applied_year:
        case "same_year":
            return f"{period.end.year}"
        case "next_year":
            return f"{period.end.year + 1}"
    return head.applied_year


def example_of(kind: PeriodKind) -> str:
    """A period of this kind as people write it."""
    return _FORMS[kind][1]


def days_of(label: str, kind: PeriodKind) -> tuple[date, date] | None:
    """First and last day of the period of this name, or None where the kind has no such name."""
    match = re.fullmatch(_FORMS[kind][0], label)
    return _days(kind, *match.groups()) if match else None


def one_back(period: Period, kind: PeriodKind) -> Period:
    """The period before, of a kind that has one."""
    return _back(period, kind, _MONTHS[kind])


def year_back(period: Period, kind: PeriodKind) -> Period:
    """The same period of the year before."""
    return _back(period, kind, 12)


def is_meant(which: Which, here: Period, there: Period) -> bool:
    """Whether an import takes the results of the period `there` in the period `here`."""
    match which:
        case "this":
            return (there.start, there.end) == (here.start, here.end)
        case "last":
            return there.end == here.start - timedelta(days=1)
        case "each":
            return date(here.end.year, 1, 1) <= there.start and there.end <= here.end
    assert_never(which)


def kind_of_label(label: str) -> PeriodKind:
    """What kind of period is called so; one of stated days is called by them."""
    return next((kind for kind in _MONTHS if days_of(label, kind)), "custom")


def those_of_year(kind: PeriodKind, year: int) -> list[Period]:
    """All periods of the kind, in order; none where they are not told by the calendar."""
    count = 12 // _MONTHS[kind] if kind in _MONTHS else 0
    labels = [_label(kind, year, part) for part in range(1, count + 1)]
    days = [(label, days_of(label, kind)) for label in labels]
    return [Period(label, *found, found[1]) for label, found in days if found]


def _label(kind: PeriodKind, year: int, part: int) -> str:
    form = {"month": "-{:02}", "quarter": "-Q{}", "half_year": "-H{}"}.get(kind, "")
    return f"{year:04}" + form.format(part)


def _back(period: Period, kind: PeriodKind, months: int) -> Period:
    start = months_back(period.start, months)
    part = (start.month - 1) // _MONTHS[kind] + 1
    label = _label(kind, start.year, part)
    end = months_back(period.end, months)
    return Period(label, start, end, end)


def months_back(day: date, months: int) -> date:
    """The same day so many months earlier; the last day of a month gives the last day, and where
    there is no such day it is the last day too. No further back than the calendar."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    if year < 1:
        return date.min
    last = last_of_month(year, month + 1)
    return (
        last
        if day == last_of_month(day.year, day.month) or day.day > last.day
        else date(year, month + 1, day.day)
    )


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or where there is no such day the last one of that month
    (Civil Code, art. 202). No further than the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    last = last_of_month(year, month + 1)
    return last.replace(day=min(day.day, last.day))


def last_of_month(year: int, month: int) -> date:
    if month == 12:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - timedelta(days=1)


def _days(kind: PeriodKind, first: str, second: str) -> tuple[date, date] | None:
    """First and last day, or None where there are no such days."""
    try:
        if kind == "custom":
            start, end = date.fromisoformat(first), date.fromisoformat(second)
            return (start, end) if start <= end else None
        months = _MONTHS[kind]
        month = (int(second or 1) - 1) * months + 1
        start = date(int(first), month, 1)
        after = date(start.year + (month + months) // 13, (month + months - 1) % 12 + 1, 1)
        return start, after - timedelta(days=1)
    except ValueError:
        return None
