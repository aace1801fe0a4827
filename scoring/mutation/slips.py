"""Slips of the pen in the text of a rule book: a number off by one, the wrong side of a limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from rules.diagnostics import PolicyError
from rules.expr.lexer import BAND_AFTER, BAND_BEFORE, Token, tokens
from rules.reading.nodes import scalars
from rules.source import Fragment, Span
from rules.values import decimals_of, plain, read_decimal, show_number
from rules.yaml_reader import Node

_SIGNS: Mapping[str, str] = {
    ">=": ">",
    ">": ">=",
    "<=": "<",
    "<": "<=",
    "=": "!=",
    "!=": "=",
    "+": "-",
    "-": "+",
    "*": "/",
    "/": "*",
    "[": "(",
    ")": "]",
    "]": ")",
    "(": "[",
}
_JOINING: Mapping[str, str] = {"and": "或", "or": "且"}
# The words of a limit that takes the number itself in, and of the one that leaves it out.
_AFTER: Mapping[str, str] = {">=": "超过{}", "<=": "不满{}"}
_BEFORE: Mapping[str, str] = {">=": "超过{}", "<=": "不满{}", ">": "{}以上", "<": "{}以下"}


@dataclass(frozen=True, slots=True)
class Slip:
    """The text at `span` reads `becomes` instead of `was`."""

    span: Span
    was: str
    becomes: str

    def applied(self) -> str:
        """The whole text of the policy with the slip in it."""
        text = self.span.source.text
        return text[: self.span.start] + self.becomes + text[self.span.end :]


def slips_in(root: Node) -> Iterator[Slip]:
    """Of every text of the file that reads as an expression, keys included, in reading order. Some
    change nothing that counts, such as a number in a title: the Program tells."""
    for scalar in scalars(root):
        fragment = scalar.fragment
        try:
            read = tokens(fragment)
        except PolicyError:
            continue
        yield from _of_numbers(fragment, read)
        yield from _of_limits(fragment, read)
        yield from _of_signs(fragment, read)


def _of_numbers(fragment: Fragment, read: Sequence[Token]) -> Iterator[Slip]:
    """One unit of the last decimal more, and one less."""
    for token in read:
        number = read_decimal(token.text.rstrip("%"))
        if token.kind not in ("number", "percentage") or number is None or token.start == token.end:
            continue
        sign = "%" if token.kind == "percentage" else ""
        unit = Fraction(1, 10 ** (decimals_of(number) or 0))
        for changed in (plain(number + unit), plain(number - unit)):
            yield _slip(fragment, token.start, token.end, show_number(changed) + sign)


def _of_limits(fragment: Fragment, read: Sequence[Token]) -> Iterator[Slip]:
    """90以上 for 超过90, 不满60 for 60以下, and the other way round."""
    for first, second in pairwise(read):
        if second.text in BAND_AFTER and first.kind in ("number", "percentage"):
            words = _AFTER[BAND_AFTER[second.text]]
            yield _slip(fragment, first.start, second.end, words.format(first.text))
        elif first.text in BAND_BEFORE and second.kind in ("number", "percentage"):
            words = _BEFORE[BAND_BEFORE[first.text]]
            yield _slip(fragment, first.start, second.end, words.format(second.text))


def _of_signs(fragment: Fragment, read: Sequence[Token]) -> Iterator[Slip]:
    for token in read:
        if token.kind == "symbol" and token.text in _SIGNS and token.start < token.end:
            yield _slip(fragment, token.start, token.end, _SIGNS[token.text])
        elif token.kind == "keyword" and token.text in _JOINING:
            yield _slip(fragment, token.start, token.end, _JOINING[token.text])


def _slip(fragment: Fragment, start: int, end: int, becomes: str) -> Slip:
    span = fragment.span(start, end)
    return Slip(span, span.text, becomes)
