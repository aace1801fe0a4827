"""What a result is worth, and who must sign before it counts: coefficients, pools, sign-offs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from rules.constructs.head import Basis
from rules.constructs.words import OnUnknown
from rules.expr.nodes import Expr
from rules.values import Number, Rounding

# The factor is the coefficient · is added to the base · multiplies the base.
CoefficientMode: TypeAlias = Literal["direct", "uplift", "multiply"]
AwardMethod: TypeAlias = Literal["equal", "by_score", "tiered", "per_head", "fixed"]


@dataclass(frozen=True, slots=True)
class SignParty:
    """A party that must sign; where `roles` are named only they sign for it."""

    name: str
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignOff:
    """A gate: it is passed when every party has agreed."""

    name: str
    parties: tuple[SignParty, ...]
    label: str = ""
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Coefficient:
    """Recommended to `applied_by` for graded subjects of at least `min_grade` for which `when`
    holds. The factor is `value`, or what `table` has for the word `by` is worth (None: no
    coefficient). It is rounded, then kept within `floor` and `cap`; `digits` are its decimals."""

    name: str
    mode: CoefficientMode
    applied_by: str
    digits: int
    when: Expr | None = None
    value: Expr | None = None
    by: Expr | None = None
    table: tuple[tuple[str, Number | None], ...] = ()
    base: Expr | None = None
    floor: Number | None = None
    cap: Number | None = None
    min_grade: str = ""
    rounding: Rounding | None = None
    sign: tuple[str, ...] = ()
    on_unknown: OnUnknown = "pending"
    label: str = ""
    basis: tuple[Basis, ...] = ()

    @property
    def told_digits(self) -> int | None:
        """How many decimals people are shown at least; none more than needed where it is not
        rounded."""
        return self.rounding.digits if self.rounding else None


@dataclass(frozen=True, slots=True)
class AwardPool:
    """`amount` yuan among the graded subjects for which `when` holds, in whole `unit`s.

    A share is in proportion to 1 (equal), to `by` (by_score, per_head), or to the parts of the
    grade in `table` (tiered); `fixed` pays what `table` has. A grade with None gets nothing. With
    `months` each counts for its months of the `period_months`. `cap` bounds one share; what it cuts
    off goes to the others where `redistribute`. Equal remainders are served in the order of
    `odd_units`, then of the subjects' ids. `shortfall` says what a pool too small for its fixed
    shares does, `unsigned` what settlement does with a share nobody signed."""

    name: str
    method: AwardMethod
    unit: Number
    digits: int
    amount: Number | None = None
    when: Expr | None = None
    by: Expr | None = None
    table: tuple[tuple[str, Number | None], ...] = ()
    months: Expr | None = None
    period_months: int = 0
    cap: Number | None = None
    redistribute: bool = False
    shortfall: Literal["proportional", "pending"] | None = None
    odd_units: tuple[tuple[Expr, bool], ...] = ()
    sign: tuple[str, ...] = ()
    unsigned: Literal["retain", "leave_out"] | None = None
    on_unknown: OnUnknown = "pending"
    label: str = ""
    basis: tuple[Basis, ...] = ()
