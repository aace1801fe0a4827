"""A cell's text as the policy would have written it: only what the mapping says, nothing guessed.

What no rule reads stays as it is, and admission refuses it at its cell if it means nothing there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.intake.faults import Fault
from scoring.intake.mapping.dates import read_date
from scoring.intake.mapping.model import DateStyle
from scoring.intake.mapping.units import Units

_THOUSANDS = re.compile(r"(-?[0-9]{1,3}(?:,[0-9]{3})+)(\.[0-9]+)?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rewriting:
    """`words` maps what stands in the sheet to the policy's word; `blank` is what a blank cell
    means where it means something."""

    dates: tuple[DateStyle, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    blank: str = ""
    missing: frozenset[str] = frozenset()
    units: Units | None = None
    thousands: bool = False
    full_width: bool = False

    def apply(self, text: str) -> str | Fault:
        text = text.strip()
        if self.full_width:
            text = unicodedata.normalize("NFKC", text).strip()
        if text in self.missing:
            return ""
        if not text:
            return self.blank
        if text in self.words:
            return self.words[text]
        if self.thousands and (found := _THOUSANDS.fullmatch(text)):
            whole, decimals, unit = found.groups("")
            text = whole.replace(",", "") + decimals + unit
        if self.dates and (day := read_date(text, self.dates)):
            return day.isoformat()
        return self.units.convert(text) if self.units else text
