"""Reads calendars of working days: which days of a year are off, which weekends are worked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from rules.construct import Construct, Text
from rules.diagnostics import Diagnostic, PolicyError, diagnose, listed
from rules.lexicon import Lexicon
from rules.loader import load_document
from rules.program import Program
from rules.vocabulary import words_of
from rules.yaml_reader import read_yaml
from scoring.calendar import Calendar
from scoring.evidence import Evidence

_LEXICON = Lexicon(
    words_of("""
calendar | 工作日安排 | 这份安排的名称
year     | 年份       | 哪一年
basis    | 依据       | 依据的文件
off      | 放假       | 放假的日子，各有名称
since    | 自         | 第一天
until    | 至         | 最后一天；不写就是一天
on       | 上班       | 要上班的周末
"""),
    (),
)


class DaysOff(Construct):
    SCALAR = "since"

    since: date
    until: date | None = None

    @property
    def days(self) -> Iterator[date]:
        last = self.until or self.since
        return (self.since + timedelta(days=n) for n in range((last - self.since).days + 1))


class Year(Construct):
    """The calendar of one year as its author wrote it."""

    calendar: Text
    year: int
    basis: Text
    off: dict[str, DaysOff]
    on: list[date]


def with_calendars(program: Program, evidence: Evidence, paths: Sequence[Path]) -> Evidence:
    """The evidence with the calendars it is judged by, where the policy counts working days."""
    if not program.counts_working_days:
        return evidence
    return replace(evidence, calendar=read_calendars(paths))


def read_calendars(paths: Sequence[Path]) -> Calendar:
    """Raises PolicyError with everything that is wrong with them."""
    years = [load_document(Year, read_yaml(p.read_bytes(), p.name), _LEXICON) for p in paths]
    problems = [problem for year in years for problem in _problems(year)]
    for number, year in enumerate(years):
        if year.year in [other.year for other in years[:number]]:
            span = year.value_span("year")
            problems.append(diagnose("calendar-twice", span, year=year.year))
    if problems:
        raise PolicyError(listed(problems))
    return Calendar(
        frozenset(year.year for year in years),
        frozenset(day for year in years for part in year.off.values() for day in part.days),
        frozenset(day for year in years for day in year.on),
    )


def _problems(year: Year) -> Iterator[Diagnostic]:
    """Days of another year, a day both off and worked, a stretch that ends before it begins."""
    off: set[date] = set()
    for part in year.off.values():
        if part.until is not None and part.until < part.since:
            told = {"start": part.since, "to": part.until}
            yield diagnose("ends-before-it-starts", part.value_span("until"), **told)
        off.update(part.days)
    for day in sorted({*off, *year.on}):
        if day.year != year.year:
            span = year.value_span("year")
            yield diagnose("calendar-other-year", span, day=day, year=year.year)
    for day in sorted(off & set(year.on)):
        yield diagnose("calendar-off-and-on", year.value_span("on"), day=day)
