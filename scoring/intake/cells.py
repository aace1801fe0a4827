"""A cell's text as the typed value its field declares, or what is wrong with it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Final, TypeAlias, assert_never

from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    DurationKind,
    MissingKind,
    NumberKind,
    PercentKind,
    TableKind,
    TextKind,
)
from rules.program import Field
from rules.values import (
    Number,
    Value,
    decimals_of,
    plain,
    read_decimal,
    read_percent,
    show_number,
    show_percent,
)
from scoring.intake.check_digits import masked, read_credit_code, read_id_card
from scoring.intake.faults import Fault, fault, listed, near

Read: TypeAlias = Value | Fault

LONGEST_TEXT = 2000
_WORDS = {"是": True, "否": False, "true": True, "false": False}
_UNTEXT = re.compile("[\0\ud800-\udfff]")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHANGHAI = timezone(timedelta(hours=8))
_OTHER_DATE = re.compile(
    r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?|([0-9]{2})([0-9]{2}))(?:[ T].{1,20})?"
)

_NUMBER_FAULTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r".{0,60}[０-９．－＋，％].{0,60}"), "full-width-number"),
    (re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?%?"), "thousands-separator"),
    (re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+"), "exponent-number"),
    (re.compile(r"[+-]?(nan|inf|infinity|∞)", re.IGNORECASE), "not-finite"),
    (re.compile(r"-?0[0-9]+(\.[0-9]+)?%?"), "leading-zeros"),
    (re.compile(r"-?[0-9]+(\.[0-9]+)?%?"), "too-many-digits"),
)

_REMEMBERED = 20_000
_LONGEST_REMEMBERED = 64
_UNREAD: Final = Fault("unread")


class Column:
    """One field: a cell's text in, its value or a fault out. It remembers what it has read, for
    cells repeat and equal dates and words are then one object."""

    __slots__ = ("_memo", "field")

    def __init__(self, field: Field) -> None:
        self.field = field
        self._memo: dict[str, Read] = {}

    def shown(self, text: str) -> str:
        """The text as others than its sender may see it."""
        return masked(text) if self.field.form == "id_card" else text

    def read(self, text: str) -> Read:
        value = self._memo.get(text, _UNREAD)
        if value is not _UNREAD:
            return value
        value = read_cell(self.field, text)
        if len(text) <= _LONGEST_REMEMBERED:
            if len(self._memo) >= _REMEMBERED:
                self._memo.clear()
            self._memo[text] = value
        return value


def read_cell(field: Field, text: str) -> Read:
    """Blanks around the text do not count; what is missing is as the field's `on_missing` says."""
    text = text.strip()
    if not text or text in field.null_values:
        return _missing(field)
    value = _typed(field, text)
    return _missing(field) if _is_null_number(field, value) else value


def _missing(field: Field) -> Read:
    match field.on_missing:
        case "reject":
            return fault("missing-value")
        case "keep":
            return None
        case "fill":
            return field.fill


def _is_null_number(field: Field, value: Read) -> bool:
    """Where 0 reads as missing, 0.0 does too."""
    if not isinstance(field.kind, NumberKind | PercentKind) or isinstance(value, Fault):
        return False
    return any(_typed(field, null) == value for null in field.null_values)


def _typed(field: Field, text: str) -> Read:
    match field.kind:
        case NumberKind():
            return _number(field, field.kind, text)
        case PercentKind():
            return _percentage(field, field.kind, text)
        case DurationKind():
            return _number(field, NumberKind(decimals=0), text)
        case TextKind():
            return _text(field, text)
        case BooleanKind():
            return _WORDS.get(text.lower(), fault("not-a-boolean"))
        case DateKind():
            return _date(text)
        case CategoryKind(words):
            return text if text in words else _unknown_word(text, words)
        case TableKind() | MissingKind():
            raise TypeError(f"no column holds the kind of {field.name!r}")
    assert_never(field.kind)


def _number(field: Field, kind: NumberKind, text: str) -> Read:
    number = read_decimal(text)
    if number is None:
        return _number_fault(field, text, "not-a-number")
    if _has_more_decimals(number, kind.decimals):
        return _too_many_decimals(kind)
    if _outside(number, kind):
        return fault("out-of-bounds", bounds=_bounds(kind))
    return number


def _percentage(field: Field, kind: PercentKind, text: str) -> Read:
    bare = field.unit == "%" and not text.endswith("%")
    number = read_percent(text + "%" if bare else text)
    if number is None:
        return _number_fault(field, text, "not-a-percentage")
    if _has_more_decimals(plain(Fraction(number) * 100), kind.decimals):
        return _too_many_decimals(kind)
    if _outside(number, kind):
        return fault("out-of-bounds", bounds=_bounds(kind))
    return number


def _has_more_decimals(number: Number, decimals: int | None) -> bool:
    """85.00 is the whole number 85: only digits that say something count."""
    written = decimals_of(number)
    return decimals is not None and written is not None and written > decimals


def _too_many_decimals(kind: NumberKind | PercentKind) -> Fault:
    if kind.decimals == 0:
        return fault("not-whole")
    return fault("too-many-decimals", decimals=kind.decimals)


def _outside(number: Number, kind: NumberKind | PercentKind) -> bool:
    too_low = kind.low is not None and number < kind.low
    too_high = kind.high is not None and number > kind.high
    return too_low or too_high


def _bounds(kind: NumberKind | PercentKind) -> str:
    """`[0..100]`, `≥ 0` or `≤ 100%`."""
    show = show_percent if isinstance(kind, PercentKind) else show_number
    if kind.low is None:
        return "" if kind.high is None else f"≤ {show(kind.high)}"
    return f"≥ {show(kind.low)}" if kind.high is None else f"[{show(kind.low)}..{show(kind.high)}]"


def _number_fault(field: Field, text: str, otherwise: str) -> Fault:
    if field.unit not in ("", "%") and text.endswith(field.unit):
        return fault("unit-in-cell", unit=field.unit)
    for pattern, code in _NUMBER_FAULTS:
        if pattern.fullmatch(text) and not _is_plain(text, otherwise):
            return fault(code)
    return fault(otherwise)


def _is_plain(text: str, expected: str) -> bool:
    """A good number where a percentage was expected, or the other way round."""
    other = read_percent(text) if expected == "not-a-number" else read_decimal(text)
    return other is not None


def _text(field: Field, text: str) -> Read:
    if field.form == "credit_code":
        return read_credit_code(text)
    if field.form == "id_card":
        return read_id_card(text)
    if len(text) > LONGEST_TEXT:
        return fault("too-long-text", limit=LONGEST_TEXT)
    return fault("bad-text") if _UNTEXT.search(text) else text


def _date(text: str) -> Read:
    if _ISO_DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return fault("not-a-date")
    if moment := _in_shanghai(text):
        return fault("not-a-date", suggestion=moment.isoformat())
    if other := _OTHER_DATE.fullmatch(text):
        year, month, day = (int(part) for part in other.groups() if part)
        try:
            return fault("not-a-date", suggestion=date(year, month, day).isoformat())
        except ValueError:
            pass
    return fault("not-a-date")


def _in_shanghai(text: str) -> date | None:
    """The day it was there at a moment told with its zone: an afternoon of UTC is the next day."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(_SHANGHAI).date() if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _unknown_word(text: str, words: tuple[str, ...]) -> Fault:
    return fault("unknown-category", suggestion=near(text, words), **listed(words))
