"""Nodes → model: keys and stated choices become canonical words, everything keeps its place.

The shape of what is allowed is read off the pydantic model, so there is one description of a
document. All that is wrong is collected; pydantic's own findings come back at the author's text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import ValidationError

from rules.diagnostics import Diagnostic, PolicyError, closest, diagnose, listed
from rules.lexicon import POLICY, Lexicon
from rules.model import Construct, Formula, Grades, Places, Policy
from rules.source import Span
from rules.values import read_decimal
from rules.vocabulary import spellings_of
from rules.yaml_reader import Entry, MappingNode, Node, ScalarNode, SequenceNode

Path = tuple[str | int, ...]
Document = TypeVar("Document", bound=Construct)

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BOUNDS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "max_length": "≤"}
# What a value that could not be read leaves behind: its key counts as given, its value is unknown.
_BAD = object()


def load_policy(root: Node) -> Policy:
    """The policy document, or PolicyError with everything that is wrong with its structure."""
    return load_document(Policy, root, POLICY)


def load_document(shape: type[Document], root: Node, lexicon: Lexicon) -> Document:
    """The same for a document of another shape and other words."""
    reading = _Reading(lexicon)
    content = reading.construct(shape, root, ())
    if content is _BAD:
        raise PolicyError(listed(reading.problems))
    try:
        document = shape.model_validate(content)
    except ValidationError as error:
        reading.problems += [d for d in map(reading.explain, error.errors()) if d]
        raise PolicyError(listed(reading.problems)) from None
    if reading.problems:
        raise PolicyError(listed(reading.problems))
    return document


def keys_of(construct: type[Construct]) -> Mapping[str, Any]:
    """The canonical keys of a construct with their annotations."""
    return {
        info.alias or name: info.annotation
        for name, info in construct.model_fields.items()
        if name != "at"
    }


class _Reading:
    """One pass over one document: where things stand, and what is wrong so far."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.problems: list[Diagnostic] = []
        self.spans: dict[Path, Span] = {}
        self.bad: set[Path] = set()

    def refuse(self, path: Path, code: str, span: Span | None, **args: object) -> Any:
        self.problems.append(diagnose(code, span, **args))
        self.bad.add(path)
        return _BAD

    def explain(self, error: Any) -> Diagnostic | None:
        """A finding of pydantic as a diagnostic; None where its cause is reported already."""
        path: Path = tuple(error["loc"])
        if any(path[:end] in self.bad for end in range(1, len(path) + 1)):
            return None
        span = next(
            self.spans[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.spans
        )
        if error["type"] == "missing":
            key = str(path[-1])
            return diagnose("missing-key", span, key=self.lexicon.chinese(key), english=key)
        if error["type"] == "string_pattern_mismatch":
            return diagnose("bad-identifier", span, text=error["input"])
        if error["type"] in ("string_too_short", "too_short"):
            return diagnose("empty-text", span)
        told = error.get("ctx", {})
        bounds = ", ".join(f"{sign} {told[key]}" for key, sign in _BOUNDS.items() if key in told)
        return diagnose("out-of-bounds", span, text=error["input"], bounds=bounds)

    # --- by kind of annotation -----------------------------------------------------------------

    def value(self, annotation: Any, node: Node, path: Path) -> Any:
        self.spans[path] = node.span
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.value(arguments[0], node, path)
        if origin in (Union, UnionType):
            return self.union([a for a in arguments if a is not type(None)], node, path)
        if origin is Literal:
            return self.choice(arguments, node, path)
        if origin is list:
            return self.sequence(arguments[0], node, path)
        if origin is dict:
            return self.names(arguments[1], node, path)
        if annotation is Formula:
            return Formula(node)
        if annotation is Grades:
            return self.grades(node, path)
        if issubclass(annotation, Construct):
            return self.construct(annotation, node, path)
        return self.scalar(annotation, node, path)

    def union(self, members: list[Any], node: Node, path: Path) -> Any:
        """Optional things have one member; a number that may also be a word tries the word."""
        if len(members) == 1:
            return self.value(members[0], node, path)
        number, words = members
        if isinstance(node, ScalarNode) and read_decimal(node.text) is None:
            return self.value(words, node, path)
        return self.value(number, node, path)

    def scalar(self, annotation: type, node: Node, path: Path) -> Any:
        if not isinstance(node, ScalarNode):
            return self.refuse(path, "expected-text", node.span)
        text = node.text
        if annotation is str:
            return text
        if annotation is bool:
            if text in ("是", "true", "否", "false"):
                return text in ("是", "true")
            return self.refuse(path, "expected-yes-no", node.span, text=text)
        if annotation is int:
            number = read_decimal(text)
            return (
                number
                if isinstance(number, int)
                else self.refuse(path, "expected-integer", node.span, text=text)
            )
        return self.date(node, path)

    def date(self, node: ScalarNode, path: Path) -> Any:
        if _ISO_DATE.fullmatch(node.text):
            try:
                return date.fromisoformat(node.text)
            except ValueError:
                pass
        return self.refuse(path, "expected-date", node.span, text=node.text)

    def choice(self, allowed: tuple[Any, ...], node: Node, path: Path) -> Any:
        if not isinstance(node, ScalarNode):
            return self.refuse(path, "expected-text", node.span)
        if allowed and isinstance(allowed[0], int):
            number = read_decimal(node.text)
            if number in allowed:
                return number
            return self.refuse(path, "unknown-language", node.span, text=node.text)
        spellings = spellings_of(self.lexicon.choices, allowed)
        if node.text in spellings:
            return spellings[node.text]
        return self.refuse(
            path,
            "unknown-choice",
            node.span,
            text=node.text,
            allowed="、".join(self.lexicon.chinese_choice(word) for word in allowed),
            english=", ".join(allowed),
            suggestion=closest(node.text, spellings),
        )

    def sequence(self, member: Any, node: Node, path: Path) -> Any:
        """A list; one thing alone is a list of one."""
        nodes = node.items if isinstance(node, SequenceNode) else (node,)
        values = [self.value(member, item, (*path, i)) for i, item in enumerate(nodes)]
        return [value for value in values if value is not _BAD]

    def names(self, member: Any, node: Node, path: Path) -> Any:
        """A mapping whose keys are the author's own words."""
        if not isinstance(node, MappingNode):
            return self.refuse(path, "expected-mapping", node.span)
        found = {}
        for entry in node.entries:
            name = entry.key.text
            value = self.value(member, entry.value, (*path, name))
            if isinstance(value, dict) and isinstance(value.get("at"), Places):
                places = value["at"]
                value["at"] = Places(places.whole, entry.key.span, places.keys, places.values)
            if isinstance(value, Formula):
                value = Formula(value.node, entry.key)
            if value is not _BAD:
                found[name] = value
        return found

    def construct(self, construct: type[Construct], node: Node, path: Path) -> Any:
        self.spans[path] = node.span
        if isinstance(node, MappingNode):
            return self.entries(construct, node, path)
        short = construct.SCALAR if isinstance(node, ScalarNode) else construct.SEQUENCE
        if short is None:
            return self.refuse(path, "expected-mapping", node.span)
        places = Places(node.span, None, {short: node.span}, {short: node.span})
        value = self.value(keys_of(construct)[short], node, (*path, short))
        self.spans[path] = node.span
        if value is _BAD:
            self.bad.add(path)
            return _BAD
        return {short: value, "at": places}

    def entries(self, construct: type[Construct], node: MappingNode, path: Path) -> Any:
        annotations = keys_of(construct)
        spellings = spellings_of(self.lexicon.keys, annotations)
        values: dict[str, Any] = {}
        keys: dict[str, Span] = {}
        value_spans: dict[str, Span] = {}
        for entry in node.entries:
            key = self.key(entry, spellings, keys)
            if key is None:
                continue
            keys[key], value_spans[key] = entry.key.span, entry.value.span
            value = self.value(annotations[key], entry.value, (*path, key))
            if value is not _BAD:
                values[key] = value
        first = node.entries[0].key.span if node.entries else node.span
        self.spans[path] = first
        return {**values, "at": Places(first, None, keys, value_spans)}

    def key(
        self, entry: Entry, spellings: Mapping[str, str], taken: Mapping[str, Span]
    ) -> str | None:
        """The canonical key of an entry; None, with a diagnostic, where there is none."""
        text = entry.key.text
        key = spellings.get(text)
        if key is None:
            self.problems.append(self.unknown_key(entry.key, spellings))
        elif key in taken:
            first = taken[key]
            self.problems.append(
                diagnose(
                    "key-twice",
                    entry.key.span,
                    key=text,
                    other=first.text,
                    line=first.position.line,
                )
            )
            return None
        return key

    def unknown_key(self, key: ScalarNode, spellings: Mapping[str, str]) -> Diagnostic:
        """A key the construct does not have: known to the language but not done yet, or unknown."""
        text = key.text
        if self.lexicon.awaited(text):
            return diagnose("not-yet", key.span, name=text)
        code = "misplaced-key" if self.lexicon.known(text) else "unknown-key"
        words = list(dict.fromkeys(spellings.values()))
        meant = spellings.get(closest(text, spellings), "")
        return diagnose(
            code,
            key.span,
            key=text,
            allowed="、".join(self.lexicon.chinese(word) for word in words),
            english=", ".join(words),
            suggestion=meant if text.isascii() else self.lexicon.chinese(meant),
        )

    def grades(self, node: Node, path: Path) -> Any:
        """A mapping of grades to standards, or `依次:` with a list of single-entry mappings."""
        if isinstance(node, SequenceNode):
            return self.grade_names(node, path)
        if not isinstance(node, MappingNode):
            return self.refuse(path, "expected-mapping", node.span)
        entries = node.entries
        ordered = spellings_of(self.lexicon.keys, {"ordered"})
        in_order = len(entries) == 1 and entries[0].key.text in ordered
        if in_order and isinstance(entries[0].value, SequenceNode):
            items = entries[0].value.items
            wrong = [i for i in items if not isinstance(i, MappingNode) or len(i.entries) != 1]
            for item in wrong:
                self.refuse(path, "expected-grade", item.span)
            entries = tuple(i.entries[0] for i in items if isinstance(i, MappingNode))
        keys: dict[str, Span] = {}
        for entry in entries:
            name = entry.key.text
            if name in keys:
                line = keys[name].position.line
                return self.refuse(path, "name-twice", entry.key.span, name=name, line=line)
            keys[name] = entry.key.span
        values = {entry.key.text: entry.value.span for entry in entries}
        standards = {entry.key.text: Formula(entry.value, entry.key) for entry in entries}
        places = Places(node.span, None, keys, values)
        return {"standards": standards, "in_order": in_order, "at": places}

    def grade_names(self, node: SequenceNode, path: Path) -> Any:
        """Grades without standards: a list of names."""
        names: dict[str, Span] = {}
        for item in node.items:
            if not isinstance(item, ScalarNode):
                return self.refuse(path, "expected-grade", item.span)
            if item.text in names:
                line = names[item.text].position.line
                return self.refuse(path, "name-twice", item.span, name=item.text, line=line)
            names[item.text] = item.span
        if not names:
            return self.refuse(path, "expected-grade", node.span)
        return {"standards": dict.fromkeys(names), "at": Places(node.span)}
