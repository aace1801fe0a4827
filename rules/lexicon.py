"""The words a kind of document is written in: a policy has its own, other documents theirs."""

from __future__ import annotations

from dataclasses import dataclass

from rules import vocabulary
from rules.vocabulary import Word


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`later` are known keys that are not done yet: refused as such."""

    keys: tuple[Word, ...]
    choices: tuple[Word, ...]
    later: tuple[Word, ...] = ()

    def chinese(self, english: str) -> str:
        return _chinese((*self.keys, *self.later), english)

    def chinese_choice(self, english: str) -> str:
        return _chinese(self.choices, english)

    def known(self, text: str) -> bool:
        return any(text in word.spellings for word in self.keys)

    def awaited(self, text: str) -> bool:
        return any(text in word.spellings for word in self.later)


POLICY = Lexicon(vocabulary.KEYS, vocabulary.CHOICES, vocabulary.LATER)


def _chinese(words: tuple[Word, ...], english: str) -> str:
    return next((word.chinese for word in words if word.english == english), english)
