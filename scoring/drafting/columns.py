"""What a search may write into a subject's fields and a record's cells, and where it begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    Kind,
    NumberKind,
    PercentKind,
    TextKind,
)
from rules.program import EvidenceKind, Field, Program
from rules.values import Number, plain
from scoring.casebook.writing import cell_text
from scoring.evidence import Period
from scoring.intake.headings import headings_of

_TEXTS = ("甲", "乙", "丙")


@dataclass(frozen=True, slots=True)
class Column:
    """Where a value is written, the first of `headings` unless another is there already. `own`
    texts are made up where nothing is written."""

    headings: tuple[str, ...]
    wanted: Field
    own: bool = False

    def heading_in(self, cells: Mapping[str, str]) -> str:
        return next((name for name in self.headings if name in cells), self.headings[0])


@dataclass(frozen=True, slots=True)
class Ground:
    """What a policy's drafts are made of: its numbers in ascending order, the days that matter, the
    columns of each kind and of the subject."""

    period: Period
    numbers: tuple[Number, ...]
    subject: tuple[Column, ...]
    kinds: Mapping[str, tuple[Column, ...]]


def ground_of(program: Program, period: Period) -> Ground:
    parents = {kind.parent.evidence for kind in program.evidence if kind.parent}
    return Ground(
        period,
        tuple(sorted(set(_numbers_in(program)))),
        tuple(_column(field) for field in program.subject.fields),
        {kind.name: tuple(_columns(kind, kind.name in parents)) for kind in program.evidence},
    )


def first_text(column: Column, ground: Ground) -> str:
    """A plain value: the greatest number, the last word, yes, the first day."""
    return texts_of(column.wanted, ground, ())[0]


def texts_of(wanted: Field, ground: Ground, days: Sequence[date]) -> tuple[str, ...]:
    """What may be written there, the plainest first; `days` are dates that stand nearby."""
    values = [cell_text(value, wanted.kind) for value in _values(wanted.kind, ground, days)]
    return tuple(dict.fromkeys([*values, *([""] if wanted.on_missing == "keep" else [])]))


def step_of(kind: Kind) -> Number | None:
    match kind:
        case NumberKind(decimals=decimals):
            return plain(Fraction(1, 10 ** (decimals or 0)))
        case PercentKind(decimals=decimals):
            return plain(Fraction(1, 10 ** ((decimals or 0) + 2)))
    return None


def _values(kind: Kind, ground: Ground, days: Sequence[date]) -> Iterator[Any]:
    match kind:
        case NumberKind(low=low, high=high) | PercentKind(low=low, high=high):
            yield from _numbers(low, high, step_of(kind) or 1, ground)
        case CategoryKind(words=words):
            yield from reversed(words) if kind.ordered else words
        case BooleanKind():
            yield from (True, False)
        case DateKind():
            yield from _days(ground, days)
        case TextKind():
            yield from _TEXTS


def _numbers(low: Number | None, high: Number | None, step: Number, ground: Ground) -> list[Number]:
    """The bounds, and the policy's numbers with their neighbours within them."""
    ends = [end for end in (high, low) if end is not None] or [0]
    near = (c + move * step for c in ground.numbers for move in (0, -1, 1))
    inside = [
        n
        for n in near
        if (low is None or n >= low)
        and (high is None or n <= high)
        and plain(Fraction(n) / Fraction(step)).denominator == 1
    ]
    return [*ends, *inside]


def _days(ground: Ground, days: Sequence[date]) -> Iterator[date]:
    period = ground.period
    yield from (period.start, period.end, period.as_of)
    steps = {int(n) for n in ground.numbers if n.denominator == 1 and 0 <= n <= 400} | {0}
    for day in dict.fromkeys((*days, period.as_of, period.end)):
        for step in sorted(steps):
            for move in (step, -step, step + 1, -step - 1, step - 1, 1 - step):
                yield day + timedelta(days=move)


def _column(wanted: Field, own: bool = False) -> Column:
    return Column(headings_of(wanted), wanted, own)


def _columns(kind: EvidenceKind, is_parent: bool) -> Iterator[Column]:
    """Of a wide kind the columns it is written in. An identity is made up, unless other records
    belong to this one."""
    wide = kind.wide
    for wanted in kind.fields:
        if wide is not None and wanted.name == wide.value:
            yield from (Column((heading,), wanted) for heading, _ in wide.columns)
        elif wide is None or wanted.name != wide.item:
            text = wanted.name in kind.identity and isinstance(wanted.kind, TextKind)
            keys = kind.parent.keys if kind.parent else ()
            own = text and not is_parent and wanted.name not in keys
            yield _column(wanted, own or wanted.name == kind.event_date)


def _numbers_in(part: Any) -> Iterator[Number]:
    """Every number a policy states."""
    match part:
        case bool():
            return
        case int() | Fraction():
            yield part
        case tuple():
            for member in part:
                yield from _numbers_in(member)
        case _ if is_dataclass(part) and not isinstance(part, type):
            for one in (one for one in fields(part) if one.compare):
                yield from _numbers_in(getattr(part, one.name))
