"""Coefficients and awards: how many, how much, and that the shares of each pool add up to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import cast

from rules.values import Number, add_up, read_decimal
from scoring.notes import Words
from scoring.package.stored import Stored
from scoring.package.table import Column
from scoring.reports.document import Block, Grid, Heading
from scoring.reports.office.tables import COUNT, counted, text


def money_blocks(stored: Stored) -> Iterator[Block]:
    if stored.program.coefficients:
        yield _coefficients(stored)
    if stored.program.awards:
        yield _pools(stored)


def _coefficients(stored: Stored) -> Grid:
    found: Counter[tuple[str, str, Number | None]] = Counter()
    for name, status, value in stored.rows("coefficients", "coefficient", "status", "value"):
        found[str(name), str(status), cast(Number | None, value)] += 1
    order = [coefficient.name for coefficient in stored.program.coefficients]
    ranked = sorted(
        found.items(),
        key=lambda one: (order.index(one[0][0]), one[0][2] is None, -(one[0][2] or 0), one[0][1]),
    )
    headings = (
        text("系数", "coefficient"),
        Heading(Words("值", "value"), Column("value", "exact")),
        text("状态", "status"),
        counted("个数", "subjects"),
    )
    rows = [(name, value, status, count) for (name, status, value), count in ranked]
    return Grid(headings, rows, Words("系数", "coefficients"))


def _pools(stored: Stored) -> Grid:
    """The shares are added up one by one, and must give what the package says was shared."""
    paid: dict[str, Number] = {}
    for name, subject, amount in stored.rows("awards", "award", "subject", "amount"):
        if subject is not None and amount is not None:
            paid[str(name)] = add_up((paid.get(str(name), 0), cast(Number, amount)))
    yuan = Column("yuan", "decimal", stored.column("awards", "amount").digits, "grouped")
    headings = (
        text("奖励资金", "award pool"),
        Heading(Words("资金（元）", "pool, yuan"), yuan),
        Heading(Words("逐人相加（元）", "shares added up, yuan"), yuan),
        Heading(Words("留存（元）", "unspent, yuan"), yuan),
        Heading(Words("份数", "shares"), COUNT),
        Heading(Words("待定", "pending"), COUNT),
        text("核对", "check"),
    )
    rows = []
    for name, told in stored.told["awards"].items():
        whole, shared, unspent = (read_decimal(told[part]) or 0 for part in _PARTS)
        added = paid.get(name, 0)
        if (added, added + unspent) != (shared, whole):
            raise AssertionError(f"the shares of {name} add up to {added} and not to {shared}")
        agrees = "相符 agrees" + ("；暂定 provisional" if told["provisional"] else "")
        rows.append((name, whole, added, unspent, told["winners"], told["pending"], agrees))
    title = Words("奖励资金：资金 = 逐人相加 + 留存", "award pools: pool = shares + unspent")
    return Grid(headings, rows, title)


_PARTS = ("pool", "paid", "unspent")
