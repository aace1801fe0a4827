"""Expressions in the words of the other language: keywords, functions and built-in names, token by
token, so that signs, brackets and the author's own names stay as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from rules.diagnostics import PolicyError
from rules.expr.functions import SPELLINGS
from rules.expr.lexer import BAND_AFTER, UNITS, Token, tokens
from rules.expr.printer import CHINESE_KEYWORDS, Spelling
from rules.format.edits import Edit
from rules.result_words import RESULT_WORDS
from rules.source import Fragment
from rules.vocabulary import BUILT_INS, HISTORY_WORDS, RANK_WORDS, STATE_WORDS, Word

# `1 到 5`; English says `between 1 and 5`.
_TO: Mapping[Spelling, str] = {"zh": "到", "en": "and"}
_DAYS: Mapping[Spelling, str] = {"zh": "天", "en": "days"}
_DATE: Mapping[Spelling, str] = {"zh": "日期", "en": "date"}


def respelled(fragment: Fragment, language: Spelling, own: Collection[str]) -> Iterator[Edit]:
    """The edits that put an expression into the language. `own` are the names and words of the
    document itself, which are nobody's to translate."""
    try:
        found = tokens(fragment)
    except PolicyError:
        # Text that is no expression: it has no words of ours.
        return
    awaited = list[int]()
    depth = 0
    for i, token in enumerate(found):
        depth += (token.text in ("(", "[")) - (token.text in (")", "]"))
        if token.kind == "keyword" and token.text == "between":
            awaited.append(depth)
        joins = token.kind == "keyword" and token.text in ("and", "to")
        if joins and awaited and awaited[-1] == depth:
            awaited.pop()
            word: str | None = _TO[language]
        else:
            word = _word(found, i, language, own)
        written = fragment.text[token.start : token.end]
        if word is not None and word != written and not _is_in(written, language):
            yield _spaced(fragment, token, word)


def _is_in(written: str, language: Spelling) -> bool:
    """Any accepted spelling of the language wanted may stay."""
    return written.isascii() == (language == "en")


def _word(found: Sequence[Token], i: int, language: Spelling, own: Collection[str]) -> str | None:
    """The word of the language for a token; None where the token has none."""
    token = found[i]
    if token.kind == "keyword":
        return token.text if language == "en" else CHINESE_KEYWORDS[token.text]
    if token.kind != "word":
        return None
    before, after = (found[i - 1] if i else None), found[i + 1]
    if after.kind == "symbol" and after.text == "(":
        return _function(token.text, language)
    if token.text in UNITS and before and before.kind == "number":
        glued = after.kind == "word" and after.text in BAND_AFTER
        return None if glued else _DAYS[language]
    if before and before.text == "." and before.kind == "symbol":
        return _of(token.text, (*RANK_WORDS, *HISTORY_WORDS, *BUILT_INS), language)
    if token.text in own:
        return None
    return _of(token.text, (*BUILT_INS, *RANK_WORDS, *STATE_WORDS, *RESULT_WORDS), language)


def _function(name: str, language: Spelling) -> str | None:
    if name in _DATE.values():
        return _DATE[language]
    function = SPELLINGS.get(name)
    if function is None:
        return None
    return function.name if language == "en" else function.chinese[0]


def _of(text: str, words: tuple[Word, ...], language: Spelling) -> str | None:
    found = next((word for word in words if text in word.spellings), None)
    if found is None:
        return None
    return found.english if language == "en" else found.chinese


def _spaced(fragment: Fragment, token: Token, word: str) -> Edit:
    """A word keeps a blank to what it would run into: `）且（` is `） and （`."""
    before = fragment.text[token.start - 1 : token.start]
    after = fragment.text[token.end : token.end + 1]
    keyword = token.kind == "keyword" and token.text != "not"
    left = " " if _runs_into(before, keyword=keyword, brackets=")）]］") else ""
    right = " " if _runs_into(after, keyword=keyword, brackets="(（[［") else ""
    place = fragment.span(token.start, token.end)
    return Edit(place.start, place.end, f"{left}{word}{right}")


def _runs_into(neighbour: str, *, keyword: bool, brackets: str) -> bool:
    return neighbour.isalnum() or (keyword and bool(neighbour) and neighbour in brackets)
