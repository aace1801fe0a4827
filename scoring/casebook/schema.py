"""JSON Schema of a test file, for editors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rules.schema import DIALECT, TEXT, Keys, Schema, properties
from scoring.casebook.expectations import EXPECTED
from scoring.casebook.loading import CASE, FILE, SETTING
from scoring.casebook.words import KEYS, STATE_WORDS

_TABLE = {word.english: word for word in KEYS}
_NAMES: Mapping[str, Any] = {"anyOf": [{"type": "array", "items": dict(TEXT)}, dict(TEXT)]}
_ANYTHING: Mapping[str, Any] = {}
_ROWS: Mapping[str, Any] = {"type": "array", "items": {"type": "object"}}


def schema_of_tests(keys: Keys) -> Schema:
    return {
        "$schema": DIALECT,
        "title": "kaoping 用例 · policy tests",
        **_object(FILE, keys, needed=("period", "cases")),
        "$defs": {
            "case": _object(CASE, keys),
            "expect": _object(EXPECTED, keys),
            "setting": _object(SETTING, keys),
        },
    }


def _object(known: Iterable[str], keys: Keys, needed: tuple[str, ...] = ()) -> Schema:
    return properties(((_TABLE[key], _value(key, keys), key in needed) for key in known), keys)


def _value(key: str, keys: Keys) -> Schema:
    """What stands under a key; names and values of the policy's own are for `kaoping test`."""
    match key:
        case "fixtures":
            return _each("setting")
        case "cases" | "subjects":
            return _each("case")
        case "expect":
            return {"$ref": "#/$defs/expect"}
        case "evidence":
            return {"type": "object", "additionalProperties": dict(_ROWS)}
        case "history" | "case_files":
            return {"anyOf": [dict(_ROWS), {"type": "object"}]}
        case "state":
            words = {"zh": [], "en": [*STATE_WORDS], "both": [*STATE_WORDS]}[keys]
            return {"enum": [*([] if keys == "en" else STATE_WORDS.values()), *words]}
        case "tests" | "period" | "as_of" | "history_from" | "skip":
            return dict(TEXT)
        case "use" | "not_delivered" | "rejects" | "lists":
            return dict(_NAMES)
    return dict(_ANYTHING)


def _each(name: str) -> Schema:
    return {"type": "object", "additionalProperties": {"$ref": f"#/$defs/{name}"}}
