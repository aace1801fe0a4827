"""What a measure takes of one subject: its records, its summary so far, and where to note."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from rules.backends.reference import Evaluate
from rules.values import Number, Value
from scoring.calendar import NO_CALENDAR, Calendar
from scoring.evidence import Record
from scoring.expressions import NO_RECORD, number_of
from scoring.notes import Notes, Words

UNKNOWN_LEFT_OUT = Words(
    "条件不明的记录，未计入", "a record whose condition is unknown was left out"
)
MISSING_VALUE = Words("数值缺失的记录，未计入", "a record whose value is missing was left out")
MISSING_GROUP = Words("组别缺失的记录，未计入", "a record whose group is missing was left out")


class Reading(NamedTuple):
    """`by_kind` are the subject's records by evidence kind; `item` are the fields of the item a
    quantity is computed for, inside a measure per item."""

    measure: str
    by_kind: Mapping[str, Sequence[Record]]
    summary: Mapping[str, Value]
    notes: Notes
    item: tuple[Value, ...] = NO_RECORD
    calendar: Calendar = NO_CALENDAR

    def caution(self, words: Words) -> None:
        self.notes.caution(self.measure, words)

    def records(self, evidence: str) -> Sequence[Record]:
        return self.by_kind.get(evidence, ())

    def chosen(self, evidence: str, when: Evaluate | None) -> Iterator[Record]:
        """The records the condition holds for; an unknown one is left out and noted."""
        for record in self.records(evidence):
            truth = True if when is None else when(record.values, self.summary)
            if truth:
                yield record
            elif truth is None:
                self.caution(UNKNOWN_LEFT_OUT)

    def value(self, record: Record, value: Evaluate) -> Value:
        found = value(record.values, self.summary)
        if found is None:
            self.caution(MISSING_VALUE)
        return found

    def number(self, record: Record, value: Evaluate) -> Number | None:
        return number_of(self.value(record, value))

    def values(self, evidence: str, value: Evaluate, when: Evaluate | None) -> list[Value]:
        """The values there are of the chosen records."""
        found = (self.value(record, value) for record in self.chosen(evidence, when))
        return [value for value in found if value is not None]


Take: TypeAlias = Callable[[Reading], Value]
