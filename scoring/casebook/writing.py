"""Results and records in the words of a test file, quoted where YAML needs it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from rules.diagnostics import PolicyError
from rules.expr.kinds import Kind, PercentKind
from rules.expr.printer import Spelling
from rules.program import GRADE, TOTAL
from rules.values import Value, show_number, show_percent
from rules.vocabulary import spellings_of
from rules.yaml_reader import ScalarNode, SequenceNode, read_yaml
from scoring.casebook.cases import Path
from scoring.casebook.words import (
    KEYS,
    SEAT_WORDS,
    SEATS,
    STATE_WORDS,
    STATES,
    chinese,
    told,
)

_CHOICES: Mapping[str, Mapping[str, str]] = {"state": STATE_WORDS, "quota": SEAT_WORDS}
_READ_AS: Mapping[str, Mapping[str, str]] = {"state": STATES, "quota": SEATS}


def key_of(english: str, language: Spelling) -> str:
    return english if language == "en" else chinese(english)


def result_text(path: Path, value: Value, kind: Kind | None, language: Spelling) -> str:
    """A result as it would be expected there."""
    if value is None:
        zh, en = ("未填", "missing") if path[0] in ("measures", "history") else ("无", "none")
        return en if language == "en" else zh
    if path[0] in _CHOICES and isinstance(value, str):
        return value if language == "en" else _CHOICES[path[0]][value]
    if isinstance(value, bool) and language == "en":
        return "true" if value else "false"
    return cell_text(value, kind)


def cell_text(value: Value, kind: Kind | None) -> str:
    """A value as a table would hold it; empty where it is missing."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case int() | Fraction():
            return show_percent(value) if isinstance(kind, PercentKind) else show_number(value)
        case date():
            return value.isoformat()
    return value


def names_text(path: Path, names: frozenset[str], language: Spelling) -> str:
    """A set of names as it would be expected there, in code-point order."""
    if not names:
        return "none" if language == "en" else "无"
    if path[0] == "provisional":
        names = frozenset(_of_language(name, language) for name in names)
    return f"[{', '.join(scalar(name) for name in sorted(names))}]"


def choices_of(path: Path) -> Mapping[str, str] | None:
    """The words that alone may stand there, None where any value of the kind may."""
    return _READ_AS.get(path[0])


def scalar(text: str) -> str:
    """The text as a YAML scalar inside brackets: plain where that reads back, else quoted."""
    try:
        root = read_yaml(f"[{text}]".encode(), "scalar")
    except PolicyError:
        return _quoted(text)
    match root:
        case SequenceNode(items=(ScalarNode(text=read, quoted=False),)) if read == text:
            return text
    return _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _of_language(name: str, language: Spelling) -> str:
    """The total and the grade by the file's own word for them."""
    if language == "zh":
        return told(name)
    return spellings_of(KEYS, {TOTAL, GRADE}).get(name, name)
