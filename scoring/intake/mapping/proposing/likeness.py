"""How well the title of a column fits a field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping

from rules.program import Field
from scoring.intake.headings import fold, headings_of
from scoring.intake.mapping.targets import Targets
from scoring.intake.mapping.titles import title_key
from scoring.intake.mapping.units import unit_in
from scoring.intake.naming.forms import written

# Points of a title for a field; below the least nothing is proposed.
_EXACT, _WRITTEN, _WITHIN, _MOST_BY_SIGNS, _SAME_UNIT = 100, 95, 50, 60, 15
_MOST_WITHIN = 40
_LEAST = 40
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")


def assigned(
    titles: Mapping[int, str], targets: Targets, without: Container[str] = ()
) -> tuple[Mapping[str, int], int]:
    """The column of each field but some, each at most once, best fits first; and all points."""
    fields = {wanted.name: wanted for wanted in targets.known.values()}
    fits = [
        (-points, at, wanted.name)
        for at, title in titles.items()
        if title
        for wanted in fields.values()
        if wanted.name not in without and (points := _points(title, wanted, targets)) >= _LEAST
    ]
    found: dict[str, int] = {}
    total = 0
    for points, at, name in sorted(fits):
        if name not in found and at not in found.values():
            found[name] = at
            total -= points
    return found, total


def _points(title: str, wanted: Field, targets: Targets) -> int:
    """By the whole title or its last part, without what stands in brackets."""
    bare = _BRACKETS.sub("", title) or title
    words = _words(wanted, targets)
    points = max(_fit(part, words) for part in (title, bare, bare.rpartition("/")[2]))
    return points + _SAME_UNIT * (bool(wanted.unit) and unit_in(title) == wanted.unit)


def _words(wanted: Field, targets: Targets) -> set[str]:
    """What the field may be called; a heading that belongs to another field is not its name."""
    return {word for word in headings_of(wanted) if targets.known.get(fold(word)) == wanted}


def _fit(title: str, words: Iterable[str]) -> int:
    key, plain = title_key(title), written(title)
    best = 0
    for word in words:
        other = written(word)
        if title_key(word) == key:
            best = max(best, _EXACT)
        elif other == plain:
            best = max(best, _WRITTEN)
        elif min(len(other), len(plain)) > 1 and (other in plain or plain in other):
            shorter, longer = sorted((len(other), len(plain)))
            best = max(best, _WITHIN + _MOST_WITHIN * shorter // longer)
        else:
            best = max(best, _by_signs(plain, other))
    return best


def _by_signs(one: str, other: str) -> int:
    """By the characters they share, out of those they have."""
    if len(one) < 2 or len(other) < 2:
        return 0
    shared = sum((Counter(one) & Counter(other)).values())
    return _MOST_BY_SIGNS * 2 * shared // (len(one) + len(other))
