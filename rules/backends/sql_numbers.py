"""Exact numbers in SQL: scaled integers, fractions as two integers, and how wide they must be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from rules.values import Number, Rounding, decimals_of

_BIGINT = 2**63 - 1
_HUGEINT = 2**127 - 1


class TooWideError(Exception):
    """A number that may need more than 127 bits: nothing is approximated."""


class _Typed(str):
    """SQL of an integer whose type is known, so that it need not be cast to it again."""

    width: str

    def __new__(cls, sql: str, width: str) -> _Typed:
        made = super().__new__(cls, sql)
        made.width = width
        return made


@dataclass(frozen=True, slots=True)
class Scaled:
    """`top` ÷ (`bottom` · 10**`scale`), both SQL integers; `bottom` is positive, None is 1.

    `low` and `high` bound `top`, `most` bounds `bottom`: they decide how wide the integers are."""

    top: str
    scale: int
    low: int
    high: int
    nullable: bool = False
    bottom: str | None = None
    most: int = 1

    @property
    def constant(self) -> int | None:
        """The value of `top` where it is the same everywhere."""
        return self.low if self.low == self.high and not self.nullable else None


NO_NUMBER = Scaled("NULL::BIGINT", 0, 0, 0, nullable=True)


def literal(number: Number) -> Scaled:
    exact = Fraction(number)
    scale = decimals_of(number)
    if scale is None:
        top, bottom = exact.numerator, exact.denominator
        require_width(top, top)
        require_width(bottom, bottom)
        return Scaled(str(top), 0, top, top, bottom=str(bottom), most=bottom)
    return whole_literal(int(exact * 10**scale), scale)


def whole_literal(top: int, scale: int = 0) -> Scaled:
    require_width(top, top)
    return Scaled(str(top), scale, top, top)


def require_width(low: int, high: int) -> str:
    """The SQL type that holds every integer from `low` to `high`."""
    size = max(abs(low), abs(high))
    if size <= _BIGINT:
        return "BIGINT"
    if size <= _HUGEINT:
        return "HUGEINT"
    raise TooWideError


def narrowest(low: int, high: int) -> str:
    """The narrowest type a column may be stored in."""
    for bits, name in ((7, "TINYINT"), (15, "SMALLINT"), (31, "INTEGER")):
        if -(2**bits) < low and high < 2**bits:
            return name
    return require_width(low, high)


def add(left: Scaled, right: Scaled) -> Scaled:
    left, right = common(left, right)
    low, high = left.low + right.low, left.high + right.high
    return _combined("+", left, right, low, high)


def subtract(left: Scaled, right: Scaled) -> Scaled:
    left, right = common(left, right)
    low, high = left.low - right.high, left.high - right.low
    return _combined("-", left, right, low, high)


def multiply(left: Scaled, right: Scaled) -> Scaled:
    low, high = _corners(left, right)
    bottom, most = _product(left, right)
    return Scaled(
        _operation("*", left.top, right.top, low, high, *_ends(left, right)),
        left.scale + right.scale,
        low,
        high,
        left.nullable or right.nullable,
        bottom,
        most,
    )


def divide(left: Scaled, right: Scaled) -> Scaled:
    """Missing where the divisor is zero. Its sign goes to the top."""
    if right.constant is not None and right.constant < 0 and right.bottom is None:
        return divide(negative(left), whole_literal(-right.constant, right.scale))
    shift = max(0, right.scale - left.scale)
    upper = raised(left, left.scale + shift)
    size = max(abs(right.low), abs(right.high), 1)
    top, low, high = upper.top, upper.low, upper.high
    divisor = right.top
    if right.low < 0:
        low, high = min(low, -high), max(high, -low)
        top = _operation("*", f"sign({right.top})", top, low, high)
        divisor = f"abs({_cast(right.top, size)})"
    if right.bottom is not None:
        low, high = min(low * right.most, low), max(high * right.most, high)
        top = _operation("*", top, right.bottom, low, high, upper.low, upper.high, right.most)
    uncertain = right.nullable or right.low <= 0 <= right.high
    most = size * upper.most
    bottom = divisor
    if upper.bottom is not None:
        bottom = _operation("*", upper.bottom, divisor, 0, most, size)
    return Scaled(
        f"CASE WHEN {right.top} <> 0 THEN {top} END" if uncertain else top,
        upper.scale - right.scale,
        low,
        high,
        left.nullable or uncertain,
        bottom,
        most,
    )


def negative(number: Scaled) -> Scaled:
    return subtract(whole_literal(0), number)


def raised(number: Scaled, scale: int) -> Scaled:
    """The same number with more decimals."""
    factor = 10 ** (scale - number.scale)
    if factor == 1:
        return number
    low, high = number.low * factor, number.high * factor
    return replace(
        number,
        top=_operation("*", number.top, str(factor), low, high),
        scale=scale,
        low=low,
        high=high,
    )


def common(left: Scaled, right: Scaled) -> tuple[Scaled, Scaled]:
    """Both over the same bottom and scale, so that their tops add and compare."""
    left, right = _over_one_bottom(left, right)
    scale = max(left.scale, right.scale)
    return raised(left, scale), raised(right, scale)


def rounded(number: Scaled, rounding: Rounding) -> Scaled:
    """Rounded once; never a fraction afterwards."""
    if number.bottom is None and number.scale <= rounding.digits:
        return number
    upper = number
    if number.scale < rounding.digits:
        upper = raised(number, rounding.digits)
    bottom = 10 ** (upper.scale - rounding.digits)
    divisor, most = str(bottom), bottom
    if number.bottom is not None:
        most = bottom * number.most
        divisor = _operation("*", number.bottom, str(bottom), 0, most)
    return _rounded(upper, divisor, most, rounding)


def _rounded(upper: Scaled, divisor: str, most: int, rounding: Rounding) -> Scaled:
    size = max(abs(upper.low), abs(upper.high))
    room = 2 * size + most
    number = _cast(upper.top, room)
    by = _cast(divisor, room)
    magnitude = f"abs({number})" if upper.low < 0 else number
    match rounding.mode:
        case "half_up":
            found = f"((2 * {magnitude} + {by}) // (2 * {by}))"
        case "half_even":
            part = f"((2 * {magnitude} + {by}) // (2 * {by}))"
            tie = f"((2 * {magnitude}) % (2 * {by}) = {by} AND {part} % 2 = 1)"
            found = f"({part} - CASE WHEN {tie} THEN 1 ELSE 0 END)"
        case "up":
            found = f"(({magnitude} + {by} - 1) // {by})"
        case "down":
            found = f"({magnitude} // {by})"
    if upper.low < 0:
        found = f"(sign({number}) * {found})"
    least = 10 ** (upper.scale - rounding.digits)
    low, high = upper.low // least - 1, upper.high // least + 1
    return Scaled(found, rounding.digits, min(low, 0), max(high, 0), upper.nullable)


def compared(comparator: str, left: Scaled, right: Scaled) -> str:
    left, right = common(left, right)
    return f"({left.top} {comparator} {right.top})"


def in_order(number: Scaled) -> Scaled:
    """A whole number that compares with its like as the fractions do: two different ones whose
    bottoms are at most `most` are at least 1 ÷ `most`² apart."""
    if number.bottom is None:
        return number
    if _is_digits(number.bottom):
        return replace(number, bottom=None, most=1)
    factor = number.most**2
    low, high = min(number.low, 0) * factor, max(number.high, 0) * factor
    top = _operation("*", number.top, str(factor), low, high, factor)
    whole = f"({top} // {number.bottom})"
    return replace(number, top=whole, low=low, high=high, bottom=None, most=1)


def chosen(condition: str, then: Scaled, otherwise: Scaled, *, nullable: bool) -> Scaled:
    """One number or the other; missing where the condition is unknown."""
    if is_even(then) and is_even(otherwise):
        then, otherwise = _over_one_bottom(then, otherwise)
    scale = max(then.scale, otherwise.scale)
    one, other = raised(then, scale), raised(otherwise, scale)
    low, high = min(one.low, other.low), max(one.high, other.high)
    last = f"WHEN NOT {condition} THEN" if nullable else "ELSE"
    bottom = one.bottom
    if one.bottom != other.bottom:
        bottom = f"CASE WHEN {condition} THEN {one.bottom or 1} ELSE {other.bottom or 1} END"
    return Scaled(
        f"CASE WHEN {condition} THEN {one.top} {last} {other.top} END",
        scale,
        low,
        high,
        nullable or then.nullable or otherwise.nullable,
        bottom,
        max(one.most, other.most),
    )


def held(number: Scaled, limit: Scaled, *, lower: bool) -> Scaled:
    """The number, or the limit where it goes beyond that. LEAST and GREATEST would pass over what
    is missing."""
    beyond = compared("<" if lower else ">", number, limit)
    found = chosen(beyond, limit, number, nullable=number.nullable)
    one, other = common(number, limit)
    if number.nullable or one.bottom is not None:
        return found
    return replace(found, top=f"{'greatest' if lower else 'least'}({one.top}, {other.top})")


def _over_one_bottom(left: Scaled, right: Scaled) -> tuple[Scaled, Scaled]:
    if left.bottom == right.bottom:
        return left, right
    if is_even(left) and is_even(right):
        least = lcm(left.most, right.most)
        return _raised_to(left, least), _raised_to(right, least)
    return _crossed(left, right), _crossed(right, left)


def is_even(number: Scaled) -> bool:
    """Whether its bottom is the same everywhere."""
    return number.bottom is None or _is_digits(number.bottom)


def _raised_to(number: Scaled, bottom: int) -> Scaled:
    """The same number over a multiple of its bottom."""
    factor = bottom // number.most
    low, high = number.low * factor, number.high * factor
    top = _operation("*", number.top, str(factor), low, high, *_ends(number), factor)
    return replace(number, top=top, low=low, high=high, bottom=str(bottom), most=bottom)


def _crossed(number: Scaled, other: Scaled) -> Scaled:
    """`number` with the other's bottom on both of its sides."""
    if other.bottom is None:
        return number
    low = number.low * other.most if number.low < 0 else number.low
    high = number.high * other.most if number.high > 0 else number.high
    most = number.most * other.most
    own = number.bottom
    # The product is written alike from both sides, so that equal bottoms look equal.
    first, last = sorted((own or "1", other.bottom))
    bottom = other.bottom if own is None else _operation("*", first, last, 0, most)
    top = _operation("*", number.top, other.bottom, low, high, *_ends(number), other.most)
    return replace(number, top=top, low=low, high=high, bottom=bottom, most=most)


