"""Two ledgers of one subject, line by line: which lines say something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from scoring.assessment import LedgerLine

# Kind, indicator, rule, limit, and which of several like it. A rule is the same rule whatever
# limit took some of its points.
_Key: TypeAlias = tuple[str, str, str, str, int]


class LinePair(NamedTuple):
    """A line as it was and as it is; None where there is none."""

    before: LedgerLine | None
    after: LedgerLine | None

    @property
    def line(self) -> LedgerLine:
        found = self.after or self.before
        if found is None:
            raise AssertionError("a pair of lines without a line")
        return found


def differing_lines(before: Iterable[LedgerLine], after: Iterable[LedgerLine]) -> list[LinePair]:
    """In the order of the later ledger; a line that is no more stands where it stood. What a line
    adds to the total follows from a weight or a limit above it, so it decides only where nothing
    else differs."""
    ours, theirs = _keyed(before), _keyed(after)
    pairs = [LinePair(ours.get(key), theirs.get(key)) for key in _merged(ours, theirs)]
    changed = [pair for pair in pairs if _figures(pair.before) != _figures(pair.after)]
    return changed or [pair for pair in pairs if pair.before != pair.after]


def _keyed(lines: Iterable[LedgerLine]) -> Mapping[_Key, LedgerLine]:
    seen: Counter[tuple[str, ...]] = Counter()
    found: dict[_Key, LedgerLine] = {}
    for line in lines:
        limit = "" if line.kind == "rule" else line.lost_to
        own = (str(line.kind), line.indicator, line.rule, limit)
        found[*own, seen[own]] = line
        seen[own] += 1
    return found


def _merged(ours: Iterable[_Key], theirs: Mapping[_Key, LedgerLine]) -> Iterator[_Key]:
    """The later order, and each earlier key that is gone right behind the one it stood behind."""
    behind: dict[_Key | None, list[_Key]] = {}
    last = None
    for key in ours:
        if key in theirs:
            last = key
        else:
            behind.setdefault(last, []).append(key)
    yield from behind.get(None, ())
    for key in theirs:
        yield key
        yield from behind.get(key, ())


def _figures(line: LedgerLine | None) -> tuple[object, ...] | None:
    return None if line is None else (line.hits, line.raw, line.applied, line.lost_to)
