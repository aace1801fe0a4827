"""Explanation of a settlement: what was settled for a subject, and who signed."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.explanation.account import Sentence
from scoring.explanation.voice import Language, Voice
from scoring.settle.settlement import Settlement
from scoring.settle.signatures import Gate
from scoring.wording import told


def explain_settlement(settlement: Settlement, subject: str, language: Language) -> tuple[str, ...]:
    """The outline drawn as indented lines, to follow the explanation of the result."""
    sentences = _outline(settlement, subject, Voice(language))
    return tuple("  " * depth + text for depth, text in sentences)


def _outline(settlement: Settlement, subject: str, voice: Voice) -> Iterator[Sentence]:
    program = settlement.program
    yield Sentence(0, voice.say("settlement", cut_off=settlement.cut_off))
    found = next(a for a in settlement.assessments if a.subject == subject)
    for coefficient in program.coefficients:
        status = settlement.statuses.get((coefficient.name, subject))
        if status is not None:
            name = coefficient.label or coefficient.name
            yield Sentence(1, voice.say(f"status_{status}", name=name))
    for pool in program.awards:
        status = settlement.statuses.get((pool.name, subject))
        if status is not None:
            text = voice.say(f"status_{status}", name=pool.label or pool.name)
            amount = found.awards[pool.name].amount
            if amount is not None:
                text += voice.say("settled_amount", amount=told(amount, pool.digits))
            yield Sentence(1, text)
    for gate in program.signoffs:
        for party in gate.parties:
            place = Gate(gate.name, subject, party.name)
            yield Sentence(1, _signed(settlement, place, voice))
            yield from _rejected(settlement, place, voice)


def _rejected(settlement: Settlement, gate: Gate, voice: Voice) -> Iterator[Sentence]:
    """The signatures that were given here and do not count, each with its reason."""
    for reject in settlement.rejects:
        if reject.value == gate.label:
            reason = reject.reason_en if voice.language == "en" else reject.reason_zh
            place = {"file": reject.file, "row": reject.row}
            yield Sentence(2, voice.say("signature_rejected", **place, reason=reason))


def _signed(settlement: Settlement, gate: Gate, voice: Voice) -> str:
    told = {"sign_off": gate.sign_off, "party": gate.party}
    given = settlement.valid.get(gate)
    if given is None:
        return voice.say("nobody_signed", **told)
    who = " ".join(filter(None, (given.role, given.signer)))
    return voice.say("agreed" if given.agrees else "disagreed", **told, who=who, date=given.date)
