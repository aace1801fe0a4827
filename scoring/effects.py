"""Evidence for other policies: what lists and triggers write of the subjects on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.program import Effect, ListRule, Program, Trigger
from scoring.assessment import Assessment
from scoring.evidence import Period


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
    program: Program, assessments: Sequence[Assessment], period: Period
) -> tuple[Told, ...]:
    """By policy and kind, in code-point order. Only a policy in force has effects, and only when
    its period is over."""
    if not has_effect(program, period):
        return ()
    targets = sorted({(effect.policy, effect.kind) for _, effect in program.effects})
    return tuple(_told(program, assessments, period, *target) for target in targets)


def has_effect(program: Program, period: Period) -> bool:
    return program.head.status == "effective" and not period.partial


def _told(
    program: Program, assessments: Sequence[Assessment], period: Period, policy: str, kind: str
) -> Told:
    records: list[Written] = []
    provisional = pending = 0
    for number, (rule, effect) in enumerate(program.effects, start=1):
        if (effect.policy, effect.kind) != (policy, kind):
            continue
        day = period.end if effect.dated == "period_end" else period.as_of
        for assessment in assessments:
            on, waiting = _stands(rule, assessment)
            pending += waiting
            unsure = on and rule.name in assessment.provisional
            provisional += unsure
            if on and not unsure:
                cause = f"{program.head.id}/{period.label}/{rule.name}/{assessment.subject}"
                several = f"/{number}" if _several(rule, effect) else ""
                records.append(Written(cause + several, assessment.subject, day, effect.fields))
    records.sort(key=lambda record: record.cause)
    return Told(policy, kind, tuple(records), provisional, pending)


def _stands(rule: ListRule | Trigger, found: Assessment) -> tuple[bool, bool]:
    """Whether the subject is on it, and whether that is not known."""
    if isinstance(rule, ListRule):
        return rule.name in found.lists, rule.name in found.pending_lists
    return any(c.trigger == rule.name for c in found.triggers), rule.name in found.pending_triggers


def _several(rule: ListRule | Trigger, effect: Effect) -> bool:
    """Whether one cause writes more than one record into the same kind."""
    same = [one for one in rule.effects if (one.policy, one.kind) == (effect.policy, effect.kind)]
    return len(same) > 1
