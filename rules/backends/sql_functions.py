"""The functions of the language as SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import (
    CannotError,
    Day,
    Term,
    Text,
    Truth,
    Word,
    compared,
    days_between,
    spelled,
    sql_of,
)
from rules.expr.functions import ROUNDINGS
from rules.expr.nodes import Call
from rules.values import Rounding, RoundingMode


def applied(call: Call, terms: Sequence[Term]) -> Term:
    """What a function makes of its arguments; `lookup` and `count` are not among these."""
    if call.function in ROUNDINGS:
        return _rounded(call, terms)
    return _FUNCTIONS[call.function](terms)


def how_many(terms: Iterable[Term]) -> Scaled:
    found = list(terms)
    sure = sum(not term.nullable for term in found)
    tests = [
        f"CASE WHEN {sql_of(term)} IS NULL THEN 0 ELSE 1 END" for term in found if term.nullable
    ]
    return Scaled(f"({' + '.join([str(sure), *tests])})::BIGINT", 0, sure, len(found))


def _rounded(call: Call, terms: Sequence[Term]) -> Scaled:
    number, digits = terms
    if not isinstance(number, Scaled) or not isinstance(digits, Scaled) or digits.constant is None:
        raise CannotError("rounding", call.span)
    mode: Mapping[str, RoundingMode] = {
        "round": "half_up",
        "round_half_even": "half_even",
        "round_up": "up",
        "round_down": "down",
    }
    return numbers.rounded(number, Rounding(digits.constant, mode[call.function]))


def _scaled(terms: Iterable[Term]) -> list[Scaled]:
    return [term for term in terms if isinstance(term, Scaled)]


def _picked(comparator: str) -> Callable[[Sequence[Term]], Term]:
    """The least or the greatest, two at a time; LEAST and GREATEST would pass over what is
    missing."""

    def pick(left: Term, right: Term) -> Term:
        truth = compared(comparator, left, right)
        if isinstance(left, Scaled) and isinstance(right, Scaled):
            return numbers.chosen(truth.sql, left, right, nullable=truth.nullable)
        if not isinstance(left, Day) or not isinstance(right, Day):
            raise TypeError(f"the lesser of {left!r} and {right!r} was translated")
        sql = f"CASE WHEN {truth.sql} THEN {left.sql} WHEN NOT {truth.sql} THEN {right.sql} END"
        return Day(sql, truth.nullable)

    return lambda terms: reduce(pick, terms)


def _sum(terms: Sequence[Term]) -> Scaled:
    return reduce(numbers.add, _scaled(terms))


def _mean(terms: Sequence[Term]) -> Scaled:
    return numbers.divide(_sum(terms), numbers.whole_literal(len(terms)))


def _size(terms: Sequence[Term]) -> Scaled:
    (number,) = _scaled(terms)
    high = max(abs(number.low), abs(number.high))
    width = numbers.require_width(-high, high)
    return Scaled(
        f"abs(({number.top})::{width})",
        number.scale,
        0,
        high,
        number.nullable,
        number.bottom,
        number.most,
    )


def _whole(mode: RoundingMode, other: RoundingMode) -> Callable[[Sequence[Term]], Term]:
    """Down and up the number line: towards zero on one side of it, away from zero on the other."""

    def whole(terms: Sequence[Term]) -> Scaled:
        (number,) = _scaled(terms)
        above, below = (numbers.rounded(number, Rounding(0, m)) for m in (mode, other))
        if number.low >= 0:
            return above
        return numbers.chosen(f"({number.top} >= 0)", above, below, nullable=number.nullable)

    return whole


def _of_text(pattern: str) -> Callable[[Sequence[Term]], Term]:
    def test(terms: Sequence[Term]) -> Truth:
        words = [spelled(term) for term in terms if isinstance(term, Word | Text)]
        sql = pattern.format(*(word.sql for word in words))
        return Truth(sql, any(word.nullable for word in words))

    return test


def _length(terms: Sequence[Term]) -> Scaled:
    (text,) = (spelled(term) for term in terms if isinstance(term, Word | Text))
    return Scaled(f"length({text.sql})", 0, 0, 2**31, text.nullable)


def _part_of_day(part: str, most: int) -> Callable[[Sequence[Term]], Term]:
    def take(terms: Sequence[Term]) -> Scaled:
        (day,) = (term for term in terms if isinstance(term, Day))
        return Scaled(f"{part}({day.sql})", 0, 1, most, day.nullable)

    return take


def _days(terms: Sequence[Term]) -> Scaled:
    first, last = (term for term in terms if isinstance(term, Day))
    return days_between(first, last)


_FUNCTIONS: Mapping[str, Callable[[Sequence[Term]], Term]] = {
    "min": _picked("<="),
    "max": _picked(">="),
    "sum": _sum,
    "mean": _mean,
    "abs": _size,
    "floor": _whole("down", "up"),
    "ceiling": _whole("up", "down"),
    "length": _length,
    "contains": _of_text("contains({0}, {1})"),
    "starts_with": _of_text("starts_with({0}, {1})"),
    "ends_with": _of_text("ends_with({0}, {1})"),
    "year": _part_of_day("year", 9999),
    "month": _part_of_day("month", 12),
    "day": _part_of_day("day", 31),
    "days": _days,
}
