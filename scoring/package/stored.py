"""The tables of a package read back: a row at a time, every cell what it was."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, assert_never

from rules.program import Program
from rules.values import Number, Value, plain
from scoring.package.checks import CHECK_COLUMNS
from scoring.package.reward_tables import awards_table, coefficients_table
from scoring.package.table import Column
from scoring.package.tables import (
    lists_table,
    quotas_table,
    rejects_table,
    results_table,
    triggers_table,
)

# Cells of one column whose values are kept: the same few come again and again.
_KEPT = 4_096


@dataclass(frozen=True)
class Stored:
    """A package as it lies in a folder. `told` is what its manifest tells, or will tell. Where it
    was settled, coefficients and awards are those of the `settlement`."""

    folder: Path
    program: Program
    told: Mapping[str, Any]
    settlement: Path | None = None

    def columns(self, table: str) -> tuple[Column, ...]:
        """By the policy alone."""
        return _COLUMNS[table](self.program)

    def column(self, table: str, name: str) -> Column:
        return next(column for column in self.columns(table) if column.name == name)

    def rows(self, table: str, *names: str) -> Iterator[tuple[Value, ...]]:
        """The cells under these headings, of every row in turn; an empty cell is missing."""
        known = {column.name: column for column in self.columns(table)}
        taken = [known[name] for name in names] if names else list(known.values())
        readers = [_reader(column) for column in taken]
        settled = self.settlement if table in ("coefficients", "awards") else None
        path = (settled or self.folder) / f"{table}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            lines = csv.reader(file, strict=True)
            headings = next(lines)
            places = [headings.index(column.name) for column in taken]
            for line in lines:
                yield tuple([read(line[at]) for read, at in zip(readers, places, strict=True)])


def _reader(column: Column) -> Callable[[str], Value]:
    if column.type == "text":
        return _text
    return lru_cache(_KEPT)(partial(read_cell, column))


def read_cell(column: Column, text: str) -> Value:
    """What `show_cell` showed; an empty cell is missing."""
    if not text:
        return None
    match column.type:
        case "text":
            return text
        case "boolean":
            return text == "true"
        case "date":
            return date.fromisoformat(text)
        case "whole":
            return int(text)
        case "decimal" | "exact":
            return _number(text)
    assert_never(column.type)


def _text(text: str) -> Value:
    return text or None


def _number(text: str) -> Number:
    return plain(Fraction(text))


_COLUMNS: Mapping[str, Callable[[Program], tuple[Column, ...]]] = {
    "results": lambda program: results_table(program).columns,
    "lists": lambda program: lists_table(program).columns,
    "triggers": lambda program: triggers_table(program).columns,
    "quotas": lambda _: quotas_table(()).columns,
    "coefficients": lambda program: coefficients_table(program).columns,
    "awards": lambda program: awards_table(program).columns,
    "checks": lambda _: CHECK_COLUMNS,
    "rejects": lambda _: rejects_table(()).columns,
}
