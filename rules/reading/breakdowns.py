"""Where YAML gives up: the place and the plain words, and how to read on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field
from types import MappingProxyType

from rules.diagnostics import Diagnostic, diagnose
from rules.reading.shapes import split_expression
from rules.reading.slips import ASCII_FORMS, fullwidth, slips
from rules.source import Source, Span


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What the YAML parser says of `at`. `opened`: where what it was reading begins; `reached`:
    where the last scalar it delivered begins, which may be what misled it.
    """

    wording: str
    at: int
    opened: int
    reached: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is wrong, and the characters that let the parser go on; without them it is the end."""

    diagnostics: tuple[Diagnostic, ...]
    mends: Mapping[int, str] = field(default_factory=dict)


def judge(source: Source, breakdown: Breakdown, mended: Set[int] = frozenset()) -> Judgement:
    """The slips of the hand since the last word that was read, or else what the parser met.

    `mended`: the offsets that were mended before; their slips are known.
    """
    line_end = source.text.find("\n", breakdown.at)
    stop = line_end if line_end >= 0 else len(source.text)
    near = slips(source, breakdown.reached, min(breakdown.at + 1, stop))
    found = [slip for slip in near if not slip.mends.keys() <= mended]
    if found:
        mends = {at: char for slip in found for at, char in slip.mends.items()}
        return Judgement(tuple(slip.diagnostic for slip in found), mends)
    for wordings, explain in _EXPLANATIONS.items():
        if any(wording in breakdown.wording for wording in wordings):
            return explain(source, breakdown)
    return Judgement((diagnose("yaml-syntax", _char(source, breakdown.at)),))


def _char(source: Source, at: int) -> Span:
    return Span(source, at, at + 1)


def _rest_of_line(source: Source, at: int) -> Span:
    found = _REST.match(source.text, at)
    return Span(source, at, max(at + 1, found.end() if found else at))


_REST = re.compile(r"[^\r\n]*[^\s]")
_RANGE = re.compile(r"[\[(（][^\[\](（)）\r\n]*\.\.[^\[\](（)）\r\n]*[\])）]")
_CLOSING: Mapping[str, str] = MappingProxyType({"[": "]", "{": "}"})
_LONGEST_EXPRESSION = 500
_CLOSE_AND_REST = re.compile(r"[^)）\r\n]*[)）](?:[^,}\]\r\n]*[^,}\]\s])?")
_OPENING_FORMS = "“”‘’「＂＇［｛【"


# --- lines ----------------------------------------------------------------------------------


def _second_colon(source: Source, breakdown: Breakdown) -> Judgement:
    """A colon where no key can stand: twice in a line, or in a line that is indented wrongly."""
    at = breakdown.at
    start = source.text.rfind("\n", 0, at) + 1
    before = source.text[start:at]
    first = before.find(": ")
    if first < 0:
        place = start + len(before) - len(before.lstrip())
        return Judgement((diagnose("yaml-indentation", _rest_of_line(source, place)),))
    # Full stops in place of the colons keep the line one text.
    rest = _rest_of_line(source, at)
    mends = {at + i: "." for i, char in enumerate(rest.text) if char == ":"}
    value = before[first + 1 :].lstrip()
    if value and value[0] in _OPENING_FORMS:
        found = fullwidth(value[0], _char(source, start + before.index(value)))
    else:
        found = diagnose("yaml-second-colon", _char(source, at))
    return Judgement((found,), mends)


def _bare_colon(source: Source, breakdown: Breakdown) -> Judgement:
    """`{a:}`: a key with nothing after it."""
    word = re.split(r"[\s,{\[]", source.text[breakdown.opened : breakdown.at])[-1]
    place = Span(source, breakdown.at - len(word), breakdown.at + 1)
    return Judgement((diagnose("yaml-empty-value", place, text=word),), {breakdown.at: "."})


def _no_colon(source: Source, breakdown: Breakdown) -> Judgement:
    line = _rest_of_line(source, breakdown.opened)
    return Judgement((diagnose("yaml-no-colon", line, text=line.text),))


def _no_key(source: Source, breakdown: Breakdown) -> Judgement:
    """Something that is no key on the level of keys."""
    at = breakdown.at
    rest = _rest_of_line(source, at)
    before = source.text[source.text.rfind("\n", 0, at) + 1 : at]
    above = source.text[breakdown.reached : at]
    if source.text.startswith(":", at):
        code, place = "yaml-no-key", _char(source, at)
    elif re.match(r"-\s", source.text[at : at + 2]):
        code, place = "yaml-mixed", rest
    elif before.strip():
        return Judgement((diagnose("yaml-text-after-quote", rest, text=rest.text),))
    elif (mark := above.find(" #")) >= 0 and ": " not in rest.text:
        code, place = "yaml-cut-by-comment", _rest_of_line(source, breakdown.reached + mark + 1)
    else:
        code, place = "yaml-indentation", rest
    return Judgement((diagnose(code, place),))


def _mixed(source: Source, breakdown: Breakdown) -> Judgement:
    rest = _rest_of_line(source, breakdown.at)
    before = source.text[source.text.rfind("\n", 0, breakdown.at) + 1 : breakdown.at]
    if before.strip(" -"):
        return Judgement((diagnose("yaml-text-after-quote", rest, text=rest.text),))
    return Judgement((diagnose("yaml-mixed", rest),))


def _dash_after_key(source: Source, breakdown: Breakdown) -> Judgement:
    return Judgement((diagnose("yaml-dash-after-key", _char(source, breakdown.at)),))


# --- quotes and brackets --------------------------------------------------------------------


def _quote(source: Source, breakdown: Breakdown) -> Judgement:
    place = _char(source, breakdown.opened)
    return Judgement((diagnose("yaml-unclosed-quote", place, char=place.text),))


def _escape(source: Source, breakdown: Breakdown) -> Judgement:
    at = source.text.rfind("\\", breakdown.opened, breakdown.at + 1)
    place = Span(source, max(at, breakdown.opened), max(at, breakdown.opened) + 2)
    return Judgement((diagnose("yaml-escape", place, text=place.text),))


def _flow(source: Source, breakdown: Breakdown) -> Judgement:
    """In brackets: full-width punctuation, a range, no closing bracket, or no comma."""
    opened, at = breakdown.opened, breakdown.at
    char = source.text[opened]
    close = _CLOSING.get(char, "]")
    line_end = _rest_of_line(source, opened).end
    if found := _RANGE.search(source.text, opened, line_end):
        place = Span(source, *found.span())
        return Judgement((diagnose("yaml-range", place, text=place.text),))
    if torn := _torn_expression(source, opened, at):
        return Judgement((torn,))
    for wrong in range(max(opened, breakdown.reached), min(at, len(source.text))):
        if source.text[wrong] in ASCII_FORMS and source.text[wrong] not in "、；：－—–•·＞":
            return Judgement((fullwidth(source.text[wrong], _char(source, wrong)),))
    if at > line_end or at >= len(source.text):
        place = _char(source, opened)
        return Judgement((diagnose("yaml-unclosed-bracket", place, char=char, close=close),))
    if source.text[at] == ":":
        return Judgement((diagnose("yaml-second-colon", _char(source, at)),), {at: "."})
    rest = _rest_of_line(source, at)
    return Judgement((diagnose("yaml-no-comma", rest, text=rest.text, close=close),))


def _torn_expression(source: Source, opened: int, at: int) -> Diagnostic | None:
    """An expression with a comma and quotes in braces: `{when: has(a, "x") = yes}`."""
    line = source.text.rfind("\n", 0, at) + 1
    floor = max(line, opened + 1, at - _LONGEST_EXPRESSION)
    before = source.text[floor:at]
    bracket = _unclosed_bracket(before)
    if bracket < 0:
        return None
    start = max(before.rfind(mark, 0, bracket) for mark in ",:{[") + 1
    start += len(before[start:]) - len(before[start:].lstrip())
    rest = _CLOSE_AND_REST.match(source.text, at)
    end = rest.end() if rest else _rest_of_line(source, at).end
    return split_expression(Span(source, floor + start, end))


def _unclosed_bracket(text: str) -> int:
    """Where the innermost open round bracket stands, or -1."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] in ")）") - (text[at] in "(（")
        if depth < 0:
            return at
    return -1


def _stray(source: Source, breakdown: Breakdown) -> Judgement:
    place = _char(source, breakdown.at)
    return Judgement((diagnose("yaml-stray", place, char=place.text.strip()),))


def _after_end(source: Source, breakdown: Breakdown) -> Judgement:
    rest = _rest_of_line(source, breakdown.at)
    if rest.text[:1] in ("]", "}"):
        return _stray(source, breakdown)
    return Judgement((diagnose("yaml-after-end", rest),))


# --- characters -----------------------------------------------------------------------------


def _cannot_start(source: Source, breakdown: Breakdown) -> Judgement:
    place, rest = _char(source, breakdown.at), _rest_of_line(source, breakdown.at)
    mends = {breakdown.at: "x"}
    if place.text == "\t":
        return _tab(source, breakdown)
    if place.text == ">":
        # Elsewhere than in brackets “>” begins a text over several lines.
        value = re.split(r"[,\]}]", rest.text)[0].rstrip()
        span = Span(source, rest.start, rest.start + len(value))
        return Judgement((diagnose("yaml-comparison", span, text=value),), mends)
    return Judgement((diagnose("yaml-cannot-start", place, char=place.text),), mends)


def _tab(source: Source, breakdown: Breakdown) -> Judgement:
    return Judgement((diagnose("yaml-tab", _char(source, breakdown.at)),))


def _anchor(source: Source, breakdown: Breakdown) -> Judgement:
    word = _word(source, breakdown.opened)
    return Judgement((diagnose("yaml-anchor", word, text=word.text),), {breakdown.opened: "x"})


def _tag(source: Source, breakdown: Breakdown) -> Judgement:
    opened = breakdown.opened if source.text.startswith("!", breakdown.opened) else breakdown.at
    word = _word(source, opened)
    mends = dict.fromkeys(range(word.start, word.end), "x")
    return Judgement((diagnose("yaml-tag", word, text=word.text),), mends)


def _word(source: Source, at: int) -> Span:
    found = re.compile(r"\S+").match(source.text, at)
    return Span(source, at, found.end() if found else at + 1)


def _block_header(source: Source, breakdown: Breakdown) -> Judgement:
    rest = _rest_of_line(source, breakdown.opened)
    mends = {breakdown.opened: "x"}
    if rest.text.startswith(">"):
        return Judgement((diagnose("yaml-comparison", rest, text=rest.text),), mends)
    return Judgement((diagnose("yaml-block-header", rest, char=rest.text[:1]),), mends)


def _directive(source: Source, breakdown: Breakdown) -> Judgement:
    return Judgement((diagnose("yaml-directive", _char(source, breakdown.opened)),))


# The words of libyaml and of PyYAML's own scanner, in lower case; the first that fits explains.
_EXPLANATIONS: Mapping[tuple[str, ...], Callable[[Source, Breakdown], Judgement]] = (
    MappingProxyType(
        {
            ("scanning an anchor", "scanning an alias"): _anchor,
            (" tag",): _tag,
            ("found a tab", "where an indentation space"): _tab,
            ("scanning a block scalar",): _block_header,
            ("escape", "hexdecimal"): _escape,
            ("quoted scalar",): _quote,
            ("directive", "%yaml", "incompatible yaml"): _directive,
            ("cannot start any token", "mapping keys are not allowed"): _cannot_start,
            ("mapping values are not allowed",): _second_colon,
            ("found unexpected ':'",): _bare_colon,
            ("could not find expected ':'",): _no_colon,
            ("sequence entries are not allowed",): _dash_after_key,
            ("',' or '",): _flow,
            ("parsing a block mapping",): _no_key,
            ("parsing a block collection", "parsing a block sequence"): _mixed,
            ("node content",): _stray,
            ("document start",): _after_end,
        }
    )
)
