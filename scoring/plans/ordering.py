"""The order of reviews: a policy stands after those whose results or evidence it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import assert_never

from rules.circles import circle_words
from rules.diagnostics import PolicyError, diagnose
from rules.program import Effect
from rules.source import Span
from scoring.evidence import Period
from scoring.period import is_meant
from scoring.plans.plan import Review


def imported_by(review: Review, others: Sequence[Review]) -> Iterator[Review]:
    """The reviews whose results it imports."""
    wanted = [kind.imported for kind in review.program.evidence if kind.imported]
    for other in others:
        own = [one for one in wanted if one.policy == other.program.head.id]
        if any(is_meant(one.which, review.period, other.period) for one in own):
            yield other


def writing_to(review: Review, others: Sequence[Review]) -> Iterator[Review]:
    """The reviews that write evidence of its period for it."""
    for other in others:
        own = [one for _, one in other.program.effects if one.policy == review.program.head.id]
        if any(_fall_within(review.period, effect, other.period) for effect in own):
            yield other


def _fall_within(period: Period, effect: Effect, written_in: Period) -> bool:
    """Whether a record of the effect may have its day in the period."""
    match effect.dated:
        case "period_end":
            return period.start <= written_in.end <= period.end
        case "as_of":
            return period.start <= written_in.as_of <= period.end
        case "overdue":
            return period.start <= written_in.end and written_in.start <= period.end
    assert_never(effect.dated)


def earlier_of(review: Review, others: Sequence[Review]) -> Iterator[Review]:
    """The reviews of its policy whose results, and cases, it looks back to."""
    if not review.program.looks_back:
        return
    for other in others:
        same = other.program.head.id == review.program.head.id
        if same and other.period.end < review.period.start and not other.period.partial:
            yield other


def ordered(reviews: Sequence[Review]) -> tuple[Review, ...]:
    """As they stand where nothing else decides. Raises PolicyError at the import, or the effect,
    that closes a circle."""
    waiting, done = list(reviews), list[Review]()
    while waiting:
        ready = next((one for one in waiting if not needed_by(one, waiting)), None)
        if ready is None:
            raise _circle(waiting)
        waiting.remove(ready)
        done.append(ready)
    return tuple(done)


def needed_by(review: Review, others: Sequence[Review]) -> list[Review]:
    """The reviews that come before it, each once."""
    found = [*imported_by(review, others), *writing_to(review, others)]
    found += earlier_of(review, others)
    return [one for at, one in enumerate(found) if one not in found[:at]]


def _circle(waiting: Sequence[Review]) -> PolicyError:
    path = [waiting[0]]
    while (needed := needed_by(path[-1], waiting)[0]) not in path:
        path.append(needed)
    circle = [*path[path.index(needed) :], needed]
    links = [(one.program.head.id, _said(one, other)) for one, other in pairwise(circle)]
    return PolicyError([diagnose("import-cycle", links[-1][1], cycle=circle_words(links))])


def _said(review: Review, other: Review) -> Span | None:
    """Where it takes the results of the other, or the other writes evidence for it."""
    own = review.references.get(other.program.head.id)
    return own or other.references.get(review.program.head.id)
