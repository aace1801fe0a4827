"""The result of everybody as one table: what each stage came to, from the tallies on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import CannotError, Term, Truth
from rules.program import Formula, Measure, PerItem, Program, Relative, Veto, YearOnYear
from scoring.expressions import rounding_of
from scoring.measures import NO_RESULT
from scoring.notes import Words
from scoring.population.companies import settle_companies
from scoring.population.composition import total_of
from scoring.population.course import Course, when
from scoring.population.doubting import doubts_of
from scoring.population.grades import Graded, grade_all, veto_totals
from scoring.population.kernel import Kernel
from scoring.population.measures import MeasureTally
from scoring.population.outcomes import Outcomes, conclude_all
from scoring.population.points import Points
from scoring.population.store import Store
from scoring.population.tree import require_apart, score_tree

SCORED, RESULTS = "scored", "results"


@dataclass(frozen=True, slots=True)
class Results:
    """What the columns of the table of results mean. Where a subject left the running a later
    stage has nothing to say of it."""

    course: Course
    refused: Sequence[Truth]
    measures: Mapping[str, Term]
    points: Mapping[str, Points]
    total_before: Scaled | None
    total: Scaled | None
    zeroed: Sequence[tuple[Veto, str]]
    graded: Graded | None
    outcomes: Outcomes


def conclude(store: Store, program: Program, kernel: Kernel) -> Results:
    """Makes the table of results. Raises CannotError where the policy needs the definition."""
    _require_known(program)
    parameters = {parameter.name: parameter for parameter in program.parameters}
    course = Course(dict(store.subjects.terms), parameters)
    course.noted += [("find", noted) for noted in kernel.noted]
    course.enter("measure", "true")
    measures = _measure(course, program, kernel)
    refused = _refuse(course, program)
    _close(course, "score", [truth.sql for truth in refused])
    rules = {tally.rule.id: tally for tally in kernel.rules}
    points, companies = score_tree(course, store, program, rules)
    before = total = None
    zeroed: Sequence[tuple[Veto, str]] = ()
    if program.total is not None:
        before = total = total_of(course, program.total, program, points)
    _close(course, "grade", [])
    if before is not None:
        total, zeroed = veto_totals(course, program, before)
    graded = grade_all(course, program, before, zeroed) if program.grades else None
    _close(course, "rank", [])
    settle_companies(course, companies, course.pending)
    course.put(store, SCORED)
    require_apart(store, SCORED, points, course.running["score"])
    outcomes = conclude_all(course, program, store, graded, companies)
    course.put(store, RESULTS)
    return Results(course, refused, measures, points, before, total, zeroed, graded, outcomes)


def _require_known(program: Program) -> None:
    aggregates = [measure.aggregate for measure in program.measures]
    if any(isinstance(one, Relative | PerItem | YearOnYear) for one in aggregates):
        raise CannotError("stage")
    if program.history:
        raise CannotError("stage")


def _measure(course: Course, program: Program, kernel: Kernel) -> Mapping[str, Term]:
    tallies = {tally.measure.name: tally for tally in kernel.measures}
    kept = course.keep([tally.value for tally in kernel.measures])
    values = dict(zip(tallies, kept, strict=True))
    found: dict[str, Term] = {}
    for measure in program.measures:
        if measure.name in values:
            found[measure.name] = values[measure.name]
            _note(course, tallies[measure.name])
        elif isinstance(measure.aggregate, Formula):
            found[measure.name] = _formula(course, measure, measure.aggregate)
        course.summary[measure.name] = found[measure.name]
    course.doubts = doubts_of(program.measures, kernel.measures)
    return found


def _note(course: Course, tally: MeasureTally) -> None:
    for noted in tally.noted:
        course.noted.append((course.stage, noted))
        if noted.waits:
            course.waits.append(f"{noted.count} > 0")


def _formula(course: Course, measure: Measure, formula: Formula) -> Term:
    term = course.translator.term(formula.value)
    rounding = rounding_of(measure)
    if isinstance(term, Scaled) and rounding is not None:
        term = numbers.rounded(term, rounding)
    (kept,) = course.keep([term])
    if kept.nullable:
        sql = kept.top if isinstance(kept, Scaled) else kept.sql
        course.note(measure.name, NO_RESULT, f"{sql} IS NULL")
    return kept


def _refuse(course: Course, program: Program) -> list[Truth]:
    rules = program.ineligibilities
    truths = course.ask([rule.when for rule in rules])
    settled = []
    for rule, truth in zip(rules, truths, strict=True):
        own = course.settle(truth, rule.on_unknown, rule.reason)
        settled.append(own)
        if own.nullable:
            words = Words(
                f"是否不参评不明（{rule.reason}）",
                f"whether it is assessed at all is unknown ({rule.reason})",
            )
            course.wait(words, f"{own.sql} IS NULL")
    return settled


def _close(course: Course, stage: str, refusals: Sequence[str]) -> None:
    """Who is refused or waits is no longer in the running."""
    running = course.running[course.stage]
    columns = {}
    if course.stage == "measure":
        columns["refusals"] = " + ".join(map(when, refusals)) or "0"
        refused = [f"coalesce({sql}, false)" for sql in refusals]
        gone = " OR ".join([course.waiting(), *refused])
    else:
        gone = course.waiting()
    name = f"in_{stage}"
    columns[name] = f"({running} AND NOT coalesce({gone}, false))"
    course.add(columns)
    course.enter(stage, name)  # type: ignore[arg-type]  # a stage by its name
