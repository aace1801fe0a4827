"""Names as documents show them: in full, or so that only who knows the person knows the name."""

from __future__ import annotations

import re
from typing import TypeAlias

from rules.constructs.evidence import PublicNames

NamesShown: TypeAlias = PublicNames

_UNFIT = re.compile(r"[^\w-]+")
_LONGEST = 40


def shown_name(name: str, names: NamesShown) -> str:
    """Of a masked name the first character stays, of three or more the last one too: 张*, 王*明."""
    if names == "in_full":
        return name
    last = name[-1] if len(name) > 2 else ""
    return name[:1] + "*" * max(len(name) - 1 - len(last), 1) + last


def file_name(number: int, name: str) -> str:
    """Without its ending: one for each number, whatever the name is written with; no path, no name
    a system keeps for itself, and short enough for any."""
    return f"{number:05}-{_UNFIT.sub('_', name)[:_LONGEST]}"
