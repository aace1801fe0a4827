"""What a run gives, before it is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property

from rules.diagnostics import Diagnostic
from rules.program import Program
from scoring.assessment import Assessment, State
from scoring.evidence import Evidence
from scoring.notes import Words
from scoring.runs.counts import Counts, count
from scoring.runs.request import Request

STATES: tuple[State, ...] = ("graded", "not_graded", "pending")


@dataclass(frozen=True, slots=True)
class EngineReport:
    """Which engine decided. `decided` and `handed_over` count the atoms of conditions: those the
    engine compared itself, and those computed first and given to it as a truth. `checked` are the
    subjects whose every match was computed by a second engine, with the same answer."""

    name: str
    versions: Mapping[str, str]
    decided: int
    handed_over: int
    checked: int


@dataclass(frozen=True)
class Summary:
    """A run as a whole, without an object for each subject."""

    request: Request
    program: Program
    warnings: tuple[Diagnostic, ...]
    evidence: Evidence
    engine: EngineReport
    counts: Counts

    @property
    def subjects(self) -> Mapping[str, int]:
        """How many subjects ended in each state."""
        return {state: self.counts.states[state] for state in STATES}

    @cached_property
    def records(self) -> Mapping[str, int]:
        """in = scored + rejected + not_graded + pending, over records."""
        found = self.counts.records
        counts = {
            "in": self.evidence.admitted + self.evidence.rejected,
            "scored": found["graded"],
            "rejected": self.evidence.rejected,
            "not_graded": found["not_graded"],
            "pending": found["pending"],
        }
        if counts["in"] != sum(count for name, count in counts.items() if name != "in"):
            raise AssertionError(f"records were lost or counted twice: {counts}")
        return counts

    @property
    def grades(self) -> Mapping[str, int]:
        """How many subjects hold each grade, best first."""
        return {grade.name: self.counts.grades[grade.name] for grade in self.program.grades}

    def outcome(self, assessments: tuple[Assessment, ...]) -> Outcome:
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return Outcome(**own, assessments=assessments)


@dataclass(frozen=True)
class Outcome(Summary):
    """`assessments` are in code-point order of their subjects."""

    assessments: tuple[Assessment, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """A run whose assessments come one after the other, once, in code-point order of the subjects.
    Thereafter `engine` tells who decided; it raises EnginesDifferError."""

    request: Request
    program: Program
    warnings: tuple[Diagnostic, ...]
    evidence: Evidence
    assessments: Iterable[Assessment]
    engine: Callable[[], EngineReport]

    def summary(self, counts: Counts) -> Summary:
        """Once everybody was read, and counted."""
        return Summary(
            self.request, self.program, self.warnings, self.evidence, self.engine(), counts
        )

    def outcome(self) -> Outcome:
        """With everybody in memory."""
        found = tuple(self.assessments)
        return self.summary(count(self.program, found)).outcome(found)


def commonest(counts: Mapping[Words, int]) -> list[tuple[Words, int]]:
    """The commonest first; of equally common ones the first in code-point order."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
