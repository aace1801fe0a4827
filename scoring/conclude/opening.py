"""Cases opened: a trigger that fires opens one, or takes up the one that is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace

from rules.program import Basis, Trigger
from scoring.assessment import Case
from scoring.conclude.case_files import CaseFile, case_id
from scoring.conclude.triggers import Docket, TriggerPlan, cases
from scoring.questions import Question
from scoring.standing import Standing


def open_cases(
    plans: Sequence[TriggerPlan],
    question: Question,
    rests: Mapping[str, Set[str]],
    policy: str | None,
    standing: Standing,
) -> None:
    """`policy` is the id of one that follows its cases."""
    held_back = standing.held_back([plan.trigger.name for plan in plans], rests)
    docket = Docket(
        standing.evidence,
        standing.subject.fields,
        standing.summary,
        standing.possible,
        standing.notes,
        standing.followed,
    )
    opened, waiting = cases(
        plans,
        question.ask(standing.summary, standing.possible),
        docket,
        held_back=held_back,
    )
    if policy is not None:
        known = {plan.trigger.name: plan.trigger for plan in plans}
        opened = tuple(put_on_file(policy, known[c.trigger], c, standing) for c in opened)
    standing.cases += opened
    standing.waiting_triggers += waiting
    fired = {case.trigger for case in opened}
    for plan in plans:
        name = plan.trigger.name
        standing.summary[name] = None if name in waiting else name in fired


def put_on_file(policy: str, trigger: Trigger, case: Case, standing: Standing) -> Case:
    """The case as it stands with what was open already: a trigger has one open case at most."""
    anew = _file(policy, trigger, case, standing)
    known = standing.followed.open_case(trigger.name)
    file = anew if known is None else known.taken_up(anew)
    standing.files[trigger.name] = file
    return replace(
        case,
        action=file.action,
        recipients=file.recipients,
        deadline=file.deadline,
        deadline_provisional=file.deadline_provisional,
        level=file.level,
    )


def _file(policy: str, trigger: Trigger, case: Case, standing: Standing) -> CaseFile:
    subject, period = standing.subject.id, standing.evidence.period
    return CaseFile(
        id=case_id(policy, subject, trigger.name, period.as_of),
        subject=subject,
        trigger=trigger.name,
        period=period.label,
        opened=period.as_of,
        since=period.as_of,
        level=case.level,
        action=case.action,
        recipients=case.recipients,
        rectification=trigger.rectification,
        deadline=case.deadline,
        deadline_provisional=case.deadline_provisional,
        because=case.because,
        basis=basis_told(trigger.basis),
    )


def basis_told(basis: Iterable[Basis]) -> str:
    told = ("示例" if b.illustrative else f"{b.document} {b.clause}".strip() for b in basis)
    return "；".join(told)
