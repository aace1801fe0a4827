"""A trigger as the author wrote it: when, what is done, by when, and what if it is not."""

from __future__ import annotations

from typing import Literal

from rules.construct import Basis, Construct, Text
from rules.formula import Formula
from rules.import_model import Effect, LateEffect


class Overdue(Construct):
    """What a case costs that is not put right in time, and which indicator pays; what it writes
    for other policies."""

    deduct: Formula | None = None
    charged_to: str | None = None
    effect: list[LateEffect] = []
    label: str = ""
    basis: list[Basis] = []


class Trigger(Construct):
    when: Formula
    action: str = ""
    recipients: list[str] = []
    rectification: list[Text] = []
    deadline: Formula | None = None
    ladder: dict[str, Text] = {}
    by: Formula | None = None
    cool_off: Formula | None = None
    overdue: Overdue | None = None
    effect: list[Effect] = []
    unknown: Literal["pending", "fire", "ignore"] = "pending"
    label: str = ""
    basis: list[Basis] = []
