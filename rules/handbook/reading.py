"""A construct as its author wrote it: each key is taken for a sentence, or told as it stands.

Nothing written is left out: what no sentence took is in `rest`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from rules.construct import Construct
from rules.expr.printer import Spelling
from rules.formula import Formula
from rules.handbook.parts import Cited, Entry, Quoted, Sentence
from rules.lexicon import POLICY
from rules.loader import keys_of
from rules.model import Basis, Grades
from rules.reading.nodes import Entry as Written
from rules.vocabulary import spellings_of
from rules.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode


class Part:
    """One construct: its keys by canonical word, with what is left to tell."""

    def __init__(self, shape: type[Construct], node: Node, language: Spelling) -> None:
        self.node = node
        self.language = language
        self.annotations = keys_of(shape)
        self._left: dict[str, tuple[str, Node]] = {}
        if isinstance(node, MappingNode):
            spellings = spellings_of(POLICY.keys, self.annotations)
            for entry in node.entries:
                self._left[spellings[entry.key.text]] = (entry.key.text, entry.value)
        else:
            short = shape.SCALAR if isinstance(node, ScalarNode) else shape.SEQUENCE
            key = short or ""
            self._left[key] = (POLICY.chinese(key) if language == "zh" else key, node)

    def take(self, key: str) -> Node | None:
        """What stands under the key; it is told now."""
        found = self._left.pop(key, None)
        return found[1] if found else None

    def required(self, key: str) -> Node:
        """The same for a key that every such construct has."""
        return self._left.pop(key)[1]

    def sentence(self, key: str) -> Sentence:
        """The same, said; nothing where nothing is written."""
        annotation = self.annotations[key]
        node = self.take(key)
        if node is None:
            return ()
        if key == "when" and isinstance(node, MappingNode):
            both = " 且 " if self.language == "zh" else " and "
            tests = (e for e in node.entries)
            return joined(
                [(f"{e.key.text} ", *said(annotation, e.value, self.language)) for e in tests], both
            )
        return said(annotation, node, self.language)

    def told(self, key: str) -> Sentence:
        """The key as its author spelled it, with its value; nothing where nothing is written."""
        if key not in self._left:
            return ()
        word, node = self._left.pop(key)
        value = said(self.annotations[key], node, self.language)
        return (f"{spoken(word, self.language)} ", *value)

    def text(self, key: str) -> str:
        return plain(self.sentence(key))

    def spoken(self, key: str) -> str:
        """The key as the formatter writes it."""
        return spoken(POLICY.chinese(key) if self.language == "zh" else key, self.language)

    def flag(self, key: str) -> bool:
        return self.text(key) in ("是", "true")

    def parts(self, key: str, shape: type[Construct]) -> tuple[Part, ...]:
        """A list of constructs; one alone is a list of one."""
        return tuple(Part(shape, node, self.language) for node in items(self.take(key)))

    def named(self, key: str, shape: type[Construct]) -> Iterator[tuple[ScalarNode, Part]]:
        """Constructs under names their author gave."""
        for entry in entries(self.take(key)):
            yield entry.key, Part(shape, entry.value, self.language)

    def cited(self) -> tuple[Cited, ...]:
        return tuple(map(_cited, self.parts("basis", Basis)))

    def entry(self, anchor: str, name: str, node: Node | None = None) -> Entry:
        line = (node or self.node).span.position.line
        return Entry(anchor, name, line, self.cited())

    def rest(self) -> tuple[tuple[str, Sentence], ...]:
        """Every key that is left with its value, in the order written."""
        left, self._left = self._left, {}
        return tuple(
            (spoken(word, self.language), said(self.annotations[key], node, self.language))
            for key, (word, node) in left.items()
        )

    def remainder(self) -> Sentence:
        """The same as one sentence; a table in it stands in brackets."""
        tables = {key for key, (_, node) in self._left.items() if isinstance(node, MappingNode)}
        keys = list(self._left)
        told = []
        for key, (word, value) in zip(keys, self.rest(), strict=True):
            told.append((f"{word} ", *(("（", *value, "）") if key in tables else value)))
        return joined(told, "；" if self.language == "zh" else "; ")


def items(node: Node | None) -> tuple[Node, ...]:
    if node is None:
        return ()
    return node.items if isinstance(node, SequenceNode) else (node,)


def entries(node: Node | None) -> tuple[Written, ...]:
    return node.entries if isinstance(node, MappingNode) else ()


def said(annotation: Any, node: Node, language: Spelling) -> Sentence:
    """Any value in one line: lists with pauses, tables as pairs, constructs key by key."""
    shape = construct_in(annotation)
    if shape is not None and isinstance(node, MappingNode):
        return Part(shape, node, language).remainder()
    match node:
        case ScalarNode():
            quoted = _holds(annotation, Formula) or annotation is Grades
            return (Quoted(node.text),) if quoted else (node.text,)
        case SequenceNode():
            told = []
            for item in node.items:
                one = said(_member(annotation), item, language)
                told.append(one if isinstance(item, ScalarNode) else ("（", *one, "）"))
            return joined(told, "、" if language == "zh" else ", ")
        case MappingNode():
            member = _member(annotation)
            pairs = [(f"{e.key.text} ", *said(member, e.value, language)) for e in node.entries]
            return joined(pairs, "；" if language == "zh" else "; ")


def _member(annotation: Any) -> Any:
    """What a list or a table of the author's names holds; a formula holds formulas."""
    inner = [part for part in get_args(annotation) if part is not type(None)]
    if not inner:
        return annotation
    return inner[-1] if get_origin(annotation) in (list, dict) else _member(inner[0])


def construct_in(annotation: Any) -> type[Construct] | None:
    """The construct an annotation is about: Scale, list[Basis], …; for a table of names, none."""
    if annotation is Grades:
        return None
    if isinstance(annotation, type) and issubclass(annotation, Construct):
        return annotation
    if get_origin(annotation) is dict:
        return None
    return next((c for part in get_args(annotation) if (c := construct_in(part))), None)


def _holds(annotation: Any, wanted: type) -> bool:
    return annotation is wanted or any(_holds(part, wanted) for part in get_args(annotation))


def spoken(word: str, language: Spelling) -> str:
    """An English key as words."""
    return word.replace("_", " ") if language == "en" else word


def joined(sentences: list[Sentence], pause: str) -> Sentence:
    found: list[str | Quoted] = []
    for sentence in sentences:
        if sentence:
            found += [pause, *sentence] if found else sentence
    return tuple(found)


def plain(sentence: Sentence) -> str:
    return "".join(piece if isinstance(piece, str) else piece.text for piece in sentence)


def fill(template: str, **values: Sentence) -> Sentence:
    """`{name}` in the template becomes the sentence of that name."""
    found: list[str | Quoted] = []
    for i, piece in enumerate(template.replace("}", "{").split("{")):
        found += values[piece] if i % 2 else [piece]
    return tuple(piece for piece in found if piece)


def _cited(part: Part) -> Cited:
    return Cited(part.text("document"), part.text("clause"))
