"""Values as words, for a group or an item."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from rules.values import Number, Rounding, Value, decimals_of, plain, round_number, show_number


def shown(key: Iterable[Value]) -> str:
    """The parts of a key, such as the fields of a group."""
    return "/".join(_word(value) for value in key)


def _word(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case str():
            return value
        case date():
            return value.isoformat()
    return show_number(value)


def told(number: Number, digits: int | None = None) -> str:
    """The number for a sentence, with at least `digits` decimals: `≈14.29` where no finite decimal
    is exact. Tables keep the fraction."""
    if decimals_of(number) is not None:
        return show_number(number, digits)
    shown = max(digits or 0, 2)
    near = round_number(number, Rounding(shown))
    return f"≈{show_number(near, shown)}" if near else show_number(number)


def told_percent(number: Number, digits: int | None = None) -> str:
    return told(plain(Fraction(number) * 100), digits) + "%"
