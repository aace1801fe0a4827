"""A tree of nodes written as the text of a policy: two blanks a level, comments left behind."""

from __future__ import annotations

import json
from collections.abc import Iterator

from rules.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode


def written(root: Node) -> str:
    return "".join(f"{line}\n" for line in _lines(root))


def _lines(node: Node) -> Iterator[str]:
    match node:
        case MappingNode(entries=entries):
            for entry in entries:
                if _short(entry.value):
                    yield f"{_scalar(entry.key)}: {_flow(entry.value)}"
                else:
                    yield f"{_scalar(entry.key)}:"
                    yield from (f"  {line}" for line in _lines(entry.value))
        case SequenceNode(items=items):
            for item in items:
                if _short(item):
                    yield f"- {_flow(item)}"
                else:
                    first, *others = _lines(item)
                    yield f"- {first}"
                    yield from (f"  {line}" for line in others)
        case ScalarNode():
            yield _scalar(node)


def _short(node: Node) -> bool:
    """What stands on the line of its key: a scalar, or nothing at all."""
    match node:
        case MappingNode(entries=()) | SequenceNode(items=()) | ScalarNode():
            return True
    return False


def _flow(node: Node) -> str:
    match node:
        case MappingNode():
            return "{}"
        case SequenceNode():
            return "[]"
    return _scalar(node)


def _scalar(node: ScalarNode) -> str:
    """As it was written where it was plain, else in double quotes."""
    if node.quoted or "\n" in node.text:
        return json.dumps(node.text, ensure_ascii=False)
    return node.text
