"""Award pools: who shares in one, by what weight, and the exact amounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cmp_to_key, partial
from typing import NamedTuple, cast

from rules.backends.reference import Evaluate
from rules.program import GRADE, AwardPool, Program
from rules.values import Number, Rounding, Truth, Value, add_up, plain, quotient, round_number
from scoring.assessment import Assessment, Share
from scoring.conclude.apportion import apportion
from scoring.conclude.coefficients import rests_of
from scoring.expressions import NO_RECORD, Compile
from scoring.notes import Notes, Words

UNKNOWN = Words("条件不明，份额待定", "the condition is unknown, so the share is pending")
LACKING = Words("数据缺失，份额待定", "a value is missing, so the share is pending")
SHORT = Words("资金不够定额，待定", "the pool is too small for its fixed shares: pending")


class Candidate(NamedTuple):
    """A graded subject before a pool, with whether it is eligible and what may yet change of what
    it is judged by."""

    subject: str
    truth: Truth
    summary: Mapping[str, Value]
    may_change: frozenset[str]
    notes: Notes


class Entry(NamedTuple):
    """A winner and what its share is in proportion to; of a fixed share, the amount due."""

    subject: str
    weight: Number


@dataclass(frozen=True, slots=True)
class PoolPlan:
    pool: AwardPool
    by: Evaluate | None
    months: Evaluate | None
    odd_units: tuple[tuple[Evaluate, bool], ...]
    rests: frozenset[str]


def prepare_pool(program: Program, pool: AwardPool, compiled: Compile) -> PoolPlan:
    return PoolPlan(
        pool,
        None if pool.by is None else compiled(pool.by, None),
        None if pool.months is None else compiled(pool.months, None),
        tuple((compiled(expr, None), greater_first) for expr, greater_first in pool.odd_units),
        rests_of(program, pool) | ({GRADE} if pool.table else set()),
    )


def hold_pool(plan: PoolPlan, candidates: Iterable[Candidate], *, pending: int) -> dict[str, Share]:
    """The shares by subject. They are provisional while one of the `pending` subjects may yet join,
    while somebody's eligibility or weight is not known, or where something provisional decides;
    but fixed shares that the pool can pay to all of them touch each other not at all."""
    pool = plan.pool
    won: list[tuple[Candidate, Number]] = []
    waiting: list[str] = []
    unsure: set[str] = set()
    for candidate in candidates:
        if plan.rests & candidate.may_change:
            unsure.add(candidate.subject)
        if not _has_part(pool, candidate):
            continue
        settled = candidate.notes.settle(candidate.truth, pool.on_unknown, pool.name)
        if settled is False:
            continue
        weight = None if settled is None else _weight(plan, candidate.summary)
        if weight is None:
            candidate.notes.caution(pool.name, UNKNOWN if settled is None else LACKING)
            waiting.append(candidate.subject)
        else:
            won.append((candidate, weight))
    in_turn = cmp_to_key(partial(_in_turn, plan))
    won.sort(key=lambda pair: in_turn(pair[0]))
    entries = [Entry(candidate.subject, weight) for candidate, weight in won]
    open_shares = pending + len(unsure.union(waiting))
    shares = share_out(pool, entries, provisional=bool(open_shares))
    if _pays_everybody(pool, entries, open_shares):
        for subject, share in shares.items():
            shares[subject] = replace(share, provisional=subject in unsure)
    for candidate, _ in won:
        if shares[candidate.subject].amount is None:
            candidate.notes.caution(pool.name, SHORT)
    return shares | dict.fromkeys(waiting, Share(None, provisional=True))


def _pays_everybody(pool: AwardPool, entries: Sequence[Entry], open_shares: int) -> bool:
    """Whether the fixed shares stay what they are even if all who may yet join get the most."""
    if pool.method != "fixed" or pool.amount is None:
        return pool.method == "fixed"
    most = max((due for _, due in pool.table if due is not None), default=0)
    return sum(entry.weight for entry in entries) + open_shares * most <= pool.amount


def share_out(
    pool: AwardPool, entries: Sequence[Entry], *, provisional: bool = False
) -> dict[str, Share]:
    """The amounts of a pool; `entries` stand in the order in which odd units are served."""
    units = _units(pool, entries)
    weights = add_up(entry.weight for entry in entries)
    return {
        entry.subject: Share(
            amount=None if units is None else plain(units[turn] * pool.unit),
            weight=entry.weight,
            weights=weights,
            winners=len(entries),
            turn=turn,
            provisional=provisional,
        )
        for turn, entry in enumerate(entries)
    }


def _units(pool: AwardPool, entries: Sequence[Entry]) -> list[int] | None:
    whole = None if pool.amount is None else int(pool.amount / Fraction(pool.unit))
    weights = [entry.weight for entry in entries]
    if pool.method == "fixed":
        due = [int(weight / Fraction(pool.unit)) for weight in weights]
        if whole is None or sum(due) <= whole:
            return due
        return apportion(whole, due) if pool.shortfall == "proportional" else None
    cap = None if pool.cap is None else int(pool.cap / Fraction(pool.unit))
    return apportion(whole or 0, weights, cap=cap, redistribute=pool.redistribute)


# --- weights -----------------------------------------------------------------------------------


def _has_part(pool: AwardPool, candidate: Candidate) -> bool:
    """Whether the table, where there is one, has anything for the grade."""
    return not pool.table or dict(pool.table)[str(candidate.summary[GRADE])] is not None


def _weight(plan: PoolPlan, summary: Mapping[str, Value]) -> Number | None:
    """None where a value it needs is missing."""
    pool = plan.pool
    if plan.by is not None:
        weight = _quantity(plan.by, summary)
    else:
        weight = dict(pool.table)[str(summary[GRADE])] if pool.table else 1
    if plan.months is None or weight is None:
        return weight
    months = _quantity(plan.months, summary)
    if months is None:
        return None
    part = quotient(weight * min(months, pool.period_months), pool.period_months)
    if pool.method != "fixed":
        return part
    return plain(round_number(quotient(part, pool.unit), Rounding(0)) * pool.unit)


def _quantity(evaluate: Evaluate, summary: Mapping[str, Value]) -> Number | None:
    """The checker has proved that it is a number."""
    return cast("Number | None", evaluate(NO_RECORD, summary))


def _in_turn(plan: PoolPlan, one: Candidate, other: Candidate) -> int:
    """Negative where `one` is served first; a missing quantity comes after every other."""
    for quantity, greater_first in plan.odd_units:
        a, b = _quantity(quantity, one.summary), _quantity(quantity, other.summary)
        if a == b:
            continue
        if a is None or b is None:
            return 1 if a is None else -1
        return -1 if (a > b) is greater_first else 1
    return -1 if one.subject < other.subject else 1


# --- the pool as a whole ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PoolSum:
    """pool = paid + unspent, in yuan. A pool of fixed shares without an amount is what it pays."""

    pool: Number
    paid: Number
    unspent: Number
    winners: int
    waiting: int
    provisional: bool


class PoolCount:
    """`take()` everybody, then `sum()`."""

    def __init__(self, pool: AwardPool) -> None:
        self._pool = pool
        self._paid: Number = 0
        self._winners = self._waiting = 0
        self._unsure = False

    def take(self, one: Assessment) -> None:
        self._unsure = self._unsure or one.state == "pending" or one.grade_provisional
        share = one.awards.get(self._pool.name)
        if share is None:
            return
        self._unsure = self._unsure or share.provisional
        if share.amount is None:
            self._waiting += 1
        else:
            self._winners += 1
            self._paid += share.amount

    def sum(self) -> PoolSum:
        paid = plain(self._paid)
        whole = paid if self._pool.amount is None else self._pool.amount
        if paid > whole:
            raise AssertionError(f"the pool {self._pool.name} pays {paid} of {whole}")
        left = plain(whole - paid)
        return PoolSum(whole, paid, left, self._winners, self._waiting, self._unsure)


def pool_sum(pool: AwardPool, assessments: Iterable[Assessment]) -> PoolSum:
    count = PoolCount(pool)
    for assessment in assessments:
        count.take(assessment)
    return count.sum()
