"""Units of measure and how they convert: factors are exact, and so is what comes out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from rules.values import Number, decimals_of, plain, read_decimal, show_number
from scoring.intake.faults import Fault, fault

# How many of the first unit of a family one of the others is.
_FAMILIES: tuple[Mapping[str, Fraction], ...] = tuple(
    {unit: Fraction(size) for unit, size in (pair.split("=") for pair in family.split())}
    for family in (
        "元=1 角=1/10 分=1/100 百元=100 千元=1000 万元=10000 百万元=1000000 亿元=100000000",
        "小时=1 分钟=1/60 秒=1/3600",
        "平方米=1 万平方米=10000 公顷=10000 亩=2000/3",
        "人=1 人次=1 万人=10000 万人次=10000",
        "户=1 万户=10000",
        "件=1 万件=10000",
        "米=1 千米=1000 公里=1000 厘米=1/100",
        "千克=1 公斤=1 克=1/1000 吨=1000",
    )
)
_FACTOR = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:/([0-9]+(?:\.[0-9]+)?))?")
_MEASURED = re.compile(r"(?P<number>[-+]?[0-9][0-9,]*(?:\.[0-9]+)?) ?(?P<unit>[^0-9.,%\s]*)")


@dataclass(frozen=True, slots=True)
class Units:
    """The factor of each unit a cell may be in. Where there is one only, a bare number is in it;
    of several the cell has to name its own."""

    factors: Mapping[str, Fraction]

    def convert(self, text: str) -> str | Fault:
        """A measured number as a plain decimal of the field's unit; any other text as it is."""
        found = _MEASURED.fullmatch(text)
        number = read_decimal(found["number"]) if found else None
        if found is None or number is None:
            return text
        unit = found["unit"] or (next(iter(self.factors)) if len(self.factors) == 1 else "")
        if unit not in self.factors:
            return fault(
                "unit-not-said" if not unit else "unknown-unit",
                units=" ".join(self.factors),
                unit=unit,
            )
        converted = plain(Fraction(number) * self.factors[unit])
        if decimals_of(converted) is None:
            return fault("no-finite-decimal", number=show_number(converted))
        return show_number(converted)


def factor_between(unit: str, to: str) -> Number | None:
    """How many `to` are one `unit`; None where nobody knows."""
    if unit == to:
        return 1
    for family in _FAMILIES:
        if unit in family and to in family:
            return plain(family[unit] / family[to])
    return None


def read_factor(text: str) -> Number | None:
    """A positive decimal or a fraction of two: 10000, 0.75, 1/60."""
    found = _FACTOR.fullmatch(text)
    if not found:
        return None
    above, below = Fraction(found[1]), Fraction(found[2] or 1)
    return plain(above / below) if above and below else None


def unit_in(heading: str) -> str:
    """The known unit in brackets at the end of a heading: 金额（万元）."""
    found = re.search(r"[（(](?:单位[：:])?([^（）()]+)[）)]$", heading)
    known = {unit for family in _FAMILIES for unit in family}
    return found[1] if found and found[1] in known else ""
