"""The history of an explanation: every quantity, and each period that was looked at for it."""

from __future__ import annotations

from collections.abc import Iterator

from rules.program import Recall, Tally
from scoring.explanation.account import Account, Sentence
from scoring.expressions import compiler_of
from scoring.past.history import periods_told, states
from scoring.past.tallies import Mention, Past, prepare_recall, prepare_tally, unknown_past


def history(account: Account) -> Iterator[Sentence]:
    if account.program.history:
        yield Sentence(0, _coverage(account))
    for quantity in account.program.history:
        match quantity:
            case Tally():
                yield from _tally(account, quantity)
            case Recall():
                yield from _recall(account, quantity)


def _coverage(account: Account) -> str:
    """Since when there are earlier results, and of which periods."""
    voice, past = account.voice, account.evidence.history
    if past.start is None:
        return voice.say("past_none")
    return voice.say("past_from", start=past.start.isoformat(), periods=periods_told(past))


def _past(account: Account) -> Past:
    evidence = account.evidence
    kind = account.program.head.period
    own = account.assessment
    return Past(evidence.history, own.subject, evidence.period, kind, own.fields)


def _tally(account: Account, tally: Tally) -> Iterator[Sentence]:
    """With the period at hand where the subject is graded, over earlier ones alone elsewhere."""
    voice, past = account.voice, _past(account)
    plan = prepare_tally(tally, account.program, compiler_of(account.program))
    graded = account.assessment.state == "graded"
    now = {**account.summary, **states("graded")}
    count = plan.count(past, this=plan.at_hand(past.here, now) if graded else None)
    name, basis = tally.label or tally.name, voice.basis(tally.basis)
    phrase = "tally" if graded else "tally_earlier"
    value = voice.value(count.value)
    if count.open and count.value is not None:
        value = voice.say("at_least", value=value)
    yield Sentence(0, voice.say(phrase, name=name, value=value, basis=basis))
    for mention in count.mentions:
        yield Sentence(1, _mention(account, mention, tally.holder))


def _recall(account: Account, recall: Recall) -> Iterator[Sentence]:
    voice = account.voice
    plan = prepare_recall(recall, account.program, compiler_of(account.program))
    value, mention = plan.recall_from(_past(account))
    name, basis = recall.label or recall.name, voice.basis(recall.basis)
    shown = voice.value(value, recall.kind)
    yield Sentence(0, voice.say("tally", name=name, value=shown, basis=basis))
    yield Sentence(1, _mention(account, mention, recall.holder))


def _mention(account: Account, mention: Mention, holder: str) -> str:
    voice = account.voice
    why = ""
    if mention.verdict == "unknown":
        words = unknown_past(mention)
        why = words.zh if voice.language == "zh" else words.en
    here = mention.period == account.evidence.period.label
    phrase = f"{mention.verdict}_here" if here and why == "" else mention.verdict
    origin = mention.origin
    if origin is None and not here and phrase in ("counts", "not", "recalled"):
        phrase = "absent"
    told = voice.say("origin", file=origin.file, row=origin.row) if origin else ""
    verdict = voice.say(phrase, why=why, holder=holder)
    return voice.say("mention", period=mention.period, verdict=verdict, origin=told)
