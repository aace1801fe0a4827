"""One assessment as plain data for JSON: numbers are exact text, missing is null."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from rules.program import Program
from rules.values import show_number
from scoring.assessment import Assessment, Finding, LedgerLine
from scoring.conclude.case_files import CaseFile

# Counts stay numbers in JSON; points and quantities are text, because JSON readers have doubles.
_COUNTS = frozenset(
    [
        "evidence_count",
        "hits",
        "level",
        "count",
        "place",
        "place_from_last",
        "size",
        "tied",
        "room",
        "candidates",
    ]
)


def decision(
    program: Program, assessment: Assessment, *, without: Collection[str] = ()
) -> dict[str, Any]:
    """The policy it rests on, and everything decided about the subject but the parts that nobody
    asked for."""
    head = program.head
    return {
        "policy": {"id": head.id, "version": head.version, "digest": program.digest},
        **_parts(_fields(assessment, without)),
    }


def as_json(value: Any) -> Any:
    """A value, or a tree of them, as JSON: numbers are exact text."""
    match value:
        case Finding() | LedgerLine():
            return _parts(value._asdict())
        case CaseFile():
            return {"state": value.state, **_parts(_fields(value))}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return _parts(_fields(value))
        case bool() | str() | None:
            return value
        case int() | Fraction():
            return show_number(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {name: as_json(part) for name, part in value.items()}
        case tuple() | list():
            return [as_json(part) for part in value]
    raise TypeError(f"no JSON for {type(value).__name__}")


def _fields(value: Any, without: Collection[str] = ()) -> dict[str, Any]:
    names = (field.name for field in fields(value))
    return {name: getattr(value, name) for name in names if name not in without}


def _parts(parts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: part if name in _COUNTS else as_json(part) for name, part in parts.items()}
