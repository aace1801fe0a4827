"""Numbers that check themselves: 统一社会信用代码 (GB 32100-2015), 身份证号 (GB 11643-1999)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from rules.program import Field
from scoring.intake.faults import Fault, fault

# GB 32100 leaves out I, O, S, V and Z, which are easily mistaken for digits and for U.
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CODE = re.compile(f"[{_CODE_SIGNS}]{{18}}")
_CODE_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_CARD = re.compile(r"[1-9][0-9]{5}([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{3}[0-9X]")
# ISO 7064 MOD 11-2, which GB 11643 prescribes: the weight of place i from the right is 2^(i-1).
_CARD_WEIGHTS = tuple(pow(2, place, 11) for place in range(17, 0, -1))
_CARD_CHECKS = "10X98765432"
_ANYWHERE = re.compile(r"(?<![0-9])[0-9]{15}(?:[0-9]{2}[0-9Xx])?(?![0-9])")

_LEADING, _TRAILING = 3, 2


def read_credit_code(text: str) -> str | Fault:
    """The code in capitals."""
    code = text.upper()
    if not _CODE.fullmatch(code):
        return fault("not-a-credit-code")
    total = sum(
        weight * _CODE_SIGNS.index(sign) for weight, sign in zip(_CODE_WEIGHTS, code, strict=False)
    )
    if _CODE_SIGNS[-total % 31] != code[-1]:
        return fault("wrong-check-digit")
    return code


def read_id_card(text: str) -> str | Fault:
    """The number with a capital X; its date of birth is a day of the calendar."""
    number = text.upper()
    found = _CARD.fullmatch(number)
    if not found or not _is_day(*map(int, found.groups())):
        return fault("not-an-id-card")
    total = sum(weight * int(digit) for weight, digit in zip(_CARD_WEIGHTS, number, strict=False))
    if _CARD_CHECKS[total % 11] != number[-1]:
        return fault("wrong-check-digit")
    return number


def masked(text: str) -> str:
    """A person's number as others may see it: its ends only, and of a short text its length."""
    text = text.strip()
    if len(text) <= _LEADING + _TRAILING:
        return "*" * len(text)
    hidden = len(text) - _LEADING - _TRAILING
    return f"{text[:_LEADING]}{'*' * hidden}{text[-_TRAILING:]}"


def masked_within(text: str, fields: Iterable[Field]) -> str:
    """A text that may hold such numbers, as others may see it; nothing is hidden where none of the
    fields holds one, for other numbers look alike."""
    if not any(wanted.form == "id_card" for wanted in fields):
        return text
    return _ANYWHERE.sub(lambda found: masked(found[0]), text)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
