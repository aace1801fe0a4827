"""Everyone near a line, as sentences and as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rules.program import Program
from rules.values import Number
from scoring.boundary import Near
from scoring.explanation.account import Sentence
from scoring.explanation.voice import Voice
from scoring.package.decision import as_json
from scoring.wording import told

_SHOWN = 3


def near_outline(
    program: Program, found: Sequence[Near], within: Number, voice: Voice
) -> Iterator[Sentence]:
    """By line from the highest down, the nearest first."""
    if not found:
        yield Sentence(0, voice.say("near_nobody", within=told(within)))
        return
    labels = {rule.id: rule.label or rule.id for rule in program.rules}
    by_line = sorted(found, key=lambda one: (one.line.at, one.line.over), reverse=True)
    for line, those in groupby(by_line, key=lambda one: one.line):
        near = list(those)
        names = voice.joined(f"“{name}”" for name in line.of)
        sign = "＞" if line.over else "≥"
        shown = {"sign": sign, "at": told(line.at), "names": names, "count": len(near)}
        yield Sentence(0, voice.say("near_line", within=told(within), **shown))
        for one in near:
            yield Sentence(1, _subject(program, one, voice))
            for text in _decided(labels, one, voice):
                yield Sentence(2, text)


def _subject(program: Program, one: Near, voice: Voice) -> str:
    own, whole = one.assessment, program.total
    name = own.fields.get(program.subject.name_field or "")
    subject = own.subject if name is None else voice.say("named", name=name, subject=own.subject)
    digits = None if whole is None else whole.rounding.digits
    total = own.total or 0
    side = "near_above" if one.line.above(total) else "near_below"
    distance = told(one.apart, digits)
    return voice.say(
        side, subject=subject, total=told(total, digits), distance=distance, grade=own.grade
    )


def _decided(labels: Mapping[str, str], one: Near, voice: Voice) -> Iterator[str]:
    if one.decisive is None:
        yield voice.say("near_untried")
        return
    if not one.decisive:
        yield voice.say("near_by_none")
        return
    yield voice.say("near_by", count=len(one.decisive))
    for finding in one.decisive[:_SHOWN]:
        date = f"{finding.date.isoformat()} " if finding.date else ""
        points = voice.signed(finding.applied)
        shown = voice.say("finding", date=date, evidence=finding.evidence, points=points)
        yield voice.say("near_finding", rule=labels[finding.rule], finding=shown)


def near_json(found: Sequence[Near]) -> list[Mapping[str, Any]]:
    """In the order found. `decisive` is null where it was not tried."""
    return [
        {
            "subject": one.assessment.subject,
            "total": as_json(one.assessment.total),
            "grade": one.assessment.grade,
            "line": as_json(one.line.at),
            "of": list(one.line.of),
            "above": one.distance > 0 or (one.distance == 0 and not one.line.over),
            "distance": as_json(one.distance),
            "decisive": None if one.decisive is None else [as_json(f) for f in one.decisive],
        }
        for one in found
    ]
