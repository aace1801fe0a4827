"""A table of cases that were opened before any package: rows in, cases out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import cast

from rules.expr.kinds import CategoryKind, DateKind, Kind, NumberKind, TextKind
from rules.program import Field, Program, Trigger
from rules.values import Value
from scoring.conclude.case_files import CaseFile, CaseState, Closing, Missed, case_id
from scoring.conclude.opening import basis_told
from scoring.evidence import Period
from scoring.explanation.case_phrases import CASE_STATE_WORDS
from scoring.intake.cells import read_cell
from scoring.intake.faults import Fault, IntakeError, fault, listed, shown
from scoring.intake.rows import Damage, Row, Table

HEADINGS: Mapping[str, str] = {
    "subject": "对象",
    "trigger": "处置",
    "state": "状态",
    "level": "级",
    "opened": "立案日",
    "since": "起算日",
    "deadline": "期限",
    "extended": "延期日",
    "overdue": "逾期日",
    "closed": "办结日",
    "handled_by": "经办人",
}
REQUIRED = ("subject", "trigger", "opened")
_STATES: Mapping[str, CaseState] = {
    word: state for state, words in CASE_STATE_WORDS.items() for word in (words.zh, state)
}
_CLOSINGS: Mapping[CaseState, Closing] = {"rectified": "rectified", "withdrawn": "withdrawn"}
_BETWEEN = re.compile(r"\s*[;；、，,]\s*")
_A_DAY = timedelta(days=1)


def tells_of_cases(headings: Sequence[str] | None) -> bool:
    """A table of results never says when a case was opened."""
    return any(_english(text) == "opened" for text in headings or ())


def _english(text: str) -> str | None:
    text = text.strip()
    return next((key for key, chinese in HEADINGS.items() if text in (key, chinese)), None)


def read_case_table(program: Program, here: Period, table: Table) -> tuple[CaseFile, ...]:
    """Raises IntakeError with every cell that is wrong: a case that was left out would be one whose
    deadline nobody missed."""
    _check_headings(table)
    reading = _Reading(program, here)
    cases = [case for line in table.rows for case in reading.read(table, line)]
    reading.require_apart(cases)
    if reading.wrong:
        told = {"count": len(reading.wrong), **listed([zh for zh, _ in reading.wrong])}
        told["words_en"] = listed([en for _, en in reading.wrong])["words_en"]
        raise IntakeError(fault("case-rows", **told), file=table.title)
    return tuple(cases)


def unread(table: Table) -> Sequence[str]:
    """The headings nothing is read under."""
    return sorted(text for text in table.headings or () if _english(text) is None)


def _check_headings(table: Table) -> None:
    found = Counter(map(_english, table.headings or ()))
    lacking = [key for key in REQUIRED if not found[key]]
    twice = [key for key in HEADINGS if found[key] > 1]
    if lacking or twice:
        code = "case-columns" if lacking else "case-columns-twice"
        words = [f"{HEADINGS[key]} {key}" for key in lacking or twice]
        raise IntakeError(fault(code, **listed(words)), file=table.title)


class _Wrong(Exception):
    """A cell that cannot be read, by its English heading."""

    def __init__(self, key: str, why: Fault) -> None:
        self.key, self.why = key, why
        super().__init__(key)


@dataclass(slots=True)
class _Reading:
    """`wrong` are the places, in words of both languages."""

    program: Program
    here: Period
    wrong: list[tuple[str, str]] = field(default_factory=list)

    def read(self, table: Table, line: Row | Damage | None) -> Iterator[CaseFile]:
        if isinstance(line, Damage):
            self._note(line.number, line.column, line.value, line.fault)
        elif line is not None:
            at = {key: i for i, text in enumerate(line.headings) if (key := _english(text))}
            cells = {key: line.cells[i] for key, i in at.items()}
            try:
                for faulty in sorted(set(at.values()) & line.faults.keys()):
                    raise _Wrong(_key_at(at, faulty), line.faults[faulty])
                yield _Cells(self.program, self.here, cells).case()
            except _Wrong as wrong:
                index = at.get(wrong.key)
                heading = HEADINGS[wrong.key] if index is None else line.headings[index]
                cell = "" if index is None else table.origin(line, heading, index).cell
                where = f"{heading} {cell}".strip()
                self._note(line.number, where, cells.get(wrong.key, ""), wrong.why)

    def require_apart(self, cases: Sequence[CaseFile]) -> None:
        """One case of a subject's trigger is open at a time, and one is opened on a day."""
        opened = Counter((case.subject, case.trigger, case.opened) for case in cases)
        going = Counter((case.subject, case.trigger) for case in cases if case.is_open)
        found = {key[:2] for key, times in opened.items() if times > 1}
        found |= {key for key, times in going.items() if times > 1}
        for subject, trigger in sorted(found):
            self._note(0, "", subject, fault("case-twice", trigger=trigger))

    def _note(self, row: int, column: str, value: str, why: Fault) -> None:
        said = f"“{shown(value)}”" if value else ""
        zh = " ".join(filter(None, (f"第 {row} 行" if row else "", column, said)))
        en = " ".join(filter(None, (f"row {row}" if row else "", column, said)))
        self.wrong.append((f"{zh}：{why.sentence('zh')}", f"{en}: {why.sentence('en')}"))


