"""Quotas as the author wrote them."""

from __future__ import annotations

from typing import Literal

from rules.construct import Basis, Construct, Positive
from rules.formula import Formula


class SmallGroups(Construct):
    """Groups of fewer graded subjects than `below`: either one pool or a stated minimum."""

    below: Positive
    pool: bool = False
    at_least: Positive | None = None


class Approved(Construct):
    when: Formula
    quota_max: dict[str, Formula]


class Quota(Construct):
    """Exactly one of quota_max, quota_exact; `by` is a named rank, its groups are the quota's."""

    by: str
    quota_max: dict[str, Formula] = {}
    quota_exact: dict[str, Formula] = {}
    heads: Literal["down", "half_up", "up"] | None = None
    ties: Literal["include", "not_listed"]
    strength: Literal["hard", "soft"]
    small_groups: SmallGroups | None = None
    approved: Approved | None = None
    id: str | None = None
    label: str = ""
    basis: list[Basis] = []
