"""Slips of the hand in a line: full-width punctuation, a missing blank, a blank that is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rules.diagnostics import Diagnostic, diagnose
from rules.reading.traps import WIDE_SPACE, code_point
from rules.source import Source, Span

# What a Chinese input method types where YAML wants the ASCII character.
ASCII_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "：": "“: ”", "，": "“, ”", "、": "“, ”", "；": "“, ”", "｛": "“{”", "｝": "“}”",
        "［": "“[”", "］": "“]”", "【": "“[”", "】": "“]”", "“": '"', "”": '"', "‘": "'", "’": "'",
        "＂": '"', "＇": "'", "「": '"', "」": '"', "－": "“- ”", "—": "“- ”", "–": "“- ”",
        "•": "“- ”", "·": "“- ”", "＃": "“# ”", "＞": "“>”", "｜": "“|”",
    }
)  # fmt: skip

_BLANK = WIDE_SPACE.pattern
_NO_KEY = r"\s:：,，。；;！？\"'“”‘’#\[\]{}"
_KEY = rf"[^{_NO_KEY}、()（）&*!|>%@`\-－—–•·][^{_NO_KEY}]{{0,30}}"
_INDENT = rf"(?:[ \t]|{_BLANK})*"
_ITEMS = r"(?:- +)*"
_LINES = re.compile(r"[^\r\n]+")
_LINE = re.compile(
    rf"(?P<indent>{_INDENT})(?P<items>{_ITEMS})"
    rf"(?:(?P<dash>-(?=[^\s\-0-9.])|[－—–•·])"
    rf"|(?P<key>{_KEY})(?P<colon>： ?|:(?P<blank>{_BLANK})|:(?=[^\s/])))?"
)


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong, and the characters that stand in its place so that reading can go on.

    `mends` keeps every offset: each character is replaced by one.
    """

    diagnostic: Diagnostic
    mends: Mapping[int, str]


def slips(source: Source, start: int, end: int) -> Iterator[Slip]:
    """The slips that begin in source[start:end], looked for line by line."""
    first = source.text.rfind("\n", 0, start) + 1
    last = source.text.find("\n", end)
    for line in _LINES.finditer(source.text, first, last if last >= 0 else len(source.text)):
        for slip in _line_slips(source, line.group(), line.start()):
            place = slip.diagnostic.span
            if place and start <= place.start < end:
                yield slip


def _line_slips(source: Source, line: str, offset: int) -> Iterator[Slip]:
    found = _LINE.match(line)
    if not found:
        return
    if wide := WIDE_SPACE.search(found["indent"]):
        mends = {offset + at: " " for at, char in enumerate(found["indent"]) if char not in " \t"}
        yield _wide_space(source, offset + wide.start(), mends)
    if found["dash"]:
        yield _dash(source, offset + found.start("dash"), line[found.end("dash") :])
    elif found["colon"] and not found["key"].isdigit():
        yield _colon(source, offset, found)


def _wide_space(source: Source, at: int, mends: Mapping[int, str]) -> Slip:
    name = code_point(source.text[at])
    return Slip(diagnose("yaml-wide-space", Span(source, at, at + 1), character=name), mends)


def _dash(source: Source, at: int, rest: str) -> Slip:
    char, place = source.text[at], Span(source, at, at + 1)
    mends = {at: "-"} | ({at + 1: " "} if rest else {})
    if char == "-":
        return Slip(diagnose("yaml-dash-blank", place), mends)
    return Slip(fullwidth(char, place), mends)


def _colon(source: Source, offset: int, found: re.Match[str]) -> Slip:
    at = offset + found.start("colon")
    line = found.string
    follows = at + 1 - offset < len(line)
    mends = {at: ":"} | ({at + 1: " "} if follows else {})
    if line[at - offset] == "：":
        return Slip(fullwidth("：", Span(source, at, at + 1)), mends)
    if found["blank"]:
        return _wide_space(source, at + 1, {at + 1: " "})
    place = Span(source, offset + found.start("key"), at + 1)
    return Slip(diagnose("yaml-colon-blank", place, text=found["key"]), mends)


def fullwidth(char: str, span: Span) -> Diagnostic:
    """Punctuation typed in Chinese mode where YAML wants the ASCII character."""
    return diagnose("yaml-fullwidth", span, char=char, ascii=ASCII_FORMS[char])
