"""Quantities of earlier results: how often something was so, and what the last result was."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rules.constructs.head import Basis
from rules.constructs.words import ADDED
from rules.expr.kinds import Kind
from rules.expr.nodes import Expr

# The day a result is counted at: the last day of its period, or its as-of date.
Dated = Literal["period_end", "as_of"]


@dataclass(frozen=True, slots=True)
class Tally:
    """In how many periods `when` held: on end up to the one at hand, or, where `months` is given,
    dated in (D − months, D], D being the day of the period at hand. It is counted back from the
    latest period and ends at one in which `spent_by` held.

    A period without grade is counted as one in which `when` did not hold, or passed over where
    `skip_not_graded`. What is earlier than all history is unknown, or did not hold where
    `none_is_zero`. `with_shadow` takes results of a policy that was scored without effect.

    With `holder`, a field of the subject, results count only while its value was what it is now: a
    run ends with the period in which it was another, and a count passes over it.

    From a count of `enough` on every condition of the policy is decided: where a period before it
    is unknown the count stands for itself or more."""

    name: str
    when: Expr
    months: int | None = None
    dated: Dated = "period_end"
    spent_by: Expr | None = None
    skip_not_graded: bool = False
    none_is_zero: bool = False
    with_shadow: bool = False
    enough: int | None = None
    label: str = ""
    basis: tuple[Basis, ...] = ()
    holder: str = field(default="", metadata=ADDED)

    @property
    def earlier(self) -> str:
        """The summary name of the same over earlier periods only."""
        return f"{self.name}.earlier"


@dataclass(frozen=True, slots=True)
class Recall:
    """What `value` was in the period before, or in the same period of the year before; missing
    where the subject's field `holder` had another value then."""

    name: str
    value: Expr
    kind: Kind
    back: Literal["period", "year"]
    with_shadow: bool = False
    label: str = ""
    basis: tuple[Basis, ...] = ()
    holder: str = field(default="", metadata=ADDED)
