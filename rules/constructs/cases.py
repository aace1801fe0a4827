"""Cases that triggers open and runs follow: what is recorded of them, and what a late one costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from rules.constructs.evidence import EvidenceKind, Field
from rules.constructs.words import EVENT_DATE
from rules.expr.kinds import CategoryKind, DateKind, NumberKind, TextKind

# What a record of a case says was done about it.
Handling = Literal["rectified", "extended", "withdrawn"]
HANDLINGS: Mapping[str, Handling] = {
    "整改核实": "rectified",
    "rectified": "rectified",
    "延期": "extended",
    "extended": "extended",
    "撤销": "withdrawn",
    "withdrawn": "withdrawn",
}
# The fields of a record of a case; who verified, extended or withdrew it is never left blank.
OF_TRIGGER, HANDLING, HANDLED_BY, EXTENDED_TO = "处置", "办理", "经办人", "延至"
# What a record of a missed deadline tells beside its day: the list date, and the last day; and the
# rung of a trigger that has a ladder.
TERM = ("起算日", "期限")
RUNG = "级"
RECORD_FIELDS = (OF_TRIGGER, HANDLING, HANDLED_BY, EXTENDED_TO)


def record_fields(triggers: Sequence[str]) -> tuple[Field, ...]:
    """The fields of a kind of case records of these triggers."""
    return (
        Field(OF_TRIGGER, CategoryKind(tuple(triggers)), aliases=("trigger",)),
        Field(HANDLING, CategoryKind(tuple(HANDLINGS)), aliases=("handling",)),
        Field(HANDLED_BY, TextKind(), aliases=("handled_by", "核实人", "批准人")),
        Field(EXTENDED_TO, DateKind(), aliases=("extended_to",), on_missing="keep"),
    )


def overdue_rule(trigger: str) -> str:
    """The id of the rule that deducts for a late case, and the name of what it counts."""
    return f"{trigger}-逾期"


def overdue_kind(trigger: str) -> EvidenceKind:
    """What the rule of a late case finds: a record that a run makes itself, dated the day after the
    deadline, with its term, and its rung where the trigger has a ladder."""
    term = (Field(name, DateKind()) for name in TERM)
    rung = Field(RUNG, NumberKind(0), on_missing="keep")
    fields = (*term, rung, Field(EVENT_DATE, DateKind()))
    return EvidenceKind(overdue_rule(trigger), fields)
