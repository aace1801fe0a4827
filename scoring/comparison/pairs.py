"""Each subject in two results, and how it stands in each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from rules.program import GRADE, Program
from scoring.assessment import Assessment, State
from scoring.runs.outcome import STATES, Outcome

Presence: TypeAlias = State | Literal["absent"]


class Standing(NamedTuple):
    """Where a subject ended: a grade, a state without one, or not in the result at all."""

    state: Presence
    grade: str | None = None


ABSENT = Standing("absent")


@dataclass(frozen=True, slots=True)
class Pair:
    """A subject in both results; None where a result does not have it. `name` is what the policy
    calls it by, empty where it has no such field."""

    subject: str
    name: str
    before: Assessment | None
    after: Assessment | None

    @property
    def moved(self) -> bool:
        return standing(self.before) != standing(self.after)


def pairs_of(before: Outcome, after: Outcome) -> tuple[Pair, ...]:
    """Everybody in either result, in code-point order."""
    ours, theirs = _by_subject(before), _by_subject(after)
    return tuple(
        Pair(
            subject,
            _name(after.program, theirs.get(subject)) or _name(before.program, ours.get(subject)),
            ours.get(subject),
            theirs.get(subject),
        )
        for subject in sorted({*ours, *theirs})
    )


def standing(assessment: Assessment | None) -> Standing:
    if assessment is None:
        return ABSENT
    grade = assessment.grade if assessment.state == "graded" else None
    return Standing(assessment.state, grade)


def standings(program: Program) -> tuple[Standing, ...]:
    """Every standing a result of the policy can have, best first."""
    grades = tuple(Standing("graded", grade.name) for grade in program.grades)
    return (*grades, *map(Standing, STATES), ABSENT)


def grade_is_provisional(assessment: Assessment | None) -> bool:
    """Whether the grade, or what it rests on, may yet change (暂定)."""
    if assessment is None or assessment.grade is None:
        return False
    return assessment.grade_provisional or GRADE in assessment.provisional


def _by_subject(outcome: Outcome) -> Mapping[str, Assessment]:
    return {assessment.subject: assessment for assessment in outcome.assessments}


def _name(program: Program, assessment: Assessment | None) -> str:
    field = program.subject.name_field
    name = assessment.fields.get(field) if assessment and field else None
    return str(name) if name is not None else ""
