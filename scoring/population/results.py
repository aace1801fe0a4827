"""The result of everybody in tables side by side: what each stage came to, from the tallies on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import CannotError
from rules.program import Program, Stage, Veto
from scoring.evidence import History
from scoring.population.cannot import span_of
from scoring.population.companies import settle_companies
from scoring.population.conclude.outcomes import Outcomes, conclude_all
from scoring.population.course import Course
from scoring.population.grade.grades import Graded, grade_all, veto_totals
from scoring.population.kernel import Kernel
from scoring.population.measure.measuring import Measured, measure_all
from scoring.population.recalling import Remembered, remember
from scoring.population.score.composition import total_of
from scoring.population.score.points import Points
from scoring.population.score.tree import require_apart, score_tree
from scoring.population.store import Store


@dataclass(frozen=True, slots=True)
class Results:
    """What the columns of the tables of results mean. Where a subject left the running a later
    stage has nothing to say of it."""

    course: Course
    remembered: Remembered
    measured: Measured
    points: Mapping[str, Points]
    total_before: Scaled | None
    total: Scaled | None
    zeroed: Sequence[tuple[Veto, str]]
    graded: Graded | None
    outcomes: Outcomes


def conclude(
    store: Store, program: Program, kernel: Kernel, history: History | None = None
) -> Results:
    """Makes the tables of results; `history` is nothing where the policy has none. Raises
    CannotError where the policy needs the definition."""
    parameters = {parameter.name: parameter for parameter in program.parameters}
    course = Course(dict(store.subjects.terms), parameters)
    if program.follows_cases:
        raise CannotError("cases", span_of(program.triggers))
    if program.history and history is None:
        raise TypeError("a policy with history is assessed without any")
    remembered = remember(course, store, program, history or History())
    course.noted += [("find", noted) for noted in kernel.noted]
    measured = measure_all(course, store, program, kernel)
    rules = {tally.rule.id: tally for tally in kernel.rules}
    points, companies = score_tree(course, store, program, rules)
    before = total = None
    zeroed: Sequence[tuple[Veto, str]] = ()
    if program.total is not None:
        before = total = total_of(course, program.total, program, points)
    _close(course, "grade")
    if before is not None:
        total, zeroed = veto_totals(course, program, before)
    graded = grade_all(course, program, before, zeroed) if program.grades else None
    _close(course, "rank")
    companies = [*measured.companies, *companies]
    settle_companies(course, companies, course.pending)
    course.put(store, "scored")
    course.look_who_pends(store)
    require_apart(store, course.tables, points, course.running["score"])
    outcomes = conclude_all(course, program, store, graded, companies, remembered)
    course.put(store, "concluded")
    return Results(course, remembered, measured, points, before, total, zeroed, graded, outcomes)


def _close(course: Course, stage: Stage) -> None:
    """Who waits is no longer in the running."""
    running, name = course.running[course.stage], f"in_{stage}"
    course.add({name: f"({running} AND NOT coalesce({course.waiting()}, false))"})
    course.enter(stage, name)
