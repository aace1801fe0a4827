"""What was concluded of a subject, and what turns where something is otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rules.backends.reference import Evaluate
from rules.expr.nodes import Expr
from rules.program import GRADE, TOTAL, ListRule, Program, Tally, Trigger, Veto
from rules.values import Truth, Value
from scoring.assessment import Assessment
from scoring.conclude.triggers import TriggerPlan, prepare_trigger
from scoring.expressions import NO_RECORD, compiler_of, number_of, truth_of
from scoring.grade.direct_grades import lowest
from scoring.grade.grades import after_vetoes
from scoring.past.history import states
from scoring.past.tallies import Past, prepare_tally
from scoring.standing import Standing


class Turn(NamedTuple):
    """A grade, or whether a subject is on a list, or on which rung of a trigger: 0 is a trigger
    that fires without a ladder, None one that does not."""

    what: Literal["grade", "list", "trigger"]
    name: str
    before: str | bool | int | None
    after: str | bool | int | None


@dataclass(frozen=True, slots=True)
class Concluded:
    """`lists` without those nobody can tell; `triggers` are the rungs of those that fire, `unsure`
    are the triggers nobody can tell."""

    grade: str | None
    lists: Mapping[str, bool]
    triggers: Mapping[str, int]
    unsure: frozenset[str] = frozenset()


def concluded(program: Program, assessment: Assessment) -> Concluded:
    """Of who is not graded nothing is concluded."""
    if assessment.state != "graded":
        return _nothing(program)
    known = [rule.name for rule in program.lists if rule.name not in assessment.pending_lists]
    return Concluded(
        assessment.grade,
        {name: name in assessment.lists for name in known},
        {case.trigger: case.level or 0 for case in assessment.triggers},
        frozenset(assessment.pending_triggers),
    )


def concluded_alone(program: Program, standing: Standing) -> Concluded:
    """The same of a subject that was assessed without the others."""
    if standing.state != "graded":
        return _nothing(program)
    return Concluded(
        standing.grade,
        {name: on for name, on in standing.lists.items() if on is not None},
        {case.trigger: case.level or 0 for case in standing.cases},
        frozenset(standing.waiting_triggers),
    )


def _nothing(program: Program) -> Concluded:
    return Concluded(None, {}, {}, frozenset(trigger.name for trigger in program.triggers))


def turns(
    program: Program, actual: Concluded, before: Concluded, after: Concluded
) -> tuple[Turn, ...]:
    """In policy order; what is not known on either side turns nothing, nor what is not `actual`
    before: there something else decides, a quota or the others."""
    return tuple(turn for turn in _turns(program, before, after) if _is_so(turn, actual))


def _is_so(turn: Turn, actual: Concluded) -> bool:
    match turn.what:
        case "grade":
            return turn.before == actual.grade
        case "list":
            return turn.before == actual.lists.get(turn.name)
        case "trigger":
            sure = turn.name not in actual.unsure
            return sure and turn.before == actual.triggers.get(turn.name)


def _turns(program: Program, before: Concluded, after: Concluded) -> Iterator[Turn]:
    if None not in (before.grade, after.grade) and before.grade != after.grade:
        yield Turn("grade", "", before.grade, after.grade)
    for rule in program.lists:
        was, now = before.lists.get(rule.name), after.lists.get(rule.name)
        if None not in (was, now) and was != now:
            yield Turn("list", rule.name, was, now)
    for trigger in program.triggers:
        name = trigger.name
        if name not in before.unsure | after.unsure:
            stood, stands = before.triggers.get(name), after.triggers.get(name)
            if stood != stands:
                yield Turn("trigger", name, stood, stands)


class Concluding:
    """Concludes from a summary alone, by the standards: places and points are taken as they are,
    and no quota is looked at."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._compiled = compiler_of(program)
        self._conditions: dict[Expr, Evaluate] = {}
        self._tallies = {
            q.name: prepare_tally(q, program, self._compiled)
            for q in program.history
            if isinstance(q, Tally)
        }
        self._triggers = {t.name: prepare_trigger(t, self._compiled) for t in program.triggers}
        self._order = [
            construct
            for step in program.steps
            for construct in step.constructs
            if isinstance(construct, Tally | ListRule | Trigger)
        ]

    def worth(self, expr: Expr, summary: Mapping[str, Value]) -> Value:
        if expr not in self._conditions:
            self._conditions[expr] = self._compiled(expr, None)
        return self._conditions[expr](NO_RECORD, summary)

    def conclude(self, summary: Mapping[str, Value], past: Past) -> Concluded:
        known = dict(summary)
        holding = [veto for veto in self._program.vetoes if self._holds(veto.when, known)]
        total = number_of(known.get(TOTAL)) if self._program.total else None
        if total is not None and total > 0 and any(veto.effect == "zero" for veto in holding):
            known[TOTAL] = 0
        known[GRADE] = self._grade(known, holding)
        lists: dict[str, bool] = {}
        fired: dict[str, int] = {}
        unsure: set[str] = set()
        for construct in self._order:
            match construct:
                case Tally(name=name):
                    plan = self._tallies[name]
                    this = plan.at_hand(past.here, {**known, **states("graded")})
                    known[name] = plan.count(past, this=this).value
                case ListRule(name=name):
                    known[name] = on = self._holds(construct.when, known)
                    if on is not None:
                        lists[name] = on
                case Trigger(name=name):
                    rung = self._rung(self._triggers[name], known)
                    known[name] = None if rung is None else rung >= 0
                    if rung is None:
                        unsure.add(name)
                    elif rung >= 0:
                        fired[name] = rung
        grade = known[GRADE]
        return Concluded(None if grade is None else str(grade), lists, fired, frozenset(unsure))

    def _holds(self, when: Expr, summary: Mapping[str, Value]) -> Truth:
        return truth_of(self.worth(when, summary))

    def _rung(self, plan: TriggerPlan, summary: Mapping[str, Value]) -> int | None:
        """The rung of a trigger that fires; -1 of one that does not; None where nobody knows."""
        fires = self._holds(plan.trigger.when, summary)
        return plan.reached(summary, ()) if fires else -1 if fires is False else None

    def _grade(self, summary: Mapping[str, Value], holding: list[Veto]) -> str | None:
        program = self._program
        direct = [rule.grade for rule in program.direct_grades if self._holds(rule.when, summary)]
        grade = lowest(program.grades, direct) if direct else None
        for standard in program.grades if grade is None else ():
            meets = True if standard.when is None else self._holds(standard.when, summary)
            if meets is None:
                return None
            if meets:
                grade = standard.name
                break
        return None if grade is None else after_vetoes(program.grades, grade, holding)
