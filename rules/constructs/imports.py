"""Results of other policies, taken as evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# The period of the run; the one that ends the day before; every one of the year up to its end.
Which = Literal["this", "last", "each"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What the field `field` takes of a result; `name` is that of the list or trigger."""

    field: str
    what: Literal["total", "grade", "list", "trigger"]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Import:
    """The results of a policy, of any version where none is named; `final` takes only those that
    have effect and rest on nothing that may yet change."""

    policy: str
    which: Which
    results: tuple[Taken, ...]
    version: str = ""
    final: bool = True
