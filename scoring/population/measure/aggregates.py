"""What each aggregate takes of the records of all subjects, and what its tallies come to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import (
    Day,
    Missing,
    Term,
    Text,
    Truth,
    Word,
    sql_of,
)
from rules.program import (
    Count,
    Distinct,
    Extreme,
    GroupMean,
    Latest,
    Mean,
    Median,
    OverNumbers,
    Quantified,
    Ratio,
    Sum,
    TrimmedMean,
    WeightedMean,
    Windowed,
)
from scoring.measure.aggregates import UNKNOWN_KEPT, UNKNOWN_TRUTH
from scoring.measure.reading import MISSING_VALUE, UNKNOWN_LEFT_OUT
from scoring.measure.spreads import NOTHING_LEFT
from scoring.population.measure.asking import (
    Asked,
    Conclude,
    Taken,
    both,
    whole_of,
    whole_term,
)
from scoring.population.measure.gathering import Observed
from scoring.population.measure.group_means import ask_group_mean
from scoring.population.noted import Noted


def ask(asked: Asked) -> Conclude:
    """Adds what the aggregate needs to the pass; the answer is for after it."""
    match asked.aggregate:
        case Count():
            return _count(asked)
        case Windowed():
            raise TypeError("a window is asked for by ask_window")
        case Quantified() as quantified:
            return _quantified(asked, quantified)
        case Ratio() as ratio:
            return _ratio(asked, ratio)
        case GroupMean() as mean:
            return ask_group_mean(asked, mean)
        case WeightedMean() as weighted:
            return _weighted_mean(asked, weighted)
        case Latest() as latest:
            return _latest(asked, latest)
        case Distinct() as distinct:
            return _distinct(asked, distinct)
        case Extreme() as extreme:
            return _extreme(asked, extreme)
        case spread:
            return _spread(asked, spread)


def _count(asked: Asked) -> Conclude:
    counted = asked.taken.count(asked.condition.sql)
    noted = asked.left_out()
    return lambda observed: Taken(observed.count(counted), noted)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The values of the records that count: a value, the condition under which it does."""

    value: Term
    condition: str
    noted: tuple[Noted, ...]


def _chosen(asked: Asked, value: Term) -> _Chosen:
    condition = asked.condition.sql
    if not value.nullable:
        return _Chosen(value, condition, asked.left_out())
    sql = sql_of(value)
    missing = both(condition, f"{sql} IS NULL")
    noted = asked.left_out((MISSING_VALUE, missing))
    return _Chosen(value, both(condition, f"{sql} IS NOT NULL"), noted)


def _spread(asked: Asked, spread: OverNumbers) -> Conclude:
    value = whole_of(asked, spread.value)
    chosen = _chosen(asked, value)
    match spread:
        case Sum():
            total = asked.taken.total(value, chosen.condition, asked.rows.count)
            return lambda observed: Taken(observed.number(total), chosen.noted)
        case Mean():
            total = asked.taken.total(value, chosen.condition, asked.rows.count)
            count = asked.taken.count(chosen.condition)
            return lambda observed: Taken(
                numbers.divide(observed.number(total), observed.count(count)), chosen.noted
            )
        case TrimmedMean():
            return _trimmed(asked, spread, value, chosen)
        case Median():
            return _median(asked, value, chosen)


def _trimmed(asked: Asked, mean: TrimmedMean, value: Scaled, chosen: _Chosen) -> Conclude:
    """The sum of the middle part is taken in the pass, with the number of values."""
    count = asked.taken.count(chosen.condition)
    size = f"count(*) FILTER (WHERE {chosen.condition})"
    off = _taken_off(mean, size)
    total = _middle_sum(asked, value, chosen, f"[{off} + 1 : greatest({size} - {off}, 0)]")

    def conclude(observed: Observed) -> Taken:
        number = observed.count(count)
        left = Scaled(f"greatest({count} - 2 * {_taken_off(mean, count)}, 0)", 0, 0, number.high)
        none = f"CASE WHEN {count} > 0 AND {left.top} = 0 THEN 1 ELSE 0 END"
        nothing = Noted(asked.measure, NOTHING_LEFT, none)
        return Taken(numbers.divide(observed.number(total), left), (*chosen.noted, nothing))

    return conclude


def _taken_off(mean: TrimmedMean, size: str) -> str:
    """How many values are left out at each end."""
    if not mean.share:
        return str(int(mean.trim))
    part = Fraction(mean.trim)
    return f"({size} * {part.numerator} // {part.denominator})"


def _median(asked: Asked, value: Scaled, chosen: _Chosen) -> Conclude:
    count = asked.taken.count(chosen.condition)
    size = f"count(*) FILTER (WHERE {chosen.condition})"
    total = _middle_sum(asked, value, chosen, f"[({size} + 1) // 2 : {size} // 2 + 1]")

    def conclude(observed: Observed) -> Taken:
        both = Scaled(f"CASE WHEN {count} = 0 THEN 0 ELSE 2 - {count} % 2 END", 0, 0, 2)
        return Taken(numbers.divide(observed.number(total), both), chosen.noted)

    return conclude


