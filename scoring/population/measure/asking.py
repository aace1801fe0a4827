"""One aggregate asked of one table of records: its condition, and what is noted of records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from rules.backends.sql import Translator
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import CannotError, Term, Truth
from rules.expr.nodes import Expr
from rules.program import Measure, OverRecords
from scoring.measure.reading import UNKNOWN_LEFT_OUT
from scoring.notes import Words
from scoring.population.measure.gathering import Observed, Pass
from scoring.population.noted import Noted
from scoring.population.store import Rows


@dataclass(frozen=True, slots=True)
class Taken:
    """A value over the tallies, before it is rounded, and what is noted with it."""

    value: Term
    noted: tuple[Noted, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureTally:
    """A measure's value over the tallies, and what is noted with it."""

    measure: Measure
    value: Term
    noted: tuple[Noted, ...]


# Called once the tallies are there and their bounds are known.
Conclude: TypeAlias = Callable[[Observed], Taken]


@dataclass(frozen=True, slots=True)
class Asked:
    """One aggregate to be taken of one table of records."""

    measure: str
    aggregate: OverRecords
    translator: Translator
    rows: Rows
    taken: Pass

    @property
    def when(self) -> Expr | None:
        return getattr(self.aggregate, "when", None)

    @property
    def condition(self) -> Truth:
        return self.translator.condition(self.when)

    def noted(self, words: Words, condition: str, *, alone: bool) -> Noted:
        """`alone` where nothing else is noted of records, so that no order need be known."""
        first = None
        if not alone:
            first = self.taken.other(f"min(q) FILTER (WHERE {condition})")
        return Noted(self.measure, words, self.taken.count(condition), first)

    def left_out(self, *others: tuple[Words, str]) -> tuple[Noted, ...]:
        """Notes of the records left out, each under its own condition."""
        found = list(others)
        if self.condition.nullable:
            found.insert(0, (UNKNOWN_LEFT_OUT, self.translator.unknown(self.when)))
        return tuple(self.noted(words, sql, alone=len(found) == 1) for words, sql in found)


def whole_of(asked: Asked, expr: Expr) -> Scaled:
    value = asked.translator.number(expr)
    if value.bottom is not None:
        raise CannotError("record_fraction", expr.span)
    return value


def whole_term(term: Term, expr: Expr) -> Term:
    if isinstance(term, Scaled) and term.bottom is not None:
        raise CannotError("record_fraction", expr.span)
    return term


def both(left: str, right: str) -> str:
    if "false" in (left, right):
        return "false"
    if "true" in (left, right):
        return left if right == "true" else right
    return f"({left} AND {right})"


def either(left: str, right: str) -> str:
    if "false" in (left, right):
        return left if right == "false" else right
    return f"({left} OR {right})"
