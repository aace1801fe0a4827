"""What follows from the points: vetoes, direct grades, grades, ranks, lists, triggers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rules.constructs.effects import Effect
from rules.constructs.head import Basis
from rules.constructs.spans import TimeSpan
from rules.constructs.words import ADDED, OnUnknown, VetoEffect
from rules.expr.nodes import Expr
from rules.values import Number


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
    effects: tuple[Effect, ...] = field(default=(), metadata=ADDED)


@dataclass(frozen=True, slots=True)
class Term:
    """So many days, natural or working, from the day after the one they are counted from."""

    days: int
    working: bool = False


@dataclass(frozen=True, slots=True)
class Rung:
    """What is done from a level of `at` on."""

    at: Number
    action: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """A case opened for a subject for which `when` holds; `days` run from the as-of date to the
    deadline. Where `terms` are given the word of the subject's `term_field` says which holds.

    With a `ladder`, least first, the action is that of the highest rung that `level` reaches, and
    of the first where it reaches none. `rectification` is what is to be put right. Where a case
    that is not put right in time is `overdue`, a rule of its own deducts for it;
    `overdue_effects` are written of it."""

    name: str
    when: Expr
    action: str = ""
    recipients: tuple[str, ...] = ()
    days: int | None = None
    on_unknown: OnUnknown = "pending"
    label: str = ""
    basis: tuple[Basis, ...] = ()
    working: bool = field(default=False, metadata=ADDED)
    term_field: str = field(default="", metadata=ADDED)
    terms: tuple[tuple[str, Term], ...] = field(default=(), metadata=ADDED)
    ladder: tuple[Rung, ...] = field(default=(), metadata=ADDED)
    level: Expr | None = field(default=None, metadata=ADDED)
    effects: tuple[Effect, ...] = field(default=(), metadata=ADDED)
    rectification: tuple[str, ...] = field(default=(), metadata=ADDED)
    cool_off: TimeSpan | None = field(default=None, metadata=ADDED)
    overdue: bool = field(default=False, metadata=ADDED)
    overdue_effects: tuple[Effect, ...] = field(default=(), metadata=ADDED)

    @property
    def charges_late(self) -> bool:
        """Whether a missed deadline costs anybody anything."""
        return self.overdue or bool(self.overdue_effects)

    @property
    def counts_working_days(self) -> bool:
        return self.working or any(term.working for _, term in self.terms)
