"""The nodes of a policy text: scalars stay text, mappings keep their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from rules.source import Fragment, Span


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """One text, never a number or a date yet. `quoted`: written in any style but plain."""

    text: str
    quoted: bool
    fragment: Fragment
    span: Span


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list; `flow`: written `[a, b]`."""

    items: tuple[Node, ...]
    flow: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    key: ScalarNode
    value: Node


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and values in the order written; `flow`: written `{a: 1}`."""

    entries: tuple[Entry, ...]
    flow: bool
    span: Span


Node: TypeAlias = ScalarNode | SequenceNode | MappingNode


def scalars(node: Node) -> Iterator[ScalarNode]:
    """Every scalar of a tree, keys included, in reading order."""
    match node:
        case ScalarNode():
            yield node
        case SequenceNode(items=items):
            for item in items:
                yield from scalars(item)
        case MappingNode(entries=entries):
            for entry in entries:
                yield entry.key
                yield from scalars(entry.value)
