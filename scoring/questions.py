"""A question to an engine: which conditions hold, and which hang on something in doubt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.matching import Group, Matcher
from rules.values import Truth, Value
from scoring.measure.doubts import Possible


@dataclass(frozen=True, slots=True)
class Question:
    """Which conditions of a group a step asks for; an engine answers the whole group at once."""

    matcher: Matcher
    group: Group
    positions: tuple[int, ...]

    def ask(self, summary: Mapping[str, Value], possible: Sequence[Possible]) -> list[Truth]:
        """What hangs on something in doubt is unknown."""
        truths = self.matcher.decide(self.group, summary)
        for besides in possible:
            others = self.matcher.decide(self.group, {**summary, **besides})
            truths = tuple(
                truth if truth is other else None
                for truth, other in zip(truths, others, strict=True)
            )
        return [truths[position] for position in self.positions]
