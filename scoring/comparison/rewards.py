"""Coefficients and money that moved, each pool reconciled to the last unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rules.values import Number, add_up, plain
from scoring.assessment import Assessment, Recommendation, Share
from scoring.comparison.pairs import Pair
from scoring.conclude.awards import PoolSum
from scoring.runs.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Given:
    """A coefficient or an amount of yuan; `value` is None where it is pending."""

    value: Number | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class Change:
    """What a subject had and has; None is nothing at all."""

    subject: str
    before: Given | None
    after: Given | None

    @property
    def difference(self) -> Number:
        """After − before, where nothing and what is pending count as 0."""
        return plain(_worth(self.after) - _worth(self.before))


@dataclass(frozen=True, slots=True)
class CoefficientMove:
    """`digits` are the decimals either policy declares."""

    name: str
    digits: int
    before: int | None
    after: int | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class PoolMove:
    """before.paid + gained − lost = after.paid, in yuan; None where the policy has no such pool.
    `changes` are those whose share is another one, or is pending or provisional now or then."""

    name: str
    digits: int
    before: PoolSum | None
    after: PoolSum | None
    gained: Number
    lost: Number
    changes: tuple[Change, ...]

    @property
    def moved(self) -> Number:
        """What some get more and others less, added up without sign."""
        return plain(self.gained + self.lost)


def coefficient_moves(
    before: Outcome, after: Outcome, pairs: Sequence[Pair]
) -> tuple[CoefficientMove, ...]:
    """Those that differ, in the order of the new policy."""
    ours = {c.name: c.digits for c in before.program.coefficients}
    theirs = {c.name: c.digits for c in after.program.coefficients}
    moves = []
    for name in dict.fromkeys((*theirs, *ours)):
        changes = _changes(
            (p.subject, _factor(p.before, name), _factor(p.after, name)) for p in pairs
        )
        counts = [
            sum(name in a.coefficients for a in outcome.assessments) if name in known else None
            for outcome, known in ((before, ours), (after, theirs))
        ]
        digits = max(ours.get(name, 0), theirs.get(name, 0))
        if changes:
            moves.append(CoefficientMove(name, digits, counts[0], counts[1], changes))
    return tuple(moves)


def pool_moves(before: Outcome, after: Outcome, pairs: Sequence[Pair]) -> tuple[PoolMove, ...]:
    """Those that differ, in the order of the new policy. Raises AssertionError, a fault of ours,
    where the shares do not lead from one sum to the other."""
    ours, theirs = _sums(before), _sums(after)
    digits = {p.name: p.digits for p in (*before.program.awards, *after.program.awards)}
    moves = []
    for name in dict.fromkeys((*theirs, *ours)):
        changes = _changes(
            (p.subject, _share(p.before, name), _share(p.after, name)) for p in pairs
        )
        differences = [change.difference for change in changes]
        gained = add_up(d for d in differences if d > 0)
        lost = plain(-add_up(d for d in differences if d < 0))
        was, now = ours.get(name), theirs.get(name)
        if plain(_paid(was) + gained - lost) != _paid(now):
            raise AssertionError(f"{name}: {_paid(was)} + {gained} - {lost} is not {_paid(now)}")
        if changes or was != now:
            moves.append(PoolMove(name, digits[name], was, now, gained, lost, changes))
    return tuple(moves)


def _changes(found: Iterable[tuple[str, Given | None, Given | None]]) -> tuple[Change, ...]:
    return tuple(Change(s, was, now) for s, was, now in found if was != now)


def _factor(assessment: Assessment | None, name: str) -> Given | None:
    given: Recommendation | None = assessment.coefficients.get(name) if assessment else None
    return Given(given.value, given.provisional) if given else None


def _share(assessment: Assessment | None, name: str) -> Given | None:
    share: Share | None = assessment.awards.get(name) if assessment else None
    return Given(share.amount, share.provisional) if share else None


def _sums(outcome: Outcome) -> Mapping[str, PoolSum]:
    return {name: pool.sum() for name, pool in outcome.counts.pools.items()}


def _paid(total: PoolSum | None) -> Number:
    return 0 if total is None else total.paid


def _worth(given: Given | None) -> Number:
    return 0 if given is None or given.value is None else given.value
