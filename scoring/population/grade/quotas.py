"""Quotas of everybody: room for a grade, taken in the order of a rank, from the best grade down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Term, Truth, Word, sql_of
from rules.expr.nodes import Expr
from rules.program import GRADE, DirectGrade, Program, Quota, Rank, Seats
from rules.values import Rounding
from scoring.grade.quotas import NO_GROUP, UNKNOWN_APPROVAL
from scoring.population.course import Course
from scoring.population.grade.direct_grades import any_of
from scoring.population.grade.ranks import groupless, in_turn, ordering
from scoring.resting import population_read


@dataclass(frozen=True, slots=True)
class PoolColumns:
    """The pool of each subject under one quota: whether it is in one, and in that of the small
    groups; how many are graded there, where it stands in the order of the rank, and what is true of
    the whole pool. `partition` are those of one pool together."""

    quota: Quota
    member: str
    small: str
    size: Scaled
    tier: str
    approved: str
    provisional: str
    group: Sequence[Term]
    nobody: str

    @property
    def partition(self) -> str:
        groups = [f"CASE WHEN NOT {self.small} THEN {sql_of(term)} END" for term in self.group]
        return f"PARTITION BY {', '.join([self.member, self.small, *groups])}"


@dataclass(frozen=True, slots=True)
class SeatColumns:
    """The candidates for one grade of a quota. `place` is missing of everybody else; `outcome` is
    0 seated, 1 displaced, 2 beyond."""

    pool: PoolColumns
    grade: str
    below: str | None
    room: str
    candidates: str
    place: str
    outcome: str
    direct: str
    provisional: str


@dataclass(frozen=True, slots=True)
class _Offered:
    """One grade with its room; `direct` says who was given it directly."""

    number: int
    grade: str
    below: str | None
    room: str
    direct: str


@dataclass(slots=True)
class _Filling:
    """What the seats filled so far have made of the grades; whether the grade of a subject is
    暂定, and who is still in the running."""

    grade: Word
    provisional: str
    running: str


def hold_quotas(
    course: Course,
    program: Program,
    granted: Sequence[tuple[DirectGrade, str]],
    subjects: int,
) -> list[SeatColumns]:
    """Grade by grade from the best down, so that who finds no room is a candidate for the next.
    Whoever waits from here on has left the running."""
    grade = course.summary[GRADE]
    if not isinstance(grade, Word):
        raise TypeError(f"a grade was held, {grade!r} came out")
    pools = [_pooled(course, program, number, subjects) for number in range(len(program.quotas))]
    rooms = {pool.quota.id: _rooms(pool) for pool in pools}
    filling = _Filling(grade, "false", course.running[course.stage])
    seats: list[SeatColumns] = []
    names = [one.name for one in program.grades]
    for name, below in zip(names, (*names[1:], None), strict=True):
        given = any_of([pair for pair in granted if pair[0].grade == name])
        for pool in pools:
            if name in rooms[pool.quota.id]:
                _refuse_groupless(course, pool, name, filling)
                room = rooms[pool.quota.id][name]
                seat = _Offered(len(seats), name, below, room, given)
                seats.append(_fill(course, pool, seat, filling))
    course.summary[GRADE] = filling.grade
    course.may_change[GRADE] = filling.provisional
    course.enter("conclude", filling.running)
    return seats


# --- pools ---------------------------------------------------------------------------------------


def _pooled(course: Course, program: Program, number: int, subjects: int) -> PoolColumns:
    """The groups of the rank; the small ones together where the quota says so. Those whose group is
    not known are in none."""
    quota = program.quotas[number]
    rank = next(rank for rank in program.ranks if rank.name == quota.rank)
    nobody = groupless(course, rank.within)
    member, small, size = (f"{name}{number}" for name in ("member", "small", "pooled"))
    running, pending = course.running[course.stage], course.pending
    course.add({member: f"({running} AND NOT {nobody})"})
    group = [course.summary[name] for name in rank.within]
    whole = f"PARTITION BY {', '.join(map(sql_of, group))}" if group else ""
    graded = f"count(*) FILTER (WHERE {member}) OVER ({whole})"
    few = f"({graded} < {quota.small_below})" if quota.pool else "false"
    course.add({f"few{number}": few, f"waits{number}": f"bool_or({pending}) OVER ({whole})"})
    course.add({small: f"({member} AND few{number})"})
    pool = PoolColumns(
        quota,
        member,
        small,
        Scaled(size, 0, 0, max(subjects, 1)),
        f"tier{number}",
        "false" if quota.approval is None else f"approved{number}",
        f"pending{number}",
        group,
        nobody,
    )
    _describe(course, program, pool, rank, number)
    return pool


def _describe(course: Course, program: Program, pool: PoolColumns, rank: Rank, number: int) -> None:
    """What is true of each pool, and the order of its subjects."""
    partition, rests = pool.partition, population_read(program)
    changing = course.changing(rests[rank.name] | rests[GRADE])
    tier = _tier(course, program, rank, partition)
    # A group that only waits so far would be small, too.
    small_waits = f"bool_or({course.pending} AND few{number}) OVER ()"
    waits = f"CASE WHEN {pool.small} THEN {small_waits} ELSE waits{number} END"
    if pool.quota.approval is not None:
        _approve(course, pool, pool.quota.approval, number)
    course.add(
        {
            pool.size.top: f"count(*) OVER ({partition})",
            pool.tier: tier,
            pool.provisional: f"({waits} OR bool_or({pool.member} AND {changing}) "
            f"OVER ({partition}))",
        }
    )


def _approve(course: Course, pool: PoolColumns, approval: Expr, number: int) -> None:
    """For all or for none of a pool: the condition must hold of every one of it."""
    (truth,) = course.ask([approval])
    denied = f"denied{number}"
    course.add(
        {
            pool.approved: f"bool_and(coalesce({truth.sql}, false)) OVER ({pool.partition})",
            denied: f"coalesce(bool_or(NOT {truth.sql}) OVER ({pool.partition}), false)",
        }
    )
    unknown = f"({pool.member} AND NOT {denied} AND {truth.sql} IS NULL)"
    course.note(pool.quota.id, UNKNOWN_APPROVAL, unknown)


def _tier(course: Course, program: Program, rank: Rank, partition: str) -> str:
    """As if the pool were one group, those who tie together; who has no place comes last."""
    placed = f"(part{program.ranks.index(rank)} = 1)"
    exprs = [rank.by, *(expr for expr, _ in rank.tie_breaks)]
    keys = [f"CASE WHEN {placed} THEN {sql_of(ordering(course, expr))} END" for expr in exprs]
    falls = [rank.descending, *(falling for _, falling in rank.tie_breaks)]
    return f"dense_rank() OVER ({partition} ORDER BY NOT {placed}, {in_turn(keys, falls)})"


# --- rooms ---------------------------------------------------------------------------------------


def _rooms(pool: PoolColumns) -> Mapping[str, str]:
    """The room of each grade, as SQL."""
    quota = pool.quota
    make = _cumulated if quota.exact else _each
    stated = make(quota, quota.seats, pool.size)
    if quota.approval is None:
        return stated
    approved = make(quota, quota.approved, pool.size)
    return {
        grade: f"CASE WHEN {pool.approved} THEN {approved[grade]} ELSE {room} END"
        for grade, room in stated.items()
    }


def _each(quota: Quota, seats: Sequence[Seats], size: Scaled) -> dict[str, str]:
    """Each grade's room by itself, and at least what small groups are promised."""
    rooms = {
        s.grade: str(s.count) if s.count is not None else _heads(quota, s.share or 0, size)
        for s in seats
    }
    if not quota.at_least:
        return rooms
    small, least = f"{size.top} < {quota.small_below}", quota.at_least
    return {
        grade: f"CASE WHEN {small} AND {room} < {least} THEN {least} ELSE {room} END"
        for grade, room in rooms.items()
    }


