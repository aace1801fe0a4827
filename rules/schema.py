"""JSON Schema of a document, for editors: what the loader takes, in the words of the lexicon.

It is read off the same annotations as the loader reads, so that every spelling and every short form
is in it. Texts may look like numbers to YAML, so they may be numbers here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from rules.construct import Construct
from rules.formula import Formula
from rules.lexicon import Lexicon
from rules.loader import keys_of
from rules.model import Grades
from rules.places import WORDS_AT
from rules.vocabulary import Word

Keys: TypeAlias = Literal["zh", "en", "both"]
Schema: TypeAlias = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
# A text that YAML may take for something else; a formula may be a table as well.
TEXT: Mapping[str, Any] = {"type": ["string", "number", "boolean"]}
_ANYTHING: Mapping[str, Any] = {"type": ["string", "number", "boolean", "array", "object"]}
_BOUNDS = {
    "ge": "minimum",
    "le": "maximum",
    "min_length": "minLength",
    "max_length": "maxLength",
    "pattern": "pattern",
}


def schema_of(shape: type[Construct], lexicon: Lexicon, keys: Keys, title: str) -> Schema:
    """The schema of a document, with a definition for each construct."""
    writing = _Writing(lexicon, keys)
    root = writing.construct(shape)
    return {"$schema": DIALECT, "title": title, **root, "$defs": dict(sorted(writing.done.items()))}


def spelled(word: Word, keys: Keys) -> tuple[str, ...]:
    """The spellings offered, the one the formatter writes first."""
    chinese = (word.chinese, *word.aliases)
    match keys:
        case "zh":
            return chinese
        case "en":
            return (word.english,)
        case "both":
            return (*chinese, word.english)


def described(word: Word, keys: Keys) -> str:
    """What a person sees beside the word: its meaning, and the word of the other language."""
    other = word.chinese if keys == "en" else word.english
    return f"{word.meaning}（{other}）"


def properties(words: Iterable[tuple[Word, Schema, bool]], keys: Keys) -> Schema:
    """An object of these keys and no others; a key that is required may be in any spelling."""
    found: dict[str, Schema] = {}
    required: list[str] = []
    either: list[Schema] = []
    for word, value, needed in words:
        spellings = spelled(word, keys)
        for spelling in spellings:
            found[spelling] = {"description": described(word, keys), **value}
        if needed and len(spellings) == 1:
            required += spellings
        elif needed:
            either.append({"anyOf": [{"required": [spelling]} for spelling in spellings]})
    schema: Schema = {"type": "object", "properties": found, "additionalProperties": False}
    if required:
        schema["required"] = required
    if either:
        schema["allOf"] = either
    return schema


def choices(words: Iterable[Word], keys: Keys) -> Schema:
    pairs = [
        (spelling, described(word, keys)) for word in words for spelling in spelled(word, keys)
    ]
    return {"enum": [s for s, _ in pairs], "enumDescriptions": [meaning for _, meaning in pairs]}


class _Writing:
    def __init__(self, lexicon: Lexicon, keys: Keys) -> None:
        self.lexicon = lexicon
        self.keys = keys
        self.done: dict[str, Schema] = {}

    def construct(self, shape: type[Construct]) -> Schema:
        """The object a construct is, with the short forms it has."""
        annotations = keys_of(shape)
        table = {word.english: word for word in self.lexicon.keys}
        infos = {info.alias or name: info for name, info in shape.model_fields.items()}
        words = []
        for key, annotation in annotations.items():
            value = self.value(annotation, WORDS_AT.get((shape.__name__, key), ()))
            value |= _bounds(infos[key].metadata)
            words.append((table.get(key, Word(key, key, key)), value, infos[key].is_required()))
        forms = [properties(words, self.keys)]
        for short in dict.fromkeys((shape.SCALAR, shape.SEQUENCE)):
            if short is not None:
                allowed = WORDS_AT.get((shape.__name__, short), ())
                forms.append(self.value(annotations[short], allowed))
        return forms[0] if len(forms) == 1 else {"anyOf": forms}

    def value(self, annotation: Any, allowed: tuple[str, ...] = ()) -> Schema:
        origin, arguments = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            stated = [m for part in arguments[1:] for m in getattr(part, "metadata", ())]
            return self.value(arguments[0], allowed) | _bounds(stated)
        if origin in (Union, UnionType):
            members = [self.value(a, allowed) for a in arguments if a is not type(None)]
            return members[0] if len(members) == 1 else {"anyOf": members}
        if origin is Literal:
            return self.literal(arguments)
        if origin is list:
            member = self.value(arguments[0], allowed)
            return {"anyOf": [{"type": "array", "items": member}, member]}
        if origin is dict:
            member = self.value(arguments[1], allowed)
            return {"type": "object", "additionalProperties": member}
        return self.plain(annotation, allowed)

    def plain(self, annotation: type, allowed: tuple[str, ...]) -> Schema:
        if annotation is bool:
            words = {"zh": ["是", "否"], "en": [], "both": ["是", "否"]}[self.keys]
            return {"enum": [*words, True, False, "true", "false"]}
        if annotation is int:
            return {"type": ["integer", "string"], "pattern": r"^-?[0-9]+$"}
        if annotation is date:
            return {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
        if annotation is str:
            return self.offered(TEXT, allowed)
        if annotation is Formula:
            return self.offered(_ANYTHING, allowed)
        if annotation is Grades:
            return self.grades()
        return self.reference(annotation)

    def reference(self, shape: type[Construct]) -> Schema:
        name = shape.__name__
        if name not in self.done:
            self.done[name] = {}
            self.done[name] = self.construct(shape)
        return {"$ref": f"#/$defs/{name}"}

    def literal(self, allowed: tuple[Any, ...]) -> Schema:
        if isinstance(allowed[0], int):
            return {"enum": [*allowed, *map(str, allowed)]}
        return self.words(allowed)

    def words(self, allowed: Iterable[str]) -> Schema:
        table = {word.english: word for word in self.lexicon.choices}
        return choices((table[english] for english in allowed), self.keys)

    def offered(self, free: Mapping[str, Any], allowed: tuple[str, ...]) -> Schema:
        """Anything, with the stated choices that may stand there offered."""
        return {"anyOf": [self.words(allowed), dict(free)]} if allowed else dict(free)

    def grades(self) -> Schema:
        """Standards by grade, best first; names alone; or conditions in order."""
        standard = self.offered(_ANYTHING, WORDS_AT["Grades", "standards"])
        table = {"type": "object", "additionalProperties": standard, "minProperties": 1}
        return {"anyOf": [table, {"type": "array", "items": dict(TEXT), "minItems": 1}]}


def _bounds(metadata: Iterable[Any]) -> Schema:
    """What pydantic was told about a value, in the words of JSON Schema."""
    found: Schema = {}
    for part in metadata:
        for name, keyword in _BOUNDS.items():
            limit = getattr(part, name, None)
            if limit is not None:
                found[keyword] = limit
    return found
