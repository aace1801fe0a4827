"""One row of earlier results: whose, of which period, and how it came out, or why it is refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from rules.expr.kinds import BooleanKind, CategoryKind, DateKind, Kind, NumberKind, TextKind
from rules.program import GRADE, TOTAL, Field, Program, Status
from rules.values import Value
from rules.vocabulary import BUILT_INS, CHOICES, STATE_WORDS, spellings_of
from scoring.assessment import State
from scoring.evidence import Origin, Period, Result
from scoring.intake.cells import read_cell
from scoring.intake.faults import Fault, fault
from scoring.past.history import holders_of, states
from scoring.period import days_of

# The headings of a table of earlier results, in English and in Chinese.
HEADINGS: Mapping[str, str] = {
    "policy": "细则",
    "period": "周期",
    "subject": "对象",
    "state": "状态",
    "total": "总分",
    "grade": "等次",
    "lists": "名单",
    "triggers": "处置",
    "status": "细则状态",
    "as_of": "截止日",
    "pending_lists": "待定名单",
    "pending_triggers": "待定处置",
    "provisional": "暂定",
    "grade_provisional": "等次暂定",
}
# Those a table must have; the total where the policy has one.
REQUIRED = ("policy", "period", "subject", "state", "total", "grade", "lists", "triggers")


def holder_key(field: str) -> str:
    """The English heading of who held the subject, which results have too."""
    return f"field_{field}"


WITHDRAWN = "withdrawn"
_STATES = {
    **spellings_of(STATE_WORDS, ("graded", "not_graded", "pending")),
    **dict.fromkeys((WITHDRAWN, "已撤销"), WITHDRAWN),
}
_STATUSES = spellings_of(CHOICES, ("draft", "shadow", "effective", "repealed"))
_OWN = spellings_of(BUILT_INS, (TOTAL, GRADE))
_BETWEEN = re.compile(r"\s*[;；、，,]\s*")


@dataclass(frozen=True, slots=True)
class Claim:
    period: Period
    subject: str
    result: Result


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A result that was taken back: as if it had never been, in a period that is known."""

    period: Period


