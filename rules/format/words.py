"""Keys and stated choices in the words of the other language, found as the loader finds them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from rules.compiler.class_tables import is_by_class
from rules.construct import Construct
from rules.expr.printer import Spelling
from rules.format.edits import Edit
from rules.format.expressions import respelled
from rules.formula import Formula
from rules.lexicon import Lexicon
from rules.loader import keys_of
from rules.model import Grades
from rules.places import WORDS_AT
from rules.vocabulary import Word, spellings_of
from rules.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode

_YES_NO: tuple[Word, ...] = (Word("true", "是", ""), Word("false", "否", ""))
# Keys of what a formula may be where it is written as a mapping.
_IN_FORMULAS = ("by", "table", "first_time")


def respell(
    shape: type[Construct],
    root: Node,
    lexicon: Lexicon,
    language: Spelling,
    own: Collection[str] = frozenset(),
) -> Iterator[Edit]:
    """The edits that put a document into the language; names, texts and numbers stay."""
    yield from _Respelling(lexicon, language, own).value(shape, root, ())


class _Respelling:
    def __init__(self, lexicon: Lexicon, language: Spelling, own: Collection[str]) -> None:
        self.lexicon = lexicon
        self.language = language
        self.own = own

    def value(self, annotation: Any, node: Node, allowed: tuple[str, ...]) -> Iterator[Edit]:
        """`allowed` are the choices that may stand there although the model does not say so."""
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            yield from self.value(arguments[0], node, allowed)
        elif origin in (Union, UnionType):
            for member in arguments:
                yield from self.value(member, node, allowed)
        elif origin is Literal:
            choices = tuple(word for word in arguments if isinstance(word, str))
            yield from self.choice(node, self.lexicon.choices, choices)
        elif origin is list:
            for item in node.items if isinstance(node, SequenceNode) else (node,):
                yield from self.value(arguments[0], item, allowed)
        elif origin is dict:
            for entry in node.entries if isinstance(node, MappingNode) else ():
                yield from self.value(arguments[1], entry.value, allowed)
        else:
            yield from self.plain(annotation, node, allowed)

    def plain(self, annotation: type, node: Node, allowed: tuple[str, ...]) -> Iterator[Edit]:
        if annotation is bool:
            yield from self.choice(node, _YES_NO, ("true", "false"))
        elif annotation is Formula:
            yield from self.formula(node, allowed)
        elif annotation is Grades:
            yield from self.grades(node)
        elif annotation is str:
            yield from self.choice(node, self.lexicon.choices, allowed)
        elif issubclass(annotation, Construct):
            yield from self.construct(annotation, node)

    def construct(self, construct: type[Construct], node: Node) -> Iterator[Edit]:
        annotations = keys_of(construct)
        if not isinstance(node, MappingNode):
            short = construct.SCALAR if isinstance(node, ScalarNode) else construct.SEQUENCE
            if short is not None:
                yield from self.value(annotations[short], node, allowed_at(construct, short))
            return
        spellings = spellings_of(self.lexicon.keys, annotations)
        for entry in node.entries:
            key = spellings.get(entry.key.text)
            if key is not None:
                yield from self.choice(entry.key, self.lexicon.keys, (key,))
                allowed = allowed_at(construct, key)
                yield from self.value(annotations[key], entry.value, allowed)

    def grades(self, node: Node) -> Iterator[Edit]:
        """A grade's name is the author's, its standard is a formula."""
        if not isinstance(node, MappingNode):
            return
        ordered = spellings_of(self.lexicon.keys, {"ordered"})
        for entry in node.entries:
            if entry.key.text in ordered and isinstance(entry.value, SequenceNode):
                yield from self.choice(entry.key, self.lexicon.keys, ("ordered",))
                for item in entry.value.items:
                    yield from self.grades(item)
            else:
                yield from self.formula(entry.value, allowed_at(Grades, "standards"))

    def formula(self, node: Node, allowed: tuple[str, ...]) -> Iterator[Edit]:
        match node:
            case ScalarNode():
                choices = (*allowed, "unset")
                words = spellings_of(self.lexicon.choices, choices)
                if node.text in words and node.text not in self.own:
                    yield from self.choice(node, self.lexicon.choices, choices)
                else:
                    yield from respelled(node.fragment, self.language, self.own)
            case SequenceNode():
                for item in node.items:
                    yield from self.formula(item, allowed)
            case MappingNode():
                yield from self.rows(node, allowed)

    def rows(self, node: MappingNode, allowed: tuple[str, ...]) -> Iterator[Edit]:
        """Tests by name, numbers by class, points by occurrence."""
        by_class = is_by_class(node)
        keys = spellings_of(self.lexicon.keys, _IN_FORMULAS)
        for entry in node.entries:
            key = keys.get(entry.key.text)
            if by_class and key == "table" and isinstance(entry.value, MappingNode):
                yield from self.choice(entry.key, self.lexicon.keys, (key,))
                for row in entry.value.entries:
                    yield from self.formula(row.value, allowed)
            elif by_class or key == "first_time":
                yield from self.choice(entry.key, self.lexicon.keys, _IN_FORMULAS)
                if not by_class:
                    yield from self.formula(entry.value, allowed)
            else:
                yield from respelled(entry.key.fragment, self.language, self.own)
                yield from self.formula(entry.value, allowed)

    def choice(
        self, node: Node, words: tuple[Word, ...], allowed: tuple[str, ...]
    ) -> Iterator[Edit]:
        if not isinstance(node, ScalarNode):
            return
        english = spellings_of(words, allowed).get(node.text)
        if english is None or node.text in _of_language(words, english, self.language):
            return
        table: Mapping[str, Word] = {word.english: word for word in words}
        text = english if self.language == "en" else table[english].chinese
        place = node.fragment.span(0, len(node.text))
        yield Edit(place.start, place.end, text)


def _of_language(words: tuple[Word, ...], english: str, language: Spelling) -> tuple[str, ...]:
    """The accepted spellings in a language: an author's choice among them stays."""
    if language == "en":
        return (english,)
    found = next(word for word in words if word.english == english)
    return (found.chinese, *found.aliases)


def allowed_at(construct: type[Construct], key: str) -> tuple[str, ...]:
    return WORDS_AT.get((construct.__name__, key), ())
