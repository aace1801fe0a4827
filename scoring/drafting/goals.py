"""What a draft is searched for: a condition that holds or fails, a quantity at its bound or one
step beside it, a result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from rules.expr.kinds import DateKind, DurationKind, Kind, NumberKind, PercentKind
from rules.expr.nodes import Arithmetic, Call, Compare, Expr, Ref
from rules.program import Program
from rules.source import Span
from rules.values import Number, Value, plain
from scoring.coverage.coverage import Coverage
from scoring.coverage.edges import can_stand
from scoring.coverage.targets import Target
from scoring.coverage.watches import Watch
from scoring.drafting.distances import ASTRAY, FAR, distances_of, gap_of
from scoring.expressions import Compile, compiler_of

Distance: TypeAlias = Callable[[tuple[Value, ...], Mapping[str, Value]], Number]

# Where a draft stands: the condition holds or fails; at the bound, one step beyond it (the side
# the bound is not on), one step within; the result shows.
Stand = Literal["holds", "fails", "at", "beyond", "within", "shows"]


@dataclass(frozen=True, slots=True)
class Goal:
    """`target` is the coverage it brings, None for the step within. `distance` is asked of every
    record of `evidence`, or of every subject; `early` of those not graded, too. A result has
    none."""

    stand: Stand
    name: str
    span: Span | None
    target: Target | None
    evidence: str | None = None
    expr: Expr | None = None
    early: bool = False
    distance: Distance | None = field(default=None, compare=False, repr=False)

    def is_reached(self, distance: Number) -> bool:
        """Beside a bound it is enough to be on the right side; the nearer the better."""
        return distance < ASTRAY if self.stand in ("beyond", "within") else distance == 0


def goals_of(program: Program, coverage: Coverage) -> tuple[Goal, ...]:
    """For everything the coverage misses, in the order of the policy's text. A threshold that lacks
    a side gets the step within, too: t − ε, t and t + ε."""
    missed = set(coverage.missed)
    compiled = compiler_of(program)
    found: list[Goal] = []
    for watch in coverage.watches:
        if watch.holds.family != "edge":
            found += _of_condition(watch, missed, compiled)
    for edge in _edges(coverage.watches):
        if any(watch.holds in missed for watch in edge):
            found += _of_edge(edge, missed, compiled)
    watched = {goal.target for goal in found}
    found += [
        Goal("shows", target.name, target.span, target)
        for target in coverage.missed
        if target not in watched
    ]
    return tuple(sorted(found, key=lambda goal: goal.span.start if goal.span else -1))


def _edges(watches: Sequence[Watch]) -> Sequence[Sequence[Watch]]:
    """The watches of each edge: exactly there, and beyond, where each can be."""
    found: dict[tuple[str | None, str], list[Watch]] = {}
    for watch in watches:
        if watch.holds.family == "edge":
            found.setdefault((watch.evidence, watch.holds.name), []).append(watch)
    return list(found.values())


def _of_condition(watch: Watch, missed: set[Target], compiled: Compile) -> Iterator[Goal]:
    distances = distances_of(watch.expr, watch.evidence, compiled)
    if watch.holds in missed:
        yield _goal("holds", watch, watch.holds, lambda v, s: distances(v, s)[0])
    if watch.fails is not None and watch.fails in missed:
        yield _goal("fails", watch, watch.fails, lambda v, s: distances(v, s)[1])


def _of_edge(edge: Sequence[Watch], missed: set[Target], compiled: Compile) -> Iterator[Goal]:
    for watch in edge:
        comparison = watch.expr
        if not isinstance(comparison, Compare):
            raise TypeError("an edge is a comparison")
        beyond = watch.holds.side == "beyond"
        step = (_step_of(comparison.left) or _step_of(comparison.right)) if beyond else 0
        sign = -1 if comparison.comparator == "<" else 1
        if watch.holds in missed and step is None:
            yield from _of_condition(watch, {watch.holds}, compiled)
        elif watch.holds in missed and step is not None:
            distance = _apart(watch, comparison, compiled, sign * step)
            yield _goal("beyond" if beyond else "at", watch, watch.holds, distance)
        if beyond and step is not None and _has_room_within(comparison):
            yield _goal("within", watch, None, _apart(watch, comparison, compiled, -sign * step))


def _has_room_within(beyond: Compare) -> bool:
    """False where declared ranges end at the bound."""
    return can_stand(beyond.left, ">" if beyond.comparator == "<" else "<", beyond.right)


def _goal(stand: Stand, watch: Watch, target: Target | None, distance: Distance) -> Goal:
    name, span = watch.holds.name, watch.holds.span
    return Goal(stand, name, span, target, watch.evidence, watch.expr, watch.early, distance)


def _apart(watch: Watch, comparison: Compare, compiled: Compile, wanted: Number) -> Distance:
    """How far the quantity is from standing `wanted` above its bound; farther on the other side."""
    gap = gap_of(comparison, watch.evidence, compiled)

    def distance(values: tuple[Value, ...], summary: Mapping[str, Value]) -> Number:
        found = gap(values, summary)
        if found is None:
            return FAR
        apart = found - wanted if found > wanted else wanted - found
        return apart + ASTRAY if wanted * found <= 0 and wanted else apart

    return distance


def _step_of(quantity: Expr) -> Number | None:
    """One unit of the last declared decimal; of a sum or difference that of its finest part. None
    where the decimals of something in it are not declared."""
    match quantity:
        case Ref(kind=kind):
            return _step_of_kind(kind)
        case Arithmetic(operator="+" | "-"):
            parts = [_step_of(part) for part in (quantity.left, quantity.right)]
            known = [part for part in parts if part is not None]
            return min(known) if len(known) == len(parts) else None
        case Call(function="days"):
            return 1
    return None


def _step_of_kind(kind: Kind) -> Number | None:
    match kind:
        case NumberKind(decimals=int() as decimals):
            return plain(Fraction(1, 10**decimals))
        case PercentKind(decimals=int() as decimals):
            return plain(Fraction(1, 10 ** (decimals + 2)))
        case DateKind() | DurationKind():
            return 1
    return None
