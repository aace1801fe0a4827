"""How a value becomes points: scales over one value, tables over several, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from rules.expr.nodes import Expr
from rules.values import Number, Rounding

# What a part of a step counts: its part, nothing, or a whole step.
PartStep: TypeAlias = Literal["in_proportion", "drop", "whole_step"]
HitPolicy: TypeAlias = Literal["unique", "first", "priority", "collect_sum"]
# What a missing value gives; exclude: the item leaves the total and the rest is scaled up.
OnMissingValue: TypeAlias = Literal["full", "zero", "group_mean", "exclude", "pending"]


@dataclass(frozen=True, slots=True)
class Linear:
    """0 at `low`, full points at `high`, straight between, never outside; it falls where `low` is
    the greater one."""

    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class StepTable:
    """The points of the highest threshold reached (ascending); 0 below the first."""

    steps: tuple[tuple[Number, Number], ...]


@dataclass(frozen=True, slots=True)
class BandTable:
    """The points of the band the value lies in; each band is a condition over the value."""

    bands: tuple[tuple[Expr, Number], ...]


@dataclass(frozen=True, slots=True)
class Direct:
    """The value itself is the points."""


@dataclass(frozen=True, slots=True)
class WholeBrackets:
    """全额: the whole value times the rate of the band it lies in."""

    bands: tuple[tuple[Expr, Number], ...]


@dataclass(frozen=True, slots=True)
class MarginalBrackets:
    """超额累进: from 0 upwards, the part of the value in each bracket times that bracket's rate.
    `(upper end, rate)` ascending; the last end is None."""

    parts: tuple[tuple[Number | None, Number], ...]


@dataclass(frozen=True, slots=True)
class Deviation:
    """Full points at `target`, less `deduct` for each step below or above it; a side without a
    step deducts nothing. Never below `floor`."""

    target: Number
    below: Number | None
    above: Number | None
    deduct: Number
    part: PartStep
    floor: Number | None


@dataclass(frozen=True, slots=True)
class KOfN:
    """Full points for any `pick` of `out_of` things; below, their part or nothing; for each one
    more `each` beyond full points, together at most `most`."""

    pick: int
    out_of: int
    short: Literal["in_proportion", "zero"]
    each: Number
    most: Number


Scale: TypeAlias = (
    Linear | StepTable | BandTable | Direct | WholeBrackets | MarginalBrackets | Deviation | KOfN
)


@dataclass(frozen=True, slots=True)
class Valued:
    """A leaf's points come from a value by a scale, rounded where stated. `within` are the fields
    that make the group of a group mean; none is everybody."""

    value: Expr
    scale: Scale
    rounding: Rounding | None
    missing: OnMissingValue | None
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a decision table: a test for each input (None is any value), and its points."""

    tests: tuple[Expr | None, ...]
    points: Number


@dataclass(frozen=True, slots=True)
class Decision:
    """A leaf's points come from the rows whose every test holds. unique: there is one. first: the
    first one. priority: the one whose points stand first in `priorities`. collect_sum: the sum of
    them all."""

    hit: HitPolicy
    inputs: tuple[Expr, ...]
    rows: tuple[Row, ...]
    priorities: tuple[Number, ...]
    rounding: Rounding | None
    missing: OnMissingValue | None
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One step: `sign` × `points` where `when` holds, then the balance is kept in its limits."""

    sign: Literal[1, -1]
    points: Expr
    when: Expr | None
    floor: Number | None
    cap: Number | None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Stepwise:
    """A leaf's points are its start changed step by step. A step that cannot be told changes
    nothing, or the subject waits."""

    changes: tuple[Change, ...]
    rounding: Rounding | None
    missing: OnMissingValue | None
    within: tuple[str, ...] = ()


Source: TypeAlias = Valued | Decision | Stepwise
