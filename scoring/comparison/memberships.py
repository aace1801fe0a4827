"""Who came onto a list, who left it, and the same of the cases that triggers open."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from rules.program import Program
from scoring.assessment import Assessment
from scoring.comparison.pairs import Pair

Kind: TypeAlias = Literal["list", "trigger"]


class Member(NamedTuple):
    """`provisional` (暂定) where it was, or is, on it for now."""

    subject: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Membership:
    """`before` and `after` count all members, None where the policy has no such list. Those who
    `wait` for it, or no longer do, are on its 待定 sheet. `reworded` are cases with another
    deadline, action or addressee."""

    kind: Kind
    name: str
    before: int | None
    after: int | None
    gained: tuple[Member, ...]
    lost: tuple[Member, ...]
    waiting: tuple[str, ...]
    no_longer_waiting: tuple[str, ...]
    reworded: tuple[str, ...]

    @property
    def differs(self) -> bool:
        parts = (self.gained, self.lost, self.waiting, self.no_longer_waiting, self.reworded)
        return any(parts)


def memberships(before: Program, after: Program, pairs: Sequence[Pair]) -> tuple[Membership, ...]:
    """Those that differ, lists first, each in the order of the new policy."""
    found = [
        _membership(kind, name, name in ours, name in theirs, pairs)
        for kind, named in _NAMED.items()
        for ours, theirs in [(named(before), named(after))]
        for name in dict.fromkeys((*theirs, *ours))
    ]
    return tuple(one for one in found if one.differs)


class _Members(NamedTuple):
    """Who is on it, and whether for now; who waits for it; the cases that are proposed."""

    held: Mapping[str, bool]
    waits: frozenset[str]
    cases: Mapping[str, object]


def _membership(
    kind: Kind, name: str, was_there: bool, is_there: bool, pairs: Sequence[Pair]
) -> Membership:
    ours = _members(kind, name, (pair.before for pair in pairs))
    theirs = _members(kind, name, (pair.after for pair in pairs))
    kept = ours.cases.keys() & theirs.cases.keys()
    return Membership(
        kind,
        name,
        len(ours.held) if was_there else None,
        len(theirs.held) if is_there else None,
        gained=tuple(Member(s, now) for s, now in theirs.held.items() if s not in ours.held),
        lost=tuple(Member(s, was) for s, was in ours.held.items() if s not in theirs.held),
        waiting=tuple(sorted(theirs.waits - ours.waits)),
        no_longer_waiting=tuple(sorted(ours.waits - theirs.waits)),
        reworded=tuple(sorted(s for s in kept if ours.cases[s] != theirs.cases[s])),
    )


def _members(kind: Kind, name: str, assessments: Iterator[Assessment | None]) -> _Members:
    found = [a for a in assessments if a is not None]
    on, waiting = _HELD[kind], f"pending_{kind}s"
    return _Members(
        {a.subject: name in a.provisional for a in found if name in on(a)},
        frozenset(a.subject for a in found if name in getattr(a, waiting)),
        {
            a.subject: c
            for a in found
            for c in a.triggers
            if kind == "trigger" and c.trigger == name
        },
    )


_NAMED: Mapping[Kind, Callable[[Program], Collection[str]]] = {
    "list": lambda program: [rule.name for rule in program.lists],
    "trigger": lambda program: [trigger.name for trigger in program.triggers],
}
_HELD: Mapping[Kind, Callable[[Assessment], Collection[str]]] = {
    "list": lambda assessment: assessment.lists,
    "trigger": lambda assessment: [case.trigger for case in assessment.triggers],
}
