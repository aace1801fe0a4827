"""The part of the policy document about how a thing is made up: checks, decisions, waivers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from rules.construct import Basis, Construct, Text, Words
from rules.constructs.checks import Strength
from rules.formula import Formula


class Check(Construct):
    """A condition; or a day something is done, the last day of it, and what no day at all means."""

    when: Formula | None = None
    done: Formula | None = None
    from_: Formula | None = Field(default=None, alias="from")
    deadline: Formula | None = None
    missing: Literal["not_met", "pending"] | None = None
    strength: Strength
    applies: Formula | None = None
    label: str = ""
    basis: list[Basis] = []


class Choice(Construct):
    """A category and when it is given; `recorded` where it must be on record why none of those
    before it was."""

    give: Text
    when: Formula
    recorded: bool = False
    reason: str = ""


class Decide(Construct):
    SEQUENCE = "ordered"

    ordered: Annotated[list[Choice], Field(min_length=1)]
    label: str = ""
    basis: list[Basis] = []


class Waiver(Construct):
    """Who may approve an exception."""

    SEQUENCE = "approver"

    approver: Words
    basis: list[Basis] = []
