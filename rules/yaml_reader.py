"""YAML text to nodes that know their place, by events; the only file that imports yaml."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Any

import yaml

from rules.diagnostics import MOST_LISTED, Diagnostic, PolicyError, diagnose, listed
from rules.reading.breakdowns import Breakdown, judge
from rules.reading.encoding import UNSEEN, decode, unseen
from rules.reading.fragments import trace
from rules.reading.nodes import Entry, MappingNode, Node, ScalarNode, SequenceNode, scalars
from rules.reading.shapes import inspect, is_empty
from rules.source import Source, Span

__all__ = ["Entry", "MappingNode", "Node", "ScalarNode", "SequenceNode", "read_yaml"]

MOST_NODES = 100_000
DEEPEST = 32
_MOST_MENDS = 20

# Events only: the C composer of PyYAML 6.0.3 crashes the process on 200 KB of nested brackets.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WORD = re.compile(r"[^\s,\[\]{}]+")
_TAB = re.compile(r"\t+")
_COMMENT = re.compile(r"(?:^|\s)#", re.MULTILINE)
_DIRECTIVE = re.compile(r"^%", re.MULTILINE)


def read_yaml(data: bytes, name: str) -> Node:
    """The one document in `data`; raises PolicyError with everything that is wrong with it."""
    source = decode(data, name)
    root, problems = _read(source)
    if problems or root is None:
        raise PolicyError(listed(problems))
    return root


def _read(source: Source) -> tuple[Node | None, list[Diagnostic]]:
    """Where the parser gives up, the slip is mended character for character and it reads on.

    So all places stay true, and one run shows every slip. A tree from a mended text is never used.
    """
    problems: list[Diagnostic] = []
    problems += islice(unseen(source.text, partial(Span, source)), MOST_LISTED + 1)
    mends = {found.start(): "\ufffd" for found in UNSEEN.finditer(source.text)}
    for attempt in range(_MOST_MENDS + 1):
        builder = _Builder(source)
        breakdown = builder.read(_mended(source.text, mends))
        if breakdown is None:
            break
        judgement = judge(source, breakdown, mends.keys())
        problems += _elsewhere(judgement.diagnostics, problems)
        new = {
            at: char
            for at, char in judgement.mends.items()
            if source.text[at : at + 1].strip("\r\n")
        }
        if new.keys() <= mends.keys() or attempt == _MOST_MENDS:
            break
        mends |= new
    root = builder.tree()
    broken = breakdown is not None
    if root is None or is_empty(root):
        problems += [] if problems else [diagnose("yaml-empty", Span(source, 0, 0))]
    elif not (broken and isinstance(root, ScalarNode)):
        builder.problems += inspect(root)
    builder.problems += _tabs(source, root, breakdown)
    return root, problems + _elsewhere(builder.problems, problems)


def _elsewhere(problems: Iterable[Diagnostic], told: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Without those in a line that was mended or broke off: they may come from that."""
    lines = {_line(problem) for problem in told}
    return [problem for problem in problems if _line(problem) not in lines]


def _line(problem: Diagnostic) -> int:
    return problem.span.position.line if problem.span else 0


def _mended(text: str, mends: Mapping[int, str]) -> str:
    if not mends:
        return text
    chars = list(text)
    for at, char in mends.items():
        chars[at] = char
    return "".join(chars)


def _tabs(source: Source, root: Node | None, breakdown: Breakdown | None) -> Iterator[Diagnostic]:
    """Tabs outside quotes and comments, the first of each line: parsers disagree about them.

    Past a breakdown only those in indentation, and where a tab was the reason: what is quoted
    there is not known.
    """
    quoted = [scalar.span for scalar in scalars(root) if scalar.quoted] if root else []
    ends = sorted((span.start, span.end) for span in quoted)
    broken_at = breakdown.at if breakdown else len(source.text)
    by_tab = source.text[broken_at : broken_at + 1] == "\t"
    done = 0
    for found in _TAB.finditer(source.text):
        at = found.start()
        if at < done:
            continue
        before = bisect_right(ends, (at, 0)) - 1
        start = ends[before][1] if before >= 0 else 0
        if at < start:
            continue
        start = max(start, source.text.rfind("\n", 0, at) + 1)
        done = _line_end(source.text, at)
        indents = not source.text[start:at].strip(" ")
        if (at <= broken_at or (by_tab and indents)) and not _COMMENT.search(
            source.text, start, at
        ):
            yield diagnose("yaml-tab", Span(source, at, at + 1))


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return end if end >= 0 else len(text)


