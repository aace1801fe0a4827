"""Groups of names that may be one and the same, in a time that grows with their number only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scoring.intake.naming.forms import core, counted, written

# Short names, those of people above all, are alike in all but one character by chance.
_SHORTEST = 4


def alike(names: Iterable[str]) -> list[tuple[str, ...]]:
    """The groups of different names that are alike, in code-point order. Names are alike where one
    character more, less or other makes the one the other, apart from how they are written and from
    words such as 物业服务有限公司; names with other figures in them never are."""
    members: dict[str, set[str]] = defaultdict(set)
    for name in names:
        members[written(name)].add(name)
    groups = _Groups()
    for one in members:
        groups.add(one)
    for many in _neighbours(members):
        for one in many[1:]:
            groups.join(many[0], one)
    found = (sorted(name for one in group for name in members[one]) for group in groups.all())
    return sorted(tuple(group) for group in found if len(group) > 1)


def _neighbours(names: Iterable[str]) -> Iterator[list[str]]:
    """Written names with one core; and of those with different ones each with the first that is one
    character away. They meet where each lacks a character, so that nobody compares all with all."""
    by_core: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in sorted(names):
        by_core[counted(name), core(name)].append(name)
    meeting: dict[tuple[str, str], str] = {}
    for (figures, kept), many in by_core.items():
        yield many
        if len(kept) < _SHORTEST:
            continue
        for key in {kept, *(kept[:at] + kept[at + 1 :] for at in range(len(kept)))}:
            first = meeting.setdefault((figures, key), many[0])
            if first != many[0] and _one_apart(core(first), kept):
                yield [first, many[0]]


def _one_apart(one: str, other: str) -> bool:
    """Whether one character put in, left out or changed makes the one the other."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    return one[at + (len(one) == len(other)) :] == other[at + 1 :]


class _Groups:
    """Sets that grow together."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def add(self, name: str) -> None:
        self._above[name] = name

    def join(self, one: str, other: str) -> None:
        self._above[self._top(other)] = self._top(one)

    def all(self) -> list[list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name in self._above:
            found[self._top(name)].append(name)
        return list(found.values())

    def _top(self, name: str) -> str:
        while self._above[name] != name:
            self._above[name] = name = self._above[self._above[name]]
        return name
