"""The sample of a policy: `sample.yaml` beside its evidence says what to run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rules.diagnostics import Diagnostic, PolicyError, closest, diagnose
from rules.source import Span
from rules.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode, read_yaml
from scoring.runs.request import Mark, Request

_KEYS = ("period", "as_of", "subjects", "evidence", "history", "history_from", "mark")


@dataclass(slots=True)
class _Reading:
    folder: Path
    problems: list[Diagnostic] = field(default_factory=list)


def read_sample(path: Path, policy: Path) -> Request:
    """The request of a sample: `period`, `evidence` (files beside it), and where stated `as_of`,
    `subjects`, `history` (tables beside it), `history_from` and `mark` (`zh`, `en`).

    Raises PolicyError with everything that is wrong with it."""
    root = read_yaml(path.read_bytes(), path.name)
    reading = _Reading(path.parent)
    found = dict(_mapping(reading, root, _KEYS))
    for key in ("period", "evidence"):
        if key not in found:
            reading.problems.append(diagnose("sample-key", root.span, key=key))
    request = Request(
        policy=policy,
        evidence=tuple(_files(reading, found.get("evidence"))),
        period=_text(reading, found.get("period")),
        subjects=next(_files(reading, found.get("subjects")), None),
        as_of=_date(reading, found.get("as_of")),
        history=tuple(_files(reading, found.get("history"))),
        history_from=_date(reading, found.get("history_from")),
        mark=_mark(reading, found.get("mark")),
    )
    if reading.problems:
        raise PolicyError(reading.problems)
    return request


def _mapping(reading: _Reading, node: Node, known: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
    if not isinstance(node, MappingNode):
        reading.problems.append(_expected(node.span, " · ".join(known)))
        return
    for entry in node.entries:
        if entry.key.text in known:
            yield entry.key.text, entry.value
        else:
            word, allowed = entry.key.text, ", ".join(known)
            meant = closest(word, known)
            reading.problems.append(
                diagnose(
                    "sample-word", entry.key.span, word=word, allowed=allowed, suggestion=meant
                )
            )


def _text(reading: _Reading, node: Node | None) -> str:
    if node is not None and not isinstance(node, ScalarNode):
        reading.problems.append(_expected(node.span, "text"))
    return node.text if isinstance(node, ScalarNode) else ""


def _date(reading: _Reading, node: Node | None) -> date | None:
    if node is None:
        return None
    try:
        return date.fromisoformat(_text(reading, node))
    except ValueError:
        reading.problems.append(_expected(node.span, "2026-12-31"))
        return None


def _files(reading: _Reading, node: Node | None) -> Iterator[Path]:
    """Files beside the sample: one, or a list. They may not lie outside its folder."""
    if node is None:
        return
    for scalar in node.items if isinstance(node, SequenceNode) else (node,):
        name = _text(reading, scalar)
        path = (reading.folder / name).resolve()
        if path.is_file() and path.is_relative_to(reading.folder.resolve()):
            yield reading.folder / name
        else:
            reading.problems.append(diagnose("sample-file", scalar.span, name=name))


def _mark(reading: _Reading, node: Node | None) -> Mark | None:
    if node is None:
        return None
    words = {key: _text(reading, value) for key, value in _mapping(reading, node, ("zh", "en"))}
    if words.keys() != {"zh", "en"}:
        reading.problems.append(_expected(node.span, "zh · en"))
        return None
    return Mark(**words)


def _expected(span: Span, expected: str) -> Diagnostic:
    return diagnose("sample-form", span, expected=expected)
