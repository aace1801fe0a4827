"""A length of time, as policies state it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """So many days or calendar months; a year is twelve months."""

    count: int
    unit: Literal["day", "month"]
