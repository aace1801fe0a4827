"""The indicator tree of everybody: own leaves, then those that may take a mean, then sections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules.backends.sql_terms import quoted
from rules.diagnostics import PolicyError
from rules.program import Decision, Program, takes_group_mean
from scoring.population.companies import Company
from scoring.population.course import Course
from scoring.population.find.findings import RuleTally
from scoring.population.score.composition import compose_sections
from scoring.population.score.mean_points import Means, take_means
from scoring.population.score.points import Points
from scoring.population.score.scores import score_leaves
from scoring.population.store import Store
from scoring.resting import population_read
from scoring.score.tree import rows_meet


def score_tree(
    course: Course, store: Store, program: Program, rules: Mapping[str, RuleTally]
) -> tuple[Mapping[str, Points], Sequence[Company]]:
    """The points of every indicator in the order they are scored, and the groups of the means."""
    leaves = [one for one in program.indicators if not one.children]
    means = [leaf for leaf in leaves if takes_group_mean(leaf)]
    found: dict[str, Points] = {}
    score_leaves(course, program, [one for one in leaves if one not in means], rules, found)
    compose_sections(course, program, found)
    if not means:
        return found, ()
    running = _still(course)
    pending = f"(NOT {running} AND refusals = 0)"
    rests = population_read(program)
    taken = Means(store, program, rules, running, pending, rests)
    companies = take_means(course, taken, means, found)
    compose_sections(course, program, found, _still(course))
    return found, companies


def _still(course: Course) -> str:
    """Who is still in the running, within the stage."""
    running = course.running[course.stage]
    return course.column(f"({running} AND NOT coalesce({course.waiting()}, false))")


def require_apart(store: Store, tables: str, points: Mapping[str, Points], running: str) -> None:
    """Rows of a decision table that may not meet stop the run, of the first who meets both."""
    asked: list[str] = []
    found: list[Decision] = []
    for leaf, one in points.items():
        for meeting in one.meetings:
            rows = ", ".join(row.sql for row in meeting.rows)
            asked.append(
                f"SELECT s, subject, {len(found)} AS place, {quoted(leaf)} AS leaf, "
                f"[{rows}] AS rows FROM {tables} WHERE {running} AND {meeting.condition}"
            )
            found.append(meeting.table)
    if not asked:
        return
    first = f"SELECT * FROM ({' UNION ALL '.join(asked)}) ORDER BY s, place LIMIT 1"
    for _, subject, place, leaf, held in store.connection.execute(first).fetchall():
        meeting_rows = [number for number, holds in enumerate(held, 1) if holds]
        raise PolicyError([rows_meet(leaf, found[place], meeting_rows, subject)])
