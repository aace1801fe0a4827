"""What the stages note about one subject on the way: cautions, and what the subject waits for."""

from __future__ import annotations

from typing import NamedTuple

from rules.program import OnUnknown
from rules.values import Truth
from scoring.assessment import Caution


class Words(NamedTuple):
    zh: str
    en: str


NEEDS_POPULATION = Words("需要全体对象", "needs the population")
UNKNOWN_COUNTS = {
    "true": Words(
        "条件不明，按规定视为成立", "the condition is unknown; by the policy it counts as true"
    ),
    "false": Words(
        "条件不明，按规定视为不成立", "the condition is unknown; by the policy it counts as false"
    ),
}


class Notes:
    """Cautions are counted by place and words, in the order they were first met."""

    __slots__ = ("_cautions", "waits")

    def __init__(self) -> None:
        self._cautions: dict[tuple[str, Words], int] = {}
        self.waits: list[Words] = []

    def caution(self, place: str, words: Words, count: int = 1) -> None:
        key = (place, words)
        self._cautions[key] = self._cautions.get(key, 0) + count

    def count(self, place: str, words: Words) -> int:
        """How often this was noted there."""
        return self._cautions.get((place, words), 0)

    @property
    def places(self) -> frozenset[str]:
        """Where anything was noted."""
        return frozenset(place for place, _ in self._cautions)

    def wait(self, words: Words) -> None:
        self.waits.append(words)

    @property
    def cautions(self) -> tuple[Caution, ...]:
        return tuple(
            Caution(place, words.zh, words.en, count)
            for (place, words), count in self._cautions.items()
        )

    def settle(self, truth: Truth, on_unknown: OnUnknown, place: str) -> Truth:
        """An unknown condition as the policy says it counts; None where the subject must wait."""
        if truth is not None or on_unknown == "pending":
            return truth
        self.caution(place, UNKNOWN_COUNTS[on_unknown])
        return on_unknown == "true"
