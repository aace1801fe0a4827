"""Assessment: the stages joined in the order of the Program's steps, for one subject or for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TypeAlias

from rules.matching import Matcher
from rules.program import GRADE, TOTAL, Construct, Program, Stage, Tally
from rules.values import Value
from scoring.assessment import Assessment
from scoring.evidence import Evidence
from scoring.figures import figures_digest
from scoring.history import outcome_names
from scoring.ranks import place_values, ranks_read
from scoring.recalling import prepare_recalling
from scoring.standing import Standing
from scoring.steps import (
    POPULATION,
    Act,
    Family,
    PopulationAct,
    families,
    family,
    lower_grade,
    prepare_act,
    prepare_population_act,
)

# Called with the number of subjects done and of all subjects.
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SubjectRun:
    """Steps that need one subject only, by stage; a stage is for those still in the running."""

    stages: tuple[tuple[Stage, tuple[Act, ...]], ...]

    def __call__(self, standing: Standing) -> None:
        for _, acts in self.stages:
            if standing.state == "graded":
                for act in acts:
                    act(standing)
                standing.close_stage()


@dataclass(frozen=True, slots=True)
class PopulationRun:
    """What needs the whole population at once, and what is noted of a subject alone."""

    act: PopulationAct
    leave: Act


def assess_population(
    program: Program, evidence: Evidence, matcher: Matcher, *, progress: Progress | None = None
) -> tuple[Assessment, ...]:
    """All subjects of the evidence, in code-point order; they are declared to be the whole
    population."""
    return Assessor(program, matcher).population(evidence, progress=progress)


def assess_subject(
    program: Program, evidence: Evidence, matcher: Matcher, subject: str
) -> Assessment:
    """One subject with everything that depends on nobody else; ranks and what rests on them wait
    for the population. An unknown subject is a KeyError."""
    return Assessor(program, matcher).subject(evidence, subject)


class Assessor:
    """A Program and a matcher, prepared once for any number of assessments."""

    def __init__(self, program: Program, matcher: Matcher) -> None:
        self._program = program
        self._matcher = matcher
        self._rests = ranks_read(program)
        self._blank = _blank_summary(program)
        self._ledger_order = tuple(_children_first(program))
        self._runs = tuple(self._prepared())
        self._recalling = prepare_recalling(program)

    def population(
        self, evidence: Evidence, *, progress: Progress | None = None
    ) -> tuple[Assessment, ...]:
        names = sorted(evidence.subjects)
        standings = [self._standing(evidence, name, alone=False) for name in names]
        for position, run in enumerate(self._runs):
            if isinstance(run, PopulationRun):
                run.act(standings)
                continue
            for done, standing in enumerate(standings, 1):
                run(standing)
                if progress is not None and position == 0:
                    progress(done, len(standings))
        return tuple(self._finished(standing) for standing in standings)

    def subject(self, evidence: Evidence, name: str) -> Assessment:
        standing = self._standing(evidence, name, alone=True)
        for run in self._runs:
            if isinstance(run, SubjectRun):
                run(standing)
            elif standing.state == "graded":
                run.leave(standing)
        return self._finished(standing)

    def _prepared(self) -> Iterator[SubjectRun | PopulationRun]:
        """Neighbouring steps of subjects make one run, so that a subject is done in one go."""
        parts = [(step.stage, p) for step in self._program.steps for p in families(step.constructs)]
        for what, run in groupby(parts, key=lambda part: _population_family(part[1])):
            if what is not None:
                constructs = [one for _, part in run for one in part]
                yield PopulationRun(
                    *prepare_population_act(self._program, self._matcher, constructs)
                )
            else:
                by_stage = groupby(run, key=lambda part: part[0])
                yield SubjectRun(
                    tuple(
                        (stage, self._acts(stage, [p for _, p in part])) for stage, part in by_stage
                    )
                )

    def _acts(self, stage: Stage, parts: Iterable[Sequence[Construct]]) -> tuple[Act, ...]:
        acts = [prepare_act(self._program, self._matcher, part) for part in parts]
        if stage == "grade":
            by_place = self._program.graded_by_place
            acts.append(partial(lower_grade, self._program.grades, by_place=by_place))
        return tuple(acts)

    def _standing(self, evidence: Evidence, name: str, *, alone: bool) -> Standing:
        subject, period = evidence.subjects[name], evidence.period
        dates = {"as_of": period.as_of, "period_start": period.start, "period_end": period.end}
        summary = {**self._blank, **subject.fields, **dates}
        standing = Standing(subject, evidence, evidence.of(name), summary, alone)
        self._recalling(standing)
        return standing

    def _finished(self, standing: Standing) -> Assessment:
        standing.close_stage()
        loose = {name for name, place in standing.places.items() if place.provisional}
        if standing.grade_provisional:
            loose.add(GRADE)
        held = (name for name, truth in standing.lists.items() if truth)
        standing.provisional = tuple(
            name
            for name in (*held, *(case.trigger for case in standing.cases))
            if not loose.isdisjoint(self._rests[name])
        )
        assessment = standing.assessment(self._program, self._ledger_order)
        if not self._program.signoffs:
            return assessment
        digest = figures_digest(self._program, standing.evidence.period, assessment)
        return replace(assessment, digest=digest)


def _population_family(constructs: Sequence[Construct]) -> Family | None:
    """The family of constructs that need the whole population, None of those that do not."""
    what = family(constructs[0])
    return what if what in POPULATION else None


def _blank_summary(program: Program) -> dict[str, Value]:
    """Every summary name of the policy, missing."""
    names = [field.name for field in program.subject.fields]
    names += [measure.name for measure in program.measures]
    names += [indicator.name for indicator in program.indicators]
    names += [TOTAL] if program.total else []
    names += [GRADE, *outcome_names(program)]
    for quantity in program.history:
        names += (
            [quantity.name, quantity.earlier] if isinstance(quantity, Tally) else [quantity.name]
        )
    for rank in program.ranks:
        names += place_values(rank.name, None)
    return dict.fromkeys(names)


def _children_first(program: Program) -> Iterator[str]:
    """The indicators in policy order, but a section after its children."""
    by_name = {indicator.name: indicator for indicator in program.indicators}

    def below(name: str) -> Iterator[str]:
        for child in by_name[name].children:
            yield from below(child)
        yield name

    for indicator in program.indicators:
        if indicator.parent is None:
            yield from below(indicator.name)
