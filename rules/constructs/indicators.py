"""Where points come from: record rules, the indicator tree, the total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rules.constructs.head import Basis
from rules.constructs.scales import KOfN, Source, Valued
from rules.constructs.words import OnUnknown
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
class Indicator:
    """A leaf or a section of the indicator tree, in policy order, sections before their children.

    Limits are in points: a leaf with `full` stays in [0, full]; `floor` and `cap` bound the sum
    where stated. `rules` are ids of record rules. A section has `children` and no start.

    What goes up is points × `weight`. Where `applies` is false the indicator and its full points
    are no part of the total; a section that `restore`s scales the rest up to its full mark. A
    `bonus_stop` indicator adds to the others only up to the full mark of the total.

    An indicator whose numbers depend on the subject's class has them in `variants`, by the words
    of the field `class_field`, and none itself. `scorer` (考核单位) is who supplies the item."""

    name: str
    parent: str | None
    full: Number | None = None
    start: Number = 0
    floor: Number | None = None
    cap: Number | None = None
    rules: tuple[str, ...] = ()
    valued: Source | None = None
    children: tuple[str, ...] = ()
    label: str = ""
    basis: tuple[Basis, ...] = ()
    scorer: str = ""
    weight: Number = 1
    applies: Expr | None = None
    applies_unknown: OnUnknown = "pending"
    restore: bool = False
    bonus_stop: bool = False
    class_field: str = ""
    variants: tuple[tuple[str, Indicator], ...] = ()

    @property
    def ceiling(self) -> Number | None:
        """Full points, and what 任选 says may be earned beyond them."""
        match self.valued:
            case Valued(scale=KOfN(most=most)) if self.full is not None:
                return self.full + most
        return self.full


@dataclass(frozen=True, slots=True)
class Total:
    """`restore`: the full points of what does not apply are restored by scaling the rest up."""

    low: Number | None
    high: Number | None
    rounding: Rounding
    restore: bool = False