def _combined(sign: str, left: Scaled, right: Scaled, low: int, high: int) -> Scaled:
    return Scaled(
        _operation(sign, left.top, right.top, low, high, *_ends(left, right)),
        left.scale,
        low,
        high,
        left.nullable or right.nullable,
        left.bottom,
        left.most,
    )


def _corners(left: Scaled, right: Scaled) -> tuple[int, int]:
    found = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return min(found), max(found)


def _product(left: Scaled, right: Scaled) -> tuple[str | None, int]:
    match left.bottom, right.bottom:
        case None, None:
            return None, 1
        case (str(), str()):
            most = left.most * right.most
            return _operation("*", left.bottom or "", right.bottom or "", 0, most), most
    return left.bottom or right.bottom, left.most * right.most


def _ends(*numbers: Scaled) -> tuple[int, ...]:
    return tuple(end for number in numbers for end in (number.low, number.high))


def _operation(sign: str, left: str, right: str, *ends: int) -> str:
    """`ends` bound the result and both numbers: nothing times a great number is nothing, but the
    great number is cast all the same."""
    if _is_digits(left) and _is_digits(right):
        # Two numbers of the policy: computed here, so that the plan stays small.
        a, b = int(left), int(right)
        return str(a + b if sign == "+" else a - b if sign == "-" else a * b)
    if sign == "*" and "1" in (left, right):
        return left if right == "1" else right
    if sign == "+" and "0" in (left, right):
        return left if right == "0" else right
    size = max(map(abs, ends))
    width = require_width(-size, size)
    return _Typed(f"({_cast(left, size)} {sign} {_cast(right, size)})", width)


def _cast(sql: str, size: int) -> str:
    """The integer in a type that holds `size`, too."""
    width = require_width(-size, size)
    if isinstance(sql, _Typed) and sql.width == width:
        return sql
    if _is_digits(sql) and width == "BIGINT":
        return sql
    return f"{sql}::{width}" if sql.isidentifier() else f"({sql})::{width}"


def _is_digits(sql: str) -> bool:
    return sql.removeprefix("-").isdigit()