@dataclass(slots=True)
class _Open:
    """A list or mapping being read; a mapping's children are keys and values in turn."""

    start: int
    flow: bool
    mapping: bool
    children: list[Node] = field(default_factory=list)


class _Builder:
    """Builds nodes from events without recursion, so depth and size are refused as they come."""

    def __init__(self, source: Source) -> None:
        self.problems: list[Diagnostic] = []
        self._source = source
        self._open: list[_Open] = []
        self._root: Node | None = None
        self._count = 0
        self._documents = 0
        self._reached = 0

    def read(self, text: str) -> Breakdown | None:
        """All events of the text, or up to where the parser gives up."""
        try:
            for event in yaml.parse(text, Loader=_LOADER):
                if not self._take(event):
                    return None
        except yaml.YAMLError as error:
            return self._breakdown(error)
        return None

    def tree(self) -> Node | None:
        """What was read; lists and mappings that were never closed end with their last child."""
        while self._open:
            self._close(None)
        return self._root

    def _breakdown(self, error: yaml.YAMLError) -> Breakdown:
        words = (getattr(error, name, None) for name in ("context", "problem", "reason"))
        context: Any = getattr(error, "context_mark", None)
        problem: Any = getattr(error, "problem_mark", None)
        at: int = problem.index if problem else self._reached
        wording = " ".join(word for word in words if word).lower()
        return Breakdown(wording, at, context.index if context else at, self._reached)

    def _take(self, event: Any) -> bool:
        """False where nothing that follows should be read."""
        end: int = event.end_mark.index
        match event:
            case yaml.DocumentStartEvent():
                return self._document(event)
            case yaml.AliasEvent() | yaml.ScalarEvent():
                self._check_marks(event)
                self._add(self._scalar(event))
            case yaml.CollectionStartEvent():
                return self._begin(event)
            case yaml.CollectionEndEvent():
                self._close(end)
        return self._count <= MOST_NODES or self._refuse("yaml-too-many-nodes", event, MOST_NODES)

    def _refuse(self, code: str, event: Any, limit: int) -> bool:
        place = Span(self._source, event.start_mark.index, event.start_mark.index + 1)
        self.problems.append(diagnose(code, place, limit=f"{limit:,}"))
        return False

    def _document(self, event: Any) -> bool:
        place = Span(self._source, event.start_mark.index, event.end_mark.index)
        if found := _DIRECTIVE.search(self._source.text, 0, place.end):
            here = Span(self._source, found.start(), found.end())
            self.problems.append(diagnose("yaml-directive", here))
        self._documents += 1
        if self._documents > 1:
            self.problems.append(diagnose("yaml-two-documents", place))
        return self._documents == 1

    def _begin(self, event: Any) -> bool:
        if len(self._open) == DEEPEST:
            return self._refuse("yaml-too-deep", event, DEEPEST)
        self._check_marks(event)
        mapping = isinstance(event, yaml.MappingStartEvent)
        self._open.append(_Open(event.start_mark.index, bool(event.flow_style), mapping))
        return True

    def _check_marks(self, event: Any) -> None:
        """Anchors, aliases and tags stand before the node, in the first word of its span."""
        found = _WORD.match(self._source.text, event.start_mark.index)
        code = "yaml-tag" if getattr(event, "tag", None) else "yaml-anchor" if event.anchor else ""
        if code and found:
            self.problems.append(diagnose(code, Span(self._source, *found.span()), text=found[0]))

    def _scalar(self, event: Any) -> ScalarNode:
        start, end = event.start_mark.index, event.end_mark.index
        style = getattr(event, "style", "*")
        text = getattr(event, "value", "")
        fragment = trace(self._source, start, end, style=style, text=text)
        self._reached = start
        return ScalarNode(text, bool(style), fragment, Span(self._source, start, end))

    def _add(self, node: Node) -> None:
        self._count += 1
        if self._open:
            self._open[-1].children.append(node)
        else:
            self._root = node

    def _close(self, end: int | None) -> None:
        done = self._open.pop()
        if end is None or not done.flow:
            # The end of a block is told only where the next one begins.
            end = done.children[-1].span.end if done.children else done.start
        span = Span(self._source, done.start, end)
        if done.mapping:
            self._add(MappingNode(tuple(self._entries(done.children)), done.flow, span))
        else:
            self._add(SequenceNode(tuple(done.children), done.flow, span))

    def _entries(self, children: list[Node]) -> Iterator[Entry]:
        for key, value in zip(children[::2], children[1::2], strict=False):
            if isinstance(key, ScalarNode):
                yield Entry(key, value)
            else:
                self.problems.append(diagnose("yaml-key-not-text", key.span))