def _cumulated(quota: Quota, seats: Sequence[Seats], size: Scaled) -> dict[str, str]:
    """The cut below each grade is rounded, so that rooms that cover all grades add up."""
    rooms, share, cut = {}, Fraction(0), "0"
    for s in seats:
        below = size.top
        if s.share is not None:
            share += s.share
            below = _heads(quota, share, size)
        elif s.count is not None:
            below = f"least({cut} + {s.count}, {size.top})"
        rooms[s.grade] = f"({below} - {cut})"
        cut = below
    return rooms


def _heads(quota: Quota, share: int | Fraction, size: Scaled) -> str:
    if quota.heads is None:
        raise TypeError(f"{quota.id} was compiled without a rounding of heads")
    part = numbers.multiply(size, numbers.literal(share))
    return numbers.rounded(part, Rounding(0, quota.heads)).top


# --- who finds room ------------------------------------------------------------------------------


def _refuse_groupless(course: Course, pool: PoolColumns, grade: str, filling: _Filling) -> None:
    """Whose group is not known waits for it, where the quota could take its grade."""
    if pool.nobody == "false":
        return
    held, running = filling.grade.sql, filling.running
    holds = f"({running} AND {pool.nobody} AND {held} = {filling.grade.words.index(grade)})"
    (refused,) = course.truths([Truth(f"coalesce({holds}, false)")])
    if not pool.quota.hard:
        course.note(pool.quota.id, NO_GROUP, refused.sql)
        return
    course.wait(NO_GROUP, refused.sql)
    left = f"CASE WHEN NOT {refused.sql} THEN {held} END"
    filling.grade = course.word(replace(filling.grade, sql=left))
    (remaining,) = course.truths([Truth(f"({running} AND NOT {refused.sql})")])
    filling.running = remaining.sql


