"""A word of the language: how it is spelled and what it means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """`english` is canonical, the formatter writes `chinese`, `aliases` are accepted too."""

    english: str
    chinese: str
    meaning: str
    aliases: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.english, self.chinese, *self.aliases)


def words_of(rows: str) -> tuple[Word, ...]:
    """Rows of `english | chinese, alias, alias | meaning`."""
    words = []
    for row in rows.strip().splitlines():
        english, spellings, meaning = (part.strip() for part in row.split("|"))
        chinese, *aliases = (spelling.strip() for spelling in spellings.split(","))
        words.append(Word(english, chinese, meaning, tuple(aliases)))
    return tuple(words)
