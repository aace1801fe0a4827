"""Numbers that depend on the subject's class: `{按: 组别, 表: {甲类: 40, 乙类: 30}}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rules.model import Construct, Formula
from rules.source import Span
from rules.vocabulary import KEYS, spellings_of
from rules.yaml_reader import MappingNode, Node, ScalarNode

_WORDS = spellings_of(KEYS, {"by", "table"})


@dataclass(frozen=True, slots=True)
class ClassTable:
    """A number for each word of a field of the subject."""

    field: ScalarNode
    rows: Mapping[str, Formula]
    span: Span


def is_by_class(node: Node) -> bool:
    """Whether it is meant as a number for each class: it says 按."""
    return isinstance(node, MappingNode) and any(
        _WORDS.get(entry.key.text) == "by" for entry in node.entries
    )


def class_table(formula: Formula) -> ClassTable | None:
    """The table a formula is, or None where it is written as text."""
    if not isinstance(formula.node, MappingNode):
        return None
    parts = {_WORDS.get(entry.key.text): entry.value for entry in formula.node.entries}
    field, table = parts.get("by"), parts.get("table")
    if len(formula.node.entries) != 2 or not isinstance(field, ScalarNode):
        return None
    if not isinstance(table, MappingNode):
        return None
    rows = {entry.key.text: Formula(entry.value, entry.key) for entry in table.entries}
    return ClassTable(field, rows, formula.span)


def class_tables(part: object, *, without: frozenset[str] = frozenset()) -> Iterator[ClassTable]:
    """Every table by class below a construct, leaving out some of its keys."""
    if isinstance(part, Formula):
        table = class_table(part)
        if table is not None:
            yield table
    elif isinstance(part, Construct):
        for name in type(part).model_fields:
            if name != "at" and name not in without:
                yield from class_tables(getattr(part, name))
    elif isinstance(part, list):
        for member in part:
            yield from class_tables(member)
    elif isinstance(part, dict):
        for member in part.values():
            yield from class_tables(member)