@dataclass(frozen=True, slots=True)
class Refusal:
    """`period` and `subject` as far as they are known. What is `foreign` is no history of this run
    at all; anything else leaves a result unknown."""

    fault: Fault
    column: str
    value: str
    period: Period | None = None
    subject: str | None = None
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class PastRows:
    """Reads rows as history of the period `here`. `known` are the lists and triggers a source tells
    about, None where it tells about those of this version; `read_by` is what each name rests on."""

    program: Program
    here: Period
    read_by: Mapping[str, frozenset[str]]
    start: date | None = None
    known: Collection[str] | None = None

    def read(self, cells: Mapping[str, str], origin: Origin) -> Claim | Withdrawal | Refusal:
        """`cells` by English heading; a heading the source does not have is no key."""
        try:
            return self._claim(cells, origin)
        except _Refused as refused:
            return refused.refusal

    def _claim(self, cells: Mapping[str, str], origin: Origin) -> Claim | Withdrawal:
        shadow = self._policy(cells)
        period = self._period(cells)
        place = _Place(cells, period)
        subject = str(place.cell("subject", TextKind()))
        place = _Place(cells, period, subject)
        word = _STATES[str(place.word("state", _STATES))]
        if word == WITHDRAWN:
            return Withdrawal(period)
        state = cast(State, word)
        as_of = place.cell("as_of", DateKind(), needed=False) if cells.get("as_of") else None
        values: dict[str, Value] = {TOTAL: None, GRADE: None, **states(state)}
        values |= self._outcomes(place, state, "lists", [r.name for r in self.program.lists])
        values |= self._outcomes(place, state, "triggers", [t.name for t in self.program.triggers])
        graded = state == "graded"
        if self.program.total is not None:
            values[TOTAL] = place.cell("total", NumberKind(), needed=graded)
        values[GRADE] = place.cell("grade", self.program.grade_kind, needed=graded)
        unsure = self._unsure(place)
        values |= {name: None for name in values if self.read_by.get(name, frozenset()) & unsure}
        shown = cast("date | None", as_of)
        result = Result(state, values, shown, shadow, origin, self._holders(place))
        return Claim(period, subject, result)

    def _holders(self, place: _Place) -> Mapping[str, Value]:
        """Who held the subject, as far as the row tells. Words may have been others then."""
        own = {field.name: field for field in self.program.subject.fields}
        found: dict[str, Value] = {}
        for name in holders_of(self.program):
            wanted = own[name]
            if isinstance(wanted.kind, CategoryKind):
                wanted = Field(name, TextKind(), null_values=wanted.null_values)
            value = place.read(replace(wanted, name=holder_key(name), on_missing="keep"))
            if value is not None:
                found[name] = value
        return found

    def _policy(self, cells: Mapping[str, str]) -> bool:
        """Whether the result was scored without effect; a draft's is none at all."""
        place = _Place(cells, None)
        policy = place.cell("policy", TextKind())
        if policy != self.program.head.id:
            wrong = fault("past-other-policy", policy=policy, id=self.program.head.id)
            raise place.refused(wrong, "policy", foreign=True)
        if not cells.get("status"):
            return False
        status = cast(Status, _STATUSES[str(place.word("status", _STATUSES))])
        if status in ("draft", "repealed"):
            raise place.refused(fault("past-without-effect"), "status", foreign=True)
        return status == "shadow"

    def _period(self, cells: Mapping[str, str]) -> Period:
        place = _Place(cells, None)
        label = str(place.cell("period", TextKind()))
        days = days_of(label, self.program.head.period)
        if days is None:
            raise place.refused(fault("past-period", example=self.here.label), "period")
        if days[1] >= self.here.start:
            wrong = fault("past-not-past", here=self.here.label)
            raise place.refused(wrong, "period", foreign=True)
        if self.start is not None and days[0] < self.start:
            raise place.refused(fault("past-too-early", start=self.start), "period", foreign=True)
        return Period(label, *days, days[1])

    def _unsure(self, place: _Place) -> frozenset[str]:
        """What of a result was provisional. Whatever rests on it might have come out otherwise: a
        list the subject is not on as much as one it is on."""
        names = {_OWN.get(name, name) for name in place.names("provisional", None)}
        flags = {"grade_provisional": GRADE}
        flags |= {f"provisional_{rank.name}": rank.name for rank in self.program.ranks}
        for heading, name in flags.items():
            if place.cell(heading, BooleanKind(), needed=False) is True:
                names.add(name)
        return frozenset(names)

    def _outcomes(
        self, place: _Place, state: State, key: str, names: Collection[str]
    ) -> dict[str, Value]:
        """Of each list or trigger whether the subject was on it; only a graded one can be."""
        on = place.names(key, names if self.known is None else None)
        if state != "graded":
            return dict.fromkeys(names)
        unsure = place.names(f"pending_{key}", None)
        known = names if self.known is None else self.known
        return {n: None if n in unsure or n not in known else n in on for n in names}


class _Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a row stands, as far as it is known, while its cells are read."""

    cells: Mapping[str, str]
    period: Period | None
    subject: str | None = None

    def refused(self, why: Fault, key: str, *, foreign: bool = False) -> _Refused:
        value = self.cells.get(key, "")
        return _Refused(Refusal(why, key, value, self.period, self.subject, foreign))

    def cell(self, key: str, kind: Kind, *, needed: bool = True) -> Value:
        return self.read(Field(key, kind, on_missing="reject" if needed else "keep"))

    def read(self, wanted: Field) -> Value:
        """The cell under the field's name."""
        value = read_cell(wanted, self.cells.get(wanted.name, ""))
        if isinstance(value, Fault):
            raise self.refused(value, wanted.name)
        return value

    def word(self, key: str, spellings: Mapping[str, str]) -> Value:
        return self.cell(key, CategoryKind(tuple(spellings)))

    def names(self, key: str, allowed: Collection[str] | None) -> tuple[str, ...]:
        """The names of a cell; each must be one of the `allowed`."""
        text = self.cells.get(key, "").strip()
        found = tuple(name for name in _BETWEEN.split(text) if name)
        for name in found if allowed is not None else ():
            wrong = read_cell(Field(key, CategoryKind(tuple(allowed or ()))), name)
            if isinstance(wrong, Fault):
                raise self.refused(wrong, key)
        return found
