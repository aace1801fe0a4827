"""What a policy leaves open to supplements, and what base a whole policy rests on."""

from __future__ import annotations

from dataclasses import dataclass, field

from rules.constructs.words import ADDED
from rules.values import Number


@dataclass(frozen=True, slots=True)
class Extends:
    """The base by id and version; `digest` is that of its Program."""

    id: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class OpenParameter:
    """A supplement may set it, both ends included."""

    name: str
    low: Number
    high: Number


@dataclass(frozen=True, slots=True)
class Opened:
    """`most_items` items may be added, each of `each_at_most` points at most either way; so many
    lists and triggers, which give and take no points."""

    parameters: tuple[OpenParameter, ...] = ()
    most_items: int = 0
    each_at_most: Number = 0
    most_lists: int = field(default=0, metadata=ADDED)
    most_triggers: int = field(default=0, metadata=ADDED)
