"""A document laid out anew, in the words of one language where one is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from rules.compile import compile_policy
from rules.construct import Construct
from rules.diagnostics import PolicyError
from rules.expr.printer import Spelling
from rules.format.edits import apply
from rules.format.lines import indented, tidied
from rules.format.words import respell
from rules.lexicon import POLICY, Lexicon
from rules.loader import load_document
from rules.model import Policy
from rules.source import Source
from rules.supplement.laying import lay_over
from rules.supplement.model import Supplement
from rules.yaml_reader import MappingNode, Node, ScalarNode, read_yaml

_Content: TypeAlias = str | tuple["_Content", ...]


class MeaningChanged(Exception):
    """The formatter would have changed what a document says: a fault of ours."""


def format_policy(data: bytes, name: str, language: Spelling | None = None) -> str:
    """A policy, laid out; its digest stays. Raises PolicyError where it does not compile."""
    before, _ = compile_policy(data, name)
    text = format_layout(data, name)
    if language:
        text = _respelled(text, name, Policy, POLICY, language)
    after, _ = _again(lambda: compile_policy(text.encode(), name), name)
    if after.digest != before.digest:
        raise MeaningChanged(name)
    return text


def respelled_policy(data: bytes, name: str, language: Spelling) -> str:
    """A policy that compiles, in the words of the language, every line where it was."""
    return _respelled(read_yaml(data, name).span.source.text, name, Policy, POLICY, language)


def format_document(
    data: bytes, name: str, shape: type[Construct], lexicon: Lexicon, language: Spelling | None
) -> str:
    """A document of another shape and other words; it reads as it did."""
    before = load_document(shape, read_yaml(data, name), lexicon)
    text = format_layout(data, name)
    if language:
        text = _respelled(text, name, shape, lexicon, language)
    root = _again(lambda: read_yaml(text.encode(), name), name)
    if load_document(shape, root, lexicon).model_dump() != before.model_dump():
        raise MeaningChanged(name)
    return text


def format_supplement(
    data: bytes, name: str, language: Spelling | None, base: tuple[bytes, str] | None
) -> str:
    """A supplement, laid out; the whole over its base keeps its digest. To put it into another
    language takes the base: names of the base are nobody's to translate."""
    load_document(Supplement, read_yaml(data, name), POLICY)
    text = format_layout(data, name)
    if language is None or base is None:
        return text
    before = lay_over(*base, data, name, trial=True)
    below = load_document(Policy, read_yaml(*base), POLICY)
    text = _respelled(text, name, Supplement, POLICY, language, _own_words(below))
    after = _again(lambda: lay_over(*base, text.encode(), name, trial=True), name)
    if after.program.digest != before.program.digest:
        raise MeaningChanged(name)
    return text


def format_layout(data: bytes, name: str) -> str:
    """Any document with its lines in order; every word stays."""
    root = read_yaml(data, name)
    text = root.span.source.text.replace("\r\n", "\n")
    for lay_out in (indented, tidied):
        laid_out = lay_out(Source(name, text), _read(text, name))
        text = laid_out if _content(_read(laid_out, name)) == _content(root) else text
    return text


def _read(text: str, name: str) -> Node:
    return read_yaml(text.encode(), name)


def _again(read: Callable[[], Any], name: str) -> Any:
    try:
        return read()
    except PolicyError as error:
        raise MeaningChanged(name) from error


def _content(node: Node) -> _Content:
    """What a document says, without its places."""
    match node:
        case ScalarNode():
            return node.text
        case MappingNode():
            return tuple((entry.key.text, _content(entry.value)) for entry in node.entries)
    return ("", *map(_content, node.items))


def _respelled(
    text: str,
    name: str,
    shape: type[Construct],
    lexicon: Lexicon,
    language: Spelling,
    others: Iterable[str] = (),
) -> str:
    """`others` are the names and words of a document it rests on."""
    root = _read(text, name)
    own = frozenset((*_own_words(load_document(shape, root, lexicon)), *others))
    return apply(text, respell(shape, root, lexicon, language, own))


def _own_words(part: object) -> Iterator[str]:
    """The names and words a document brings itself: the formatter leaves them alone."""
    match part:
        case Construct():
            yield from _own_of(part)
        case dict():
            for name, member in part.items():
                yield name
                yield from _own_words(member)
        case list():
            for member in part:
                yield from _own_words(member)


def _own_of(construct: Construct) -> Iterator[str]:
    for name in type(construct).model_fields:
        found = getattr(construct, name)
        if name in ("words", "give", "approver") and isinstance(found, str):
            yield found
        elif name in ("words", "ordered", "approver") and isinstance(found, list):
            yield from (word for word in found if isinstance(word, str))
        elif name != "at":
            yield from _own_words(found)
