"""Quotas: how many subjects of a group may hold a grade."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rules.constructs.head import Basis
from rules.expr.nodes import Expr
from rules.values import Number

Heads = Literal["down", "half_up", "up"]


@dataclass(frozen=True, slots=True)
class Seats:
    """The room a grade has: `count` subjects, or `share` of the graded subjects of the group (0 to
    1); where neither is set, all that is left."""

    grade: str
    count: int | None = None
    share: Number | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """Room for some grades, best first, in each group of the rank, taken in the order of the rank.

    A share of a head is rounded by `heads`. `exact` grades have their room by the cumulated share
    from the best grade down, so that the rooms of a group add up to it. `ties_in`: those who tie at
    the cut are all let in, else none of them. `hard`: who finds no room holds the next grade; else
    it is only said. Groups of fewer than `small_below` graded subjects are one pool, or have room
    for `at_least`. Where `approval` holds for every graded subject of a group its room is
    `approved`."""

    id: str
    rank: str
    seats: tuple[Seats, ...]
    exact: bool
    heads: Heads | None
    ties_in: bool
    hard: bool
    small_below: int = 0
    pool: bool = False
    at_least: int = 0
    approval: Expr | None = None
    approved: tuple[Seats, ...] = ()
    label: str = ""
    basis: tuple[Basis, ...] = ()
