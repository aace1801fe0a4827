"""The measure stage of everybody: own measures and who takes part, then what is relative to those
who do, then what reads that, and so on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rules.backends.sql_terms import CannotError, Term, Truth
from rules.dependencies import levels_of
from rules.program import Formula, Measure, Program, Relative, WorkingTerm, YearOnYear
from scoring.notes import Words
from scoring.population.companies import Company
from scoring.population.course import Course, when
from scoring.population.kernel import Kernel
from scoring.population.measure.asking import MeasureTally
from scoring.population.measure.doubting import doubts_of
from scoring.population.measure.formulas import computed, unknown_of
from scoring.population.measure.relative import beside
from scoring.population.store import Store
from scoring.resting import all_read, population_read


@dataclass(slots=True)
class Measured:
    """The measures in the order they are taken, each with whether the subject came to it, as a
    condition; who is refused; the groups of what is relative to one."""

    values: dict[str, Term] = field(default_factory=dict)
    reached: dict[str, str] = field(default_factory=dict)
    refused: Sequence[Truth] = ()
    companies: list[Company] = field(default_factory=list)


def measure_all(course: Course, store: Store, program: Program, kernel: Kernel) -> Measured:
    """Ends with who goes on to be scored."""
    course.enter("measure", "true")
    levels = levels_of({measure.name: measure for measure in program.measures})
    kept = course.keep([tally.value for tally in kernel.measures])
    taken = {t.measure.name: (t, term) for t, term in zip(kernel.measures, kept, strict=True)}
    measured, rests = Measured(), population_read(program)
    _take(course, program, kernel, _at(program, levels, 0), taken, measured, "true")
    measured.refused = _refuse(course, program)
    doubtful = _close(course, measured.refused)
    for level in range(1, max(levels.values(), default=0) + 1):
        here = _at(program, levels, level)
        for measure in (m for m in here if isinstance(m.aggregate, Relative)):
            behind = rests[measure.name] - {measure.name}
            value, company = beside(course, store, measure, doubtful, behind)
            _found(course, measured, measure, value, "refusals = 0")
            measured.companies.append(company)
        own = [m for m in here if not isinstance(m.aggregate, Relative)]
        with course.within("in_score"):
            _take(course, program, kernel, own, taken, measured, "in_score")
    course.enter("score", "in_score")
    return measured


def _at(program: Program, levels: Mapping[str, int], level: int) -> list[Measure]:
    return [measure for measure in program.measures if levels[measure.name] == level]


def _found(course: Course, measured: Measured, measure: Measure, value: Term, reached: str) -> None:
    measured.values[measure.name] = course.summary[measure.name] = value
    measured.reached[measure.name] = reached


def _take(
    course: Course,
    program: Program,
    kernel: Kernel,
    measures: Iterable[Measure],
    taken: Mapping[str, tuple[MeasureTally, Term]],
    measured: Measured,
    running: str,
) -> None:
    """Own measures of those in the running."""
    for measure in measures:
        if measure.name in taken:
            tally, value = taken[measure.name]
            _note(course, tally)
        else:
            value = _computed(course, measure, running)
        _found(course, measured, measure, value, running)
    known = [measure for measure in program.measures if measure.name in measured.values]
    course.doubts = doubts_of(known, kernel.measures)
    doubtful, read = {doubt.name for doubt in course.doubts.found}, all_read(program)
    if any(read[name] & doubtful for name in program.judged):
        raise CannotError("check")


def _note(course: Course, tally: MeasureTally) -> None:
    for noted in tally.noted:
        course.noted.append((course.stage, noted))
        if noted.waits:
            course.waits.append(f"{noted.total} > 0")


def _computed(course: Course, measure: Measure, running: str) -> Term:
    if isinstance(measure.aggregate, WorkingTerm):
        raise CannotError("working_term")
    if not isinstance(measure.aggregate, Formula | YearOnYear):
        raise CannotError("items")
    (kept,) = course.keep([computed(course.translator, measure)])
    for words, condition in unknown_of(course.translator, measure, kept):
        course.note(measure.name, words, condition)
    return kept if running == "true" else course.of(running, kept)


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


def _close(course: Course, refused: Sequence[Truth]) -> str:
    """Who is refused or waits is no longer in the running. Gives of whom it is unknown whether it
    takes part, as a condition."""
    sqls = [truth.sql for truth in refused]
    gone = " OR ".join([course.waiting(), *(f"coalesce({sql}, false)" for sql in sqls)])
    refusals = " + ".join(map(when, sqls)) or "0"
    course.add({"refusals": refusals, "in_score": f"(NOT coalesce({gone}, false))"})
    unknown = [f"{truth.sql} IS NULL" for truth in refused if truth.nullable]
    return f"({' OR '.join(unknown)})" if unknown else "false"
