"""The ways an office writes dates, each of them read only where the mapping says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from scoring.intake.mapping.model import DateStyle

_TIME = r"[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
_STYLES: Mapping[DateStyle, re.Pattern[str]] = {
    "chinese": re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"),
    "dotted": re.compile(r"([0-9]{4})\.([0-9]{1,2})\.([0-9]{1,2})"),
    "slashed": re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"),
    "dashed": re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"),
    "digits": re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})"),
    "with_time": re.compile(rf"([0-9]{{4}})[-/]([0-9]{{1,2}})[-/]([0-9]{{1,2}}){_TIME}"),
}
# Five digits are the days from 1927 to 2173 (or four years later) and never a date of eight.
_SERIAL = re.compile(r"[1-9][0-9]{4}")
# Day 60 of the first system is 1900-02-29, which never was: from then on it runs a day ahead.
_DAY_0: Mapping[DateStyle, date] = {
    "serial_1900": date(1899, 12, 30),
    "serial_1904": date(1904, 1, 1),
}


def read_date(text: str, styles: Sequence[DateStyle]) -> date | None:
    """The date by the first style that fits; no text fits two of them with different days, but a
    serial number, of which a mapping allows one kind."""
    for style in styles:
        if style in _DAY_0:
            if _SERIAL.fullmatch(text):
                return _DAY_0[style] + timedelta(days=int(text))
        elif found := _STYLES[style].fullmatch(text):
            year, month, day = map(int, found.groups())
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def styles_of(text: str) -> list[DateStyle]:
    """The styles that read this text."""
    return [style for style in (*_STYLES, *_DAY_0) if read_date(text, [style])]
