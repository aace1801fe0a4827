"""Quotas: room for a grade, taken in the order of a rank, from the best grade down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby

from rules.backends.reference import Evaluate
from rules.program import GRADE, Construct, Program, Quota, Seats
from rules.values import Rounding, Value, round_number
from scoring.assessment import Seat
from scoring.expressions import NO_RECORD, Compile
from scoring.grade.ranks import GroupKey, RankPlan, group_of, prepare_rank, tiers
from scoring.notes import Words
from scoring.resting import population_read
from scoring.standing import Standing
from scoring.wording import shown

UNKNOWN_APPROVAL = Words(
    "是否批准放宽不明，按未批准计",
    "whether it is approved is unknown and counts as not approved",
)
NO_GROUP = Words(
    "分组字段缺失，不能比例控制", "the field of the group is missing, so no quota can hold"
)


@dataclass(frozen=True, slots=True)
class QuotaPlan:
    """`rests` is what others may change of whoever is a candidate: its place and its grade."""

    quota: Quota
    rank: RankPlan
    approval: Evaluate | None
    rests: frozenset[str] = frozenset()

    @property
    def grades(self) -> frozenset[str]:
        return frozenset(seats.grade for seats in self.quota.seats)


@dataclass(frozen=True, slots=True)
class Pool:
    """A group, or small groups together: its graded subjects in the order of the rank. `tier` is
    where each stands, `room` how many there may be of each grade."""

    group: str
    members: tuple[Standing, ...]
    tier: Mapping[str, int]
    room: Mapping[str, int]
    approved: bool
    provisional: bool


def prepare_quotas(program: Program, compiled: Compile) -> tuple[QuotaPlan, ...]:
    ranks = {rank.name: rank for rank in program.ranks}
    rests = population_read(program)
    return tuple(
        QuotaPlan(
            quota,
            prepare_rank(ranks[quota.rank], compiled),
            None if quota.approval is None else compiled(quota.approval, None),
            rests[quota.rank] | rests[GRADE],
        )
        for quota in program.quotas
    )


def hold_quotas(
    plans: Sequence[QuotaPlan], grades: Sequence[str], standings: Sequence[Standing]
) -> None:
    """Grade by grade from the best down, so that who finds no room is a candidate for the next."""
    pools = [tuple(_pools(plan, standings)) for plan in plans]
    for grade, below in zip(grades, (*grades[1:], None), strict=True):
        for plan, of_plan in zip(plans, pools, strict=True):
            if grade in plan.grades:
                _refuse_groupless(plan, grade, standings)
                for pool in of_plan:
                    _fill(plan.quota, pool, grade, below)


def grades_at_stake(program: Program, constructs: Sequence[Construct]) -> frozenset[str]:
    """The grades that some of these quotas may take from a subject; nobody falls from the last."""
    quotas = [one for one in constructs if isinstance(one, Quota) and one.hard]
    named = {seats.grade for quota in quotas for seats in quota.seats}
    return frozenset(named - {program.grades[-1].name})


def leave_grade(at_stake: frozenset[str], standing: Standing) -> None:
    """Of a subject alone nobody can say whether it keeps a grade that is at stake."""
    if standing.grade is not None and standing.grade in at_stake:
        standing.notes.wait(needs_population(standing.grade))
        standing.hold(None)


def needs_population(grade: str) -> Words:
    return Words(
        f"等次“{grade}”有比例控制，需要全体对象",
        f"grade “{grade}” has a quota and needs the population",
    )


# --- pools ---------------------------------------------------------------------------------------


def _pools(plan: QuotaPlan, standings: Sequence[Standing]) -> Iterator[Pool]:
    """The groups of the rank; the small ones together where the quota says so. Those whose group
    is not known are in none."""
    graded: dict[GroupKey, list[Standing]] = {}
    waiting: set[GroupKey] = set()
    for standing in standings:
        group = group_of(plan.rank, standing.summary)
        if standing.state == "pending":
            waiting.add(group)
        elif standing.state == "graded" and None not in group:
            graded.setdefault(group, []).append(standing)
    quota = plan.quota
    small = {g for g, members in graded.items() if quota.pool and len(members) < quota.small_below}
    for group, members in graded.items():
        if group not in small:
            yield _pool(plan, (group,), members, provisional=group in waiting)
    if small:
        together = [standing for group in graded if group in small for standing in graded[group]]
        # A group that only waits so far would be small, too.
        waits = bool(waiting & small or waiting - graded.keys())
        yield _pool(plan, tuple(sorted(small, key=shown)), together, provisional=waits)


def _pool(
    plan: QuotaPlan,
    groups: tuple[GroupKey, ...],
    members: Sequence[Standing],
    *,
    provisional: bool,
) -> Pool:
    tier = {
        subject: position
        for position, tied in enumerate(tiers(plan.rank, [s.contender for s in members]))
        for subject in tied
    }
    approved = _is_approved(plan, members)
    quota = plan.quota
    provisional = provisional or any(s.may_change & plan.rests for s in members)
    seats = quota.approved if approved else quota.seats
    room = (_cumulated if quota.exact else _each)(quota, seats, len(members))
    group = "+".join(shown(group) for group in groups)
    return Pool(group, tuple(members), tier, room, approved, provisional)


def _is_approved(plan: QuotaPlan, members: Sequence[Standing]) -> bool:
    """Approved for all or for none of a group: the condition must hold for every one of it."""
    if plan.approval is None:
        return False
    truths = [_approval(plan.approval, standing) for standing in members]
    if None in truths and False not in truths:
        for standing, truth in zip(members, truths, strict=True):
            if truth is None:
                standing.notes.caution(plan.quota.id, UNKNOWN_APPROVAL)
    return all(truth is True for truth in truths)


def _approval(approval: Evaluate, standing: Standing) -> Value:
    """Unknown where it hangs on what is in doubt."""
    truth = approval(NO_RECORD, standing.summary)
    others = (approval(NO_RECORD, {**standing.summary, **way}) for way in standing.possible)
    return truth if all(other is truth for other in others) else None


def _each(quota: Quota, seats: Sequence[Seats], size: int) -> dict[str, int]:
    """Each grade's room by itself, and at least what small groups are promised."""
    least = quota.at_least if size < quota.small_below else 0
    return {
        s.grade: max(least, s.count if s.count is not None else _heads(quota, s.share or 0, size))
        for s in seats
    }


