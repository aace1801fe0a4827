"""Evidence for other policies: what lists, triggers and missed deadlines write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.constructs.cases import RUNG, TERM, overdue_rule
from rules.program import Effect, ListRule, Program, Trigger
from scoring.assessment import Assessment
from scoring.conclude.following import Followed, follow
from scoring.evidence import Evidence, Period, Record


@dataclass(frozen=True, slots=True)
class Written:
    """One record: `cause` names it, so that it is the same however often it is delivered."""

    cause: str
    subject: str
    day: date
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The records of one policy's kind, and how many subjects are not written: those whose place
    may yet change, and those of whom it is not known."""

    policy: str
    kind: str
    records: tuple[Written, ...]
    provisional: int
    pending: int


def effects_told(
    program: Program, assessments: Sequence[Assessment], evidence: Evidence
) -> tuple[Told, ...]:
    """By policy and kind, in code-point order. Only a policy in force has effects, and only when
    its period is over."""
    if not has_effect(program, evidence.period):
        return ()
    source = _Source(program, assessments, evidence.period, _followed(program, evidence))
    targets = sorted({(effect.policy, effect.kind) for _, effect in program.effects})
    return tuple(_told(source, *target) for target in targets)


def has_effect(program: Program, period: Period) -> bool:
    return program.head.status == "effective" and not period.partial


@dataclass(frozen=True, slots=True)
class _Source:
    """What is written from; `followed` are the cases of everybody who has some, and whether they
    are assessed."""

    program: Program
    assessments: Sequence[Assessment]
    period: Period
    followed: Mapping[str, tuple[Followed, bool]]

    def cause(self, rule: str, subject: str) -> str:
        return f"{self.program.head.id}/{self.period.label}/{rule}/{subject}"


def _followed(program: Program, evidence: Evidence) -> Mapping[str, tuple[Followed, bool]]:
    """How the cases of each subject stand, and whether it is assessed: of one that is not, the
    records of what was done were refused."""
    if not any(trigger.overdue_effects for trigger in program.triggers):
        return {}
    own = evidence.only(evidence.history.cases.keys() & evidence.subjects.keys())
    return {
        name: (follow(program, evidence, name, own.of(name)), name in own.subjects)
        for name in sorted(evidence.history.cases)
    }


def _told(source: _Source, policy: str, kind: str) -> Told:
    records: list[Written] = []
    provisional = pending = 0
    for number, (rule, effect) in enumerate(source.program.effects, start=1):
        if (effect.policy, effect.kind) != (policy, kind):
            continue
        several = f"/{number}" if _several(rule, effect) else ""
        if effect.dated == "overdue":
            found, unsure, waiting = _of_deadlines(source, rule.name, effect, several)
        else:
            found, unsure, waiting = _of_places(source, rule, effect, several)
        records += found
        provisional += unsure
        pending += waiting
    records.sort(key=lambda record: record.cause)
    return Told(policy, kind, tuple(records), provisional, pending)


def _of_places(
    source: _Source, rule: ListRule | Trigger, effect: Effect, several: str
) -> tuple[list[Written], int, int]:
    """The records of whoever is on a list or has a case, and how many are provisional, pending."""
    day = source.period.end if effect.dated == "period_end" else source.period.as_of
    records: list[Written] = []
    provisional = pending = 0
    for assessment in source.assessments:
        on, waiting = _stands(rule, assessment)
        pending += waiting
        unsure = on and rule.name in assessment.provisional
        provisional += unsure
        if on and not unsure:
            cause = source.cause(rule.name, assessment.subject) + several
            cells = (*_rung(rule, assessment), *effect.fields)
            records.append(Written(cause, assessment.subject, day, cells))
    return records, provisional, pending


def _of_deadlines(
    source: _Source, trigger: str, effect: Effect, several: str
) -> tuple[list[Written], int, int]:
    """The records of deadlines that were missed in the period, and of how many subjects nobody
    knows: a case that stays in the register of one who is not assessed any more is one of them."""
    rule = overdue_rule(trigger)
    records: list[Written] = []
    pending = 0
    for followed, assessed in source.followed.values():
        late = [record for record in followed.late if record.kind == rule]
        if assessed:
            records += (_of_deadline(record, effect, several) for record in late)
        pending += rule in followed.undecided or (bool(late) and not assessed)
    return records, 0, pending


def _of_deadline(record: Record, effect: Effect, several: str) -> Written:
    if record.date is None:
        raise TypeError(f"{record.id} has no day")
    told = zip((*TERM, RUNG), record.values, strict=False)
    cells = (*((name, str(value)) for name, value in told if value is not None), *effect.fields)
    return Written(f"{record.id}{several}", record.subject, record.date, cells)


def columns_of(program: Program, policy: str, kind: str) -> tuple[str, ...]:
    """The headings of what is written into a kind, beside the id, the subject and the day."""
    own = [(rule, one) for rule, one in program.effects if (one.policy, one.kind) == (policy, kind)]
    late = any(effect.dated == "overdue" for _, effect in own)
    rung = any(isinstance(rule, Trigger) and rule.ladder for rule, _ in own)
    stated = dict.fromkeys(name for _, effect in own for name, _ in effect.fields)
    return (*(TERM if late else ()), *((RUNG,) if rung else ()), *stated)


def _rung(rule: ListRule | Trigger, found: Assessment) -> Iterator[tuple[str, str]]:
    """Of a trigger with a ladder."""
    if isinstance(rule, Trigger):
        own = (case.level for case in found.triggers if case.trigger == rule.name)
        yield from ((RUNG, str(level)) for level in own if level is not None)


def _stands(rule: ListRule | Trigger, found: Assessment) -> tuple[bool, bool]:
    """Whether the subject is on it, and whether that is not known."""
    if isinstance(rule, ListRule):
        return rule.name in found.lists, rule.name in found.pending_lists
    return any(c.trigger == rule.name for c in found.triggers), rule.name in found.pending_triggers


def _several(rule: ListRule | Trigger, effect: Effect) -> bool:
    """Whether one cause writes more than one record into the same kind."""
    written = rule.effects
    if isinstance(rule, Trigger) and effect.dated == "overdue":
        written = rule.overdue_effects
    same = [one for one in written if (one.policy, one.kind) == (effect.policy, effect.kind)]
    return len(same) > 1
