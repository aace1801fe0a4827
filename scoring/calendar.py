"""Working days: weekdays, but for the days off and the days worked that calendars tell of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

_SATURDAY = 5
_A_DAY = timedelta(days=1)


class Due(NamedTuple):
    """The last day of a term. Where no calendar tells of `unknown`, a year of it, the day is
    provisional: weekdays were taken for working days."""

    day: date
    unknown: int | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """`years` are those it tells of; `off` are days off, `on` days worked at a weekend."""

    years: frozenset[int] = frozenset()
    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        return day in self.on or (day.weekday() < _SATURDAY and day not in self.off)

    def working_days_after(self, start: date, days: int) -> Due:
        """The last of so many working days, the first of them after `start`."""
        day, unknown = start, None
        while days > 0:
            day += _A_DAY
            days -= self.is_working(day)
            if unknown is None and day.year not in self.years:
                unknown = day.year
        return Due(day, unknown)


# Tells of no year.
NO_CALENDAR = Calendar()
