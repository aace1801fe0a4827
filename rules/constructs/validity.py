"""How long a record goes on to count, and in which periods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from rules.constructs.spans import TimeSpan

# So long from the event date, without end, or until what it tells of was put right.
Lasting: TypeAlias = TimeSpan | Literal["no_end", "until_rectified"]


@dataclass(frozen=True, slots=True)
class Validity:
    """A record is valid from its event date to its last day, both included: the date in the field
    `to`, or where that is missing as long as it is `lasting`; where the field `class_field` decides
    `by_class` has how long by its words. `rectified` is the field with the day it was put right,
    missing until then.

    in_period: it counts in the period of its event date, and in every later one on whose first day
    it is valid. period_end: it counts where it is valid on the last day."""

    counted: Literal["in_period", "period_end"]
    to: str = ""
    lasting: Lasting | None = None
    class_field: str = ""
    by_class: tuple[tuple[str, Lasting], ...] = ()
    rectified: str = ""
