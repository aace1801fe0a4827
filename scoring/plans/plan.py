"""A plan of reviews that was read: each policy with its period and what is given for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rules.program import Program
from rules.source import Span
from scoring.evidence import Period
from scoring.runs.request import Request


@dataclass(frozen=True, slots=True)
class Review:
    """`span` is where the plan names it; `references` are the places where its policy names other
    policies."""

    program: Program
    request: Request
    period: Period
    span: Span | None
    references: Mapping[str, Span | None]

    @property
    def name(self) -> str:
        """Of its package: no other review of a plan has it."""
        return re.sub("[^0-9A-Za-z-]", "_", f"{self.program.head.id}-{self.period.label}")


@dataclass(frozen=True, slots=True)
class Plan:
    title: str
    reviews: tuple[Review, ...]