def _cumulated(quota: Quota, seats: Sequence[Seats], size: int) -> dict[str, int]:
    """The cut below each grade is rounded, so that rooms that cover all grades add up to `size`."""
    room, share, cut = {}, Fraction(0), 0
    for s in seats:
        if s.share is not None:
            share += s.share
            below = _heads(quota, share, size)
        else:
            below = size if s.count is None else min(cut + s.count, size)
        room[s.grade] = below - cut
        cut = below
    return room


def _heads(quota: Quota, share: int | Fraction, size: int) -> int:
    if quota.heads is None:
        raise TypeError(f"{quota.id} was compiled without a rounding of heads")
    return int(round_number(Fraction(share) * size, Rounding(0, quota.heads)))


# --- who finds room ------------------------------------------------------------------------------


def _refuse_groupless(plan: QuotaPlan, grade: str, standings: Sequence[Standing]) -> None:
    """Whose group is not known waits for it, where the quota could take its grade."""
    for standing in standings:
        if standing.state != "graded" or standing.grade != grade:
            continue
        if None in group_of(plan.rank, standing.summary):
            if not plan.quota.hard:
                standing.notes.caution(plan.quota.id, NO_GROUP)
                continue
            standing.notes.wait(NO_GROUP)
            standing.hold(None)
            standing.close_stage()


def _fill(quota: Quota, pool: Pool, grade: str, below: str | None) -> None:
    """Those given the grade directly come first, then all others, in the order of the rank."""
    candidates = [s for s in pool.members if s.grade == grade]
    order = {s.subject.id: (not _direct(s, grade), pool.tier[s.subject.id]) for s in candidates}
    candidates.sort(key=lambda s: (order[s.subject.id], s.subject.id))
    room, before, full = pool.room[grade], 0, False
    seat = Seat(
        quota.id, grade, pool.group, len(pool.members), room, len(candidates), 0, "seated", grade
    )
    # Whom a better grade's quota may yet take in or send down changes who is a candidate here.
    provisional = pool.provisional or any(s.grade_provisional for s in pool.members)
    seat = replace(seat, approved=pool.approved, provisional=provisional)
    for _, same in groupby(candidates, key=lambda s: order[s.subject.id]):
        tied = list(same)
        full = full or before + len(tied) > room
        kept = not full or (quota.ties_in and before < room)
        for standing in tied:
            taken = replace(seat, place=before + 1, direct=_direct(standing, grade))
            if not kept and quota.hard and below is not None:
                taken = replace(taken, outcome="displaced", held=below)
                standing.hold(below)
            elif not kept:
                taken = replace(taken, outcome="beyond")
            standing.seats += (taken,)
        before += len(tied)


def _direct(standing: Standing, grade: str) -> bool:
    return any(rule.grade == grade for rule in standing.granted_by)
