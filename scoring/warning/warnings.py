"""What each graded subject is a few points, one count or one event away from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from rules.expr.kinds import PercentKind
from rules.matching import Matcher
from rules.program import Program
from rules.values import Number, Value, plain
from scoring.assessment import Assessment
from scoring.evidence import Evidence, Record
from scoring.explanation.account import Account
from scoring.explanation.voice import Voice
from scoring.expressions import number_of
from scoring.past.tallies import Past
from scoring.warning.bounds import Bound, bounds_of
from scoring.warning.events import Events
from scoring.warning.turns import Concluding, Turn, concluded, turns

How = Literal["points", "count", "event"]
_MANY = 10


@dataclass(frozen=True, slots=True)
class Near:
    """What turns if the quantity of the `bound` went from `value` to `across`; or with one more
    record `like` one there is."""

    subject: str
    how: How
    turns: Sequence[Turn]
    bound: Bound | None = None
    value: Number | None = None
    across: Number | None = None
    like: Record | None = None

    @property
    def of(self) -> str:
        """The quantity, or the kind of evidence there would be one more of."""
        return self.bound.quantity.name if self.bound else self.like.kind if self.like else ""

    @property
    def record(self) -> str:
        """The record it would be like, and its kind."""
        return f"{self.like.kind}\0{self.like.id}" if self.like else ""

    @property
    def apart(self) -> Number:
        """How far it is to the other side; a percentage is its fraction."""
        if self.value is None or self.across is None:
            return 1
        return plain(abs(Fraction(self.across) - self.value))


@dataclass(frozen=True, slots=True)
class Warnings:
    """By subject in code-point order, the nearest first, events last. `untried` are the subjects
    for which no event was tried, since that had been done often enough; `alone` says that one
    subject can be assessed without the others, so that events were tried at all."""

    near: Sequence[Near]
    untried: int
    alone: bool
    tried: int = 0

    @property
    def common(self) -> Mapping[str, int]:
        """Records one more of which turns something for more than half of those it was tried for,
        with how many those are: they tell nobody apart, where there are many."""
        found = Counter(near.record for near in self.near if near.like)
        if self.tried < _MANY:
            return {}
        return {key: count for key, count in found.items() if count * 2 > self.tried}


def warnings_of(
    program: Program,
    evidence: Evidence,
    assessments: Sequence[Assessment],
    within: Number,
    matcher: Matcher,
) -> Warnings:
    """`within` so many points; percentage points for a percentage."""
    events = Events(program, evidence, matcher)
    concluding, bounds = Concluding(program), bounds_of(program)
    found: list[Near] = []
    untried = tried = 0
    for own in assessments:
        if own.state != "graded":
            continue
        account = Account(program, evidence, own, Voice("zh"))
        past = Past(evidence.history, own.subject, evidence.period, program.head.period, own.fields)
        found += _by_bounds(concluding, bounds, account, past, within)
        turned = events.after_one(own) if events.alone else ()
        untried, tried = untried + (turned is None), tried + (turned is not None)
        found += [Near(own.subject, "event", of, like=like) for like, of in turned or ()]
    return Warnings(found, untried, events.alone, tried)


def _by_bounds(
    concluding: Concluding,
    bounds: Sequence[Bound],
    account: Account,
    past: Past,
    within: Number,
) -> Sequence[Near]:
    summary = account.summary
    actual = concluded(account.program, account.assessment)
    before = concluding.conclude(summary, past)
    found = []
    for bound, value, across in _in_reach(bounds, summary, within):
        after = concluding.conclude({**summary, bound.quantity.name: across}, past)
        if turned := turns(account.program, actual, before, after):
            how: How = "count" if bound.counts else "points"
            near = Near(account.assessment.subject, how, turned, bound, value, across)
            found.append(near)
    return sorted(found, key=lambda near: (near.how == "count", near.apart))


def _in_reach(
    bounds: Sequence[Bound], summary: Mapping[str, Value], within: Number
) -> Iterator[tuple[Bound, Number, Number]]:
    """A count that is one short and not nothing yet; anything else `within` so much."""
    for bound in bounds:
        value = number_of(summary.get(bound.quantity.name))
        if value is None:
            continue
        across = bound.across(value)
        apart = Fraction(across) - value
        percent = isinstance(bound.quantity.kind, PercentKind)
        reach = Fraction(within) / (100 if percent else 1)
        if apart == 1 and value > 0 if bound.counts else abs(apart) <= reach:
            yield bound, value, across
