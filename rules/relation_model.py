"""Relations in the policy document: who was with whom from when to when, and whose a record is."""

from __future__ import annotations

from typing import Literal

from rules.construct import Construct


class Relation(Construct):
    """`key` is the field that names the other side; whom the relation does not name on a day is
    `otherwise` itself, or nobody's."""

    SCALAR = "key"

    key: str
    sole: bool = False
    otherwise: Literal["itself"] | None = None


class Owner(Construct):
    """Whose a record is: who stands under one of the `headings`, or who is found `along` a relation
    of one of its fields, at a day that `dated` says or its field `dated_in` has. Short: headings,
    or `小区.服务企业`."""

    SCALAR = "headings"
    SEQUENCE = "headings"

    headings: list[str] = []
    along: str = ""
    dated: (
        Literal["event", "period_end", "as_of", "longest", "month_longest", "by_tenure"] | None
    ) = None
    dated_in: str = ""
