"""Coefficients and award pools on screen: how many, for whom, and where the money goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from rules.program import AwardPool, Coefficient
from rules.values import Number, show_number
from scoring.conclude.awards import PoolSum
from scoring.runs.counts import Recommended

# Chinese and English put side by side, or English alone.
Both: TypeAlias = Callable[[tuple[str, str]], str]


def coefficient_line(coefficient: Coefficient, given: Recommended, both: Both) -> str:
    """How many have it, and between which numbers."""
    text = f"  {coefficient.name}  {given.proposed:,}"
    if given.low is not None and given.high is not None:
        low, high = (show_number(end, coefficient.told_digits) for end in (given.low, given.high))
        text += f"：{low}" if low == high else f"：{low} – {high}"
    waiting = given.pending
    return text + (f"；{both(('待定', 'pending'))} {waiting:,}" if waiting else "")


def pool_line(pool: AwardPool, total: PoolSum, both: Both, *, waiting: bool = True) -> str:
    """pool = paid + unspent, in yuan; and how many shares wait for a value."""

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
