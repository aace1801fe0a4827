"""What follows from the points: vetoes, direct grades, grades, ranks, lists, triggers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rules.constructs.head import Basis
from rules.constructs.words import OnUnknown, VetoEffect
from rules.expr.nodes import Expr


@dataclass(frozen=True, slots=True)
class Veto:
    """zero: a positive total becomes 0, before the bands. force, cap: the grade is, or is at best,
    `grade`. bar: at best the second grade. step_down: `steps` grades lower."""

    id: str
    when: Expr
    effect: VetoEffect
    grade: str = ""
    steps: int = 0
    on_unknown: OnUnknown = "pending"
    label: str = ""
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class DirectGrade:
    """Where `when` holds the grade is `grade` whatever the standards say; the lowest where several
    hold. Vetoes come after it, and it takes a place of a quota like any other grade."""

    id: str
    when: Expr
    grade: str
    on_unknown: OnUnknown = "pending"
    label: str = ""
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """Best first; the first whose condition holds is given. `when` None is 其余."""

    name: str
    when: Expr | None
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Rank:
    """Graded subjects for which `takes_part` holds, compared by `by` and then by the tie-breaks,
    within groups of equal `within` fields. `(expr, descending)` says which end comes first."""

    name: str
    by: Expr
    descending: bool
    within: tuple[str, ...] = ()
    takes_part: Expr | None = None
    method: Literal["competition", "dense"] = "competition"
    tie_breaks: tuple[tuple[Expr, bool], ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class ListRule:
    """A named list of the subjects for which `when` holds; unknown goes on its 待定 sheet. Unless
    `ties_in`, it must hold of those who tie whatever place each of them were given."""

    name: str
    when: Expr
    ties_in: bool = True
    on_unknown: OnUnknown = "pending"
    publicity: str = ""
    audience: str = ""
    label: str = ""
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """A case opened for a subject for which `when` holds; `days` are natural days from the as-of
    date to the deadline."""

    name: str
    when: Expr
    action: str = ""
    recipients: tuple[str, ...] = ()
    days: int | None = None
    on_unknown: OnUnknown = "pending"
    label: str = ""
    basis: tuple[Basis, ...] = ()
