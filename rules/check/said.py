"""Limits as people say them: 超过 3 次, 六个月以上, 低于此分, at least 5."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rules.expr.nodes import Comparator
from rules.values import Number, read_decimal, read_percent

_BEFORE: Mapping[str, Comparator] = {
    "不超过": "<=",
    "不高于": "<=",
    "不多于": "<=",
    "不大于": "<=",
    "不低于": ">=",
    "不少于": ">=",
    "不小于": ">=",
    "超过": ">",
    "高于": ">",
    "多于": ">",
    "大于": ">",
    "达到": ">=",
    "至少": ">=",
    "不足": "<",
    "不满": "<",
    "不到": "<",
    "低于": "<",
    "少于": "<",
    "小于": "<",
    "no more than": "<=",
    "at most": "<=",
    "at least": ">=",
    "more than": ">",
    "less than": "<",
    "fewer than": "<",
}
_AFTER: Mapping[str, Comparator] = {"以上": ">=", "以下": "<=", "以内": "<="}

_DIGITS = "零一二三四五六七八九"
_NUMBER = rf"[0-9]+(?:\.[0-9]+)?%?|[{_DIGITS}两十]+"
# 六个月以上: a unit of a few letters may stand between.
_UNIT = r"\s?[^\s0-9，。、；：（）,.;:()%]{0,3}?\s?"
_AT_LAST = "|".join(_AFTER)
_SAID = re.compile(
    rf"({'|'.join(_BEFORE)})\s?({_NUMBER}|此)?(?:{_UNIT}({_AT_LAST}))?"
    rf"|({_NUMBER}){_UNIT}({_AT_LAST})"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A limit in words. `number` is None where none stands there; `pointed` is 低于此分."""

    text: str
    comparator: Comparator
    number: Number | None
    pointed: bool = False


def said_in(text: str) -> Iterator[Said]:
    for match in _SAID.finditer(text):
        before, beside, both, ahead, after = match.groups()
        # 达到 50% 以上 says it twice
        comparator = _AFTER[both or after] if both or after else _BEFORE[before]
        number = ahead or beside
        pointed = number == "此"
        value = None if pointed or number is None else _read(number)
        yield Said(match.group().strip(), comparator, value, pointed)


def _read(text: str) -> Number | None:
    """A number in digits, as a percentage, or in Chinese up to 99; None for any other."""
    found = read_percent(text) if text.endswith("%") else read_decimal(text)
    if found is not None:
        return found
    tens, ten, ones = text.replace("两", "二").rpartition("十")
    if not all(len(part) <= 1 and part in _DIGITS for part in (tens, ones)):
        return None
    return 10 * (_DIGITS.index(tens) if tens else 1) * bool(ten) + (
        _DIGITS.index(ones) if ones else 0
    )
