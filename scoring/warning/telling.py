"""Early warnings as sentences, as plain data, and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from rules.expr.kinds import PercentKind
from rules.expr.printer import print_expression
from rules.program import Program
from rules.values import Number, Value
from scoring.assessment import Assessment
from scoring.evidence import Period
from scoring.explanation.account import Sentence
from scoring.explanation.voice import Voice
from scoring.package.decision import as_json
from scoring.package.table import Column, Table
from scoring.warning.bounds import Bound
from scoring.warning.turns import Turn
from scoring.warning.warnings import Near, Warnings


class Telling:
    """Tells the warnings of one package in a language."""

    def __init__(self, program: Program, assessments: Sequence[Assessment], voice: Voice) -> None:
        self._program = program
        self._of = {assessment.subject: assessment for assessment in assessments}
        self._voice = voice
        total = program.total
        self._digits = {m.name: m.rounding.digits for m in program.measures if m.rounding}
        self._digits |= {"total": total.rounding.digits} if total else {}

    def outline(self, warnings: Warnings, period: Period, within: Number) -> Iterator[Sentence]:
        say = self._voice.say
        left = (period.end - period.as_of).days
        dates = {"label": period.label, "as_of": period.as_of, "days": left}
        yield Sentence(0, say("warn_partial" if left > 0 else "warn_whole", **dates))
        if not warnings.near:
            yield Sentence(0, say("warn_nobody", within=self._voice.value(within)))
        common = warnings.common
        apart = [near for near in warnings.near if near.record not in common]
        yield from self._common(warnings, common)
        for subject, those in groupby(apart, key=lambda near: near.subject):
            yield Sentence(0, self._subject(self._of[subject]))
            for near in those:
                yield Sentence(1, say("warn_if", cause=self.cause(near), turns=self.turned(near)))
        if not warnings.alone:
            yield Sentence(0, say("warn_together"))
        elif warnings.untried:
            yield Sentence(0, say("warn_untried", count=warnings.untried))

    def _common(self, warnings: Warnings, common: Mapping[str, int]) -> Iterator[Sentence]:
        """What turns something for nearly everybody, once."""
        first = {near.record: near for near in reversed(warnings.near)}
        for record, count in sorted(common.items()):
            told = {"cause": self.cause(first[record]), "count": count, "all": warnings.tried}
            yield Sentence(0, self._voice.say("warn_common", **told))

    def cause(self, near: Near) -> str:
        """What would have to happen."""
        say = self._voice.say
        if near.bound is None or near.value is None or near.across is None:
            like = near.like
            return say("warn_event", kind=like.kind, id=like.id) if like else ""
        name = self._quantity(near.bound)
        value = self._number(near.bound, near.value)
        if near.how == "count":
            return say("warn_count", name=name, value=value)
        phrase = "warn_more" if near.across > near.value else "warn_less"
        apart = self._number(near.bound, near.apart)
        if isinstance(near.bound.quantity.kind, PercentKind):
            apart = say("percentage_points", points=self._voice.value(near.apart * 100))
        return say(phrase, name=name, value=value, apart=apart)

    def turned(self, near: Near) -> str:
        return self._voice.joined(map(self._turn, near.turns))

    def rows(self, warnings: Warnings) -> list[Mapping[str, Any]]:
        return [
            {
                "subject": near.subject,
                "how": near.how,
                "quantity": near.of,
                "value": as_json(near.value),
                "across": as_json(near.across),
                "evidence": near.like.id if near.like else None,
                "turns": [
                    {"what": t.what, "name": t.name, "before": t.before, "after": t.after}
                    for t in near.turns
                ],
            }
            for near in warnings.near
        ]

    def _subject(self, own: Assessment) -> str:
        voice = self._voice
        name = own.fields.get(self._program.subject.name_field or "")
        subject = (
            own.subject if name is None else voice.say("named", name=name, subject=own.subject)
        )
        if own.total is None:
            return voice.say("warn_graded", subject=subject, grade=own.grade)
        total = voice.value(own.total, None, self._digits.get("total"))
        return voice.say("warn_scored", subject=subject, total=total, grade=own.grade)

    def _quantity(self, bound: Bound) -> str:
        return print_expression(bound.quantity, self._voice.language)

    def _number(self, bound: Bound, value: Value) -> str:
        digits = self._digits.get(bound.quantity.name)
        return self._voice.value(value, bound.quantity.kind, digits)

    def _turn(self, turn: Turn) -> str:
        say = self._voice.say
        match turn.what:
            case "grade":
                return say("warn_grade", before=turn.before, after=turn.after)
            case "list":
                return say("warn_on" if turn.after else "warn_off", name=turn.name)
            case "trigger" if turn.after is None:
                return say("warn_stops", name=turn.name)
            case "trigger" if not turn.after:
                return say("warn_fires", name=turn.name)
            case "trigger":
                trigger = next(t for t in self._program.triggers if t.name == turn.name)
                action = trigger.ladder[int(turn.after or 1) - 1].action
                return say("warn_rung", name=turn.name, level=turn.after, action=action)
        raise TypeError(f"{turn.what} turns nothing")


def warnings_table(warnings: Warnings, zh: Telling, en: Telling) -> Table:
    """One row for each warning, with what would have to happen and what would turn, in words."""
    columns = (
        *map(Column, ("subject", "how", "quantity")),
        Column("value", "exact"),
        Column("across", "exact"),
        *map(Column, ("evidence", "cause", "turns", "cause_en", "turns_en")),
    )
    rows: list[tuple[Value, ...]] = [
        (
            near.subject,
            near.how,
            near.of,
            near.value,
            near.across,
            near.like.id if near.like else None,
            zh.cause(near),
            zh.turned(near),
            en.cause(near),
            en.turned(near),
        )
        for near in warnings.near
    ]
    return Table("warnings", columns, rows)
