"""Where points come from: record rules, scales, the indicator tree, the total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from rules.constructs.head import Basis
from rules.expr.nodes import Expr
from rules.values import Number, Rounding


@dataclass(frozen=True, slots=True)
class Contest:
    """Rules with the same contest compete for a record, or for a matter where its kind has one:
    the heaviest counts, or the one that stands first in the policy."""

    id: str
    keep: Literal["highest", "first"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A record rule of an indicator: every record of the kind for which `when` is true gives a
    finding of `sign` × `points`. Limits are in size, unsigned: `cap_each` for one record, the
    others for the sum of a day, a month, the period. Where occurrences differ, `later` are the
    points of the second, the third …; the last of them is that of all further ones."""

    id: str
    indicator: str
    evidence: str
    when: Expr | None
    sign: Literal[1, -1]
    points: Expr
    cap: Number | None = None
    label: str = ""
    basis: tuple[Basis, ...] = ()
    cap_each: Number | None = None
    cap_daily: Number | None = None
    cap_monthly: Number | None = None
    later: tuple[Number, ...] = ()
    contest: Contest | None = None


@dataclass(frozen=True, slots=True)
class JointCap:
    """Limits of the points of several rules of one sign together: for a day, a month, the
    period."""

    rules: tuple[str, ...]
    cap: Number | None = None
    cap_daily: Number | None = None
    cap_monthly: Number | None = None


@dataclass(frozen=True, slots=True)
class Linear:
    """0 at `low`, full points at `high`, straight between, never outside."""

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


Scale: TypeAlias = Linear | StepTable | BandTable | Direct


@dataclass(frozen=True, slots=True)
class Valued:
    """A leaf's points come from a value by a scale, rounded where stated.
    A missing value gives full points, none, or the subject waits."""

    value: Expr
    scale: Scale
    rounding: Rounding | None
    missing: Literal["full", "zero", "pending"] | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf or a section of the indicator tree, in policy order, sections before their children.

    Limits are in points: a leaf with `full` stays in [0, full]; `floor` and `cap` bound the sum
    where stated. `rules` are ids of record rules. A section has `children` and no start. `scorer`
    (考核单位) is who supplies the item."""

    name: str
    parent: str | None
    full: Number | None = None
    start: Number = 0
    floor: Number | None = None
    cap: Number | None = None
    rules: tuple[str, ...] = ()
    valued: Valued | None = None
    children: tuple[str, ...] = ()
    label: str = ""
    basis: tuple[Basis, ...] = ()
    scorer: str = ""


@dataclass(frozen=True, slots=True)
class Total:
    low: Number | None
    high: Number | None
    rounding: Rounding
