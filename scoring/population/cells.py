"""Columns of a table as they are read back: which of them are taken, and what their cells mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from rules.backends.sql_terms import Term
from rules.values import Value
from scoring.population.values import read_value, value_columns

T = TypeVar("T")


@dataclass(slots=True)
class Columns:
    """The columns to be read; a slice says where some of them are found in a row."""

    names: list[str] = field(default_factory=list)

    def take(self, sqls: Iterable[str]) -> slice:
        start = len(self.names)
        self.names.extend(sqls)
        return slice(start, len(self.names))

    def values(self, terms: Iterable[Term]) -> list[tuple[Term, slice]]:
        return [(term, self.take(value_columns(term))) for term in terms]


def read_values(terms: Iterable[tuple[Term, slice]], row: Sequence[Value]) -> list[Value]:
    return [read_value(term, row[place]) for term, place in terms]


def holding(constructs: Sequence[tuple[T, str]], truths: Sequence[Value]) -> tuple[T, ...]:
    """Those whose column is true."""
    return tuple(one for (one, _), truth in zip(constructs, truths, strict=True) if truth)
