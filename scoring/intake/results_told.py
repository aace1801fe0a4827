"""Rows that tell results of other policies, where there is no package: dated as its period ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from rules.expr.kinds import DateKind
from rules.program import EVENT_DATE, EvidenceKind, Field, Import
from scoring.evidence import Period
from scoring.intake.faults import Fault, fault
from scoring.intake.headings import headings_of
from scoring.period import days_of, is_meant, kind_of_label

# How a row may say which period its result is of, in place of the last day of it.
_PERIOD = ("周期", "period")


def dated_rows(
    kind: EvidenceKind, period: Period, rows: Iterable[Mapping[str, object]]
) -> Iterator[Mapping[str, object]]:
    """The rows with the day of their period, where they name the period or nothing at all."""
    wanted = kind.imported
    if wanted is None:
        yield from rows
        return
    taken = {heading for one in kind.fields for heading in headings_of(one)}
    dates = headings_of(Field(EVENT_DATE, DateKind()))
    for row in rows:
        if any(heading in row for heading in dates):
            yield row
            continue
        said = [key for key in _PERIOD if key in row and key not in taken]
        day = _last_day(row[said[0]]) if said else only_day(wanted, period)
        told = {dates[0]: day} if day is not None else {}
        yield {**{key: row[key] for key in row if key not in said[:1]}, **told}


def _last_day(label: object) -> object:
    """Of the period called so; what is no period is left to be refused as no date."""
    text = str(label)
    days = days_of(text, kind_of_label(text))
    return days[1] if days else text


def only_day(wanted: Import, period: Period) -> date | None:
    """The day of all results it takes; None where it takes those of several periods."""
    match wanted.which:
        case "this":
            return period.end
        case "last":
            return period.start - timedelta(days=1)
    return None


def untaken(wanted: Import, period: Period, day: date) -> Fault | None:
    """Why no result of a period that ends on `day` is taken; None where one is."""
    only = only_day(wanted, period)
    if only is not None:
        return None if day == only else fault("import-day", zh=only, en=only)
    there = Period("", day, day, day)
    if is_meant(wanted.which, period, there):
        return None
    return fault(
        "import-day",
        zh=f"{period.end.year} 年到 {period.end} 为止各期的期末",
        en=f"the end of a period of {period.end.year} up to {period.end}",
    )
