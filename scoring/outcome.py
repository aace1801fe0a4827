"""What a run gives, before it is written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rules.diagnostics import Diagnostic
from rules.program import Program
from scoring.assessment import Assessment, State
from scoring.evidence import Evidence
from scoring.notes import Words
from scoring.request import Request

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
class Outcome:
    """`assessments` are in code-point order of their subjects."""

    request: Request
    program: Program
    warnings: tuple[Diagnostic, ...]
    evidence: Evidence
    assessments: tuple[Assessment, ...]
    engine: EngineReport

    @cached_property
    def subjects(self) -> Mapping[str, int]:
        """How many subjects ended in each state."""
        found = Counter(assessment.state for assessment in self.assessments)
        return {state: found[state] for state in STATES}

    @cached_property
    def records(self) -> Mapping[str, int]:
        """in = scored + rejected + not_graded + pending, over records."""
        found: Counter[State] = Counter()
        for assessment in self.assessments:
            found[assessment.state] += assessment.evidence_count
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

    @cached_property
    def grades(self) -> Mapping[str, int]:
        """How many subjects hold each grade, best first."""
        found = Counter(assessment.grade for assessment in self.assessments)
        return {grade.name: found[grade.name] for grade in self.program.grades}

    @cached_property
    def missing(self) -> Mapping[Words, int]:
        """The missing values that were met: where and what, and how often; not those of subjects
        that are not graded, which would bury the ones that touch a result."""
        found: Counter[Words] = Counter()
        for assessment in self.assessments:
            if assessment.state == "not_graded":
                continue
            for caution in assessment.cautions:
                place = caution.place
                words = Words(f"{place}：{caution.zh}", f"{place}: {caution.en}")
                found[words] += caution.count
        return found


def commonest(counts: Mapping[Words, int]) -> list[tuple[Words, int]]:
    """The commonest first; of equally common ones the first in code-point order."""
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
