"""Measures: named quantities of one subject, aggregated exactly and rounded once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import partial

from rules.backends.reference import Evaluate
from rules.dependencies import names_read
from rules.program import Formula, Measure, PerItem, Relative, WeightedMean, WorkingTerm, YearOnYear
from rules.values import Number, Rounding, Value, plain, quotient, round_number
from scoring.calendar import NO_CALENDAR, Calendar
from scoring.evidence import Record
from scoring.expressions import Compile, number_of, rounding_of
from scoring.measure.aggregates import taker
from scoring.measure.items import ItemPlan, take_items
from scoring.measure.reading import Reading, Take
from scoring.measure.spreads import spread_of
from scoring.notes import Notes, Words

NOT_DELIVERED = Words(
    "考核数据未提供，数值缺失", "the evidence was not delivered; the value is missing"
)
NO_RESULT = Words("所用数值缺失，无法计算", "a quantity it is computed from is missing")
NEGATIVE_BASE = Words("基数小于零，无法比较", "the base is below zero, so nothing is compared")


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """`evidence` are the kinds the aggregate reads, none for a formula."""

    measure: Measure
    evidence: tuple[str, ...]
    take: Take
    rounding: Rounding | None

    def value(self, reading: Reading) -> Value:
        """The value, rounded once."""
        value = self.take(reading)
        if self.rounding is not None and (number := number_of(value)) is not None:
            return round_number(number, self.rounding)
        return plain(value) if isinstance(value, Fraction) else value


def prepare_measure(measure: Measure, compiled: Compile, item: str | None = None) -> MeasurePlan:
    """`item` is the evidence kind whose fields a formula inside a measure per item reads."""
    take: Take
    evidence: tuple[str, ...] = ()
    match measure.aggregate:
        case Formula(value):
            take = _formula(compiled(value, item))
        case YearOnYear() as change:
            now, base = (compiled(part, item) for part in (change.value, change.base))
            take = _year_on_year(now, base, change.when_zero)
        case PerItem() as items:
            plan = prepare_items(items, compiled)
            evidence, take = plan.evidence, partial(take_items, plan)
        case WorkingTerm(since, days):
            take = _working_term(compiled(since, item), days)
        case Relative():
            raise TypeError(f"{measure.name} is taken of a population")
        case aggregate:
            evidence, take = (aggregate.evidence,), taker(aggregate, compiled)
    return MeasurePlan(measure, evidence, take, rounding_of(measure))


def take_measure(
    plan: MeasurePlan,
    records: Mapping[str, Sequence[Record]],
    delivered: frozenset[str],
    *,
    summary: Mapping[str, Value],
    notes: Notes,
    calendar: Calendar = NO_CALENDAR,
) -> Value:
    """The measure's value; missing is None. `records` are the subject's, by evidence kind."""
    name = plan.measure.name
    if delivered.issuperset(plan.evidence):
        return plan.value(Reading(name, records, summary, notes, calendar=calendar))
    notes.caution(name, NOT_DELIVERED)
    # Taken of nothing, a group mean still says which groups the subject waits for.
    plan.take(Reading(name, {}, summary, notes))
    return None


def prepare_items(items: PerItem, compiled: Compile) -> ItemPlan:
    of = items.items or items.keys[0][0]
    return ItemPlan(
        evidence=tuple(dict.fromkeys((of, *(kind for kind, _ in items.keys)))),
        listed=items.items,
        identity=tuple(compiled(expr, of) for expr in items.identity),
        keys={kind: tuple(compiled(e, kind) for e in exprs) for kind, exprs in items.keys},
        inner=tuple((m.name, prepare_measure(m, compiled, of).value) for m in items.inner),
        target=next(iter(names_read(items.outer.value))),
        weight=_weight(items, of, compiled),
        spread=spread_of(items.outer),
    )


def _weight(items: PerItem, of: str, compiled: Compile) -> Evaluate | None:
    return compiled(items.outer.weight, of) if isinstance(items.outer, WeightedMean) else None


def _formula(value_of: Evaluate) -> Take:
    def take(reading: Reading) -> Value:
        value = value_of(reading.item, reading.summary)
        if value is None:
            reading.caution(NO_RESULT)
        return value

    return take


def _working_term(start_of: Evaluate, days: int) -> Take:
    """The last day of the term; nobody knows it where no calendar tells of a year in between."""

    def take(reading: Reading) -> Value:
        start = start_of(reading.item, reading.summary)
        if not isinstance(start, date):
            reading.caution(NO_RESULT)
            return None
        due = reading.calendar.working_days_after(start, days)
        if due.unknown is not None:
            reading.caution(no_calendar(due.unknown))
            return None
        return due.day

    return take


def no_calendar(year: int) -> Words:
    return Words(
        f"没有 {year} 年的工作日安排，期限不明",
        f"there is no calendar of {year}: nobody knows the last day",
    )


def _year_on_year(now_of: Evaluate, base_of: Evaluate, when_zero: Number | None) -> Take:
    def take(reading: Reading) -> Value:
        now, base = (number_of(of(reading.item, reading.summary)) for of in (now_of, base_of))
        if now is None or base is None:
            reading.caution(NO_RESULT)
            return None
        if base < 0:
            reading.caution(NEGATIVE_BASE)
            return None
        return quotient(now - base, base) if base else when_zero

    return take
