"""What policies give each other: imports of results, and evidence that lists and triggers write."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rules.construct import Basis, Construct, Name, Text, Words
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


class LateEffect(Construct):
    """Evidence for another policy: `fields` are headings and cells of its kind `into`. What is
    written of a missed deadline is dated by it."""

    policy: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)
    into: Text
    fields: dict[Name, Text] = {}


class Effect(LateEffect):
    dated: Literal["period_end", "as_of"]


class Import(Construct):
    policy: str
    which: Literal["this", "last", "each"]
    accepts: Literal["final", "proposed"] = "final"
    fields: dict[Name, Taken]
    along: str = ""
    dated: Literal["period_end", "this_period_end", "longest"] | None = None
    label: str = ""
    basis: list[Basis] = []
