"""Writes a mapping as YAML that a person can read and go on with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scoring.intake.mapping.words import LEXICON

# Plain words YAML cannot take for anything else.
_PLAIN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9/]*|[A-Za-z][A-Za-z_]{3,}")
_TAKEN = re.compile("true|false|null", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Writer:
    """Keys and choices in one language."""

    language: Literal["zh", "en"] = "zh"

    def key(self, english: str) -> str:
        return LEXICON.chinese(english) if self.language == "zh" else english

    def choice(self, english: str) -> str:
        return LEXICON.chinese_choice(english) if self.language == "zh" else english

    def entry(self, english: str, value: str) -> str:
        return f"{self.key(english)}: {value}"

    def yes(self) -> str:
        return "是" if self.language == "zh" else "true"


def scalar(text: str) -> str:
    """The text as YAML, in quotes unless it is a plain word."""
    if _PLAIN.fullmatch(text) and not _TAKEN.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def flow(items: Iterable[str]) -> str:
    """A list in one line; one thing alone stands by itself."""
    written = list(items)
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"


def scalars(texts: Sequence[str]) -> str:
    return flow(map(scalar, texts))


def braces(entries: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}"
