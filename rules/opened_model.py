"""The part of the policy document about supplements: what is open, what a whole rests on."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from rules.construct import Construct, Name, Positive, Text
from rules.formula import Formula


class OpenItems(Construct):
    """How many items a supplement may add, and how many points each may give or take."""

    cap: Positive
    each_at_most: Formula


class OpenCount(Construct):
    """How many of a sort a supplement may add."""

    SCALAR = "cap"

    cap: Positive


class Opened(Construct):
    """The parameters a supplement may set, each within a range, and what it may add."""

    parameters: Annotated[dict[Name, Formula], Field(default_factory=dict)]
    indicators: OpenItems | None = None
    lists: OpenCount | None = None
    triggers: OpenCount | None = None


class Extends(Construct):
    """The base: its id, its version, and its digest where it is pinned."""

    id: Text
    version: Text
    digest: str = ""