def _middle_sum(asked: Asked, value: Scaled, chosen: _Chosen, part: str) -> Scaled:
    rows = asked.rows.count
    low, high = min(0, value.low * rows), max(0, value.high * rows)
    width = numbers.require_width(low, high)
    listed = f"list({value.top} ORDER BY {value.top}) FILTER (WHERE {chosen.condition})"
    name = asked.taken.whole(f"list_sum(({listed}){part})::{width}")
    return Scaled(name, value.scale, low, high)


def _extreme(asked: Asked, extreme: Extreme) -> Conclude:
    value = asked.translator.term(extreme.value)
    chosen = _chosen(asked, value)
    how = "max" if extreme.greatest else "min"
    taken = sql_of(whole_term(value, extreme.value))
    name = asked.taken.other(f"{how}({taken}) FILTER (WHERE {chosen.condition})")
    return lambda _: Taken(_as_read(value, name), chosen.noted)


def _latest(asked: Asked, latest: Latest) -> Conclude:
    value = whole_term(asked.translator.term(latest.value), latest.value)
    condition = asked.condition.sql
    name = asked.taken.other(f"arg_max_null({sql_of(value)}, q) FILTER (WHERE {condition})")
    count = asked.taken.count(condition)
    noted = list(asked.left_out())
    if value.nullable:
        lacking = f"CASE WHEN {count} > 0 AND {name} IS NULL THEN 1 ELSE 0 END"
        noted.append(Noted(asked.measure, MISSING_VALUE, lacking))
    return lambda _: Taken(_as_read(value, name), tuple(noted))


def _distinct(asked: Asked, distinct: Distinct) -> Conclude:
    value = whole_term(asked.translator.term(distinct.value), distinct.value)
    chosen = _chosen(asked, value)
    different = f"count(DISTINCT {sql_of(value)})"
    counted = asked.taken.whole(f"{different} FILTER (WHERE {chosen.condition})")
    return lambda observed: Taken(observed.count(counted), chosen.noted)


def _quantified(asked: Asked, quantified: Quantified) -> Conclude:
    test = asked.translator.condition(quantified.test)
    decisive = f"NOT {test.sql}" if quantified.every else test.sql
    decided = asked.taken.count(decisive)
    unknown = asked.taken.count(asked.translator.unknown(quantified.test)) if test.nullable else "0"
    yes, no = ("false", "true") if quantified.every else ("true", "false")
    sql = f"CASE WHEN {decided} > 0 THEN {yes} WHEN {unknown} = 0 THEN {no} END"
    noted = Noted(
        asked.measure, UNKNOWN_TRUTH, f"CASE WHEN {decided} > 0 THEN 0 ELSE {unknown} END"
    )
    return lambda _: Taken(Truth(sql, test.nullable), (noted,))


def _ratio(asked: Asked, ratio: Ratio) -> Conclude:
    """A record that is unknown in either leaves both, or stays in the denominator."""
    whole = asked.translator.condition(ratio.denominator)
    part = asked.translator.condition(ratio.numerator)
    holds = both(whole.sql, part.sql)
    known = both(whole.sql, f"{part.sql} IS NOT NULL") if part.nullable else whole.sql
    doubts = []
    if whole.nullable:
        doubts.append(asked.translator.unknown(ratio.denominator))
    if part.nullable:
        doubts.append(both(whole.sql, asked.translator.unknown(ratio.numerator)))
    top, bottom = asked.taken.count(holds), asked.taken.count(known)
    unknown = asked.taken.count(f"({' OR '.join(doubts)})") if doubts else "0"
    words = UNKNOWN_KEPT if ratio.keep_unknown else UNKNOWN_LEFT_OUT
    noted = (Noted(asked.measure, words, unknown),) if doubts else ()

    def conclude(observed: Observed) -> Taken:
        below = observed.count(bottom)
        if ratio.keep_unknown and doubts:
            below = numbers.add(below, observed.count(unknown))
        quotient = numbers.divide(observed.count(top), below)
        if ratio.when_zero is None:
            return Taken(quotient, noted)
        otherwise = numbers.literal(ratio.when_zero)
        if not ratio.keep_unknown and doubts:
            otherwise = numbers.chosen(
                f"({unknown} = 0)", otherwise, numbers.NO_NUMBER, nullable=False
            )
        some = f"({below.top} > 0)"
        return Taken(numbers.chosen(some, quotient, otherwise, nullable=False), noted)

    return conclude


def _weighted_mean(asked: Asked, mean: WeightedMean) -> Conclude:
    value, weight = whole_of(asked, mean.value), whole_of(asked, mean.weight)
    condition = asked.condition.sql
    lacking = [f"{part.top} IS NULL" for part in (value, weight) if part.nullable]
    noted = asked.left_out()
    met = condition
    if lacking:
        any_of = f"({' OR '.join(lacking)})"
        noted = asked.left_out((MISSING_VALUE, both(condition, any_of)))
        met = both(condition, f"NOT {any_of}")
    rows = asked.rows.count
    top = asked.taken.total(numbers.multiply(value, weight), met, rows)
    bottom = asked.taken.total(weight, met, rows)
    return lambda observed: Taken(
        numbers.divide(observed.number(top), observed.number(bottom)), noted
    )


def _as_read(term: Term, name: str) -> Term:
    """The term of a column that holds one of the values of another."""
    match term:
        case Scaled():
            return replace(term, top=name, nullable=True)
        case Word():
            return Word(name, term.words, nullable=True)
        case Truth() | Text() | Day():
            return type(term)(name, nullable=True)
        case Missing():
            return term
