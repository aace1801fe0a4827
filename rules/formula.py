"""What the author wrote and where: the places of a construct, texts of formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from rules.source import Span
from rules.yaml_reader import MappingNode, ScalarNode, SequenceNode


@dataclass(frozen=True, slots=True)
class Places:
    """Where a construct, the name its author gave it, its keys and its values stand; keys are
    canonical words."""

    whole: Span | None = None
    name: Span | None = None
    keys: Mapping[str, Span] = field(default_factory=dict)
    values: Mapping[str, Span] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Formula:
    """Text of the expression language, not yet parsed: a scalar, a list of allowed values, or a
    mapping of unary tests (`{严重程度: [较重, 重大], 办结天数: "> 7"}`)."""

    node: ScalarNode | SequenceNode | MappingNode
    key: ScalarNode | None = None  # the author's word it stands under, in a table

    @property
    def span(self) -> Span:
        return self.node.span

    @property
    def text(self) -> str:
        """What the author wrote, without quotes; as it stands for nested content."""
        return self.node.text if isinstance(self.node, ScalarNode) else self.node.span.text

    @property
    def head(self) -> Formula:
        """The author's word it stands under, read as a formula itself: a threshold, a band."""
        return Formula(self.key) if self.key else self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.is_instance_schema(cls)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: Any, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"type": ["string", "number", "boolean", "object"]}
