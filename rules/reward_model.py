"""Who signs, and what follows in money: the part of the document after the triggers."""

from __future__ import annotations

from typing import Literal

from rules.construct import Basis, Construct, Rounding, TieBreak
from rules.formula import Formula


class SignParty(Construct):
    SCALAR = "party"

    party: str
    roles: list[str] = []


class SignOff(Construct):
    SEQUENCE = "parties"

    parties: list[SignParty]
    label: str = ""
    basis: list[Basis] = []


class Coefficient(Construct):
    """`sign` names sign-offs, or is the one word 无 (none)."""

    mode: Literal["direct", "uplift", "multiply"]
    applied_by: str
    sign: list[str]
    when: Formula | None = None
    unknown: Literal["pending", "fire", "ignore"] = "pending"
    value: Formula | None = None
    by: Formula | None = None
    table: dict[str, Formula] | None = None
    base_value: Formula | None = None
    cap: Formula | None = None
    floor: Formula | None = None
    min_grade: str | None = None
    round: Rounding | None = None
    label: str = ""
    basis: list[Basis] = []


class AwardPool(Construct):
    """`odd_units` ends with the word 编号 (subject_id), so that no two subjects tie."""

    method: Literal["equal", "by_score", "tiered", "per_head", "fixed"]
    sign: list[str]
    amount: Formula | None = None
    unit: Literal["fen", "jiao", "yuan", "hundred_yuan"] = "fen"
    when: Formula | None = None
    unknown: Literal["pending", "fire", "ignore"] = "pending"
    by: Formula | None = None
    parts: dict[str, Formula] | None = None
    fixed: dict[str, Formula] | None = None
    shortfall: Literal["proportional", "pending"] | None = None
    months: Formula | None = None
    cap_share: Formula | None = None
    remainder: Literal["redistribute", "retain"] | None = None
    odd_units: list[TieBreak] = []
    unsigned: Literal["retain", "leave_out"] | None = None
    label: str = ""
    basis: list[Basis] = []
