"""Columns of a table as they are read back: which of them are taken, and what their cells mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TypeAlias, TypeVar

from rules.backends.sql_terms import Term
from rules.values import Value
from scoring.population.values import read_value, value_columns

T = TypeVar("T")

# Reads a value from its cells, and where they stand in a row.
Reading: TypeAlias = tuple[Callable[[tuple[Value, ...]], Value], slice]
# Values of one column that are kept: the same few come again and again.
_KEPT = 4_096


@dataclass(slots=True)
class Columns:
    """The columns to be read; a slice says where some of them are found in a row."""

    names: list[str] = field(default_factory=list)

    def take(self, sqls: Iterable[str]) -> slice:
        start = len(self.names)
        self.names.extend(sqls)
        return slice(start, len(self.names))

    def values(self, terms: Iterable[Term]) -> list[Reading]:
        return [
            (remembering(partial(read_value, term)), self.take(value_columns(term)))
            for term in terms
        ]


def remembering(read: Callable[[tuple[Value, ...]], T]) -> Callable[[tuple[Value, ...]], T]:
    return lru_cache(_KEPT)(read)


def read_values(readings: Iterable[Reading], row: tuple[Value, ...]) -> list[Value]:
    return [read(row[place]) for read, place in readings]


def holding(constructs: Sequence[tuple[T, str]], truths: Sequence[Value]) -> tuple[T, ...]:
    """Those whose column is true."""
    return tuple(one for (one, _), truth in zip(constructs, truths, strict=True) if truth)
