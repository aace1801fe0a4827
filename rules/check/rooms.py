"""Quotas that leave groups without a place, never bind, or allow less once approved."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from rules import program as plan
from rules.check.lint import Lint
from rules.constructs.quotas import Heads
from rules.diagnostics import Diagnostic, diagnose
from rules.source import Span
from rules.values import Number


def check_rooms(lint: Lint) -> Iterator[Diagnostic]:
    ranks = {rank.name: rank for rank in lint.program.ranks}
    for quota, text in zip(lint.program.quotas, lint.policy.quota, strict=True):
        if quota.exact:
            continue
        span = text.value_span("quota_max")
        for seats in quota.seats:
            yield from _of_seats(quota, seats, grouped=bool(ranks[quota.rank].within), span=span)
        for seats, approved in zip(quota.seats, quota.approved, strict=False):
            if _amount(approved) < _amount(seats):
                yield diagnose("quota-approved-less", text.key_span("approved"), grade=seats.grade)


def _of_seats(
    quota: plan.Quota, seats: plan.Seats, *, grouped: bool, span: Span | None
) -> Iterator[Diagnostic]:
    if _amount(seats) == 0:
        yield diagnose("quota-without-room", span, grade=seats.grade)
    elif seats.share == 1:
        yield diagnose("quota-never-binds", span, grade=seats.grade)
    elif seats.share is not None and (grouped or quota.small_below):
        needed = _needed(seats.share, quota.heads)
        if max(quota.small_below, 1) < needed:
            yield diagnose(
                "quota-small-groups", span, grade=seats.grade, needed=needed, most=needed - 1
            )


def _amount(seats: plan.Seats) -> Fraction:
    return Fraction(seats.share if seats.share is not None else seats.count or 0)


def _needed(share: Number, heads: Heads | None) -> int:
    """From how many graded subjects on a group has a place."""
    match heads:
        case "up":
            return 1
        case "half_up":
            return ceil(Fraction(1, 2) / share)
    return ceil(1 / Fraction(share))
