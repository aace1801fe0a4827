"""Assessment: the stages joined in the order of the Program's steps, for one subject or for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TypeAlias

from rules.matching import Matcher
from rules.program import GRADE, TOTAL, Construct, Program, Stage, Tally
from rules.values import Value
from scoring.assessment import Assessment
from scoring.conclude.following import follow
from scoring.evidence import Evidence, Record, Subject
from scoring.grade.ranks import place_values
from scoring.measuring import Tallies
from scoring.past.history import outcome_names
from scoring.past.recalling import prepare_recalling
from scoring.population_acts import PopulationAct, prepare_population
from scoring.resting import population_read
from scoring.settle.figures import figures_digest
from scoring.standing import Standing
from scoring.steps import (
    POPULATION,
    Act,
    families,
    family,
    lower_grade,
    prepare_act,
)

# Called with the number of subjects done and of all subjects.
Progress: TypeAlias = Callable[[int, int], None]
# Shown each subject's assessment, its records, and all that was known of it in the end.
Witness: TypeAlias = Callable[[Assessment, Sequence[Record], Mapping[str, Value]], None]


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
    """What needs the whole population at once, in order, and what is noted of a subject alone."""

    acts: tuple[PopulationAct, ...]


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
    """A Program and a matcher, prepared once for any number of assessments; with `tallies` for
    those of the population they were taken of."""

    def __init__(self, program: Program, matcher: Matcher, tallies: Tallies | None = None) -> None:
        self._tallies = tallies
        self._program = program
        self._matcher = matcher
        self._rests = population_read(program)
        self._blank = _blank_summary(program)
        self._ledger_order = tuple(_children_first(program))
        self._runs = tuple(self._prepared())
        self._recalling = prepare_recalling(program)

    def population(
        self,
        evidence: Evidence,
        *,
        progress: Progress | None = None,
        witness: Witness | None = None,
    ) -> tuple[Assessment, ...]:
        names = sorted(evidence.subjects)
        standings = [self.begin(evidence, name, alone=False) for name in names]
        self.run(standings, progress=progress)
        finished = tuple(self.finished(standing) for standing in standings)
        if witness is not None:
            for assessment, standing in zip(finished, standings, strict=True):
                records = (*standing.records, *standing.followed.late)
                witness(assessment, records, standing.summary)
        return finished

    def run(self, standings: Sequence[Standing], *, progress: Progress | None = None) -> None:
        """Every step of the Program, of subjects that are the whole population."""
        for position, run in enumerate(self._runs):
            if isinstance(run, PopulationRun):
                for act in run.acts:
                    act.hold(standings)
                continue
            for done, standing in enumerate(standings, 1):
                run(standing)
                if progress is not None and position == 0:
                    progress(done, len(standings))

    def subject(self, evidence: Evidence, name: str) -> Assessment:
        return self.finished(self.alone(evidence, name))

    def alone(self, evidence: Evidence, name: str) -> Standing:
        """A subject after every stage; what rests on the others waits for them."""
        standing = self.begin(evidence, name, alone=True)
        for run in self._runs:
            if isinstance(run, SubjectRun):
                run(standing)
            elif standing.state == "graded":
                for act in run.acts:
                    act.leave(standing)
        standing.close_stage()
        return standing

    def _prepared(self) -> Iterator[SubjectRun | PopulationRun]:
        """Neighbouring steps of subjects make one run, so that a subject is done in one go."""
        parts = [(step.stage, p) for step in self._program.steps for p in families(step.constructs)]
        for of_all, run in groupby(parts, key=lambda part: family(part[1][0]) in POPULATION):
            if of_all:
                acts = (prepare_population(self._program, self._matcher, part) for _, part in run)
                yield PopulationRun(tuple(acts))
            else:
                by_stage = groupby(run, key=lambda part: part[0])
                yield SubjectRun(
                    tuple(
                        (stage, self._acts(stage, [p for _, p in part])) for stage, part in by_stage
                    )
                )

    def _acts(self, stage: Stage, parts: Iterable[Sequence[Construct]]) -> tuple[Act, ...]:
        acts = [prepare_act(self._program, self._matcher, part, self._tallies) for part in parts]
        if stage == "grade":
            by_place = self._program.graded_by_place
            acts.append(partial(lower_grade, self._program.grades, by_place=by_place))
        return tuple(acts)

    def begin(self, evidence: Evidence, name: str, *, alone: bool) -> Standing:
        """A subject before its first stage."""
        return self.stand(evidence, evidence.subjects[name], evidence.of(name), alone=alone)

    def stand(
        self, evidence: Evidence, subject: Subject, records: Sequence[Record], *, alone: bool
    ) -> Standing:
        """The same where it is at hand what is needed of the evidence."""
        period = evidence.period
        dates = {"as_of": period.as_of, "period_start": period.start, "period_end": period.end}
        summary = {**self._blank, **subject.fields, **dates}
        standing = Standing(subject, evidence, records, summary, alone)
        self._follow(standing)
        self._recalling(standing)
        return standing

    def _follow(self, standing: Standing) -> None:
        if not self._program.follows_cases:
            return
        name, records = standing.subject.id, standing.records
        standing.followed = follow(self._program, standing.evidence, name, records)
        for remark in standing.followed.remarks:
            standing.notes.caution(remark.place, remark.words)

    def finished(self, standing: Standing) -> Assessment:
        """The result of a subject whose stages are over."""
        standing.close_stage()
        held = (name for name, truth in standing.lists.items() if truth)
        names = [*standing.measures, *standing.scored, *held]
        names += [TOTAL] if standing.total is not None else []
        # What quotas leave open is told with the grade itself.
        names += [GRADE] if standing.grade and standing.unsettled & self._rests[GRADE] else []
        names += [case.trigger for case in standing.cases]
        may_change = standing.may_change
        standing.provisional = tuple(name for name in names if self._rests[name] & may_change)
        assessment = standing.assessment(self._program, self._ledger_order)
        if not self._program.signoffs:
            return assessment
        digest = figures_digest(self._program, standing.evidence.period, assessment)
        return replace(assessment, digest=digest)


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
