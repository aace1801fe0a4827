"""What follows from the grades of everybody: places, seats, lists, cases, coefficients, shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rules.backends.sql_terms import Word
from rules.program import (
    GRADE,
    AwardPool,
    Coefficient,
    ListRule,
    Program,
    Quota,
    Rank,
    Tally,
    Trigger,
)
from scoring.population.companies import Company, settle_companies
from scoring.population.conclude.awards import ShareColumns, share_all
from scoring.population.conclude.coefficients import CoefficientColumns, recommend_all
from scoring.population.conclude.lists import put_on_lists
from scoring.population.conclude.triggers import TriggerColumns, open_cases
from scoring.population.course import Course
from scoring.population.grade.grades import Graded
from scoring.population.grade.quotas import SeatColumns, hold_quotas
from scoring.population.grade.ranks import RankColumns, hold_ranks
from scoring.population.recalling import Remembered, count_back
from scoring.population.store import Store
from scoring.steps import only


@dataclass(slots=True)
class Outcomes:
    """`grade` is what quotas have left of it; None where the policy has no grades."""

    grade: Word | None = None
    ranks: list[RankColumns] = field(default_factory=list)
    seats: list[SeatColumns] = field(default_factory=list)
    lists: list[tuple[ListRule, str]] = field(default_factory=list)
    triggers: list[TriggerColumns] = field(default_factory=list)
    coefficients: list[CoefficientColumns] = field(default_factory=list)
    awards: list[ShareColumns] = field(default_factory=list)


def conclude_all(
    course: Course,
    program: Program,
    store: Store,
    graded: Graded | None,
    companies: Sequence[Company],
    remembered: Remembered,
) -> Outcomes:
    """The stages rank and conclude, in the order of the Program's steps. A rank that reads the
    grade is held when quotas have settled it, of those they left in the running."""
    found = Outcomes()
    for step in program.steps:
        if step.stage == "rank":
            ranks = only(Rank, step.constructs)
            found.ranks += hold_ranks(course, program, ranks, store.subjects.count)
            if only(Quota, step.constructs):
                granted = graded.granted if graded else ()
                found.seats = hold_quotas(course, program, granted, store.subjects.count)
                # Whoever waits for its group now may be lacking in a company.
                settle_companies(course, companies, course.pending)
    if "conclude" not in course.running:
        course.enter("conclude", course.running["rank"])
    grade = course.summary.get(GRADE)
    found.grade = grade if isinstance(grade, Word) else None
    for step in program.steps:
        if step.stage == "conclude":
            given = step.constructs
            count_back(course, remembered, only(Tally, given))
            found.lists += put_on_lists(course, only(ListRule, given), found.ranks)
            found.triggers += open_cases(course, only(Trigger, given))
            found.coefficients += recommend_all(course, program, only(Coefficient, given))
            found.awards += share_all(course, program, store, only(AwardPool, given))
    return found
