"""The values a policy computes with: exact numbers, text, truth, dates, and missing.

Numbers are exact rationals. A whole number is an `int`, anything else a `Fraction`; the two
compare, hash and calculate with each other exactly. A percentage is its fraction (60% is 3/5), a
duration is its whole days, an ordered category is its word: static kinds keep them apart.
Missing is `None`; for a condition `None` is the third truth value, unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Literal, TypeAlias

Number: TypeAlias = int | Fraction
Value: TypeAlias = Number | bool | str | date | None
Truth: TypeAlias = bool | None

RoundingMode = Literal["half_up", "half_even", "up", "down"]

# ASCII digits only: `Decimal` would read "1_0" as 10 and full-width digits as digits.
_DECIMAL = re.compile(r"(-?)([0-9]{1,30})(?:\.([0-9]{1,30}))?")
_PERCENT = re.compile(r"(.*[0-9])%")


@dataclass(frozen=True, slots=True)
class Rounding:
    """Where and how a number is rounded: `digits` after the point (of the percent figure for a
    percentage). Half up and half even look at the distance; up is away from zero, down is towards
    zero (FEEL `round up`, `round down`)."""

    digits: int
    mode: RoundingMode = "half_up"


def plain(number: Fraction | int) -> Number:
    """The same number as an `int` where it is whole."""
    if not isinstance(number, int) and number.denominator == 1:
        return number.numerator
    return number


def quotient(over: Number, under: Number) -> Number:
    """`over` ÷ `under`, exactly; `under` is not zero."""
    top, bottom = over.numerator * under.denominator, over.denominator * under.numerator
    return top // bottom if top % bottom == 0 else Fraction(top, bottom)


def add_up(numbers: Iterable[Number]) -> Number:
    """The exact sum. It is reduced once at the end, where `sum` would reduce at every step."""
    top, bottom = 0, 1
    for number in numbers:
        own = number.denominator
        if bottom % own:
            wider = lcm(bottom, own)
            top, bottom = top * (wider // bottom), wider
        top += number.numerator * (bottom // own)
    return quotient(top, bottom)


def read_decimal(text: str) -> Number | None:
    """A plain decimal in ASCII digits, or None. No exponent, sign `-` only, no leading zeros."""
    match = _DECIMAL.fullmatch(text)
    if not match:
        return None
    sign, whole, digits = match.groups()
    if len(whole) > 1 and whole.startswith("0"):
        return None
    number = Fraction(int(whole + (digits or "")), 10 ** len(digits or ""))
    return plain(-number if sign else number)


def read_percent(text: str) -> Number | None:
    """`12.5%` as 1/8, or None."""
    match = _PERCENT.fullmatch(text)
    number = read_decimal(match.group(1)) if match else None
    return None if number is None else plain(Fraction(number) / 100)


def round_number(number: Number, rounding: Rounding) -> Number:
    """The number rounded once, exactly: half up means away from zero for negatives too."""
    if isinstance(number, int):
        return number
    scale, under = 10**rounding.digits, number.denominator
    magnitude, rest = divmod(abs(number.numerator) * scale, under)
    match rounding.mode:
        case "half_up":
            away = 2 * rest >= under
        case "half_even":
            away = 2 * rest > under or (2 * rest == under and magnitude % 2 == 1)
        case "up":
            away = rest > 0
        case "down":
            away = False
    rounded = magnitude + int(away)
    return quotient(-rounded if number.numerator < 0 else rounded, scale)


def decimals_of(number: Number) -> int | None:
    """How many decimals write the number exactly; None where no finite decimal does."""
    denominator = number.denominator
    twos = fives = 0
    while denominator % 2 == 0:
        denominator //= 2
        twos += 1
    while denominator % 5 == 0:
        denominator //= 5
        fives += 1
    return max(twos, fives) if denominator == 1 else None


def show_number(number: Number, digits: int | None = None) -> str:
    """The number in plain decimals, with at least `digits` of them; `1/3` where none is exact."""
    if number.denominator == 1 and not digits:
        return str(number.numerator)
    needed = decimals_of(number)
    if needed is None:
        return f"{number.numerator}/{number.denominator}"
    shown = max(needed, digits or 0)
    scaled = abs(number.numerator) * 10**shown // number.denominator
    text = str(scaled).rjust(shown + 1, "0")
    sign = "-" if number < 0 else ""
    return f"{sign}{text[:-shown]}.{text[-shown:]}" if shown else sign + text


def show_percent(number: Number, digits: int | None = None) -> str:
    return show_number(plain(Fraction(number) * 100), digits) + "%"
