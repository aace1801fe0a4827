"""Who went from which standing to which, and across which line between grades."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rules.program import Grade, Program
from scoring.comparison.pairs import Pair, Standing, grade_is_provisional, standing, standings


@dataclass(frozen=True, slots=True)
class Migration:
    """Rows are the standings before, columns those after, both best first; a standing other than a
    grade is among them only where somebody has it. `provisional` counts those of a cell whose grade
    may yet change before or after."""

    before: tuple[Standing, ...]
    after: tuple[Standing, ...]
    counts: Mapping[tuple[Standing, Standing], int]
    provisional: Mapping[tuple[Standing, Standing], int]


@dataclass(frozen=True, slots=True)
class Line:
    """The line between a grade and the next one. `up` and `down` crossed it; of them `by_line` have
    the total they had, so that the line, or something besides the points, moved and not they."""

    grade: str
    below: str
    up: int
    down: int
    by_line: int


def migrate(before: Program, after: Program, pairs: Sequence[Pair]) -> Migration:
    counts: Counter[tuple[Standing, Standing]] = Counter()
    provisional: Counter[tuple[Standing, Standing]] = Counter()
    for pair in pairs:
        cell = (standing(pair.before), standing(pair.after))
        counts[cell] += 1
        open_grade = grade_is_provisional(pair.before) or grade_is_provisional(pair.after)
        provisional[cell] += open_grade
    rows, columns = {row for row, _ in counts}, {column for _, column in counts}
    return Migration(
        tuple(s for s in standings(before) if s.grade is not None or s in rows),
        tuple(s for s in standings(after) if s.grade is not None or s in columns),
        dict(counts),
        {cell: count for cell, count in provisional.items() if count},
    )


def lines_crossed(before: Program, after: Program, pairs: Sequence[Pair]) -> tuple[Line, ...]:
    """Between neighbouring grades, best first; none where the policies do not have the same
    grades in the same order, since then nothing is above or below."""
    names = _names(after.grades)
    if _names(before.grades) != names:
        return ()
    rank = {name: position for position, name in enumerate(names)}
    crossings = [
        (rank[pair.before.grade], rank[pair.after.grade], pair.before.total == pair.after.total)
        for pair in pairs
        if pair.before and pair.after and pair.before.grade and pair.after.grade
    ]
    lines = []
    for upper, (grade, below) in enumerate(pairwise(names)):
        up = [still for old, new, still in crossings if new <= upper < old]
        down = [still for old, new, still in crossings if old <= upper < new]
        lines.append(Line(grade, below, len(up), len(down), sum(up) + sum(down)))
    return tuple(lines)


def _names(grades: Sequence[Grade]) -> tuple[str, ...]:
    return tuple(grade.name for grade in grades)
