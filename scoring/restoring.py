"""Standings restored from results, as they were when everybody was graded and places came next."""

from __future__ import annotations

from collections.abc import Sequence

from rules.program import TOTAL, Program, Relative, takes_group_mean
from scoring.assessment import Assessment
from scoring.expressions import compiler_of
from scoring.grade.quotas import NO_GROUP
from scoring.measure.doubts import possibilities
from scoring.measure.measures import MeasurePlan, prepare_measure
from scoring.notes import Words
from scoring.standing import Standing


def restore(
    program: Program,
    plans: Sequence[MeasurePlan],
    standing: Standing,
    assessment: Assessment,
) -> None:
    """What was decided up to the grade, into a standing that is new."""
    for name, value in assessment.measures.items():
        standing.measure(name, value)
    standing.summary |= assessment.indicators
    standing.total = standing.summary[TOTAL] = assessment.total
    granted = assessment.direct_grades
    standing.granted_by = tuple(rule for rule in program.direct_grades if rule.id in granted)
    standing.state = assessment.state
    if program.quotas and assessment.reason_zh == NO_GROUP.zh:
        # It was graded, and waits for a quota.
        standing.state = "graded"
    if standing.state == "graded":
        standing.hold(_grade_before_quotas(program, assessment))
    standing.changing = _companies(program).intersection(assessment.provisional)
    for caution in assessment.cautions:
        standing.notes.caution(caution.place, Words(caution.zh, caution.en), caution.count)
    if assessment.cautions:
        standing.possible = possibilities(
            plans, standing.summary, standing.notes, standing.evidence.calendar
        )


def measure_plans(program: Program) -> list[MeasurePlan]:
    """A subject's own measures, which may be in doubt."""
    compiled = compiler_of(program)
    own = (m for m in program.measures if not isinstance(m.aggregate, Relative))
    return [prepare_measure(measure, compiled) for measure in own]


def _grade_before_quotas(program: Program, assessment: Assessment) -> str | None:
    """Grades without standards are all open to everyone whom no veto and no direct grade meets."""
    if not program.quotas:
        return assessment.grade
    if assessment.grade_after_veto is None and program.graded_by_place:
        return program.grades[0].name
    return assessment.grade_after_veto


def _companies(program: Program) -> frozenset[str]:
    """What may be 暂定 before any place is: relative measures and means of a group."""
    relative = (m.name for m in program.measures if isinstance(m.aggregate, Relative))
    means = (one.name for one in program.indicators if takes_group_mean(one))
    return frozenset((*relative, *means))
