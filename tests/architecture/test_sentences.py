"""Every sentence is said with all its words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from rules.message import Message, lacking
from rules.messages import MESSAGES
from scoring.intake.messages import MESSAGES as OF_INTAKE

ROOT = Path(__file__).parents[2]
SAYING = {
    "diagnose": MESSAGES,
    "report": MESSAGES,
    "refuse": {**OF_INTAKE, **MESSAGES},
    "fault": OF_INTAKE,
    "error": OF_INTAKE,
}


def said() -> Iterator[tuple[str, Message, set[str]]]:
    """Where a sentence is said in so many words: its place, itself, the arguments it is given."""
    for room in ("rules", "scoring", "service"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and all(word.arg for word in node.keywords):
                    messages = SAYING.get(_name(node.func), {})
                    for given in node.args:
                        code = given.value if isinstance(given, ast.Constant) else None
                        if isinstance(code, str) and code in messages:
                            place = f"{path.relative_to(ROOT)}:{node.lineno} {code}"
                            yield place, messages[code], {word.arg or "" for word in node.keywords}


def _name(called: ast.expr) -> str:
    match called:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def test_no_sentence_lacks_an_argument() -> None:
    places = list(said())
    assert len(places) > 300
    wrong = [(place, sorted(lacking(message, given))) for place, message, given in places]
    assert [one for one in wrong if one[1]] == []
