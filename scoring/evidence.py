"""Typed evidence: subjects, records, rejects, earlier results, as admission hands them on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal, Protocol, TypeVar, runtime_checkable

from rules.values import Value
from scoring.assessment import State
from scoring.calendar import Calendar
from scoring.conclude.case_files import CaseFile

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where something was read: the file's display name, its row (1-based, headings counted; for
    JSON lines the line), for one cell the heading of its column, and in a workbook the sheet and
    the cell as the spreadsheet shows it: C7."""

    file: str
    row: int
    column: str = ""
    sheet: str = ""
    cell: str = ""

    @property
    def table(self) -> str:
        """The file, and the sheet where it has several."""
        return f"{self.file} {self.sheet}".rstrip()


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
    `records` is how many records were lost with it (a wide row loses one per column). `cell` is
    where a spreadsheet shows it, C7; empty for a whole row and where a file has no cells."""

    file: str
    row: int
    column: str
    value: str
    code: str
    reason_zh: str
    reason_en: str
    records: int = 1
    sheet: str = ""
    cell: str = ""


def place_order(reject: Reject) -> tuple[str, str, int, str, str, str]:
    return (
        reject.file,
        reject.sheet,
        reject.row,
        reject.column,
        reject.code,
        reject.value,
    )


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

    @property
    def partial(self) -> bool:
        """Whether some of it is still to come."""
        return self.as_of < self.end


# Why a result is not known: its period was not delivered, though history covers it; it is earlier
# than all history; its row could not be read; nobody knows whose it was.
Lack = Literal["gap", "before", "refused", "holder"]


@dataclass(frozen=True, slots=True)
class Result:
    """How one subject came out. `values` are by summary name: the total, the grade, the states, and
    of every list and trigger whether the subject was on it; missing is unknown. `as_of` is None
    where a table does not tell it. `shadow` results were scored and had no effect. `holders` are
    the values of the fields of the subject that say who held it then."""

    state: State
    values: Mapping[str, Value]
    as_of: date | None = None
    shadow: bool = False
    origin: Origin | None = None
    holders: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class PastPeriod:
    """The results of one period by subject. Whoever is not among them had no grade, except the
    `refused`, whose rows could not be read; where the subject of such a row is not known either
    the results are not `complete`, and nobody knows about the others."""

    period: Period
    results: Mapping[str, Result]
    refused: frozenset[str] = frozenset()
    complete: bool = True

    @cached_property
    def stated(self) -> date | None:
        """The latest day any of its results was stated at."""
        return max((r.as_of for r in self.results.values() if r.as_of is not None), default=None)


@dataclass(frozen=True, slots=True)
class History:
    """`start` is the first day history covers, None where there is none: a period from then on that
    is not among `periods` is a gap, whatever is earlier is before all history. `cases` are by
    subject, in the order they were opened."""

    start: date | None = None
    periods: Mapping[str, PastPeriod] = field(default_factory=dict)
    cases: Mapping[str, tuple[CaseFile, ...]] = field(default_factory=dict)

    def of(self, subject: str, period: Period, blank: Result) -> Result | Lack:
        """The subject's result in a period, `blank` where it had none, or why nobody knows it."""
        past = self.periods.get(period.label)
        if past is None:
            covered = self.start is not None and period.start >= self.start
            return "gap" if covered else "before"
        if subject in past.results:
            return past.results[subject]
        return "refused" if subject in past.refused or not past.complete else blank


@dataclass(frozen=True)
class Evidence:
    """What the admit stage gives. Subjects and each subject's records are in code-point order of
    (date, id), so that no later stage depends on the order of files or rows.

    `delivered` are the evidence kinds for which a file was given, even an empty one. `held` is how
    many records there are, where they are read only when they are asked for;
    `calendar` is what working days are counted by."""

    period: Period
    subjects: Mapping[str, Subject]
    records: Mapping[str, tuple[Record, ...]]
    delivered: frozenset[str]
    rejects: tuple[Reject, ...] = ()
    notices: tuple[Notice, ...] = ()
    history: History = field(default_factory=History)
    held: int | None = None
    calendar: Calendar = field(default_factory=Calendar)

    def of(self, subject: str) -> tuple[Record, ...]:
        return self.records.get(subject, ())

    def only(self, names: Collection[str]) -> Evidence:
        """The evidence of these subjects, in memory; what is told of all of it is left out."""
        return replace(
            self,
            subjects=_some(self.subjects, names),
            records=_some(self.records, names),
            rejects=(),
            notices=(),
            held=None,
        )

    def __iter__(self) -> Iterator[Subject]:
        return iter(self.subjects.values())

    @property
    def admitted(self) -> int:
        if self.held is not None:
            return self.held
        return sum(len(records) for records in self.records.values())

    @property
    def rejected(self) -> int:
        return sum(reject.records for reject in self.rejects)


@runtime_checkable
class Stored(Protocol[T_co]):
    """Something of each subject that is not in memory."""

    def some(self, names: Iterable[str]) -> Mapping[str, T_co]: ...


def _some(of: Mapping[str, T], names: Collection[str]) -> Mapping[str, T]:
    if isinstance(of, Stored):
        return of.some(names)
    return {name: of[name] for name in names if name in of}
