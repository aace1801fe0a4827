"""The cases of an explanation: why each was opened, by when it is due, what happened since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scoring.conclude.case_files import CaseFile
from scoring.explanation.account import Account, Sentence, below
from scoring.explanation.imports import late_effects


def cases(account: Account) -> Iterator[Sentence]:
    for case in account.assessment.cases:
        yield from _case(account, case)


def _case(account: Account, case: CaseFile) -> Iterator[Sentence]:
    say = account.voice.say
    state = say(f"case_state_{case.state}")
    basis = say("basis", basis=case.basis) if case.basis else ""
    opened = case.opened.isoformat()
    yield Sentence(0, say("case_file", name=case.trigger, opened=opened, state=state, basis=basis))
    yield Sentence(1, say("case_id", id=case.id))
    if case.because:
        yield Sentence(1, say("case_because", because=case.because))
    if case.level is not None:
        yield Sentence(1, say("case_rung", level=case.level, action=case.action))
    elif case.action:
        yield Sentence(1, say("case_action", action=case.action))
    if case.recipients:
        yield Sentence(1, say("recipients", recipients=account.voice.joined(case.recipients)))
    if case.rectification:
        yield Sentence(1, say("case_rectify", items=account.voice.joined(case.rectification)))
    if case.deadline is not None:
        phrase = "case_due_provisional" if case.deadline_provisional else "case_due"
        due, since = case.deadline.isoformat(), case.since.isoformat()
        yield Sentence(1, say(phrase, deadline=due, since=since))
    for day, phrase in _course(case):
        yield Sentence(1, say(phrase, day=day.isoformat()))
        if phrase == "case_overdue":
            yield from below(late_effects(account, case, day), 2)
    if case.closed is not None:
        yield Sentence(1, say("case_closed", day=case.closed.isoformat(), by=case.handled_by))


def _course(case: CaseFile) -> list[tuple[date, str]]:
    """What happened, in order."""
    return sorted(
        [
            *((day, "case_extended") for day in case.extended),
            *((day, "case_overdue") for day in case.late_days),
            *((day, "case_fired") for day in case.fired),
        ]
    )
