"""Imports in the policy document: which results of which other policy, and along which relation."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rules.construct import Basis, Construct, Name, Words
from rules.formula import Formula


class FillIn(Construct):
    """What a blank field becomes: reject, keep, or `{按: VALUE}`."""

    SCALAR = "action"

    action: Literal["reject", "keep"] | None = None
    fill: Formula | None = None


class Taken(Construct):
    """`of` is the total, the grade, or `名单.红榜`, `处置.约谈`; a grade states its words."""

    SCALAR = "of"

    of: str
    range: Formula | None = None
    decimals: int | None = Field(default=None, ge=0, le=12)
    ordered: Words | None = None
    missing: FillIn | None = None
    label: str = ""


class Import(Construct):
    policy: str
    which: Literal["this", "last", "each"]
    accepts: Literal["final", "proposed"] = "final"
    fields: dict[Name, Taken]
    along: str = ""
    dated: Literal["period_end", "longest"] | None = None
    label: str = ""
    basis: list[Basis] = []
