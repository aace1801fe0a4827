"""How long a record is valid, and whether it counts in a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import assert_never

from rules.program import EvidenceKind, TimeSpan, Validity
from rules.values import Value
from scoring.evidence import Period
from scoring.period import months_after


def last_day(kind: EvidenceKind, validity: Validity, day: date, values: Sequence[Value]) -> date:
    """The last day a record dated `day` is valid, that day itself included; `date.max` where it
    has no end. `values` are at least the kind's fields."""
    if validity.to and isinstance(stated := values[kind.index(validity.to)], date):
        return stated
    lasting = validity.lasting
    if validity.class_field:
        lasting = dict(validity.by_class)[str(values[kind.index(validity.class_field)])]
    match lasting:
        case TimeSpan():
            return days_after(day, lasting)
        case "no_end":
            return date.max
        case "until_rectified":
            rectified = values[kind.index(validity.rectified)]
            return rectified if isinstance(rectified, date) else date.max
        case None:
            raise ValueError(f"a record of {kind.name} has no last day")
    assert_never(lasting)


def days_after(day: date, span: TimeSpan) -> date:
    """The last day of a span that begins on the day after (Civil Code, art. 201 and 202)."""
    if span.unit == "month":
        return months_after(day, span.count)
    return day + timedelta(days=min(span.count, (date.max - day).days))


def counts_in(validity: Validity, period: Period, day: date, last: date) -> bool:
    """Whether a record dated `day`, no later than the period, counts in it."""
    match validity.counted:
        case "in_period":
            return day >= period.start or last >= period.start
        case "period_end":
            return last >= min(period.end, period.as_of)
    assert_never(validity.counted)
