"""Trees that YAML accepts and the author did not mean: split expressions, lost values, repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from rules.diagnostics import Diagnostic, diagnose
from rules.reading.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode
from rules.reading.slips import fullwidth, slips
from rules.reading.traps import WIDE_SPACE, code_point, traps
from rules.source import Span

_COLON = re.compile(r"\s*:")
_COMMENTED_OUT = re.compile(r"\s*:[ \t]*#[^\s#]")
_WIDE_INDENT = re.compile(rf"\s*:[ \t]*\r?\n[ \t]*{WIDE_SPACE.pattern}")
_COMMENT = re.compile(r"[ \t]+#")
_NEXT_ENTRY = re.compile(r"[，；]\s*[^\s:：，]{1,30}[:：]")
_BRACKETS: Mapping[str, str] = MappingProxyType({"［": "］", "｛": "｝", "【": "】"})
_QUOTED_KEY = re.compile(r"[“”‘’「＂＇].*[“”‘’」＂＇]")
_GLUED = re.compile(r"[^\s:]+:(?=[^\s/])")


def inspect(root: Node) -> Iterator[Diagnostic]:
    """Everything in a tree that cannot be what the author meant."""
    if isinstance(root, ScalarNode):
        if found := list(_misread_lines(root)):
            yield from found
        else:
            yield diagnose("yaml-not-mapping", root.span, text=root.text)
    else:
        yield from _node(root)


def _node(node: Node) -> Iterator[Diagnostic]:
    match node:
        case ScalarNode():
            yield from traps(node)
            yield from _value(node)
        case SequenceNode(items=items):
            yield from _sequence(node)
            for item in items:
                if not is_empty(item):
                    yield from _node(item)
        case MappingNode(entries=entries):
            yield from _repeats(entries)
            yield from _without_value(node)
            for entry in entries:
                yield from _key(entry.key)
                yield from _below(entry)


def is_empty(node: Node) -> bool:
    """Nothing is written here; a quoted empty text is something."""
    return isinstance(node, ScalarNode) and not node.quoted and not node.text


def _below(entry: Entry) -> Iterator[Diagnostic]:
    value = entry.value
    if is_empty(value):
        return
    if isinstance(value, ScalarNode) and _starts_line(value):
        misread = list(_misread_lines(value))
        yield from misread
        if misread:
            return
    yield from _node(value)


# --- keys -----------------------------------------------------------------------------------


def _key(key: ScalarNode) -> Iterator[Diagnostic]:
    if key.quoted:
        yield from traps(key)
        return
    if key.text == "<<":
        yield diagnose("yaml-merge-key", key.span)
    elif not key.text:
        yield diagnose("yaml-no-key", key.span)
    elif _QUOTED_KEY.fullmatch(key.text):
        yield _fullwidth(key, 0)
    yield from traps(key)


def _repeats(entries: Sequence[Entry]) -> Iterator[Diagnostic]:
    first: dict[str, ScalarNode] = {}
    for key in (entry.key for entry in entries if entry.key.text and not _is_torn(entry)):
        known = first.setdefault(key.text, key)
        if known is not key:
            line = known.span.position.line
            yield diagnose("yaml-duplicate-key", key.span, text=key.text, line=line)


def _is_torn(entry: Entry) -> bool:
    """A piece of an expression, reported as such."""
    return is_empty(entry.value) and not _has_colon(entry)


# --- values ---------------------------------------------------------------------------------


def _value(scalar: ScalarNode) -> Iterator[Diagnostic]:
    text, span = scalar.text, scalar.span
    written = span.source.text
    if scalar.quoted:
        if not text and written.startswith(">", span.start):
            header = written[span.start : span.end].partition("\n")[0].strip()
            yield diagnose("yaml-comparison", span, text=header)
        elif not text and written.startswith("|", span.start):
            yield diagnose("yaml-empty-item", span)
    elif _is_bracketed(text):
        yield _fullwidth(scalar, 0)
    elif _unclosed(text) > 0 and (mark := _COMMENT.match(written, span.end)):
        yield diagnose("yaml-cut-by-comment", Span(span.source, mark.end() - 1, mark.end()))


def _is_bracketed(text: str) -> bool:
    """A list or mapping in full-width brackets; 【…】 alone is also how titles are written."""
    closed = text[-1:] == _BRACKETS.get(text[:1])
    return closed and (text[0] != "【" or any(mark in text for mark in "，、,：:"))


def _starts_line(scalar: ScalarNode) -> bool:
    text = scalar.span.source.text
    return not text[text.rfind("\n", 0, scalar.span.start) + 1 : scalar.span.start].strip()


def _misread_lines(scalar: ScalarNode) -> Iterator[Diagnostic]:
    """Lines meant as keys or items that YAML joined to one text: each of them has the same slip."""
    span = scalar.span
    if scalar.quoted:
        return
    found = [slip.diagnostic for slip in slips(span.source, span.start, span.end)]
    if len(found) > span.text.count("\n"):
        yield from found


# --- entries without a value ----------------------------------------------------------------


def _without_value(mapping: MappingNode) -> Iterator[Diagnostic]:
    entries = mapping.entries
    at = 0
    while at < len(entries):
        entry = entries[at]
        pieces = _torn_pieces(entries, at) if mapping.flow else 0
        if pieces:
            first = entry.key if is_empty(entry.value) else entry.value
            yield split_expression(first.span.to(entries[at + pieces].key.span))
        elif is_empty(entry.value):
            yield _no_value(entry, in_list=mapping.flow and at > 0)
        elif mapping.flow and isinstance(entry.value, ScalarNode):
            yield from _joined_entries(entry.value)
        at += pieces + 1


def _torn_pieces(entries: Sequence[Entry], at: int) -> int:
    """How many entries after this one are pieces of an expression that a comma tore."""
    entry = entries[at]
    from_key = is_empty(entry.value)
    first = entry.key if from_key else entry.value
    if not isinstance(first, ScalarNode) or first.quoted:
        return 0
    depth, pieces = _unclosed(first.text), 0
    for following in (entries[i] for i in range(at + 1, len(entries))):
        if depth <= 0 or following.key.quoted or not (from_key or is_empty(following.value)):
            break
        depth += _unclosed(following.key.text)
        pieces += 1
    return pieces


def _no_value(entry: Entry, *, in_list: bool) -> Diagnostic:
    key, source = entry.key, entry.key.span.source
    if not key.quoted and not _has_colon(entry):
        if "：" in key.text:
            return _fullwidth(key, key.text.index("："))
        if glued := _GLUED.match(key.text):
            return diagnose("yaml-colon-blank", key.span, text=glued.group()[:-1])
        if in_list:
            return diagnose("yaml-comma-in-flow", key.span, text=key.text)
    if wide := _WIDE_INDENT.match(source.text, key.span.end):
        place = Span(source, wide.end() - 1, wide.end())
        return diagnose("yaml-wide-space", place, character=code_point(wide.group()[-1]))
    if mark := _COMMENTED_OUT.match(source.text, key.span.end):
        return diagnose("yaml-cut-by-comment", Span(source, mark.end() - 2, mark.end()))
    return diagnose("yaml-empty-value", key.span, text=key.text)


def _has_colon(entry: Entry) -> bool:
    return bool(_COLON.match(entry.key.span.source.text, entry.key.span.end))


def _joined_entries(value: ScalarNode) -> Iterator[Diagnostic]:
    """`{单位: 天，依据: 示例}` typed with full-width commas is one entry to YAML."""
    if not value.quoted and (comma := _NEXT_ENTRY.search(_outside_brackets(value.text))):
        yield _fullwidth(value, comma.start())


def _outside_brackets(text: str) -> str:
    """The text with all that stands in brackets or quotes crossed out, of the same length."""
    depth, shown = 0, []
    for char in text:
        depth += char in "（(“‘「《"
        shown.append("x" if depth else char)
        depth -= depth > 0 and char in "）)”’」》"
    return "".join(shown)


# --- lists ----------------------------------------------------------------------------------


def _sequence(sequence: SequenceNode) -> Iterator[Diagnostic]:
    at = 0
    while at < len(sequence.items):
        item = sequence.items[at]
        pieces = 0
        if is_empty(item):
            yield diagnose("yaml-empty-item", item.span)
        elif isinstance(item, ScalarNode) and not item.quoted:
            if sequence.flow and (pieces := _torn_items(sequence.items, at)):
                yield split_expression(item.span.to(sequence.items[at + pieces].span))
            elif sequence.flow:
                yield from _flow_item(sequence, item)
            elif "\n" in item.span.text:
                yield from _misread_lines(item)
        at += pieces + 1


def _torn_items(items: Sequence[Node], at: int) -> int:
    first = items[at]
    depth, pieces = _unclosed(first.text) if isinstance(first, ScalarNode) else 0, 0
    for following in (items[i] for i in range(at + 1, len(items))):
        if depth <= 0 or not isinstance(following, ScalarNode) or following.quoted:
            break
        depth += _unclosed(following.text)
        pieces += 1
    return pieces


def _flow_item(sequence: SequenceNode, item: ScalarNode) -> Iterator[Diagnostic]:
    alone = len(sequence.items) == 1
    if alone and ".." in item.text:
        yield diagnose("yaml-range", sequence.span, text=sequence.span.text)
        return
    separators = "[，、；]" if alone else "，"
    if found := re.search(separators, _outside_brackets(item.text)):
        yield _fullwidth(item, found.start())


def split_expression(span: Span) -> Diagnostic:
    """What YAML took for several entries because a comma stands in it."""
    text = span.text
    quote = "'" if '"' in text else '"'
    return diagnose("yaml-split-expression", span, text=text, meant=f"{quote}{text}{quote}")


def _fullwidth(scalar: ScalarNode, at: int) -> Diagnostic:
    return fullwidth(scalar.text[at], scalar.fragment.span(at, at + 1))


def _unclosed(text: str) -> int:
    """How many round brackets are open at the end."""
    return sum((char in "(（") - (char in ")）") for char in text)
