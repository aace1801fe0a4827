"""Named quantities of a subject and the aggregates they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from rules.constructs.head import Basis
from rules.constructs.spans import TimeSpan
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


@dataclass(frozen=True, slots=True)
class TrimmedMean:
    """The mean without the `trim` lowest and the `trim` highest values; where `share`, without
    ⌊n · trim⌋ at each end. Nothing left is missing."""

    evidence: str
    value: Expr
    trim: Number
    share: bool
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class Median:
    """The middle value; the mean of the two in the middle of an even number."""

    evidence: str
    value: Expr
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least or the greatest value: of numbers, dates, or words that have an order."""

    evidence: str
    value: Expr
    greatest: bool
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class Latest:
    """The value of the record with the latest event date; of equal dates, with the greater
    identity in code-point order. Missing where that record has no value."""

    evidence: str
    value: Expr
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class Distinct:
    """How many different values; a record without one is left out."""

    evidence: str
    value: Expr
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class Windowed:
    """How many records of the same sort come together: of all windows of this `length` the count
    of the fullest; or with `groups_of` n how many groups of n there can be, each in one window and
    no record in two of them. A window that ends on a day D holds what is dated in (D − length, D].
    Records are of one sort where the values of `same` are equal; one without such a value is left
    out."""

    evidence: str
    length: TimeSpan
    same: tuple[Expr, ...] = ()
    groups_of: int | None = None
    when: Expr | None = None


@dataclass(frozen=True, slots=True)
class Quantified:
    """Whether `test` holds for any record, or for every one. Without records none holds for any,
    and it holds for every one; an unknown record decides only where the others do not."""

    evidence: str
    test: Expr
    every: bool


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """(value − base) ÷ base. `when_zero` is the value of a zero base; None is missing. A base below
    zero is missing: growth from a loss says nothing."""

    value: Expr
    base: Expr
    when_zero: Number | None


@dataclass(frozen=True, slots=True)
class Relative:
    """A subject's value beside those of its group: the eligible subjects that have one.

    `best_high` says that greater is better. The ratio to the best is value ÷ best, or best ÷ value
    where less is better; `when_zero` is the value of a zero denominator, None is missing."""

    how: Literal["place", "ratio_to_best", "deviation", "group_mean", "share"]
    of: Expr
    within: tuple[str, ...] = ()
    best_high: bool = True
    when_zero: Number | None = None


@dataclass(frozen=True, slots=True)
class PerItem:
    """One value for each item, then `outer` over them.

    An item is a record of the kind `items`, named by its `identity`, or, where `items` is empty,
    each different key of the records. `keys` are the kinds aggregated, each with the fields that
    name the item. `inner` are computed for each item in order; a formula among them reads those
    before it, and the item's own fields. `outer` reads them as summary names; its weight may read
    the item's own fields besides."""

    items: str
    identity: tuple[Expr, ...]
    keys: tuple[tuple[str, tuple[Expr, ...]], ...]
    inner: tuple[Measure, ...]
    outer: Sum | Mean | WeightedMean | TrimmedMean | Median | Extreme


@dataclass(frozen=True, slots=True)
class WorkingTerm:
    """The last of so many working days, the first of them the day after `since`."""

    since: Expr
    days: int


OverNumbers: TypeAlias = Sum | Mean | TrimmedMean | Median
OverValues: TypeAlias = OverNumbers | Extreme | GroupMean | WeightedMean | Latest | Distinct
OverRecords: TypeAlias = OverValues | Count | Windowed | Ratio | Quantified
Aggregate: TypeAlias = OverRecords | Formula | YearOnYear | Relative | PerItem | WorkingTerm


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
