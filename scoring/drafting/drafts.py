"""Drafts of cases: for everything the cases of a policy do not show yet, one population each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rules.program import Program
from rules.values import Number
from scoring.casebook.cases import Case
from scoring.coverage.coverage import Coverage
from scoring.drafting.columns import Ground, first_text
from scoring.drafting.goals import Goal, goals_of
from scoring.drafting.moves import Moves
from scoring.drafting.reach import Reach, reach_of
from scoring.drafting.search import Seen, Theatre, descend, distance_to, nearest
from scoring.drafting.sketches import Figure, Sketch, figure_of

_STARTS = 2
_TRIES = 250


@dataclass(frozen=True, slots=True)
class Draft:
    """A population that reaches its goals, each so near; `base` is what its first subject was made
    from."""

    goals: tuple[tuple[Goal, Number], ...]
    seen: Seen
    base: Figure


@dataclass(frozen=True, slots=True)
class Unreached:
    """`nearest` is how far from it the search came; None where none was made, because the goal
    rests on earlier results."""

    goal: Goal
    looks: int
    nearest: Number | None


@dataclass(frozen=True, slots=True)
class Drafts:
    found: tuple[Draft, ...]
    unreached: tuple[Unreached, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    seen: Seen
    base: Figure


def draft(
    program: Program,
    ground: Ground,
    shown: Coverage,
    cases: Sequence[Case],
    progress: Callable[[int, int], None],
) -> Drafts:
    """For what `shown`, the coverage of the `cases`, misses. Searches begin at the subjects of the
    cases and at one that is made up."""
    theatre = Theatre(program, ground)
    known = _beginnings(program, ground, cases, theatre)
    goals = goals_of(program, shown)
    found: list[Draft] = []
    unreached: list[Unreached] = []
    for done, goal in enumerate(goals):
        progress(done, len(goals))
        if reach_of(goal, program).history:
            unreached.append(Unreached(goal, 0, None))
            continue
        before = theatre.looks
        best = _search(goal, known, theatre)
        near = distance_to(goal, best.seen, program)
        if not goal.is_reached(near):
            unreached.append(Unreached(goal, theatre.looks - before, near))
            continue
        if all(best.seen is not one.seen for one in known):
            known.append(best)
        found.append(Draft(((goal, near),), best.seen, best.base))
    return Drafts(_joined(found), tuple(unreached))


def _search(goal: Goal, known: Sequence[_Known], theatre: Theatre) -> _Known:
    """The nearest there is, from the nearest beginnings."""
    base_of = {id(one.seen): one.base for one in known}
    others = _others(known)
    ends = []
    for start in _starts(goal, known, theatre.program):
        end = descend(goal, start, theatre, others, _TRIES)
        ends.append(end)
        base_of[id(end)] = base_of[id(start)]
        if distance_to(goal, end, theatre.program) == 0:
            break
    best = nearest(goal, ends, theatre.program)[0]
    return _Known(best, base_of[id(best)])


def _starts(goal: Goal, known: Sequence[_Known], program: Program) -> list[Seen]:
    """The nearest, each made from another base."""
    base_of = {id(one.seen): id(one.base) for one in known}
    by_base: dict[int, Seen] = {}
    for seen in nearest(goal, [one.seen for one in known], program):
        by_base.setdefault(base_of[id(seen)], seen)
    return list(by_base.values())[:_STARTS]


def _others(known: Sequence[_Known]) -> list[Figure]:
    """Somebody of each grade, to stand beside."""
    by_grade: dict[str, Figure] = {}
    for seen in (one.seen for one in known if len(one.seen.sketch) == 1):
        grade = seen.sights[0].assessment.grade
        if grade is not None:
            by_grade.setdefault(grade, seen.sketch[0])
    return list(by_grade.values())


def _beginnings(
    program: Program, ground: Ground, cases: Sequence[Case], theatre: Theatre
) -> list[_Known]:
    sketches: list[Sketch] = [(figure,) for figure in _made_up(program, ground)]
    for case in cases:
        if not (case.skip or case.rejects or case.not_delivered or case.period != ground.period):
            sketches.append(tuple(figure_of(party.setting) for party in case.parties))
    seen = (theatre.look(sketch) for sketch in sketches)
    return [_Known(one, one.sketch[0]) for one in seen if one is not None]


def _made_up(program: Program, ground: Ground) -> tuple[Figure, Figure]:
    """Somebody of whom one plain record of each kind is known, and somebody without records."""
    fields = {column.headings[0]: first_text(column, ground) for column in ground.subject}
    bare = full = Figure(fields)
    everything = Reach(frozenset(), tuple(ground.kinds), others=False, history=False)
    moves = Moves(program, ground, everything)
    for kind in program.evidence:
        line = next(moves.fresh_lines(kind, full), None)
        full = full if line is None else full.with_lines(kind.name, (line,))
    return full, bare


def _joined(found: Sequence[Draft]) -> tuple[Draft, ...]:
    """One draft for each population, in the order of their first goals."""
    by_seen: dict[int, Draft] = {}
    for one in found:
        known = by_seen.get(id(one.seen))
        goals = (*known.goals, *one.goals) if known else one.goals
        by_seen[id(one.seen)] = Draft(goals, one.seen, one.base)
    return tuple(by_seen.values())
