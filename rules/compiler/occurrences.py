"""Points by occurrence: `{首次: 0.5, 第2次起: 不得分}`, and what it is to forfeit an item."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rules.compiler.draft import Draft
from rules.compiler.names import constant_names
from rules.model import Formula, Rule
from rules.values import Number
from rules.vocabulary import CHOICES, KEYS, spellings_of
from rules.yaml_reader import Entry, MappingNode, ScalarNode

_FIRST = spellings_of(KEYS, {"first_time"})
_FORFEIT = spellings_of(CHOICES, {"forfeit"})
_DIGITS = "一二三四五六七八九十"
_CHINESE = re.compile(rf"第([{_DIGITS}]|[1-9][0-9]?)次(起|及以上)?")
_ENGLISH = re.compile(r"([1-9][0-9]?)(?:st|nd|rd|th)( on)?")


@dataclass(frozen=True, slots=True)
class Forfeit:
    """不得分 takes all points the item started with; None where that would not leave nothing."""

    points: Number | None

    def means(self, node: ScalarNode) -> bool:
        return node.text in _FORFEIT

    def read(self, draft: Draft, node: ScalarNode) -> Number | None:
        if self.points is None:
            draft.report("forfeit-needs", node.span, text=node.text)
        return self.points

    def stated_in(self, rule: Rule) -> bool:
        node = rule.deduct.node if rule.deduct else None
        nodes = [entry.value for entry in node.entries] if isinstance(node, MappingNode) else [node]
        return any(isinstance(node, ScalarNode) and self.means(node) for node in nodes)


def read_occurrences(
    draft: Draft, node: MappingNode, forfeit: Forfeit
) -> tuple[Number, ...] | None:
    """The points of the first occurrence, the second …; the last row says “from then on”."""
    steps: list[Number] = []
    for place, entry in enumerate(node.entries, 1):
        last = place == len(node.entries)
        if _occurrence(entry) != (place, last):
            wanted = f"第{place}次" + "起" * last
            english = _ordinal(place) + " on" * last
            draft.report(
                "occurrence-order",
                entry.key.span,
                text=entry.key.text,
                wanted=wanted if place > 1 or last else "首次",
                english=english,
            )
            return None
        points = _points(draft, entry, forfeit)
        if points is None:
            return None
        steps.append(points)
    return tuple(steps)


def _occurrence(entry: Entry) -> tuple[int, bool] | None:
    """Which occurrence a row speaks of, and whether of all after it too."""
    text = entry.key.text
    if text in _FIRST:
        return 1, False
    match = _CHINESE.fullmatch(text) or _ENGLISH.fullmatch(text)
    if match is None:
        return None
    number = match[1]
    place = _DIGITS.index(number) + 1 if number in _DIGITS else int(number)
    return place, match[2] is not None


def _points(draft: Draft, entry: Entry, forfeit: Forfeit) -> Number | None:
    if isinstance(entry.value, ScalarNode) and forfeit.means(entry.value):
        return forfeit.read(draft, entry.value)
    formula = Formula(entry.value)
    points = draft.number(formula, constant_names(draft))
    if points is not None and points < 0:
        draft.report("negative-points", formula.span, text=formula.text)
        return None
    return points


def _ordinal(place: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{'th' if place in (11, 12, 13) else ending}"
