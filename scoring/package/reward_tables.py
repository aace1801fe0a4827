"""Coefficients and awards as tables of a result package, and their columns in the results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from rules.program import AwardPool, Coefficient, Program
from rules.values import Value, show_number
from scoring.assessment import Assessment, Recommendation, Share
from scoring.conclude.awards import PoolSum
from scoring.package.table import Column, Listing, Part, Row
from scoring.runs.counts import Counts
from scoring.settle.settlement import Status, Statuses

_BETWEEN = ";"
# A proposal that still needs signatures, one that needs none, and one that waits for a value.
UNSIGNED, OPEN, WAITING, PROVISIONAL = "待签字", "待兑现", "待定", "暂定"
SETTLED, UNSPENT = "已兑现", "留存"
_STATUS: Mapping[Status, str] = {
    "settled": SETTLED,
    "refused": "不同意",
    "unsigned": "未签字",
    "pending": WAITING,
    "provisional": PROVISIONAL,
}


def reward_columns(program: Program) -> tuple[Column, ...]:
    """Beside one column for each coefficient and pool, the digest that signatures are for."""
    return (
        *(Column(f"coefficient_{c.name}", "decimal", c.digits) for c in program.coefficients),
        *(_yuan(f"award_{pool.name}", pool.digits) for pool in program.awards),
        *((Column("digest"),) if program.signoffs else ()),
    )


def _yuan(name: str, digits: int) -> Column:
    return Column(name, "decimal", digits, "grouped")


def reward_cells(program: Program, assessment: Assessment) -> Iterator[Value]:
    for coefficient in program.coefficients:
        given = assessment.coefficients.get(coefficient.name)
        yield given.value if given else None
    for pool in program.awards:
        share = assessment.awards.get(pool.name)
        yield share.amount if share else None
    if program.signoffs:
        yield assessment.digest


def coefficients_table(program: Program, settled: Statuses | None = None) -> Listing:
    """What is recommended to whom, in policy order; after settlement a coefficient stands only
    where it is settled. Numbers are exact."""
    columns = (
        *map(Column, ("coefficient", "subject", "status")),
        *(Column(name, "exact") for name in ("value", "base", "factor", "computed")),
        *map(Column, ("grade", "applied_by", "sign")),
    )

    def rows(coefficient: Coefficient, assessment: Assessment) -> Iterator[Row]:
        given = assessment.coefficients.get(coefficient.name)
        if given is not None:
            yield _coefficient_row(coefficient, assessment, given, settled)

    parts = tuple(Part(partial(rows, coefficient)) for coefficient in program.coefficients)
    return Listing("coefficients", columns, parts)


def _coefficient_row(
    coefficient: Coefficient,
    assessment: Assessment,
    given: Recommendation,
    settled: Statuses | None,
) -> tuple[Value, ...]:
    status = proposal_status(given.value is None, given.provisional, coefficient.sign)
    if settled is not None:
        status = _STATUS[settled[coefficient.name, assessment.subject]]
    stands = settled is None or status == SETTLED
    return (
        coefficient.name,
        assessment.subject,
        status,
        given.value if stands else None,
        given.base,
        given.factor,
        given.computed,
        assessment.grade,
        coefficient.applied_by,
        _BETWEEN.join(coefficient.sign),
    )


def rewards_told(program: Program, counts: Counts) -> dict[str, object]:
    """For a manifest: how many coefficients there are, and where the money of each pool goes."""
    told: dict[str, object] = {}
    if program.coefficients:
        told["coefficients"] = {
            name: {"proposed": one.proposed, "pending": one.pending}
            for name, one in counts.coefficients.items()
        }
    if program.awards:
        told["awards"] = {
            pool.name: money_told(pool, counts.pools[pool.name].sum()) for pool in program.awards
        }
    return told


def money_told(pool: AwardPool, total: PoolSum) -> dict[str, object]:
    yuan = {"pool": total.pool, "paid": total.paid, "unspent": total.unspent}
    return {
        **{name: show_number(amount, pool.digits) for name, amount in yuan.items()},
        "winners": total.winners,
        "pending": total.waiting,
        "provisional": total.provisional,
    }


def proposal_status(waits: bool, provisional: bool, sign: Sequence[str]) -> str:
    if waits:
        return WAITING
    if provisional:
        return PROVISIONAL
    return UNSIGNED if sign else OPEN


def awards_table(program: Program, settled: Statuses | None = None) -> Listing:
    """The shares of each pool and, without a subject, what stays unspent: the amounts of a pool
    sum to it."""
    digits = max((pool.digits for pool in program.awards), default=2)
    columns = (
        *map(Column, ("award", "subject", "status")),
        _yuan("amount", digits),
        Column("weight", "exact"),
        *map(Column, ("grade", "sign")),
    )

    def shares(pool: AwardPool, assessment: Assessment) -> Iterator[Row]:
        share = assessment.awards.get(pool.name)
        if share is not None:
            yield _award_row(pool, assessment, share, settled)

    def unspent(pool: AwardPool, counts: Counts) -> Iterator[Row]:
        total = counts.pools[pool.name].sum()
        status = PROVISIONAL if total.provisional else UNSPENT
        yield (pool.name, None, status, total.unspent, None, None, None)

    parts = tuple(Part(partial(shares, pool), partial(unspent, pool)) for pool in program.awards)
    return Listing("awards", columns, parts)


def _award_row(
    pool: AwardPool, assessment: Assessment, share: Share, settled: Statuses | None
) -> tuple[Value, ...]:
    status = proposal_status(share.amount is None, share.provisional, pool.sign)
    if settled is not None:
        status = _STATUS[settled[pool.name, assessment.subject]]
    return (
        pool.name,
        assessment.subject,
        status,
        share.amount,
        share.weight,
        assessment.grade,
        _BETWEEN.join(pool.sign),
    )
