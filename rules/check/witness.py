"""One place of a region as values, and how it is told: “满意度 = 95、投诉数 = 3”."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import floor
from typing import Literal as OneOf

from rules.check.bands import lattice_of
from rules.check.parts import Cut, Line, Part, Words
from rules.check.regions import Region
from rules.check.roots import Roots, are_apart
from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    Kind,
    NumberKind,
    PercentKind,
)
from rules.expr.nodes import Ref
from rules.expr.printer import print_expression
from rules.values import Number, Value, plain, show_number, show_percent

Witness = Mapping[Ref, Value]


def witness_of(region: Region, roots: Roots | None = None) -> Witness | None:
    """Values of one place of the region; None where no place of it is told by names alone, or,
    where `roots` are given, some of its quantities hang together."""
    for box in region:
        names = [quantity for quantity in box if isinstance(quantity, Ref)]
        if len(names) < len(box) or any(ref.space == "parameter" for ref in names):
            continue
        if roots is None or are_apart(names, roots):
            return {ref: value_in(box[ref], ref.kind) for ref in names}
    return None


def value_in(part: Part, kind: Kind) -> Value:
    """A value of a part that is not empty: a known one where there is one."""
    match part.known:
        case Line(stretches=(first, *_)):
            return _on_the_line(_between(*first, kind), kind)
        case Words(values=values, others=True):
            return next(text for text in _texts() if text not in values)
        case Words(values=values) if values:
            return next(value for value in _in_order(values, kind) if value in values)
    return None


def least(part: Part, kind: Kind) -> Number | None:
    """The least number of a part, or one near it; None where there is none."""
    match part.known:
        case Line(stretches=(first, *_)):
            return plain(_between(*first, kind))
    return None


def greatest(part: Part, kind: Kind) -> Number | None:
    match part.known:
        case Line(stretches=(*_, (low, high))):
            lattice = lattice_of(kind) if isinstance(kind, NumberKind | PercentKind) else 1
            if high[0] > 0 or (lattice is None and high[2] == 0):
                return plain(_between(low, high, kind))
            return plain(high[1] - Fraction(1, lattice) if lattice else high[1])
    return None


def told(witness: Witness, language: OneOf["zh", "en"]) -> str:
    """The values in the order of their names in the witness."""
    shown = [
        f"{print_expression(ref, language)} = {told_value(value, ref.kind, language)}"
        for ref, value in witness.items()
    ]
    return ("、" if language == "zh" else ", ").join(shown)


def told_value(value: Value, kind: Kind, language: OneOf["zh", "en"]) -> str:
    match value:
        case None:
            return "未填" if language == "zh" else "missing"
        case bool():
            return ("是" if value else "否") if language == "zh" else ("yes" if value else "no")
        case date():
            return value.isoformat()
        case str():
            return value
    if isinstance(kind, PercentKind):
        return show_percent(value, kind.decimals)
    return show_number(value)


def _between(low: Cut, high: Cut, kind: Kind) -> Number:
    """A value between two cuts: the one at an end, where an end has one."""
    lattice = lattice_of(kind) if isinstance(kind, NumberKind | PercentKind) else 1
    if low[0] < 0 and high[0] > 0:
        return date(2026, 1, 1).toordinal() if isinstance(kind, DateKind) else 0
    if low[0] < 0:
        return high[1] - Fraction(1, lattice) if lattice else high[1] - (1 - high[2])
    if lattice or low[2] == 0:
        return low[1]
    if high[0] > 0:
        return floor(low[1]) + 1
    return Fraction(low[1] + high[1]) / 2


def _on_the_line(at: Number, kind: Kind) -> Value:
    if isinstance(kind, DateKind):
        return date.fromordinal(int(at))
    return plain(at)


def _in_order(values: frozenset[Value], kind: Kind) -> Iterable[Value]:
    match kind:
        case CategoryKind(words=words):
            return words
        case BooleanKind():
            return (True, False)
    return sorted(values, key=str)


def _texts() -> Iterator[str]:
    yield "某"
    number = 1
    while True:
        yield f"某{number}"
        number += 1
