"""Values as words, for a group or an item."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from rules.values import Value, show_number


def shown(key: Iterable[Value]) -> str:
    """The parts of a key, such as the fields of a group."""
    return "/".join(_word(value) for value in key)


def _word(value: Value) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case str():
            return value
        case date():
            return value.isoformat()
    return show_number(value)
