"""One sentence of the product in two languages, with what to do next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from string import Formatter
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


def require_arguments(code: str, message: Message, given: Iterable[str]) -> None:
    """An argument that a sentence lacks is our fault; it is better found where it is said than
    where it is read."""
    if found := lacking(message, given):
        raise LookupError(f"{code!r} is said without {sorted(found)}")


def lacking(message: Message, given: Iterable[str]) -> frozenset[str]:
    """The arguments a sentence or its hint has no value for."""
    return _wanted(message).difference(given)


@cache
def _wanted(message: Message) -> frozenset[str]:
    templates = (message.zh, message.en, message.hint_zh, message.hint_en)
    names = (name for template in templates for _, name, _, _ in Formatter().parse(template))
    return frozenset(name for name in names if name)
