"""What each aggregate over records takes of a subject's evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import assert_never

from rules.backends.reference import Evaluate
from rules.expr.nodes import Expr
from rules.program import (
    Count,
    Distinct,
    Extreme,
    GroupMean,
    Latest,
    OverNumbers,
    OverRecords,
    Quantified,
    Ratio,
    WeightedMean,
    Windowed,
)
from rules.values import Number, Value, quotient
from scoring.expressions import Compile, word_of
from scoring.measure.reading import MISSING_GROUP, UNKNOWN_LEFT_OUT, Reading, Take
from scoring.measure.spreads import NOTHING_LEFT, mean_of, spread_of, weighted_mean_of
from scoring.measure.windows import Windows, stretches_of, worth
from scoring.notes import Words

UNKNOWN_KEPT = Words(
    "条件不明的记录，只计入分母",
    "a record whose condition is unknown counts in the denominator only",
)
UNKNOWN_TRUTH = Words("条件不明的记录", "a record whose condition is unknown")
NO_WEIGHT = Words("所属组别无权重的记录，未计入", "a record of a group without weight was left out")


def taker(aggregate: OverRecords, compiled: Compile) -> Take:
    match aggregate:
        case Count():
            when = _compiled(aggregate.when, aggregate.evidence, compiled)
            return lambda reading: sum(1 for _ in reading.chosen(aggregate.evidence, when))
        case Windowed():
            return _windowed(aggregate, compiled)
        case Quantified():
            return _quantified(aggregate, compiled)
        case Ratio():
            return _ratio(aggregate, compiled)
        case GroupMean():
            return _group_mean(aggregate, compiled)
        case WeightedMean():
            return _weighted_mean(aggregate, compiled)
        case Latest():
            return _latest(aggregate, compiled)
        case Distinct():
            value_of = compiled(aggregate.value, aggregate.evidence)
            when = _compiled(aggregate.when, aggregate.evidence, compiled)
            return lambda reading: len(set(reading.values(aggregate.evidence, value_of, when)))
    return _spread(aggregate, compiled)


def prepare_windows(windowed: Windowed, compiled: Compile) -> Windows:
    when = _compiled(windowed.when, windowed.evidence, compiled)
    same = [compiled(expr, windowed.evidence) for expr in windowed.same]
    return stretches_of(windowed, when, same)


def _windowed(windowed: Windowed, compiled: Compile) -> Take:
    find = prepare_windows(windowed, compiled)
    return lambda reading: worth(windowed, find(reading))


def _compiled(expr: Expr | None, evidence: str, compiled: Compile) -> Evaluate | None:
    return None if expr is None else compiled(expr, evidence)


def _spread(aggregate: OverNumbers | Extreme, compiled: Compile) -> Take:
    evidence, spread = aggregate.evidence, spread_of(aggregate)
    value_of = compiled(aggregate.value, evidence)
    when = _compiled(aggregate.when, evidence, compiled)

    def take(reading: Reading) -> Value:
        values = reading.values(evidence, value_of, when)
        result = spread(values)
        if values and result is None:
            reading.caution(NOTHING_LEFT)
        return result

    return take


def _latest(latest: Latest, compiled: Compile) -> Take:
    value_of = compiled(latest.value, latest.evidence)
    when = _compiled(latest.when, latest.evidence, compiled)

    def take(reading: Reading) -> Value:
        chosen = list(reading.chosen(latest.evidence, when))
        if not chosen:
            return None
        return reading.value(max(chosen, key=lambda r: (r.date or date.min, r.id)), value_of)

    return take


def _quantified(quantified: Quantified, compiled: Compile) -> Take:
    """`any` asks for a true record, `all` for a false one; the first of them decides."""
    test = compiled(quantified.test, quantified.evidence)
    decisive = not quantified.every

    def take(reading: Reading) -> Value:
        records = reading.records(quantified.evidence)
        truths = [test(record.values, reading.summary) for record in records]
        if decisive in truths:
            return decisive
        if None not in truths:
            return not decisive
        for _ in range(truths.count(None)):
            reading.caution(UNKNOWN_TRUTH)
        return None

    return take


def _weighted_mean(mean: WeightedMean, compiled: Compile) -> Take:
    value_of, weight_of = (compiled(part, mean.evidence) for part in (mean.value, mean.weight))
    when = _compiled(mean.when, mean.evidence, compiled)

    def take(reading: Reading) -> Value:
        weighted = []
        for record in reading.chosen(mean.evidence, when):
            weight = reading.number(record, weight_of)
            if weight is None:
                continue
            value = reading.number(record, value_of)
            if value is not None:
                weighted.append((value, weight))
        return weighted_mean_of(weighted)

    return take


def _group_mean(mean: GroupMean, compiled: Compile) -> Take:
    value_of, group_of = (compiled(part, mean.evidence) for part in (mean.value, mean.by))
    when = _compiled(mean.when, mean.evidence, compiled)

    def take(reading: Reading) -> Value:
        ballots: dict[str, list[Number]] = {group: [] for group, _ in mean.weights}
        for record in reading.chosen(mean.evidence, when):
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
        of_group = mean_of(ballots[group]) if len(ballots[group]) >= needed else None
        if of_group is not None:
            pairs.append((of_group, weight))
            continue
        _note_missing_group(mean, group, len(ballots[group]), reading)
        if mean.missing_group == "zero":
            pairs.append((0, weight))
    waits = mean.missing_group == "pending" and len(pairs) < len(mean.weights)
    return None if waits or not any(ballots.values()) else weighted_mean_of(pairs)


def _note_missing_group(mean: GroupMean, group: str, ballots: int, reading: Reading) -> None:
    words = missing_group_words(mean, reading.measure, group, ballots)
    if mean.missing_group == "pending":
        reading.notes.wait(words)
    else:
        reading.caution(words)


def missing_group_words(mean: GroupMean, measure: str, group: str, ballots: int) -> Words:
    """That a group has too few ballots, and what comes of it."""
    needed = max(mean.min_ballots, 1)
    zh = f"“{group}”收到 {ballots} 票，少于最少票数 {needed}"
    en = f"“{group}” has {ballots} of the {needed} ballots needed"
    match mean.missing_group:
        case "proportional":
            return Words(f"{zh}，权重由其余组按比例分摊", f"{en}; the others share its weight")
        case "zero":
            return Words(f"{zh}，按零分计", f"{en}; it counts as zero")
        case "pending":
            return Words(f"统计口径“{measure}”：{zh}", f"measure “{measure}”: {en}")
    assert_never(mean.missing_group)


def _ratio(ratio: Ratio, compiled: Compile) -> Take:
    numerator = compiled(ratio.numerator, ratio.evidence)
    denominator = _compiled(ratio.denominator, ratio.evidence, compiled)

    def take(reading: Reading) -> Value:
        top = bottom = left_out = 0
        for record in reading.records(ratio.evidence):
            whole = True if denominator is None else denominator(record.values, reading.summary)
            part = whole is not False and numerator(record.values, reading.summary)
            if whole and part is not None:
                top, bottom = top + bool(part), bottom + 1
            elif whole is not False:
                bottom += ratio.keep_unknown
                left_out += not ratio.keep_unknown
                reading.caution(UNKNOWN_KEPT if ratio.keep_unknown else UNKNOWN_LEFT_OUT)
        if bottom:
            return quotient(top, bottom)
        # A denominator is not zero because nobody knows who is in it.
        return None if left_out else ratio.when_zero

    return take
