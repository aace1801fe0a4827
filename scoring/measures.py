"""Measures: named quantities of one subject, aggregated exactly and rounded once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeAlias, assert_never

from rules.backends.reference import Evaluate
from rules.expr.nodes import Expr
from rules.program import (
    Count,
    Formula,
    GroupMean,
    Mean,
    Measure,
    Ratio,
    Sum,
    WeightedMean,
)
from rules.values import Number, Rounding, Value, plain, round_number
from scoring.evidence import Record
from scoring.expressions import NO_RECORD, Compile, number_of, rounding_of, word_of
from scoring.notes import Notes, Words

NOT_DELIVERED = Words(
    "考核数据未提供，数值缺失", "the evidence was not delivered; the value is missing"
)
UNKNOWN_LEFT_OUT = Words(
    "条件不明的记录，未计入", "a record whose condition is unknown was left out"
)
UNKNOWN_KEPT = Words(
    "条件不明的记录，只计入分母",
    "a record whose condition is unknown counts in the denominator only",
)
MISSING_VALUE = Words("数值缺失的记录，未计入", "a record whose value is missing was left out")
MISSING_GROUP = Words("组别缺失的记录，未计入", "a record whose group is missing was left out")
NO_WEIGHT = Words("所属组别无权重的记录，未计入", "a record of a group without weight was left out")
NO_RESULT = Words("所用数值缺失，无法计算", "a quantity it is computed from is missing")


class Reading(NamedTuple):
    """What an aggregate takes from one subject: its records of the kind, its summary so far, and
    where to note what was missing."""

    measure: str
    records: Sequence[Record]
    summary: Mapping[str, Value]
    notes: Notes

    def caution(self, words: Words) -> None:
        self.notes.caution(self.measure, words)

    def chosen(self, when: Evaluate | None) -> Iterator[Record]:
        """The records the condition holds for; an unknown one is left out and noted."""
        for record in self.records:
            truth = True if when is None else when(record.values, self.summary)
            if truth:
                yield record
            elif truth is None:
                self.caution(UNKNOWN_LEFT_OUT)

    def number(self, record: Record, value: Evaluate) -> Number | None:
        number = number_of(value(record.values, self.summary))
        if number is None:
            self.caution(MISSING_VALUE)
        return number

    def numbers(self, value: Evaluate, when: Evaluate | None) -> list[Number]:
        found = (self.number(record, value) for record in self.chosen(when))
        return [number for number in found if number is not None]


Take: TypeAlias = Callable[[Reading], Value]


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """`evidence` is the kind the aggregate reads, None for a formula."""

    measure: Measure
    evidence: str | None
    take: Take
    rounding: Rounding | None


def prepare_measure(measure: Measure, compiled: Compile) -> MeasurePlan:
    aggregate = measure.aggregate
    evidence = None if isinstance(aggregate, Formula) else aggregate.evidence
    return MeasurePlan(measure, evidence, _taker(measure, compiled), rounding_of(measure))


def take_measure(
    plan: MeasurePlan,
    records: Mapping[str, Sequence[Record]],
    delivered: frozenset[str],
    *,
    summary: Mapping[str, Value],
    notes: Notes,
) -> Value:
    """The measure's value; missing is None. `records` are the subject's, by evidence kind."""
    name = plan.measure.name
    if plan.evidence is None:
        value = plan.take(Reading(name, (), summary, notes))
    elif plan.evidence in delivered:
        value = plan.take(Reading(name, records.get(plan.evidence, ()), summary, notes))
    else:
        notes.caution(name, NOT_DELIVERED)
        # Taken of nothing, a group mean still says which groups the subject waits for.
        plan.take(Reading(name, (), summary, notes))
        return None
    if plan.rounding is not None and (number := number_of(value)) is not None:
        return round_number(number, plan.rounding)
    return plain(value) if isinstance(value, Fraction) else value


def _taker(measure: Measure, compiled: Compile) -> Take:
    match measure.aggregate:
        case Formula(value):
            return _formula(compiled(value, None))
        case Count() as count:
            return _count(_compiled(count.when, count.evidence, compiled))
        case Sum() | Mean() as aggregate:
            value_of = compiled(aggregate.value, aggregate.evidence)
            when = _compiled(aggregate.when, aggregate.evidence, compiled)
            return _sum(value_of, when) if isinstance(aggregate, Sum) else _mean(value_of, when)
        case GroupMean() as mean:
            return _group_mean(mean, compiled)
        case WeightedMean() as mean:
            return _weighted_mean(mean, compiled)
        case Ratio() as ratio:
            return _ratio(ratio, compiled)
        case _:
            assert_never(measure.aggregate)


def _compiled(expr: Expr | None, evidence: str, compiled: Compile) -> Evaluate | None:
    return None if expr is None else compiled(expr, evidence)


def _formula(value_of: Evaluate) -> Take:
    def take(reading: Reading) -> Value:
        value = value_of(NO_RECORD, reading.summary)
        if value is None:
            reading.caution(NO_RESULT)
        return value

    return take


def _count(when: Evaluate | None) -> Take:
    return lambda reading: sum(1 for _ in reading.chosen(when))


def _sum(value_of: Evaluate, when: Evaluate | None) -> Take:
    return lambda reading: plain(sum(reading.numbers(value_of, when)))


def _mean(value_of: Evaluate, when: Evaluate | None) -> Take:
    return lambda reading: _mean_of(reading.numbers(value_of, when))


def _mean_of(numbers: Sequence[Number]) -> Number | None:
    return plain(Fraction(sum(numbers)) / len(numbers)) if numbers else None


def _weighted_mean(mean: WeightedMean, compiled: Compile) -> Take:
    value_of, weight_of = (compiled(part, mean.evidence) for part in (mean.value, mean.weight))
    when = _compiled(mean.when, mean.evidence, compiled)

    def take(reading: Reading) -> Value:
        pairs = (
            (number_of(value_of(r.values, reading.summary)), reading.number(r, weight_of))
            for r in reading.chosen(when)
        )
        weighted = []
        for value, weight in pairs:
            if value is not None and weight is not None:
                weighted.append((value, weight))
            elif weight is not None:
                reading.caution(MISSING_VALUE)
        return _weighted(weighted)

    return take


def _weighted(pairs: Iterable[tuple[Number, Number]]) -> Number | None:
    """Σ weight·value ÷ Σ weight over (value, weight); None where the weights sum to nothing."""
    top: Number = 0
    bottom: Number = 0
    for value, weight in pairs:
        top += value * weight
        bottom += weight
    return plain(Fraction(top) / bottom) if bottom else None


def _group_mean(mean: GroupMean, compiled: Compile) -> Take:
    value_of, group_of = (compiled(part, mean.evidence) for part in (mean.value, mean.by))
    when = _compiled(mean.when, mean.evidence, compiled)

    def take(reading: Reading) -> Value:
        ballots: dict[str, list[Number]] = {group: [] for group, _ in mean.weights}
        for record in reading.chosen(when):
            group = word_of(group_of(record.values, reading.summary))
            if group is None:
                reading.caution(MISSING_GROUP)
            elif group not in ballots:
                reading.caution(NO_WEIGHT)
            elif (number := reading.number(record, value_of)) is not None:
                ballots[group].append(number)
        return _over_groups(mean, ballots, reading)

    return take


def _over_groups(
    mean: GroupMean, ballots: Mapping[str, Sequence[Number]], reading: Reading
) -> Number | None:
    """No ballot at all is missing even where a missing group counts as zero: nobody was asked."""
    needed = max(mean.min_ballots, 1)
    pairs: list[tuple[Number, Number]] = []
    for group, weight in mean.weights:
        of_group = _mean_of(ballots[group]) if len(ballots[group]) >= needed else None
        if of_group is not None:
            pairs.append((of_group, weight))
            continue
        _note_missing_group(mean, group, len(ballots[group]), reading)
        if mean.missing_group == "zero":
            pairs.append((0, weight))
    waits = mean.missing_group == "pending" and len(pairs) < len(mean.weights)
    return None if waits or not any(ballots.values()) else _weighted(pairs)


def _note_missing_group(mean: GroupMean, group: str, ballots: int, reading: Reading) -> None:
    needed = max(mean.min_ballots, 1)
    zh = f"“{group}”收到 {ballots} 票，少于最少票数 {needed}"
    en = f"“{group}” has {ballots} of the {needed} ballots needed"
    match mean.missing_group:
        case "proportional":
            reading.caution(
                Words(f"{zh}，权重由其余组按比例分摊", f"{en}; the others share its weight")
            )
        case "zero":
            reading.caution(Words(f"{zh}，按零分计", f"{en}; it counts as zero"))
        case "pending":
            name = reading.measure
            reading.notes.wait(Words(f"统计口径“{name}”：{zh}", f"measure “{name}”: {en}"))


def _ratio(ratio: Ratio, compiled: Compile) -> Take:
    numerator = compiled(ratio.numerator, ratio.evidence)
    denominator = _compiled(ratio.denominator, ratio.evidence, compiled)

    def take(reading: Reading) -> Value:
        top = bottom = left_out = 0
        for record in reading.records:
            whole = True if denominator is None else denominator(record.values, reading.summary)
            part = whole is not False and numerator(record.values, reading.summary)
            if whole and part is not None:
                top, bottom = top + bool(part), bottom + 1
            elif whole is not False:
                bottom += ratio.keep_unknown
                left_out += not ratio.keep_unknown
                reading.caution(UNKNOWN_KEPT if ratio.keep_unknown else UNKNOWN_LEFT_OUT)
        if bottom:
            return plain(Fraction(top, bottom))
        # A denominator is not zero because nobody knows who is in it.
        return None if left_out else ratio.when_zero

    return take
