"""What rests on the whole population by the definition, from what was decided of every subject."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import TypeAlias

from rules.backends.reference import ReferenceMatcher
from rules.program import GRADE, Program, Stage, Step
from rules.values import Truth, show_number
from scoring.assess import Assessor
from scoring.assessment import Assessment, Case, Place, Recommendation, Seat, Share
from scoring.evidence import Evidence, Subject
from scoring.restoring import measure_plans, restore
from scoring.standing import Standing

_Compared: TypeAlias = Place | Seat | Case | Recommendation | Share | str | None
# Where, and what either says.
_Pair: TypeAlias = tuple[str, _Compared, _Compared]
_WORDS: Mapping[Truth, str] = {True: "✓", False: "—", None: "?"}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where two engines first differ on a subject, and what each of them says there."""

    subject: str
    place: str
    ours: str
    theirs: str


class Conclusion:
    """`take()` everybody; `differences()` then names whoever has another place, or another grade by
    quota, than the definition gives; and of the chosen whoever is on other lists, has other cases,
    coefficients or, where they are everybody, another share."""

    def __init__(self, program: Program, evidence: Evidence) -> None:
        self._program, self._evidence = program, evidence
        self._matcher, self._plans = ReferenceMatcher(program), measure_plans(program)
        self._placing = Assessor(replace(program, steps=_steps(program, "rank")), self._matcher)
        self._everyone = 0
        # What was decided, as far as it is compared; the standing; whether it was chosen.
        self._taken: list[tuple[Assessment, Standing, bool]] = []

    def take(self, one: Assessment, *, chosen: bool) -> None:
        self._everyone += 1
        if not chosen and not self._program.ranks:
            return
        subject = Subject(one.subject, one.fields)
        # Of its records only those of cases are read here, and none is kept.
        records = self._evidence.of(one.subject) if self._program.follows_cases else ()
        standing = self._placing.stand(self._evidence, subject, records, alone=False)
        standing.records = ()
        restore(self._program, self._plans, standing, one)
        own = one if chosen else _placed_only(one)
        self._taken.append((own, standing, chosen))

    def differences(self) -> list[Disagreement]:
        program = self._program
        self._placing.run([standing for _, standing, _ in self._taken])
        shared = sum(chosen for _, _, chosen in self._taken) == self._everyone
        steps = (s for s in _steps(program, "conclude") if shared or s.scope == "subject")
        concluding = Assessor(replace(program, steps=tuple(steps)), self._matcher)
        concluding.run([standing for _, standing, chosen in self._taken if chosen])
        found = []
        for one, standing, chosen in self._taken:
            pairs = list(_placed(program, one, standing))
            if chosen:
                pairs += _concluded(program, one, standing, shared=shared)
            differing = (pair for pair in pairs if pair[1] != pair[2])
            found += [_told(one.subject, *pair) for pair in islice(differing, 1)]
        return found


def _placed_only(one: Assessment) -> Assessment:
    """What is compared of everybody."""
    return Assessment(
        one.subject, {}, one.state, grade=one.grade, places=one.places, seats=one.seats
    )


def _steps(program: Program, stage: Stage) -> tuple[Step, ...]:
    return tuple(step for step in program.steps if step.stage == stage)


# --- what is compared -----------------------------------------------------------------------------


def _placed(program: Program, one: Assessment, standing: Standing) -> Iterator[_Pair]:
    for rank in program.ranks:
        yield rank.name, one.places.get(rank.name), standing.places.get(rank.name)
    for quota in program.quotas:
        for seats in quota.seats:
            where = (quota.id, seats.grade)
            own, other = (
                next((s for s in told if (s.quota, s.grade) == where), None)
                for told in (one.seats, standing.seats)
            )
            yield " ".join(where), own, other
    yield "state", one.state, standing.state
    yield GRADE, one.grade, standing.grade


def _concluded(
    program: Program, one: Assessment, standing: Standing, *, shared: bool
) -> Iterator[_Pair]:
    opened = {case.trigger: case for case in one.triggers}
    again = {case.trigger: case for case in standing.cases}
    for rule in program.lists:
        on = None if rule.name in one.pending_lists else rule.name in one.lists
        yield rule.name, _WORDS[on], _WORDS[standing.lists.get(rule.name, False)]
    for trigger in program.triggers:
        name = trigger.name
        own, other = opened.get(name), again.get(name)
        waits = (name in one.pending_triggers, name in standing.waiting_triggers)
        yield name, "?" if waits[0] else own, "?" if waits[1] else other
    for given in program.coefficients:
        name = given.name
        yield name, one.coefficients.get(name), standing.coefficients.get(name)
    for pool in program.awards if shared else ():
        yield pool.name, one.awards.get(pool.name), standing.awards.get(pool.name)


def _told(subject: str, place: str, ours: _Compared, theirs: _Compared) -> Disagreement:
    """Of two that are both there only what differs."""
    names = None
    if is_dataclass(ours) and is_dataclass(theirs):
        told = (field.name for field in fields(ours))
        names = {name for name in told if getattr(ours, name) != getattr(theirs, name)}
    return Disagreement(subject, place, _shown(ours, names), _shown(theirs, names))


def _shown(one: _Compared, names: Collection[str] | None) -> str:
    if one is None or isinstance(one, str):
        return one or "—"
    told = (field.name for field in fields(one) if names is None or field.name in names)
    return ", ".join(f"{name} {_cell(getattr(one, name))}" for name in told)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return _WORDS[value]
    return show_number(value) if isinstance(value, int | Fraction) else str(value or "—")
