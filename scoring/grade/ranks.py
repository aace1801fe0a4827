"""Ranks: places of graded subjects within their groups, ties shared, counted from both ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, NamedTuple, TypeAlias

from rules.backends.reference import Evaluate
from rules.expr.checker import kind_of
from rules.expr.kinds import CategoryKind
from rules.expr.nodes import Expr
from rules.program import RANK_MEMBERS, Rank
from rules.values import Value, quotient
from scoring.assessment import Place
from scoring.expressions import NO_RECORD, Compile
from scoring.measure.doubts import Possible
from scoring.notes import Notes, Words
from scoring.wording import shown

NO_GROUP = Words(
    "分组字段缺失，不列名次", "the field of the group is missing, so there is no place"
)
NO_QUANTITY = Words(
    "排名依据缺失，不列名次", "what the rank compares is missing, so there is no place"
)
UNKNOWN_PART = Words(
    "是否参加排名不明，不列名次", "whether it takes part is unknown, so there is no place"
)
NO_TIE_BREAK = Words(
    "并列判定依据缺失，列同分者之后", "a tie-break is missing; it comes after those it ties with"
)

# The values of a rank's `within` fields.
GroupKey: TypeAlias = tuple[Value, ...]


class Contender(NamedTuple):
    """A subject that is graded, or that may yet be (`pending`) and holds its group open."""

    subject: str
    pending: bool
    summary: Mapping[str, Value]
    notes: Notes
    possible: Sequence[Possible] = ()
    may_change: frozenset[str] = frozenset()  # what is 暂定 of it


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """One quantity compared: greater first where `descending`; `words` ascend."""

    value: Evaluate
    descending: bool
    words: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class RankPlan:
    """`rests` is what it compares that others may change, itself or by the total or the grade."""

    rank: Rank
    takes_part: Evaluate | None
    keys: tuple[KeyPlan, ...]
    rests: frozenset[str] = frozenset()


def prepare_rank(rank: Rank, compiled: Compile, rests: frozenset[str] = frozenset()) -> RankPlan:
    keys = ((rank.by, rank.descending), *rank.tie_breaks)
    return RankPlan(
        rank,
        None if rank.takes_part is None else compiled(rank.takes_part, None),
        tuple(KeyPlan(compiled(expr, None), first, _words(expr)) for expr, first in keys),
        rests,
    )


def _words(expr: Expr) -> tuple[str, ...] | None:
    """A category is compared by its order, never as text."""
    kind = kind_of(expr)
    return kind.words if isinstance(kind, CategoryKind) else None


def hold_rank(plan: RankPlan, contenders: Iterable[Contender]) -> dict[str, Place]:
    """The places by subject. While a group holds a subject that waits, its places are 暂定."""
    groups: dict[GroupKey, list[tuple[Contender, tuple[Value, ...]]]] = {}
    open_groups: set[GroupKey] = set()
    for contender in contenders:
        group = group_of(plan, contender.summary)
        if contender.pending:
            open_groups.add(group)
        elif None in group:
            contender.notes.caution(plan.rank.name, NO_GROUP)
        elif (part := _takes_part(plan, contender)) is None:
            contender.notes.caution(plan.rank.name, UNKNOWN_PART)
            open_groups.add(group)
        elif part and (keys := _keys(plan, contender)) is not None:
            if contender.may_change & plan.rests:
                open_groups.add(group)
            groups.setdefault(group, []).append((contender, keys))
    places: dict[str, Place] = {}
    for group, entries in groups.items():
        places |= _places(plan, group, entries, provisional=group in open_groups)
    return places


def group_of(plan: RankPlan, summary: Mapping[str, Value]) -> GroupKey:
    return tuple(summary[field] for field in plan.rank.within)


def tiers(plan: RankPlan, contenders: Sequence[Contender]) -> list[list[str]]:
    """The subjects in the order of the rank as if they were one group, those who tie together; who
    has no place comes last."""
    entries, placeless = [], []
    for contender in contenders:
        keys = tuple(key.value(NO_RECORD, contender.summary) for key in plan.keys)
        if _takes_part(plan, contender) is True and keys[0] is not None:
            entries.append((contender, keys))
        else:
            placeless.append(contender.subject)
    return [*_tied(plan, entries), *([placeless] if placeless else ())]


def place_values(rank: str, place: Place | None) -> dict[str, Value]:
    """The members of a rank as summary names; a share is place ÷ size of the group, exact."""
    values: tuple[Value, ...] = (None,) * len(RANK_MEMBERS)
    if place is not None:
        first, last, size = place.place, place.place_from_last, place.size
        values = (first, last, quotient(first, size), quotient(last, size))
    return {f"{rank}.{member}": value for member, value in zip(RANK_MEMBERS, values, strict=True)}


def behind_its_equals(rank: str, place: Place) -> dict[str, Value]:
    """The members where the subject came after all it ties with, seen from either end."""
    further = place.tied - 1
    last = replace(
        place, place=place.place + further, place_from_last=place.place_from_last + further
    )
    return place_values(rank, last)


def _takes_part(plan: RankPlan, contender: Contender) -> Value:
    """Unknown where it hangs on what is in doubt."""
    if plan.takes_part is None:
        return True
    part = plan.takes_part(NO_RECORD, contender.summary)
    for besides in contender.possible:
        if plan.takes_part(NO_RECORD, {**contender.summary, **besides}) is not part:
            return None
    return part


def _keys(plan: RankPlan, contender: Contender) -> tuple[Value, ...] | None:
    keys = tuple(key.value(NO_RECORD, contender.summary) for key in plan.keys)
    if keys[0] is None:
        contender.notes.caution(plan.rank.name, NO_QUANTITY)
        return None
    return keys


def _places(
    plan: RankPlan,
    group: GroupKey,
    entries: Sequence[tuple[Contender, tuple[Value, ...]]],
    *,
    provisional: bool,
) -> dict[str, Place]:
    _note_tie_breaks(plan, entries, _order(plan, entries))
    tied = _tied(plan, entries)
    dense = plan.rank.method == "dense"
    places: dict[str, Place] = {}
    before, after = 0, len(tied) if dense else len(entries)
    for subjects in tied:
        step = 1 if dense else len(subjects)
        after -= step
        place = Place(shown(group), before + 1, after + 1, len(entries), provisional, len(subjects))
        places |= dict.fromkeys(subjects, place)
        before += step
    return places


def _order(
    plan: RankPlan, entries: Sequence[tuple[Contender, tuple[Value, ...]]]
) -> list[tuple[int, ...]]:
    """Where each entry stands by each key in turn."""
    columns = [_positions([keys[i] for _, keys in entries], key) for i, key in enumerate(plan.keys)]
    return list(zip(*columns, strict=True))


def _tied(
    plan: RankPlan, entries: Sequence[tuple[Contender, tuple[Value, ...]]]
) -> list[list[str]]:
    """The subjects in order, those who tie together."""
    subjects = (contender.subject for contender, _ in entries)
    ranked = sorted(zip(_order(plan, entries), subjects, strict=True))
    return [[subject for _, subject in same] for _, same in groupby(ranked, lambda pair: pair[0])]


def _positions(values: Sequence[Value], key: KeyPlan) -> list[int]:
    """Where each value stands among the different ones, 0 first; missing comes last."""
    known: set[Any] = {value for value in values if value is not None}
    by_order = None if key.words is None else key.words.index
    ascending = sorted(known, key=by_order, reverse=key.descending)
    position = {value: i for i, value in enumerate(ascending)}
    return [len(position) if value is None else position[value] for value in values]


def _note_tie_breaks(
    plan: RankPlan,
    entries: Sequence[tuple[Contender, tuple[Value, ...]]],
    order: Sequence[tuple[int, ...]],
) -> None:
    """A missing tie-break is noted where it was needed: somebody ties on all that comes before."""
    for i in range(1, len(plan.keys)):
        tied: dict[tuple[int, ...], int] = {}
        for position in order:
            tied[position[:i]] = tied.get(position[:i], 0) + 1
        for (contender, keys), position in zip(entries, order, strict=True):
            if keys[i] is None and tied[position[:i]] > 1:
                contender.notes.caution(plan.rank.name, NO_TIE_BREAK)
