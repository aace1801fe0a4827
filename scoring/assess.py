"""Assessment: the stages joined in the order of the Program's steps, for one subject or for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import TypeAlias

from rules.matching import Matcher
from rules.program import GRADE, TOTAL, Construct, Program, Rank, Stage
from rules.values import Value
from scoring.assessment import Assessment
from scoring.evidence import Evidence
from scoring.expressions import compiler_of
from scoring.notes import NEEDS_POPULATION
from scoring.ranks import RankPlan, place_values, prepare_rank, ranks_read
from scoring.standing import Standing
from scoring.steps import Act, families, hold_ranks, lower_grade, only, prepare_act

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
    """Ranks, which need the whole population at once."""

    ranks: tuple[RankPlan, ...]


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

    def population(
        self, evidence: Evidence, *, progress: Progress | None = None
    ) -> tuple[Assessment, ...]:
        names = sorted(evidence.subjects)
        standings = [self._standing(evidence, name, alone=False) for name in names]
        for position, run in enumerate(self._runs):
            if isinstance(run, PopulationRun):
                hold_ranks(run.ranks, standings)
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
                for plan in run.ranks:
                    standing.notes.caution(plan.rank.name, NEEDS_POPULATION)
        return self._finished(standing)

    def _prepared(self) -> Iterator[SubjectRun | PopulationRun]:
        """Neighbouring steps of subjects make one run, so that a subject is done in one go."""
        parts = [(step.stage, p) for step in self._program.steps for p in families(step.constructs)]
        for is_rank, run in groupby(parts, key=lambda part: isinstance(part[1][0], Rank)):
            if is_rank:
                ranks = [rank for _, part in run for rank in only(Rank, part)]
                compiled = compiler_of(self._program)
                yield PopulationRun(tuple(prepare_rank(rank, compiled) for rank in ranks))
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
            acts.append(partial(lower_grade, self._program.grades))
        return tuple(acts)

    def _standing(self, evidence: Evidence, name: str, *, alone: bool) -> Standing:
        subject, period = evidence.subjects[name], evidence.period
        dates = {"as_of": period.as_of, "period_start": period.start, "period_end": period.end}
        summary = {**self._blank, **subject.fields, **dates}
        return Standing(subject, evidence, evidence.of(name), summary, alone)

    def _finished(self, standing: Standing) -> Assessment:
        held = (name for name, truth in standing.lists.items() if truth)
        standing.provisional = tuple(
            name
            for name in (*held, *(case.trigger for case in standing.cases))
            if any(
                rank in standing.places and standing.places[rank].provisional
                for rank in self._rests[name]
            )
        )
        return standing.assessment(self._program, self._ledger_order)


def _blank_summary(program: Program) -> dict[str, Value]:
    """Every summary name of the policy, missing."""
    names = [field.name for field in program.subject.fields]
    names += [measure.name for measure in program.measures]
    names += [indicator.name for indicator in program.indicators]
    names += [TOTAL] if program.total else []
    names += [GRADE, *(rule.name for rule in program.lists)]
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
