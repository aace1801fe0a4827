"""Every sentence the product says about a policy, by stable code: Chinese first, English beside it.

Sections follow the pipeline: text, structure, expressions, meaning. Codes are public and for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Message:
    """Templates use {name} for the arguments of the diagnostic; `suggestion` is added by itself."""

    zh: str
    en: str
    hint_zh: str = ""
    hint_en: str = ""
    severity: Severity = "error"


_TEXT: Mapping[str, Message] = {
    # what the YAML reader refuses
}

_STRUCTURE: Mapping[str, Message] = {
    # what the loader refuses
}

_EXPRESSIONS: Mapping[str, Message] = {
    # what the lexer, parser and checker refuse
}

_MEANING: Mapping[str, Message] = {
    # what the compiler and the checks find
}

MESSAGES: Mapping[str, Message] = {**_TEXT, **_STRUCTURE, **_EXPRESSIONS, **_MEANING}