def _fill(course: Course, pool: PoolColumns, offered: _Offered, filling: _Filling) -> SeatColumns:
    """Those given the grade directly come first, then all others, in the order of the rank."""
    quota, held = pool.quota, filling.grade
    worth = held.words.index(offered.grade)
    candidate, place, upto, many, outcome, unsettled, room = (
        f"{name}{offered.number}"
        for name in ("candidate", "seat", "upto", "many", "outcome", "unsettled", "room")
    )
    course.add({candidate: f"coalesce({pool.member} AND {held.sql} = {worth}, false)"})
    order = f"{pool.partition}, {candidate} ORDER BY NOT {offered.direct}, {pool.tier}"
    # Whom a better grade's quota may yet take in or send down changes who is a candidate here.
    may_change = f"bool_or({filling.provisional}) OVER ({pool.partition})"
    course.add(
        {
            place: f"CASE WHEN {candidate} THEN rank() OVER ({order}) END",
            upto: f"count(*) OVER ({order})",
            many: f"count(*) FILTER (WHERE {candidate}) OVER ({pool.partition})",
            unsettled: f"({pool.provisional} OR {may_change})",
            room: offered.room,
        }
    )
    kept = f"{upto} <= {room}"
    if quota.ties_in:
        kept = f"({kept} OR {place} <= {room})"
    falls = quota.hard and offered.below is not None
    without_room = 1 if falls else 2
    course.add(
        {
            outcome: f"CASE WHEN {candidate} THEN "
            f"CASE WHEN {kept} THEN 0 ELSE {without_room} END END::TINYINT"
        }
    )
    if falls:
        fallen = f"CASE WHEN {outcome} = 1 THEN {worth - 1} ELSE {held.sql} END::TINYINT"
        filling.grade = course.word(replace(held, sql=fallen))
    may_change = f"({filling.provisional} OR ({candidate} AND {unsettled}))"
    filling.provisional = course.truths([Truth(may_change)])[0].sql
    return SeatColumns(
        pool, offered.grade, offered.below, room, many, place, outcome, offered.direct, unsettled
    )
