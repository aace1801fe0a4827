"""The records behind a quantity: what it was taken of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from rules.expr.nodes import Expr
from rules.program import (
    Count,
    Extreme,
    Formula,
    Latest,
    Measure,
    PerItem,
    Quantified,
    Ratio,
    Relative,
    Sum,
    Windowed,
    WorkingTerm,
    YearOnYear,
)
from rules.values import Value
from scoring.evidence import Record
from scoring.explanation.account import Account
from scoring.expressions import compiler_of
from scoring.measure.aggregates import prepare_windows
from scoring.measure.items import items_of
from scoring.measure.measures import prepare_items

# Things that happened, as against a sample: ballots, visits of which a mean or a share is taken.
_Happened: TypeAlias = Count | Sum | Windowed | Quantified | Latest | Extreme


@dataclass(frozen=True, slots=True)
class Behind:
    """Records of one kind, never none, in the order of the evidence. `happened` says that each is
    a thing that happened; those of a sample speak together, and who answered what is not told.
    `met` of a ratio is how many of them its numerator holds for."""

    measure: Measure
    kind: str
    records: tuple[Record, ...]
    happened: bool
    met: int | None = None


def records_behind(account: Account, measure: Measure) -> Iterator[Behind]:
    """Nothing for a formula, which is taken of other quantities."""
    by_kind: dict[str, list[Record]] = {}
    for record in _records(account, measure):
        by_kind.setdefault(record.kind, []).append(record)
    for kind, records in by_kind.items():
        happened, met = isinstance(measure.aggregate, _Happened), None
        if isinstance(measure.aggregate, Ratio):
            above = set(_whose(account, kind, measure.aggregate.numerator, True))
            met = len(above.intersection(records))
        yield Behind(measure, kind, tuple(records), happened, met)


def _records(account: Account, measure: Measure) -> Iterator[Record]:
    match measure.aggregate:
        case Formula() | YearOnYear() | Relative() | WorkingTerm():
            return
        case PerItem() as items:
            plan = prepare_items(items, compiler_of(account.program))
            for item in items_of(plan, account.reading(measure.name)).values():
                for own in item.records.values():
                    yield from own
        case Windowed() as windowed:
            find = prepare_windows(windowed, compiler_of(account.program))
            for _, records in find(account.reading(measure.name)):
                yield from records
        case Quantified() as quantified:
            # Those that decide: where something holds for any, those it holds for.
            value = account.summary[measure.name]
            yield from _whose(account, quantified.evidence, quantified.test, value)
        case Ratio() as ratio:
            yield from _whose(account, ratio.evidence, ratio.denominator, True)
        case Latest() as latest:
            found = _whose(account, latest.evidence, latest.when, True)
            yield from sorted(found, key=lambda r: (r.date or date.min, r.id))[-1:]
        case aggregate:
            yield from _whose(account, aggregate.evidence, aggregate.when, True)


def _whose(account: Account, kind: str, test: Expr | None, value: Value) -> Iterator[Record]:
    """The records of a kind of which a test has this value; without a test all of them."""
    holds = None if test is None else compiler_of(account.program)(test, kind)
    for record in account.reading("").records(kind):
        if holds is None or holds(record.values, account.summary) == value:
            yield record
