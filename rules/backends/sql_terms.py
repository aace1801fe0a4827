"""What SQL computes, by kind: terms, how two of them compare, and tables of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias, assert_never

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.source import Span
from rules.values import Number, Value


@dataclass(frozen=True, slots=True)
class Truth:
    """A BOOLEAN; NULL is unknown."""

    sql: str
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A VARCHAR, compared by code point."""

    sql: str
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    sql: str
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a category as its place among `words`, so that words compare as integers."""

    sql: str
    words: tuple[str, ...]
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """The word 未填, of any kind."""

    sql: str = "NULL"
    nullable: bool = True


Term: TypeAlias = Scaled | Truth | Text | Day | Word | Missing

ALWAYS, NEVER, UNKNOWN = Truth("true"), Truth("false"), Truth("NULL::BOOLEAN", nullable=True)


class CannotError(Exception):
    """What this engine has no exact SQL for: a name in the table of what it cannot do, and where it
    stands."""

    def __init__(self, what: str, span: Span | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.span = span


def sql_of(term: Term) -> str:
    """A term as SQL; of a number its top."""
    return term.top if isinstance(term, Scaled) else term.sql


def constant(value: Value) -> Term:
    match value:
        case None:
            return Missing()
        case bool():
            return ALWAYS if value else NEVER
        case str():
            return Text(quoted(value))
        case date():
            return Day(f"DATE '{value.isoformat()}'")
    return numbers.literal(value)


def quoted(text: str) -> str:
    """A text as SQL; the parser stops at NUL, so that is spelled out."""
    return "||chr(0)||".join("'" + part.replace("'", "''") + "'" for part in text.split("\0"))


def compared(comparator: str, left: Term, right: Term) -> Truth:
    words = isinstance(left, Word) or isinstance(right, Word)
    left, right = alike(left, right)
    if words and isinstance(left, Text) and comparator not in ("=", "!="):
        raise CannotError("orders")
    if isinstance(left, Missing) or isinstance(right, Missing):
        return UNKNOWN
    nullable = left.nullable or right.nullable
    if isinstance(left, Truth) and right in (ALWAYS, NEVER) and comparator in ("=", "!="):
        kept = (right == ALWAYS) == (comparator == "=")
        return left if kept else Truth(f"(NOT {left.sql})", nullable)
    sign = "<>" if comparator == "!=" else comparator
    if isinstance(left, Scaled) and isinstance(right, Scaled):
        return Truth(numbers.compared(sign, left, right), nullable)
    return Truth(f"({left.sql} {sign} {right.sql})", nullable)  # type: ignore[union-attr]  # both are alike


def alike(left: Term, right: Term) -> tuple[Term, Term]:
    """Two terms of one kind as they compare: words by their order, else as text."""
    match left, right:
        case Scaled(), Missing():
            return left, numbers.NO_NUMBER
        case Missing(), Scaled():
            return numbers.NO_NUMBER, right
        case Word(), Word() if left.words == right.words:
            return left, right
        case Word(), Text() if (place := _place(left.words, right)) is not None:
            return left, Word(str(place), left.words)
        case Text(), Word() if (place := _place(right.words, left)) is not None:
            return Word(str(place), right.words), right
        case Word(), Word() | Text():
            return spelled(left), spelled(right)
        case Text(), Word():
            return left, spelled(right)
        case Missing(), (Word() | Text() | Day() | Truth()):
            return _absent(right), right
        case ((Word() | Text() | Day() | Truth()), Missing()):
            return left, _absent(left)
    return left, right


def spelled(term: Word | Text) -> Text:
    if isinstance(term, Text):
        return term
    whens = " ".join(f"WHEN {i} THEN {quoted(word)}" for i, word in enumerate(term.words))
    return Text(f"CASE {term.sql} {whens} END", term.nullable)


def entry_of(entries: Sequence[tuple[str, Number]], key: Term) -> Scaled:
    """What a table has for a word; missing for any other."""
    worth = dict(entries)
    known: list[tuple[str, Number]] = []
    if isinstance(key, Word):
        known = [(str(i), worth[word]) for i, word in enumerate(key.words) if word in worth]
        total = len(known) == len(key.words)
        sql = key.sql
    elif isinstance(key, Text):
        known = [(quoted(word), number) for word, number in worth.items()]
        total, sql = False, key.sql
    else:
        raise TypeError(f"a word was translated, {key!r} came out")
    if not known:
        return numbers.NO_NUMBER
    return _numbers_of(f"CASE {sql}", known, key.nullable or not total)


def first_holding(cases: Sequence[tuple[Truth, Number]], otherwise: Number | None) -> Scaled:
    """The number of the first condition that is true; an unknown one is passed over."""
    known = [(truth.sql, number) for truth, number in cases]
    if otherwise is not None:
        known.append(("true", otherwise))
    return _numbers_of("CASE", known, otherwise is None) if known else numbers.NO_NUMBER


def _numbers_of(head: str, known: Sequence[tuple[str, Number]], nullable: bool) -> Scaled:
    entries = [(sql, numbers.literal(number)) for sql, number in known]
    if any(entry.bottom is not None for _, entry in entries):
        raise CannotError("table_fraction")
    scale = max(entry.scale for _, entry in entries)
    tops = [(sql, numbers.raised(entry, scale)) for sql, entry in entries]
    whens = " ".join(f"WHEN {sql} THEN {entry.top}" for sql, entry in tops)
    bounds = [entry.low for _, entry in tops]
    width = numbers.require_width(min(bounds), max(bounds))
    return Scaled(f"({head} {whens} END)::{width}", scale, min(bounds), max(bounds), nullable)


def days_between(first: Day, last: Day) -> Scaled:
    return Scaled(
        f"({last.sql} - {first.sql})", 0, -4_000_000, 4_000_000, first.nullable or last.nullable
    )


def _absent(like: Word | Text | Day | Truth) -> Term:
    match like:
        case Word():
            return Word("NULL", like.words, nullable=True)
        case Text():
            return Text("NULL::VARCHAR", nullable=True)
        case Day():
            return Day("NULL::DATE", nullable=True)
        case Truth():
            return UNKNOWN
    assert_never(like)


def _place(words: tuple[str, ...], text: Text) -> int | None:
    """Where a constant text stands among the words."""
    for place, word in enumerate(words):
        if quoted(word) == text.sql:
            return place
    return None
