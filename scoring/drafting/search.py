"""Looks for a population that reaches a goal: always to what is nearer, until nothing is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from rules.program import Program
from rules.values import Number, Value, add_up
from scoring.assessment import Assessment
from scoring.casebook.running import Runner
from scoring.coverage.coverage import Coverage
from scoring.coverage.targets import Target
from scoring.drafting.columns import Ground
from scoring.drafting.distances import FAR
from scoring.drafting.goals import Goal
from scoring.drafting.moves import Dial, Moves, on_grid
from scoring.drafting.reach import reach_of
from scoring.drafting.sketches import Figure, Sketch, case_of
from scoring.evidence import Record

# Nobody of the right kind is there at all.
_NOBODY: Number = 2 * FAR
_PROBES = (1, 100)


@dataclass(frozen=True, slots=True)
class Sight:
    """One subject as it came out."""

    assessment: Assessment
    records: Sequence[Record]
    summary: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Seen:
    """A population as it came out, and the coverage it shows."""

    sketch: Sketch
    sights: tuple[Sight, ...]
    shown: frozenset[Target]


@dataclass(slots=True)
class Theatre:
    """Runs sketches by the reference engine and counts them; the coverage is its own."""

    program: Program
    ground: Ground
    looks: int = 0
    _coverage: Coverage = field(init=False)
    _runner: Runner = field(init=False)
    _sights: list[Sight] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._coverage = Coverage(self.program)
        self._runner = Runner(self.program, "reference", self._witness)

    def look(self, sketch: Sketch) -> Seen | None:
        """None where admission refuses anything of it."""
        self.looks += 1
        case = case_of(sketch, "draft", self.ground.period)
        evidence = self._runner.admitted(case)
        if evidence.rejects:
            return None
        self._sights.clear()
        self._coverage.seen.clear()
        try:
            self._runner.judge_admitted(case, evidence)
        except ArithmeticError:
            return None
        return Seen(sketch, tuple(self._sights), frozenset(self._coverage.seen))

    def _witness(
        self, assessment: Assessment, records: Sequence[Record], summary: Mapping[str, Value]
    ) -> None:
        self._sights.append(Sight(assessment, tuple(records), dict(summary)))
        self._coverage.see(assessment, records, summary)


def nearest(goal: Goal, known: Sequence[Seen], program: Program) -> list[Seen]:
    """The nearest first; of equally near ones the smallest that has records to change."""

    def order(seen: Seen) -> tuple[Number, int, bool, int]:
        records = sum(figure.records for figure in seen.sketch)
        return distance_to(goal, seen, program), len(seen.sketch), not records, records

    return sorted(known, key=order)


def descend(goal: Goal, start: Seen, theatre: Theatre, known: Sequence[Figure], tries: int) -> Seen:
    """The nearest that was found within so many looks."""
    reach = reach_of(goal, theatre.program)
    moves = Moves(theatre.program, theatre.ground, reach)
    best, distance = start, distance_to(goal, start, theatre.program)
    limit = theatre.looks + tries
    while distance > 0 and theatre.looks < limit:
        for sketch in _candidates(goal, best, distance, moves, theatre, known):
            seen = theatre.look(sketch)
            found = distance if seen is None else distance_to(goal, seen, theatre.program)
            if seen is not None and found < distance:
                best, distance = seen, found
                break
            if theatre.looks >= limit:
                break
        else:
            break
    return best


def distance_to(goal: Goal, seen: Seen, program: Program) -> Number:
    """0 where the goal is reached."""
    if goal.distance is None:
        return 0 if goal.target in seen.shown else _to_result(goal, seen, program)
    found: list[Number] = []
    for sight in seen.sights:
        if goal.evidence is not None:
            rows = (r.values for r in sight.records if r.kind == goal.evidence)
            found += [goal.distance(values, sight.summary) for values in rows]
        elif goal.early or sight.assessment.state != "not_graded":
            found.append(goal.distance((), sight.summary))
    return min(found, default=_NOBODY)


def _candidates(
    goal: Goal,
    best: Seen,
    distance: Number,
    moves: Moves,
    theatre: Theatre,
    known: Sequence[Figure],
) -> Iterator[Sketch]:
    first, *others = best.sketch
    if moves.reach.others:
        yield from moves.populations(best.sketch, known)
    for dial in moves.dials(first):
        yield from ((figure, *others) for figure in _turned(goal, best, distance, dial, theatre))
    yield from ((figure, *others) for figure in moves.changes(first))


def _turned(
    goal: Goal, best: Seen, distance: Number, dial: Dial, theatre: Theatre
) -> Iterator[Figure]:
    """Where the dial would have to stand if the distance went on as it begins to: the distance is
    linear in pieces."""
    for probe in (sign * count * dial.step for count in _PROBES for sign in (1, -1)):
        value = dial.value + probe
        if (dial.low is not None and value < dial.low) or (
            dial.high is not None and value > dial.high
        ):
            continue
        figure = dial.turned(value)
        seen = theatre.look((figure, *best.sketch[1:]))
        if seen is None:
            continue
        found = distance_to(goal, seen, theatre.program)
        if found != distance and found < FAR:
            slope = Fraction(found - distance) / Fraction(probe)
            aims = on_grid(Fraction(dial.value) - Fraction(distance) / slope, dial)
            yield from (dial.turned(aim) for aim in aims)
            if found < distance:
                yield figure
            return


def _to_result(goal: Goal, seen: Seen, program: Program) -> Number:
    """A result is nearer the more of it there is."""
    target = goal.target
    if target is None:
        return _NOBODY
    match target.family:
        case "cap":
            return 1 + Fraction(1, 1) / (1 + _weight(target, seen))
        case "grade":
            return 1 + _grades_apart(target.name, seen, program)
        case "quota":
            grade = target.name.rpartition(" ")[2]
            seats = (s for sight in seen.sights for s in sight.assessment.seats)
            candidate = any(seat.grade == grade for seat in seats)
            return 1 if candidate else 2 + _grades_apart(grade, seen, program)
    return 1


def _weight(target: Target, seen: Seen) -> Number:
    """The points, without sign, that the owner of a limit has before it."""
    owners = target.name.rpartition(" ")[0].split("、")
    return max(
        (
            abs(Fraction(add_up(f.raw for f in sight.assessment.findings if f.rule in owners)))
            + sum(
                abs(Fraction(line.raw))
                for line in sight.assessment.ledger
                if line.indicator in owners
            )
            for sight in seen.sights
        ),
        default=Fraction(0),
    )


def _grades_apart(grade: str, seen: Seen, program: Program) -> int:
    order = [one.name for one in program.grades]
    given = [
        name
        for sight in seen.sights
        for name in (sight.assessment.grade_before_veto, sight.assessment.grade)
        if name is not None
    ]
    return min((abs(order.index(name) - order.index(grade)) for name in given), default=len(order))
