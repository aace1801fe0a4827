"""The static kinds of the expression language, and what is known of a number beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from rules.values import Number


@dataclass(frozen=True, slots=True)
class NumberKind:
    """`decimals` is the declared scale, None where only an exact fraction is known (a division).
    `low` and `high` bound the value where declared ranges say so."""

    decimals: int | None = None
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True, slots=True)
class PercentKind:
    """A ratio, share or year-on-year change. `decimals` counts the digits of the percent figure:
    59.50% has two. The bounds are of the fraction: 100% is 1."""

    decimals: int | None = None
    low: Number | None = None
    high: Number | None = None


@dataclass(frozen=True, slots=True)
class TextKind:
    pass


@dataclass(frozen=True, slots=True)
class BooleanKind:
    pass


@dataclass(frozen=True, slots=True)
class DateKind:
    pass


@dataclass(frozen=True, slots=True)
class DurationKind:
    """Whole days."""


@dataclass(frozen=True, slots=True)
class CategoryKind:
    """One word out of a few. Where `ordered`, `words` ascend: the last one is the greatest."""

    words: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class TableKind:
    """A parameter table: only `lookup` reads it."""

    keys: tuple[str, ...]
    of: NumberKind | PercentKind


@dataclass(frozen=True, slots=True)
class MissingKind:
    """The kind of the literal 未填."""


Kind: TypeAlias = (
    NumberKind
    | PercentKind
    | TextKind
    | BooleanKind
    | DateKind
    | DurationKind
    | CategoryKind
    | TableKind
    | MissingKind
)
