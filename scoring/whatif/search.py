"""The smallest change that reaches a goal, found by trying."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

from rules.values import Number
from scoring.assessment import Assessment
from scoring.whatif.changes import Change, More, Reading, Without, records_in
from scoring.whatif.goal import Goal
from scoring.whatif.moves import Dial
from scoring.whatif.rescoring import Rescoring

# How many more records are tried at first, how many steps and how many sets for a smaller change.
_COUNTS = (1, 2, 4, 8, 16, 32, 64)
_STEPS = 2_000
_SETS = 500


@dataclass(frozen=True, slots=True)
class Found:
    """Changes that reach the goal, and what then comes out. `smallest`: no change of fewer records
    of its sort does; otherwise only that none of these can be left out."""

    changes: tuple[Change, ...]
    after: Assessment
    smallest: bool


class Search:
    def __init__(self, rescoring: Rescoring, goal: Goal) -> None:
        self._rescoring = rescoring
        self._goal = goal
        self._start = goal.progress(rescoring(()))

    def figures(self, dials: Iterable[Dial]) -> list[Found]:
        """For every field the one record that a number nearest to its own lifts."""
        best: dict[tuple[str, str], tuple[int, Found]] = {}
        for dial in dials:
            found = self._turned(dial)
            if found is not None:
                steps, lifted = found
                key = (dial.kind, dial.field)
                if key not in best or steps < best[key][0]:
                    best[key] = (steps, lifted)
        return [found for _, found in best.values()]

    def _turned(self, dial: Dial) -> tuple[int, Found] | None:
        """The number nearest to the one there is, between it and the nearest that was tried."""
        before = dial.before
        reaching = [number for number in dial.tries if self._reached([dial.to(number)])]
        if not reaching:
            return None
        if before is None:
            changes = (dial.to(reaching[0]),)
            return 0, Found(changes, self._rescoring(changes), smallest=False)
        near = min(reaching, key=lambda number: (max(number - before, before - number), number))
        sign = 1 if near > before else -1
        steps = int(sign * (near - before) / dial.step)
        low, high = 0, steps  # low does not reach, high does
        while high - low > 1:
            middle = (low + high) // 2
            if self._reached([dial.to(dial.plus(sign * middle))]):
                high = middle
            else:
                low = middle
        number = near if high == steps else dial.plus(sign * high)
        changes = (dial.to(number),)
        return high, Found(changes, self._rescoring(changes), smallest=True)

    def copies(self, mores: Iterable[More]) -> list[Found]:
        """For every sort of record the fewest more of it."""
        return [found for more in mores if (found := self._copied(more))]

    def _copied(self, more: More) -> Found | None:
        tried = 0
        for most in _COUNTS:
            if self._reached([More(more.like, most)]):
                for count in range(tried + 1, most + 1):
                    changes = (More(more.like, count),)
                    after = self._rescoring(changes)
                    if self._goal.reached(after):
                        return Found(changes, after, smallest=True)
            tried = most
        return None

    def fewest(self, moves: Sequence[Change]) -> Found | None:
        """The fewest of the moves that reach the goal together."""
        single = [(move, self._rescoring((move,))) for move in moves]
        reaching = [
            Found((move,), after, smallest=True)
            for move, after in single
            if self._goal.reached(after)
        ]
        if reaching:
            return min(reaching, key=_surplus)
        useful = self._useful(single)
        chosen = self._together(useful)
        if chosen is None:
            return None
        chosen = self._step_by_step(useful, records_in(chosen)) or chosen
        smaller, proved = self._smaller(useful, records_in(chosen))
        return smaller or Found(chosen, self._rescoring(chosen), smallest=proved)

    def any_together(self, moves: Sequence[Change]) -> Found | None:
        """Changes of every sort; none of them can be left out."""
        useful = self._useful([(move, self._rescoring((move,))) for move in moves])
        chosen = self._together(useful)
        return Found(chosen, self._rescoring(chosen), smallest=False) if chosen else None

    def _useful(self, single: Sequence[tuple[Change, Assessment]]) -> list[Change]:
        """Those that bring nearer, the nearest first, then those that do no harm by themselves."""
        progress = [(self._goal.progress(after), move) for move, after in single]
        there = [(now, move) for now, move in progress if now is not None]
        harmless = [(now, m) for now, m in there if self._start is None or now >= self._start]
        return [move for _, move in sorted(harmless, key=lambda pair: pair[0], reverse=True)]

    def _together(self, moves: Sequence[Change]) -> tuple[Change, ...] | None:
        """The first so many of the moves that reach the goal, without those that can be left
        out: the least useful are left out first."""
        size = 1
        while True:
            chosen: tuple[Change, ...] = ()
            for move in moves[:size]:
                chosen = joined(chosen, move) or chosen
            if chosen and self._reached(chosen):
                return self._without_idle(chosen)
            if size >= len(moves):
                return None
            size *= 2

    def _step_by_step(self, moves: Sequence[Change], size: int) -> tuple[Change, ...] | None:
        """Fewer than `size`, each the most useful beside those before it."""
        if len(moves) * size > _STEPS:
            return None
        chosen: tuple[Change, ...] = ()
        for _ in range(size - 1):
            ahead = [together for move in moves if (together := joined(chosen, move))]
            steps = [(self._goal.progress(self._rescoring(one)), one) for one in ahead]
            there = [(now, one) for now, one in steps if now is not None]
            if not there:
                return None
            chosen = max(there, key=lambda pair: pair[0])[1]
            if self._reached(chosen):
                return self._without_idle(chosen)
        return None

    def _without_idle(self, chosen: tuple[Change, ...]) -> tuple[Change, ...]:
        for move in reversed(chosen):
            rest = tuple(other for other in chosen if other is not move)
            if rest and self._reached(rest):
                chosen = rest
        return chosen

    def _smaller(self, moves: Sequence[Change], size: int) -> tuple[Found | None, bool]:
        """A smaller set than one of `size`, and whether all smaller ones were tried."""
        for count in range(2, size):
            if comb(len(moves), count) > _SETS:
                return None, False
            reaching = list(self._reaching(moves, count))
            if reaching:
                return min(reaching, key=_surplus), True
        return None, True

    def _reaching(self, moves: Sequence[Change], count: int) -> Iterator[Found]:
        for changes in combinations(moves, count):
            if records_in(changes) == count:
                after = self._rescoring(changes)
                if self._goal.reached(after):
                    yield Found(changes, after, smallest=True)

    def _reached(self, changes: Sequence[Change]) -> bool:
        return self._goal.reached(self._rescoring(changes))


def joined(chosen: tuple[Change, ...], move: Change) -> tuple[Change, ...] | None:
    """Both together; one more of the same sort is counted. None where they touch one record, of
    which only the fields may differ."""
    for at, other in enumerate(chosen):
        match other, move:
            case More(), More() if other.like is move.like:
                more = More(other.like, other.count + move.count)
                return (*chosen[:at], more, *chosen[at + 1 :])
            case Reading(), Reading() if other.field != move.field:
                pass
            case ((Without() | Reading()), (Without() | Reading())):
                if (other.kind, other.id) == (move.kind, move.id):
                    return None
    return (*chosen, move)


def _surplus(found: Found) -> Number:
    """Of changes of one size the one that gives least."""
    return found.after.total or 0
