"""A population as a search changes it: subjects with fields and lines of records, all as text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeAlias

from rules.source import Source, Span
from scoring.casebook.cases import Case, Party, Row, Setting
from scoring.casebook.loading import ALONE
from scoring.evidence import Period


@dataclass(frozen=True, slots=True)
class Line:
    """Records that say the same, `times` of them."""

    cells: Row
    times: int = 1


@dataclass(frozen=True, slots=True)
class Figure:
    """One subject."""

    fields: Row = field(default_factory=dict)
    lines: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)

    def with_field(self, heading: str, text: str) -> Figure:
        return replace(self, fields={**self.fields, heading: text})

    def with_lines(self, kind: str, lines: tuple[Line, ...]) -> Figure:
        return replace(self, lines={**self.lines, kind: lines})

    def with_line(self, kind: str, at: int, *lines: Line) -> Figure:
        """The lines in place of the one at `at`; those without records are gone."""
        own = self.lines[kind]
        kept = tuple(line for line in lines if line.times > 0)
        return self.with_lines(kind, (*own[:at], *kept, *own[at + 1 :]))

    @property
    def records(self) -> int:
        return sum(line.times for lines in self.lines.values() for line in lines)


# The subjects of a population; the first is the one that is changed.
Sketch: TypeAlias = tuple[Figure, ...]


def figure_of(setting: Setting) -> Figure:
    return Figure(
        setting.fields,
        {kind: tuple(_lines(rows)) for kind, rows in setting.evidence.items()},
    )


def case_of(sketch: Sketch, name: str, period: Period) -> Case:
    """The sketch as a case that expects nothing."""
    names = [ALONE] if len(sketch) == 1 else [subject_name(n) for n in range(len(sketch))]
    parties = (
        Party(subject, setting_of(figure), ())
        for subject, figure in zip(names, sketch, strict=True)
    )
    nowhere = Span(Source(name, ""), 0, 0)
    return Case(name, nowhere, period, None, tuple(parties), frozenset(), (), "")


def subject_name(place: int) -> str:
    """Of the subject at the place, one of several."""
    return f"S{place + 1}"


def setting_of(figure: Figure) -> Setting:
    rows = {
        kind: tuple(line.cells for line in lines for _ in range(line.times))
        for kind, lines in figure.lines.items()
    }
    return Setting(figure.fields, rows)


def _lines(rows: tuple[Row, ...]) -> Iterator[Line]:
    for cells, same in groupby(rows):
        yield Line(cells, len(tuple(same)))
