"""The weighted mean of each group's mean, of everybody at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial, reduce

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Term, Text, Word, compared, quoted, sql_of
from rules.program import GroupMean
from rules.values import Value
from scoring.measure.aggregates import NO_WEIGHT, missing_group_words
from scoring.measure.reading import MISSING_GROUP, MISSING_VALUE
from scoring.notes import Words
from scoring.population.measure.asking import Asked, Conclude, Taken, both, whole_of
from scoring.population.measure.gathering import Observed
from scoring.population.noted import Noted


def ask_group_mean(asked: Asked, mean: GroupMean) -> Conclude:
    value, group = whole_of(asked, mean.value), asked.translator.term(mean.by)
    condition = asked.condition.sql
    lacking = []
    if group.nullable:
        lacking.append((MISSING_GROUP, both(condition, f"{sql_of(group)} IS NULL")))
    belongs = {word: _in_group(group, word) for word, _ in mean.weights}
    known = f"({' OR '.join(belongs.values())})"
    if not (isinstance(group, Word) and set(group.words) <= belongs.keys()):
        lacking.append((NO_WEIGHT, both(condition, f"NOT {known}")))
    there = condition
    if value.nullable:
        lacking.append((MISSING_VALUE, both(both(condition, known), f"{value.top} IS NULL")))
        there = both(condition, f"{value.top} IS NOT NULL")
    noted = asked.left_out(*lacking)
    sums = {
        word: (
            asked.taken.total(value, both(there, own), asked.rows.count),
            asked.taken.count(both(there, own)),
        )
        for word, own in belongs.items()
    }
    return partial(_over_groups, asked, mean, sums, noted)


def _over_groups(
    asked: Asked,
    mean: GroupMean,
    sums: Mapping[str, tuple[Scaled, str]],
    noted: Sequence[Noted],
    observed: Observed,
) -> Taken:
    """The groups with enough ballots by their weights; a missing one by what the policy says."""
    needed = max(mean.min_ballots, 1)
    tops, weights, noted, enough = [], [], list(noted), []
    for word, weight in mean.weights:
        total, count = sums[word]
        holds = f"({count} >= {needed})"
        enough.append(holds)
        kept = _kept_mean(observed.number(total), observed.count(count), holds)
        share = numbers.literal(weight)
        tops.append(numbers.multiply(kept, share))
        counts = numbers.chosen(holds, share, numbers.whole_literal(0), nullable=False)
        weights.append(share if mean.missing_group == "zero" else counts)
        lacks = f"CASE WHEN {holds} THEN 0 ELSE 1 END"
        words = partial(_missing_words, asked.measure, mean, word)
        waits = mean.missing_group == "pending"
        noted.append(Noted(asked.measure, words, lacks, told={"ballots": count}, waits=waits))
    anybody = " + ".join(count for _, count in sums.values())
    asks = [f"{anybody} > 0"] + (enough if mean.missing_group == "pending" else [])
    value = numbers.divide(reduce(numbers.add, tops), reduce(numbers.add, weights))
    condition = f"({' AND '.join(asks)})"
    return Taken(numbers.chosen(condition, value, numbers.NO_NUMBER, nullable=False), tuple(noted))


def _missing_words(measure: str, mean: GroupMean, group: str, told: Mapping[str, Value]) -> Words:
    ballots = told["ballots"]
    if not isinstance(ballots, int):
        raise TypeError(f"a number of ballots was gathered, {ballots!r} came out")
    return missing_group_words(mean, measure, group, ballots)


def _kept_mean(total: Scaled, count: Scaled, holds: str) -> Scaled:
    """0 over 1 where there are too few, so that sums of means are never missing."""
    return replace(
        numbers.chosen(holds, total, numbers.whole_literal(0), nullable=False),
        bottom=f"CASE WHEN {holds} THEN {count.top} ELSE 1 END",
        most=max(count.high, 1),
    )


def _in_group(group: Term, word: str) -> str:
    return compared("=", group, Text(quoted(word))).sql
