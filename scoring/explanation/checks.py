"""The checks and decisions of an explanation: what each came to, by what, and what is on record."""

from __future__ import annotations

from collections.abc import Iterator

from rules.constructs.checks import NOT_APPLICABLE, UNRECORDED
from rules.program import Check, Ruling
from scoring.conclude.verdicts import Filed, Judge, Verdict
from scoring.explanation.account import Account, Sentence, below


def checks(account: Account) -> Iterator[Sentence]:
    judge = Judge(account.program)
    for verdict in judge.verdicts(account.evidence, account.assessment):
        match verdict.of:
            case Check() as check:
                yield from _check(account, check, verdict)
            case Ruling() as ruling:
                yield from _ruling(account, ruling, verdict)
        for filed in verdict.filed:
            yield Sentence(1, _on_record(account, filed))


def _check(account: Account, check: Check, verdict: Verdict) -> Iterator[Sentence]:
    say, basis = account.voice.say, account.voice.basis(check.basis)
    name, strength = check.label or check.name, say(check.strength)
    result = say(f"check_{verdict.result or 'unknown'}")
    text = say("check", name=name, strength=strength, result=result, basis=basis)
    yield Sentence(0, text + account.rests(check.name))
    if check.applies is not None and verdict.result in (NOT_APPLICABLE, None):
        yield Sentence(1, say("applies_to"))
        yield from below(account.condition(check.applies), 2)
    if verdict.result == NOT_APPLICABLE:
        return
    if check.when is not None:
        yield from below(account.condition(check.when))
    if check.done is not None:
        done, due = account.worth(check.done), verdict.deadline
        days = {"done": account.voice.value(done), "due": account.voice.value(due)}
        yield Sentence(1, say("done_by", **days))


def _ruling(account: Account, ruling: Ruling, verdict: Verdict) -> Iterator[Sentence]:
    say, basis = account.voice.say, account.voice.basis(ruling.basis)
    name, result = ruling.label or ruling.name, verdict.result
    if result == UNRECORDED:
        text = say("unrecorded", name=name, give=verdict.choices[-1].give, basis=basis)
    elif not verdict.choices:
        ending = say("ruling_none" if result else "check_unknown")
        text = say("ruling", name=name, result=ending, basis=basis)
    else:
        text = say("ruling", name=name, result=result, basis=basis)
    yield Sentence(0, text + account.rests(ruling.name))
    if verdict.reason:
        yield Sentence(1, say("ruling_reason", reason=verdict.reason))
    if verdict.choices and (when := verdict.choices[-1].when) is not None:
        yield from below(account.condition(when))


def _on_record(account: Account, filed: Filed) -> str:
    voice = account.voice
    until = voice.say("valid_to", day=filed.valid_to.isoformat()) if filed.valid_to else ""
    day = voice.value(filed.filed)
    told = {"reason": filed.reason, "approver": filed.approver, "filed": day, "until": until}
    return voice.say("on_record", **told)
