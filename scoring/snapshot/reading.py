"""A snapshot as evidence: subjects and records are read when they are asked for, a part at once."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

from rules.diagnostics import PolicyError, diagnose
from rules.expr.kinds import CategoryKind, DurationKind, Kind, NumberKind, PercentKind
from rules.program import Program
from rules.values import Value, plain
from scoring.evidence import Evidence, Notice, Period, Record, Reject, Subject
from scoring.snapshot.admitting import admitted_by
from scoring.snapshot.connecting import connected, quoted_path
from scoring.snapshot.names import Names
from scoring.snapshot.shapes import (
    SUBJECTS,
    TEXTS,
    PlaceOf,
    StoredColumn,
    Tables,
    period_of,
    table_of,
)
from scoring.snapshot.writing import INDEX, REJECTS, file_of

# Subjects read at once; their records are in memory together.
_AT_ONCE = 2_000
_NAMES_AT_ONCE = 10_000

T = TypeVar("T")
_Row = tuple[Any, ...]


def read_tables(folder: Path) -> Tables:
    told = read_index(folder)
    return Tables(
        period=period_of(told["period"]),
        subjects=table_of(told["subjects"]),
        kinds={name: table_of(kind) for name, kind in told["kinds"].items()},
        delivered=frozenset(told["delivered"]),
        places=[PlaceOf(*place) for place in told["places"]],
        notices=tuple(Notice(**notice) for notice in told["notices"]),
    )


def read_index(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / INDEX).read_text(encoding="utf-8")))


def read_snapshot(program: Program, period: Period, folder: Path) -> Evidence:
    """The evidence that was written; the folder is needed as long as its records are. Raises
    PolicyError where it was admitted by other kinds and fields or for another period."""
    _require_same(program, period, folder)
    tables = read_tables(folder)
    names = _names(folder)
    return Evidence(
        period=tables.period,
        subjects=Parts(names, partial(_subjects, program, tables, folder)),
        records=Parts(names, partial(_records, program, tables, folder)),
        delivered=tables.delivered,
        rejects=_rejects(folder),
        notices=tables.notices,
        held=tables.records,
    )


def _require_same(program: Program, period: Period, folder: Path) -> None:
    told = read_index(folder)
    own = period_of(told["period"])
    if (own.start, own.end, own.as_of) != (period.start, period.end, period.as_of):
        refused = diagnose("snapshot-of-another-period", None, period=own.label, as_of=own.as_of)
        raise PolicyError([refused])
    if told["admitted_by"] != admitted_by(program, period):
        raise PolicyError([diagnose("snapshot-of-another-policy", None)])


class Parts(Mapping[str, T], Generic[T]):
    """What there is of each subject, by its id; the part a subject is in stays in memory until
    another one is asked for."""

    def __init__(self, names: Sequence[str], load: Callable[[Sequence[int]], Sequence[T]]) -> None:
        """`names` are in code-point order; `load` gives those of some numbers, which ascend."""
        self._names = names
        self._load = load
        self._start = -1
        self._part: Sequence[T] = ()

    def __getitem__(self, name: str) -> T:
        number = self._number(name)
        start = number - number % _AT_ONCE
        if start != self._start:
            end = min(start + _AT_ONCE, len(self._names))
            self._part = self._load(range(start, end))
            self._start = start
        return self._part[number - start]

    def some(self, names: Iterable[str]) -> Mapping[str, T]:
        """Those of some subjects, read at once."""
        numbers = sorted(map(self._number, names))
        found = zip(numbers, self._load(numbers), strict=True)
        return {self._names[number]: own for number, own in found}

    def _number(self, name: str) -> int:
        number = bisect_left(self._names, name)
        if number == len(self._names) or self._names[number] != name:
            raise KeyError(name)
        return number

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _rows(folder: Path, table: str, query: str) -> list[_Row]:
    """`query` reads from `it`."""
    path = quoted_path(folder / file_of(table))
    with connected(folder, threads=1) as connection:
        return connection.execute(f"WITH it AS (FROM read_parquet({path})) {query}").fetchall()


def _names(folder: Path) -> Names:
    path = quoted_path(folder / file_of(SUBJECTS))
    with connected(folder, threads=1) as connection:
        found = connection.execute(f"SELECT subject FROM read_parquet({path}) ORDER BY s")
        some = iter(lambda: found.fetchmany(_NAMES_AT_ONCE), [])
        return Names(name for rows in some for (name,) in rows)


def _chosen(numbers: Sequence[int]) -> str:
    if isinstance(numbers, range):
        return f"WHERE s BETWEEN {numbers.start} AND {numbers.stop - 1}"
    return f"WHERE s IN ({', '.join(map(str, numbers))})" if numbers else "WHERE false"


def _subjects(
    program: Program, tables: Tables, folder: Path, numbers: Sequence[int]
) -> list[Subject]:
    stored = tables.subjects.columns
    fields = program.subject.fields
    readers = [_reader(field.kind, one) for field, one in zip(fields, stored, strict=True)]
    taken = ", ".join(["subject", "o", "line", *(one.name for one in stored)])
    query = f"SELECT {taken} FROM it {_chosen(numbers)} ORDER BY s"
    found = []
    for name, place, line, *cells in _rows(folder, SUBJECTS, query):
        values = {
            field.name: read(cell) for field, read, cell in zip(fields, readers, cells, strict=True)
        }
        origin = None if place is None else tables.places[place].at(line)
        found.append(Subject(name, values, origin))
    return found


def _records(
    program: Program, tables: Tables, folder: Path, numbers: Sequence[int]
) -> list[tuple[Record, ...]]:
    chosen = _chosen(numbers)
    names: dict[int, str] = dict(_rows(folder, SUBJECTS, f"SELECT s, subject FROM it {chosen}"))
    found: dict[int, list[Record]] = {number: [] for number in numbers}
    for kind, table in tables.kinds.items():
        columns = program.kinds[kind].columns
        readers = [_reader(one.kind, own) for one, own in zip(columns, table.columns, strict=True)]
        taken = ", ".join(["s", "d", "id", "o", "line", *(one.name for one in table.columns)])
        query = f"SELECT {taken} FROM it {chosen}"
        for s, day, id_, place, line, *cells in _rows(folder, table.name, query):
            values = tuple([read(cell) for read, cell in zip(readers, cells, strict=True)])
            origin = tables.places[place].at(line)
            found[s].append(Record(kind, id_, names[s], day, values, origin))
    for own in found.values():
        own.sort(key=lambda record: (record.date or date.min, record.id, record.kind))
    return [tuple(own) for own in found.values()]


def _reader(kind: Kind, stored: StoredColumn) -> Callable[[Any], Value]:
    match kind:
        case CategoryKind(words=words):
            return lambda cell: None if cell is None else words[cell]
        case NumberKind() | PercentKind() | DurationKind() if stored.type in TEXTS:
            return lambda cell: None if cell is None else plain(Fraction(cell))
        case NumberKind() | PercentKind() | DurationKind():
            factor = 10**stored.scale
            if factor == 1:
                return lambda cell: None if cell is None else int(cell)
            return lambda cell: None if cell is None else plain(Fraction(int(cell), factor))
    return lambda cell: cell  # truths, texts and dates are themselves


def _rejects(folder: Path) -> tuple[Reject, ...]:
    return tuple(Reject(*row) for row in _rows(folder, REJECTS, "SELECT * FROM it"))
