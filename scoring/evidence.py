"""Typed evidence: subjects, records and rejects, as the admit stage hands them on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.values import Value


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record was read: the file's display name, its row (1-based, headings counted; for
    JSON lines the line) and, for a wide table, the heading of the column."""

    file: str
    row: int
    column: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One piece of evidence of one subject. `values` are the kind's fields in order, then its
    derived fields. `date` is None where the kind carries no date."""

    kind: str
    id: str
    subject: str
    date: date | None
    values: tuple[Value, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is assessed. `fields` are by name; missing is None."""

    id: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """A row, cell or file that was not taken, with its place and the reason in two languages.
    `records` is how many records were lost with it (a wide row loses one per column)."""

    file: str
    row: int
    column: str
    value: str
    code: str
    reason_zh: str
    reason_en: str
    records: int = 1


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader of the result should know about the evidence as a whole: same content
    twice, headings nobody reads, a kind with no file."""

    code: str
    zh: str
    en: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Period:
    """The period assessed and the as-of date (截止日), all inclusive."""

    label: str
    start: date
    end: date
    as_of: date


@dataclass(frozen=True)
class Evidence:
    """What the admit stage gives. Subjects and each subject's records are in code-point order of
    (date, id), so that no later stage depends on the order of files or rows.

    `delivered` are the evidence kinds for which a file was given, even an empty one."""

    period: Period
    subjects: Mapping[str, Subject]
    records: Mapping[str, tuple[Record, ...]]
    delivered: frozenset[str]
    rejects: tuple[Reject, ...] = ()
    notices: tuple[Notice, ...] = ()

    def of(self, subject: str) -> tuple[Record, ...]:
        return self.records.get(subject, ())

    def __iter__(self) -> Iterator[Subject]:
        return iter(self.subjects.values())

    @property
    def admitted(self) -> int:
        return sum(len(records) for records in self.records.values())

    @property
    def rejected(self) -> int:
        return sum(reject.records for reject in self.rejects)
