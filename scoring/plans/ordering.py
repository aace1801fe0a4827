"""The order of reviews: a policy stands after those whose results or evidence it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rules.diagnostics import PolicyError, diagnose
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
    start, end = review.period.start, review.period.end
    for other in others:
        days = [
            other.period.end if effect.dated == "period_end" else other.period.as_of
            for _, effect in other.program.effects
            if effect.policy == review.program.head.id
        ]
        if any(start <= day <= end for day in days):
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
    return [one for at, one in enumerate(found) if one not in found[:at]]


def _circle(waiting: Sequence[Review]) -> PolicyError:
    path = [waiting[0]]
    while (needed := needed_by(path[-1], waiting)[0]) not in path:
        path.append(needed)
    circle = [*path[path.index(needed) :], needed]
    names = [one.program.head.id for one in circle]
    last = path[-1].references.get(names[-1]) or needed.references.get(names[-2])
    return PolicyError([diagnose("import-cycle", last, cycle=" → ".join(names))])
