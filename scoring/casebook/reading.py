"""Walks the nodes of a test file: keys become canonical words, what is wrong is collected."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from rules.diagnostics import Diagnostic, closest, diagnose
from rules.source import Span
from rules.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode
from scoring.casebook.words import NONE, chinese, spellings


@dataclass(slots=True)
class Reading:
    problems: list[Diagnostic] = field(default_factory=list)

    def problem(self, code: str, span: Span | None, /, **args: object) -> None:
        self.problems.append(diagnose(code, span, **args))

    def about_key(self, code: str, span: Span | None, key: str) -> None:
        """A problem with a key that the file does not spell out there."""
        self.problem(code, span, zh=chinese(key), en=key)

    def mapping(self, node: Node, known: Collection[str]) -> Iterator[tuple[str, Node]]:
        """The entries under known keys, canonical, each key once."""
        accepted = spellings(known)
        taken: set[str] = set()
        for name, value, span in self._entries(node, " · ".join(map(chinese, known))):
            key = accepted.get(name)
            if key is None:
                meant = closest(name, accepted)
                self.problem("case-key", span, text=name, suggestion=meant)
            elif key in taken:
                self.problem("case-twice", span, text=name)
            else:
                taken.add(key)
                yield key, value

    def names(self, node: Node, known: Collection[str]) -> Iterator[tuple[str, Node]]:
        """The entries under names that the policy, or the file, has."""
        for name, value, span in self._entries(node, "名称: 值 · name: value"):
            if self.check_name(name, span, known):
                yield name, value

    def own_names(self, node: Node) -> Iterator[tuple[str, Node, Span]]:
        """The entries under names the author makes up."""
        yield from self._entries(node, "名称: 内容 · name: content")

    def words(self, node: Node, known: Collection[str]) -> Iterator[str]:
        """A list of known names, one of them alone, or 无."""
        if isinstance(node, ScalarNode) and node.text in NONE:
            return
        for item in node.items if isinstance(node, SequenceNode) else (node,):
            if not isinstance(item, ScalarNode):
                self.problem("case-form", item.span, expected="名称 · a name")
            elif self.check_name(item.text, item.span, known):
                yield item.text

    def check_name(self, name: str, span: Span, known: Collection[str]) -> bool:
        if name in known:
            return True
        self.problem("case-name", span, name=name, suggestion=closest(name, known))
        return False

    def choice(self, node: Node, known: Mapping[str, str]) -> str | None:
        text = self.text(node)
        if text not in known:
            self.problem("case-form", node.span, expected=" · ".join(known))
        return known.get(text)

    def text(self, node: Node) -> str:
        if isinstance(node, ScalarNode):
            return node.text
        self.problem("case-form", node.span, expected="文字 · text")
        return ""

    def date(self, node: Node | None) -> date | None:
        if node is None:
            return None
        try:
            return date.fromisoformat(self.text(node))
        except ValueError:
            self.problem("case-form", node.span, expected="2026-12-31")
            return None

    def _entries(self, node: Node, expected: str) -> Iterator[tuple[str, Node, Span]]:
        if not isinstance(node, MappingNode):
            self.problem("case-form", node.span, expected=expected)
            return
        for entry in node.entries:
            yield entry.key.text, entry.value, entry.key.span
