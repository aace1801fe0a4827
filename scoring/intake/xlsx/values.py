"""What a number in a cell says as exact text: as the spreadsheet shows it, to 15 digits."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Literal

# How a number format shows a number.
Shape = Literal["number", "percent", "date", "elapsed"]

DIGITS = 15
_SHORT = re.compile(r"-?(?:0|[1-9][0-9]{0,14})")
_FORM = re.compile(r"[+-]?[0-9]{1,400}(?:\.[0-9]{0,400})?(?:[eE][+-]?[0-9]{1,4})?")
_FIFTEEN = Context(prec=DIGITS, rounding=ROUND_HALF_UP, Emin=-999_999, Emax=999_999)
_WIDE = Context(prec=700, Emin=-999_999, Emax=999_999)
_TOO_LARGE = Decimal(10) ** DIGITS
_SMALLEST = -400

_EPOCH_1900 = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_LAST_DAY = 2_958_465  # 9999-12-31 counted from 1900
# 1900-02-29 was no day; spreadsheets count it as one, as Lotus 1-2-3 did.
_NO_DAY = 60
_DAY = 86_400_000


class Unreadable(Exception):
    """`code` is a code of intake's messages."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def shown_number(text: str, shape: Shape, *, from_1904: bool = False) -> str:
    """85 as 85, 0.85 in percent as 85%, a serial number in a date format as ISO."""
    if shape == "number":
        return decimal_text(text)
    number = _fifteen(text)
    match shape:
        case "percent":
            return f"{_plain(_WIDE.scaleb(number, 2))}%"
        case "date":
            return _day_and_time(number, from_1904=from_1904)
        case "elapsed":
            return _hours(number)


def decimal_text(text: str) -> str:
    """A binary number, written with as many digits as it takes, at the 15 digits a spreadsheet
    shows: 0.30000000000000004 is 0.3. With more before the point it is a number nobody typed."""
    if _SHORT.fullmatch(text):
        return "0" if text == "-0" else text
    return _plain(_fifteen(text))


def _fifteen(text: str) -> Decimal:
    if not _FORM.fullmatch(text):
        raise Unreadable("not-finite" if text[-3:].lower() in ("nan", "inf") else "bad-number")
    try:
        number = _FIFTEEN.create_decimal(text)
    except InvalidOperation:
        raise Unreadable("bad-number") from None
    if abs(number) >= _TOO_LARGE:
        raise Unreadable("rounded-digits")
    return number


def _plain(number: Decimal) -> str:
    """Digits and a point, without zeros that say nothing."""
    if not number:
        return "0"
    if number.adjusted() < _SMALLEST:
        raise Unreadable("bad-number")
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _day_and_time(number: Decimal, *, from_1904: bool) -> str:
    if number < 0:
        raise Unreadable("bad-date-number")
    days, rest = divmod(_milliseconds(number), _DAY)
    if days > _LAST_DAY:
        raise Unreadable("bad-date-number")
    if not days and rest and not from_1904:
        return _clock(rest)
    if from_1904:
        start = _EPOCH_1904
    elif days == _NO_DAY or not days:
        raise Unreadable("bad-date-number")
    else:
        start = _EPOCH_1900 if days > _NO_DAY else _EPOCH_1900 + timedelta(1)
    try:
        day = (start + timedelta(days)).isoformat()
    except OverflowError:
        raise Unreadable("bad-date-number") from None
    return f"{day} {_clock(rest)}" if rest else day


def _hours(number: Decimal) -> str:
    if not 0 <= number <= _LAST_DAY:
        raise Unreadable("bad-date-number")
    return _clock(_milliseconds(number))


def _milliseconds(number: Decimal) -> int:
    return int((number * _DAY).to_integral_value(ROUND_HALF_UP))


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{rest:03}" if rest else text


# --- number formats ----------------------------------------------------------------------------

_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)}
_BUILT_IN_ELAPSED = {46}
_BUILT_IN_PERCENT = {9, 10}
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_SILENT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]', re.DOTALL)
_DATE_LETTER = re.compile(r"[ymdhsab]|(?<![0#?.])e(?![+-])", re.IGNORECASE)


def shape_of(format_id: int, code: str | None) -> Shape:
    """How a number format shows numbers; `code` where the workbook defines it itself."""
    if code is None:
        if format_id in _BUILT_IN_DATES:
            return "date"
        if format_id in _BUILT_IN_ELAPSED:
            return "elapsed"
        return "percent" if format_id in _BUILT_IN_PERCENT else "number"
    if _ELAPSED.search(code):
        return "elapsed"
    spoken = _SILENT.sub("", code).partition(";")[0]
    if "general" in spoken.lower():
        return "number"
    if "%" in spoken:
        return "percent"
    return "date" if _DATE_LETTER.search(spoken) else "number"
