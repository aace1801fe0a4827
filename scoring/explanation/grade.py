"""The grade in an explanation: the band, direct grades, vetoes, seats."""

from __future__ import annotations

from collections.abc import Iterator

from rules.program import DirectGrade, Veto
from scoring.assessment import Seat
from scoring.explanation.account import Account, Sentence, below


def decision(account: Account) -> Iterator[Sentence]:
    """The grade of the total, each veto that holds, and the grade after them. Where a veto made
    the total 0 the grade before it was that of another total, so no condition is shown."""
    say, found = account.voice.say, account.assessment
    vetoes = [veto for veto in account.program.vetoes if veto.id in found.vetoes]
    zeroed = any(line.kind == "veto" for line in found.ledger)
    for grade in account.program.grades:
        if grade.name != found.grade_before_veto:
            continue
        yield Sentence(0, say("before_veto" if vetoes else "band", grade=grade.name))
        if grade.when is not None and not zeroed and not found.direct_grades:
            yield from below(account.condition(grade.when))
    for direct in account.program.direct_grades:
        if direct.id in found.direct_grades:
            yield from direct_told(account, direct)
    for veto in vetoes:
        yield from veto_told(account, veto)
    if vetoes and found.grade_after_veto is not None:
        yield Sentence(0, say("after_veto", grade=found.grade_after_veto))
    for seat in found.seats:
        yield seat_told(account, seat)


def seat_told(account: Account, seat: Seat) -> Sentence:
    """How a candidate for a grade with a quota came out."""
    say = account.voice.say
    quota = next(quota for quota in account.program.quotas if quota.id == seat.quota)
    group = say("group", group=seat.group) if seat.group else ""
    approved = say("approved") if seat.approved else ""
    room = say(
        "room", grade=seat.grade, room=seat.room, size=seat.size, group=group, approved=approved
    )
    counted = say("candidate", place=seat.place, candidates=seat.candidates)
    first = say("direct_first") if seat.direct else ""
    tied = say("cut_tied") if seat.outcome != "seated" and seat.place <= seat.room else ""
    name, basis = quota.label or quota.id, account.voice.basis(quota.basis)
    result = say(seat.outcome, grade=seat.held)
    later = say("quota_provisional") if seat.provisional else ""
    parts = account.voice.joined([room, counted + first + tied, result])
    return Sentence(0, say("quota", name=name, told=parts + later, basis=basis))


def direct_told(account: Account, direct: DirectGrade) -> Iterator[Sentence]:
    voice = account.voice
    name, basis = direct.label or direct.id, voice.basis(direct.basis)
    yield Sentence(0, voice.say("direct", name=name, grade=direct.grade, basis=basis))
    yield from below(account.condition(direct.when))


def veto_told(account: Account, veto: Veto) -> Iterator[Sentence]:
    voice = account.voice
    effect = voice.say(f"effect_{veto.effect}", grade=veto.grade, steps=veto.steps)
    name, basis = veto.label or veto.id, voice.basis(veto.basis)
    yield Sentence(0, voice.say("veto", name=name, effect=effect, basis=basis))
    yield from below(account.condition(veto.when))
