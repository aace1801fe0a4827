"""The table of cases: everyone's as they stand, and how a later run reads it back."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from scoring.conclude.case_files import CASE_STATES, CaseFile, CaseState, Closing, Missed
from scoring.conclude.following import follow
from scoring.package.table import Column, Table
from scoring.runs.outcome import Summary

NAME = "cases"
_BETWEEN = ";"
_COLUMNS = (
    *map(Column, ("case", "subject", "trigger", "state")),
    Column("level", "whole"),
    *map(Column, ("action", "recipients", "rectification", "period")),
    *(Column(name, "date") for name in ("opened", "since", "deadline")),
    Column("deadline_provisional", "boolean"),
    *map(Column, ("fired", "extended", "overdue", "overdue_since", "overdue_level")),
    Column("closed", "date"),
    *map(Column, ("handled_by", "because", "basis")),
)


def cases_table(summary: Summary) -> Table:
    """One row for each case that is open or ever was, those of subjects that are not assessed any
    more among them; by subject, in the order they were opened."""
    return Table(NAME, _COLUMNS, [_row(case) for case in sorted(all_cases(summary), key=_order)])


def all_cases(summary: Summary) -> Iterator[CaseFile]:
    yield from summary.counts.cases
    program, evidence = summary.program, summary.evidence
    for name in sorted(evidence.history.cases.keys() - evidence.subjects.keys()):
        yield from follow(program, evidence, name, ()).cases


def case_states(summary: Summary) -> Mapping[CaseState, int]:
    """How many cases stand how."""
    found = Counter(case.state for case in all_cases(summary))
    return {state: found[state] for state in CASE_STATES}


def _order(case: CaseFile) -> tuple[str, date, str]:
    return (case.subject, case.opened, case.trigger)


def _row(case: CaseFile) -> tuple[str | int | bool | date | None, ...]:
    return (
        case.id,
        case.subject,
        case.trigger,
        case.state,
        case.level,
        case.action,
        _BETWEEN.join(case.recipients),
        _BETWEEN.join(case.rectification),
        case.period,
        case.opened,
        case.since,
        case.deadline,
        case.deadline_provisional,
        _days(case.fired),
        _days(case.extended),
        _days(case.late_days),
        _days(missed.since for missed in case.overdue),
        _BETWEEN.join(str(missed.level) for missed in case.overdue if missed.level is not None),
        case.closed,
        case.handled_by,
        case.because,
        case.basis,
    )


def _days(days: Iterable[date]) -> str:
    return _BETWEEN.join(day.isoformat() for day in days)


# --- read back -----------------------------------------------------------------------------------


def read_cases(path: Path) -> tuple[CaseFile, ...]:
    """The cases of a package, as they stood. ValueError or KeyError where it is no such table."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_read(csv.DictReader(file)))


def _read(rows: Iterable[dict[str, str]]) -> Iterator[CaseFile]:
    for row in rows:
        closing: Closing | None = None
        if row["state"] == "rectified" or row["state"] == "withdrawn":
            closing = "rectified" if row["state"] == "rectified" else "withdrawn"
        yield CaseFile(
            id=row["case"],
            subject=row["subject"],
            trigger=row["trigger"],
            period=row["period"],
            opened=date.fromisoformat(row["opened"]),
            since=date.fromisoformat(row["since"]),
            level=int(row["level"]) if row["level"] else None,
            action=row["action"],
            recipients=_split(row["recipients"]),
            rectification=_split(row["rectification"]),
            deadline=_day(row["deadline"]),
            deadline_provisional=row["deadline_provisional"] == "true",
            because=row["because"],
            basis=row["basis"],
            fired=tuple(map(date.fromisoformat, _split(row["fired"]))),
            extended=tuple(map(date.fromisoformat, _split(row["extended"]))),
            overdue=tuple(_missed(row)),
            closed=_day(row["closed"]),
            closing=closing,
            handled_by=row["handled_by"],
            provisional=row["state"] == "provisional",
            unsure=row["state"] == "unknown",
        )


def _missed(row: Mapping[str, str]) -> Iterator[Missed]:
    """The missed deadlines; without a ladder there is no rung."""
    days, since = _split(row["overdue"]), _split(row["overdue_since"])
    levels = _split(row["overdue_level"]) or ("",) * len(days)
    for day, begun, level in zip(days, since, levels, strict=True):
        rung = int(level) if level else None
        yield Missed(date.fromisoformat(day), date.fromisoformat(begun), rung)


def _split(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(_BETWEEN)) if cell else ()


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None
