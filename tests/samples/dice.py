"""Whole numbers for synthetic evidence: the same on every Python version and every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


class Dice:
    """Whole numbers drawn by SplitMix64 (Steele, Lea and Flood 2014), seeded by words."""

    def __init__(self, *words: object) -> None:
        seed = hashlib.sha256("/".join(map(str, words)).encode()).digest()
        self._state = int.from_bytes(seed[:8], "big")

    def below(self, end: int) -> int:
        self._state = (self._state + 0x9E3779B97F4A7C15) % 2**64
        mixed = self._state
        mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB % 2**64
        return (mixed ^ mixed >> 31) * end >> 64

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)

    def around(self, middle: int, reach: int) -> int:
        """Mostly near the middle, never further than `reach`."""
        return middle + (self.between(-reach, reach) + self.between(-reach, reach)) // 2

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent

    def pick(self, words: Sequence[str]) -> str:
        return words[self.below(len(words))]

    def day(self, first: date = FIRST, last: date = LAST) -> date:
        return first + timedelta(days=self.below((last - first).days + 1))
