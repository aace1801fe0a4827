"""Records that come together within a window of time: the most there are, or whole groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeAlias

from rules.backends.reference import Evaluate
from rules.program import TimeSpan, Windowed
from rules.values import Value
from scoring.evidence import Record
from scoring.measure.reading import Reading
from scoring.period import months_back


class Stretch(NamedTuple):
    """Records of one sort, by date and id, that one window holds."""

    key: tuple[Value, ...]
    records: Sequence[Record]


Sorted: TypeAlias = Mapping[tuple[Value, ...], Sequence[Record]]
Windows: TypeAlias = Callable[[Reading], Sequence[Stretch]]


def before_window(last: date, span: TimeSpan) -> date:
    """A window that ends on `last` begins on the day after this one."""
    if span.unit == "month":
        return months_back(last, span.count)
    return last - timedelta(days=min(span.count, (last - date.min).days))


def stretches_of(windowed: Windowed, when: Evaluate | None, same: Sequence[Evaluate]) -> Windows:
    """The densest stretch, the first of those as dense; or every group there is."""

    def find(reading: Reading) -> Sequence[Stretch]:
        by_key = _sorted(reading, windowed.evidence, when, same)
        if windowed.groups_of is None:
            return _densest(by_key, windowed.length)
        size = windowed.groups_of
        return [
            Stretch(key, group)
            for key, records in by_key.items()
            for group in _groups(records, windowed.length, size)
        ]

    return find


def worth(windowed: Windowed, stretches: Sequence[Stretch]) -> int:
    if windowed.groups_of is not None:
        return len(stretches)
    return len(stretches[0].records) if stretches else 0


def _sorted(
    reading: Reading, evidence: str, when: Evaluate | None, same: Sequence[Evaluate]
) -> Sorted:
    """A record without one of the values that must be the same is left out and noted."""
    found: dict[tuple[Value, ...], list[Record]] = {}
    for record in reading.chosen(evidence, when):
        key: list[Value] = []
        for value_of in same:
            value = reading.value(record, value_of)
            if value is None:
                break
            key.append(value)
        else:
            found.setdefault(tuple(key), []).append(record)
    return {key: sorted(own, key=lambda r: (_day(r), r.id)) for key, own in found.items()}


def _densest(by_key: Sorted, span: TimeSpan) -> Sequence[Stretch]:
    every = (
        Stretch(key, stretch)
        for key, records in by_key.items()
        for stretch in _full_windows(records, span)
    )
    first = min(
        every,
        key=lambda one: (-len(one.records), _day(one.records[-1]), one.records[-1].id),
        default=None,
    )
    return [] if first is None else [first]


def _full_windows(records: Sequence[Record], span: TimeSpan) -> Iterator[Sequence[Record]]:
    """For each record the window that ends with it."""
    start = 0
    for end, record in enumerate(records):
        low = before_window(_day(record), span)
        while _day(records[start]) <= low:
            start += 1
        yield records[start : end + 1]


def _groups(records: Sequence[Record], span: TimeSpan, size: int) -> Iterable[Sequence[Record]]:
    """As many groups as there can be: the one that is whole first leaves most to the others."""
    start = 0
    while start + size <= len(records):
        group = records[start : start + size]
        if _day(group[0]) > before_window(_day(group[-1]), span):
            yield group
            start += size
        else:
            start += 1


def _day(record: Record) -> date:
    if record.date is None:
        raise ValueError(f"{record.kind} {record.id} has no date")
    return record.date
