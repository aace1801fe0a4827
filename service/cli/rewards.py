"""Coefficients and award pools on screen: how many, for whom, and where the money goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from rules.program import AwardPool, Coefficient
from rules.values import Number, show_number
from scoring.assessment import Assessment
from scoring.awards import pool_sum

# Chinese and English put side by side, or English alone.
Both: TypeAlias = Callable[[tuple[str, str]], str]


def coefficient_line(
    coefficient: Coefficient, assessments: Iterable[Assessment], both: Both
) -> str:
    """How many have it, and between which numbers."""
    name = coefficient.name
    given = [a.coefficients[name] for a in assessments if name in a.coefficients]
    values = sorted(one.value for one in given if one.value is not None)
    text = f"  {name}  {len(values):,}"
    if values:
        low, high = (show_number(values[i], coefficient.digits) for i in (0, -1))
        text += f"：{low}" if low == high else f"：{low} – {high}"
    waiting = len(given) - len(values)
    return text + (f"；{both(('待定', 'pending'))} {waiting:,}" if waiting else "")


def pool_line(
    pool: AwardPool, assessments: Iterable[Assessment], both: Both, *, waiting: bool = True
) -> str:
    """pool = paid + unspent, in yuan; and how many shares wait for a value."""
    total = pool_sum(pool, assessments)

    def yuan(amount: Number) -> str:
        whole, point, part = show_number(amount, pool.digits).partition(".")
        return f"{int(whole):,}{point}{part}"

    text = (
        f"  {pool.name}  {yuan(total.pool)} {both(('元', 'yuan'))} = "
        f"{both(('分配', 'shared'))} {yuan(total.paid)}（{total.winners:,}） + "
        f"{both(('留存', 'unspent'))} {yuan(total.unspent)}"
    )
    notes = [f"{both(('待定', 'pending'))} {total.waiting:,}"] if waiting and total.waiting else []
    notes += [both(("暂定", "provisional"))] if total.provisional else []
    return "；".join([text, *notes])
