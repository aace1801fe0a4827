"""The cases of earlier runs that a test states, and what it expects of how cases stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from rules.expr.kinds import DateKind, Kind, NumberKind, TextKind
from rules.program import Program
from rules.values import Value, read_decimal
from rules.yaml_reader import MappingNode, Node, SequenceNode
from scoring.casebook.reading import Reading
from scoring.casebook.words import CASE_STATES
from scoring.conclude.case_files import CaseFile, Closing, Missed, case_id

_KEYS = ("triggers", "opened", "since", "deadline", "level", "overdue", "state", "closed")
_CLOSINGS: Mapping[str, Closing] = {"rectified": "rectified", "withdrawn": "withdrawn"}
# What may be expected of the latest case of a trigger.
MEMBERS: Mapping[str, Kind] = {
    "state": TextKind(),
    "deadline": DateKind(),
    "level": NumberKind(0),
    "action": TextKind(),
    "opened": DateKind(),
    "since": DateKind(),
    "overdue": DateKind(),
    "closed": DateKind(),
}


class CaseReading:
    """Reads the cases of one policy's tests into a reading; whose they are is not known yet."""

    def __init__(self, program: Program, reading: Reading) -> None:
        self._reading = reading
        self._triggers = {trigger.name: trigger for trigger in program.triggers}

    def read(self, node: Node) -> Iterator[CaseFile]:
        if not isinstance(node, SequenceNode):
            expected = "往期案件的列表 · a list of earlier cases"
            self._reading.problem("case-form", node.span, expected=expected)
            return
        for item in node.items:
            found = dict(self._reading.mapping(item, _KEYS))
            lacking = [key for key in ("triggers", "opened") if key not in found]
            for key in lacking if isinstance(item, MappingNode) else ():
                self._reading.about_key("case-missing", item.span, key)
            if not lacking:
                yield from self._case(found)

    def _case(self, found: Mapping[str, Node]) -> Iterator[CaseFile]:
        opened = self._reading.date(found["opened"])
        for name in self._reading.words(found["triggers"], self._triggers):
            if opened is None:
                continue
            state = None
            if "state" in found:
                state = self._reading.choice(found["state"], CASE_STATES)
            level = read_decimal(self._reading.text(found["level"])) if "level" in found else None
            rung = level if isinstance(level, int) else None
            overdue = self._reading.date(found.get("overdue"))
            since = self._reading.date(found.get("since")) or opened
            yield CaseFile(
                id="",
                subject="",
                trigger=name,
                period="",
                opened=opened,
                since=since,
                level=rung,
                action=self._triggers[name].action,
                deadline=self._reading.date(found.get("deadline")),
                overdue=(Missed(overdue, since, rung),) if overdue else (),
                closed=self._reading.date(found.get("closed")),
                closing=_CLOSINGS.get(state or ""),
                provisional=state == "provisional",
            )


def of_subject(case: CaseFile, policy: str, subject: str) -> CaseFile:
    return replace(case, id=case_id(policy, subject, case.trigger, case.opened), subject=subject)


def member_of(cases: tuple[CaseFile, ...], trigger: str, member: str) -> Value:
    """What is told of the latest case of the trigger; None where there is none."""
    own = [case for case in cases if case.trigger == trigger]
    if not own:
        return None
    latest = max(own, key=_opened)
    if member == "overdue":
        return max(latest.late_days, default=None)
    value: Value = getattr(latest, member)
    return value


def _opened(case: CaseFile) -> date:
    return case.opened
