"""What would lift a subject, as sentences and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rules.expr.kinds import DateKind, TextKind
from rules.program import EvidenceKind, Program
from rules.values import Value
from scoring.evidence import Record
from scoring.explanation.account import Account, Sentence, below
from scoring.explanation.points import total_shown
from scoring.package.decision import as_json
from scoring.whatif.changes import Change, More, Reading, Without, records_in
from scoring.whatif.lifting import Lift
from scoring.whatif.search import Found


def lift_outline(account: Account, found: Lift) -> Iterator[Sentence]:
    say = account.voice.say
    if found.target is not None and found.lack != "best":
        yield Sentence(0, say("lift", grade=found.target))
    match found.lack:
        case None:
            for number, option in enumerate(found.options, 1):
                yield from below(_option(account, option, number))
            yield Sentence(1, say("lift_verified"))
        case "veto":
            yield Sentence(1, say("lift_veto"))
            for veto in found.vetoes:
                name, basis = veto.label or veto.id, account.voice.basis(veto.basis)
                effect = say(f"effect_{veto.effect}", grade=veto.grade, steps=veto.steps)
                yield Sentence(2, say("veto", name=name, effect=effect, basis=basis))
        case "best" if found.target is not None:
            yield Sentence(0, say("lift_already", grade=found.target))
        case "best" | "state":
            yield Sentence(0, say(f"lift_{found.lack}"))
        case lack:
            yield Sentence(1, say(f"lift_{lack}", tries=found.tries))


def _option(account: Account, option: Found, number: int) -> Iterator[Sentence]:
    say, after = account.voice.say, option.after
    proof = say("lift_smallest" if option.smallest else "lift_irreducible")
    told = {"number": number, "count": records_in(option.changes), "proof": proof}
    if after.total is None:
        yield Sentence(0, say("lift_option_plain", grade=after.grade, **told))
    else:
        total = total_shown(account, after.total)
        yield Sentence(0, say("lift_option", total=total, grade=after.grade, **told))
    for change in option.changes:
        yield Sentence(1, _change(account, change))


def _change(account: Account, change: Change) -> str:
    voice = account.voice
    match change:
        case Without():
            return voice.say("lift_without", record=_record(account, change))
        case Reading():
            kind = account.program.kinds[change.kind]
            field = kind.columns[kind.index(change.field)]
            return voice.say(
                "lift_reading",
                record=_record(account, change),
                field=change.field,
                before=voice.value(change.before, field.kind),
                after=voice.value(change.after, field.kind),
            )
        case More(like=like, count=count):
            kind = account.program.kinds[like.kind]
            values = voice.joined(_said(account, kind, like))
            told = voice.say("actuals", values=values) if values else ""
            return voice.say("lift_more", count=count, kind=kind.name, values=told)


def _record(account: Account, change: Without | Reading) -> str:
    when = account.date_of(change.kind, change.id)
    dated = account.voice.say("dated", date=when.isoformat()) if when else ""
    return account.voice.say("record", kind=change.kind, date=dated, id=change.id)


def _said(account: Account, kind: EvidenceKind, record: Record) -> Iterator[str]:
    """What such a record says, without what tells it apart: it may be another subject's."""
    for name, value in _stated(kind, record).items():
        column = kind.columns[kind.index(name)]
        yield f"{name} = {account.voice.value(value, column.kind)}"


def _stated(kind: EvidenceKind, record: Record) -> Mapping[str, Value]:
    """Numbers, truths and words of categories; no text, no date, nothing that names anybody."""
    own = {*kind.identity, *(kind.one_matter.keys if kind.one_matter else ())}
    return {
        field.name: value
        for field, value in zip(kind.fields, record.values, strict=False)
        if field.name not in own and not isinstance(field.kind, TextKind | DateKind)
    }


def lift_json(program: Program, found: Lift) -> Mapping[str, Any]:
    """Numbers as text; `why_not` is null where there are options."""
    return {
        "subject": found.subject,
        "target": found.target,
        "options": [_option_json(program, option) for option in found.options],
        "why_not": found.lack,
        "vetoes": [veto.id for veto in found.vetoes],
        "tries": found.tries,
    }


def _option_json(program: Program, option: Found) -> Mapping[str, Any]:
    return {
        "records": records_in(option.changes),
        "smallest": option.smallest,
        "total": as_json(option.after.total),
        "grade": option.after.grade,
        "changes": [_change_json(program, change) for change in option.changes],
    }


def _change_json(program: Program, change: Change) -> Mapping[str, Any]:
    match change:
        case Without():
            return {"change": "without", "kind": change.kind, "evidence": change.id}
        case Reading():
            return {
                "change": "reading",
                "kind": change.kind,
                "evidence": change.id,
                "field": change.field,
                "before": as_json(change.before),
                "after": as_json(change.after),
            }
        case More(like=like, count=count):
            stated = _stated(program.kinds[like.kind], like)
            values = {name: as_json(value) for name, value in stated.items()}
            return {"change": "more", "kind": like.kind, "count": count, "fields": values}
