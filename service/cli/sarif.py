"""What is wrong with policies as SARIF 2.1.0, which code hosts and editors show at its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rules.diagnostics import Diagnostic
from rules.message import Message
from rules.messages import MESSAGES

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def sarif(checked: Sequence[tuple[Path, Iterable[Diagnostic]]]) -> dict[str, Any]:
    """One run with the findings of all files; a rule for each code there is a finding of."""
    found = [(file, diagnostic) for file, some in checked for diagnostic in some]
    codes = sorted({diagnostic.code for _, diagnostic in found})
    driver = {
        "name": "kaoping",
        "version": version("kaoping"),
        "rules": [_rule(code, MESSAGES[code]) for code in codes],
    }
    results = [_result(file, diagnostic, codes) for file, diagnostic in found]
    run = {
        "tool": {"driver": driver},
        "artifacts": [{"location": {"uri": _uri(file)}} for file, _ in checked],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str, message: Message) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": _general(message.zh, message.en)},
        "defaultConfiguration": {"level": message.severity},
    }
    if message.hint_zh:
        rule["help"] = {"text": _general(message.hint_zh, message.hint_en)}
    return rule


def _general(zh: str, en: str) -> str:
    """The sentence of a code in general, its parts left open."""
    return " · ".join(text.format_map(_Open()) for text in (zh, en) if text)


class _Open(dict[str, str]):
    def __missing__(self, part: str) -> str:
        return "…"


def _result(file: Path, diagnostic: Diagnostic, codes: Sequence[str]) -> dict[str, Any]:
    sentences = [f"{diagnostic.sentence('zh')} · {diagnostic.sentence('en')}"]
    if diagnostic.hint("zh"):
        sentences.append(f"{diagnostic.hint('zh')} · {diagnostic.hint('en')}")
    known = {"kind": "inSource", "justification": diagnostic.known}
    return {
        **({"suppressions": [known]} if diagnostic.known else {}),
        "ruleId": diagnostic.code,
        "ruleIndex": codes.index(diagnostic.code),
        "level": diagnostic.severity,
        "message": {"text": "\n".join(sentences)},
        "locations": [{"physicalLocation": _place(file, diagnostic)}],
    }


def _place(file: Path, diagnostic: Diagnostic) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(file)}}
    span = diagnostic.span
    if span is not None:
        (line, column), (last, after) = span.position, span.source.position(span.end)
        place["region"] = {
            "startLine": line,
            "startColumn": column,
            "endLine": last,
            "endColumn": after,
            "snippet": {"text": span.text},
        }
    return place


def _uri(file: Path) -> str:
    return file.as_uri() if file.is_absolute() else quote(file.as_posix())