def _key_at(at: Mapping[str, int], index: int) -> str:
    return next(key for key, own in at.items() if own == index)


@dataclass(frozen=True, slots=True)
class _Cells:
    """One row by English heading."""

    program: Program
    here: Period
    cells: Mapping[str, str]

    def case(self) -> CaseFile:
        """Action, recipients and basis are those the policy states."""
        subject = str(self._cell("subject", TextKind()))
        trigger = self._trigger()
        before = self.here.start - _A_DAY
        opened = self._day("opened", date.min, before)
        since = self._day("since", opened, before) if self.cells.get("since") else opened
        state = self._state()
        level, closed = self._level(trigger), self._closed(state, opened)
        return CaseFile(
            id=case_id(self.program.head.id, subject, trigger.name, opened),
            subject=subject,
            trigger=trigger.name,
            period="",
            opened=opened,
            since=since,
            level=level,
            action=trigger.ladder[level - 1].action if level else trigger.action,
            recipients=trigger.recipients,
            rectification=trigger.rectification,
            deadline=self._deadline(trigger, since, is_open=closed is None),
            basis=basis_told(trigger.basis),
            extended=self._days("extended", opened),
            overdue=tuple(self._missed(opened, since, level)),
            closed=closed,
            closing=_CLOSINGS.get(state),
            handled_by=str(self._cell("handled_by", TextKind(), needed=False) or ""),
            provisional=state == "provisional",
            unsure=state == "unknown",
        )

    def _trigger(self) -> Trigger:
        known = {trigger.name: trigger for trigger in self.program.triggers}
        return known[str(self._cell("trigger", CategoryKind(tuple(known))))]

    def _state(self) -> CaseState:
        word = self._cell("state", CategoryKind(tuple(_STATES)), needed=False)
        return _STATES[str(word)] if word else "open"

    def _level(self, trigger: Trigger) -> int | None:
        level = self._cell("level", NumberKind(0), needed=False)
        if not trigger.ladder:
            if level is not None:
                raise _Wrong("level", fault("case-no-rung", trigger=trigger.name))
            return None
        most = len(trigger.ladder)
        if not isinstance(level, int) or not 1 <= level <= most:
            raise _Wrong("level", fault("case-rung", trigger=trigger.name, most=most))
        return level

    def _closed(self, state: CaseState, opened: date) -> date | None:
        if (state in _CLOSINGS) != bool(self.cells.get("closed")):
            raise _Wrong("closed", fault("case-closing"))
        return self._day("closed", opened, self.here.as_of) if self.cells.get("closed") else None

    def _deadline(self, trigger: Trigger, since: date, *, is_open: bool) -> date | None:
        if self.cells.get("deadline"):
            return self._day("deadline", since, date.max)
        if is_open and (trigger.days is not None or trigger.terms):
            raise _Wrong("deadline", fault("case-needs-deadline", trigger=trigger.name))
        return None

    def _missed(self, opened: date, since: date, level: int | None) -> Iterator[Missed]:
        """A deadline missed before the term that runs now belongs to the one before."""
        for day in self._days("overdue", opened):
            yield Missed(day, since if day > since else opened, level)

    def _days(self, key: str, first: date) -> tuple[date, ...]:
        texts = filter(None, _BETWEEN.split(self.cells.get(key, "").strip()))
        days = (self._read(key, Field(key, DateKind()), text) for text in texts)
        return tuple(sorted(self._within(key, day, first, self.here.as_of) for day in days))

    def _day(self, key: str, first: date, last: date) -> date:
        return self._within(key, self._cell(key, DateKind()), first, last)

    def _within(self, key: str, day: Value, first: date, last: date) -> date:
        told = cast(date, day)
        if told < first:
            raise _Wrong(key, fault("case-too-early", first=first))
        if told > last:
            raise _Wrong(key, fault("case-too-late", last=last))
        return told

    def _cell(self, key: str, kind: Kind, *, needed: bool = True) -> Value:
        wanted = Field(key, kind, on_missing="reject" if needed else "keep")
        return self._read(key, wanted, self.cells.get(key, ""))

    def _read(self, key: str, wanted: Field, text: str) -> Value:
        value = read_cell(wanted, text)
        if isinstance(value, Fault):
            raise _Wrong(key, value)
        return value
