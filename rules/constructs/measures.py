"""Named quantities of a subject and the aggregates they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from rules.constructs.head import Basis
from rules.expr.kinds import Kind
from rules.expr.nodes import Expr
from rules.values import Number, Rounding


@dataclass(frozen=True, slots=True)
class Count:
    evidence: str
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    evidence: str
    value: Expr
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class Mean:
    """Missing values are left out; no value at all is missing."""

    evidence: str
    value: Expr
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class GroupMean:
    """The mean of each group's mean by the group's weight. A group with fewer than `min_ballots`
    values is missing: its weight is shared in proportion by the others, or it counts as zero, or
    the measure waits."""

    evidence: str
    value: Expr
    by: Expr
    weights: tuple[tuple[str, Number], ...]
    min_ballots: int
    missing_group: Literal["proportional", "zero", "pending"]
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class WeightedMean:
    """Σ weight·value ÷ Σ weight over records that have both."""

    evidence: str
    value: Expr
    weight: Expr
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """Records with `numerator` ÷ records with `denominator`, the first a subset of the second. A
    record unknown in either leaves both, or stays in the denominator where `keep_unknown`.
    `when_zero` is the value of a zero denominator; None is missing."""

    evidence: str
    numerator: Expr
    denominator: Expr | None
    keep_unknown: bool
    when_zero: Number | None


@dataclass(frozen=True, slots=True)
class Formula:
    value: Expr


Aggregate: TypeAlias = Count | Sum | Mean | GroupMean | WeightedMean | Ratio | Formula


@dataclass(frozen=True, slots=True)
class Measure:
    """A named quantity of a subject; `rounding` None is exact (不舍入, or nothing was divided)."""

    name: str
    kind: Kind
    aggregate: Aggregate
    rounding: Rounding | None = None
    label: str = ""
    unit: str = ""
    basis: tuple[Basis, ...] = ()
