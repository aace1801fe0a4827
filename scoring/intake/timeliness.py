"""Whether the date of a record lets it count in a period."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rules.program import EvidenceKind
from rules.values import Value
from scoring.evidence import Period, Record
from scoring.intake.faults import Fault, fault
from scoring.intake.results_told import untaken
from scoring.validity import counts_in, last_day


def untimely(
    kind: EvidenceKind, period: Period, day: date, values: Sequence[Value]
) -> Fault | None:
    """Why a record dated `day` does not count; None where it does."""
    if kind.imported:
        return untaken(kind.imported, period, day)
    if kind.case_records:
        return fault("after-as-of", as_of=period.as_of) if day > period.as_of else None
    earlier_counts = kind.validity is not None
    if day > period.end or (day < period.start and not earlier_counts):
        return fault("outside-period", start=period.start, end=period.end)
    if day > period.as_of:
        return fault("after-as-of", as_of=period.as_of)
    if kind.validity is not None:
        last = last_day(kind, kind.validity, day, values)
        if not counts_in(kind.validity, period, day, last):
            return fault("no-longer-valid", last=last, start=period.start, end=period.end)
    return None


def carried(period: Period, records: Sequence[Record]) -> int:
    """How many of the records are of an earlier period."""
    return sum(record.date is not None and record.date < period.start for record in records)
