"""Names of sheets: what a spreadsheet allows, no two alike."""

from __future__ import annotations

import re

_LONGEST = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
# Kept for itself by Excel.
_RESERVED = frozenset({"history"})


class SheetNames:
    """Hands out each name once; spreadsheets take upper and lower case for the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set(_RESERVED)

    def take(self, wanted: str) -> str:
        plain = _FORBIDDEN.sub("_", wanted).strip().strip("'") or "_"
        name, number = _shortened(plain, ""), 1
        while name.casefold() in self._taken:
            number += 1
            name = _shortened(plain, f" ({number})")
        self._taken.add(name.casefold())
        return name


def _shortened(name: str, ending: str) -> str:
    """Excel counts in units of UTF-16, in which rare characters take two."""
    while len((name + ending).encode("utf-16-le")) > 2 * _LONGEST:
        name = name[:-1].rstrip("' ")
    return name + ending
