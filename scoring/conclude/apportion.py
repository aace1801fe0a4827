"""Whole units of money split by weight: largest remainder, exact, with a limit for each share."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rules.values import Number


def apportion(
    units: int, weights: Sequence[Number], *, cap: int | None = None, redistribute: bool = False
) -> list[int]:
    """`units` in proportion to the weights, none of them negative. Of equal remainders the earlier
    weight gets the odd unit, so the caller's order decides and nothing else.

    What a share loses to `cap` goes to the others in proportion where `redistribute`, otherwise to
    nobody. The shares sum to `units` unless the cap keeps them from it, or no weight is above 0."""
    if cap is None:
        return _largest_remainder(units, weights)
    if not redistribute:
        return [min(share, cap) for share in _largest_remainder(units, weights)]
    return _capped(units, weights, cap)


def _largest_remainder(units: int, weights: Sequence[Number]) -> list[int]:
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    quotas = [Fraction(units * weight) / total for weight in weights]
    shares = [quota.numerator // quota.denominator for quota in quotas]
    by_remainder = sorted(range(len(quotas)), key=lambda i: shares[i] - quotas[i])
    for i in by_remainder[: units - sum(shares)]:
        shares[i] += 1
    return shares


def _capped(units: int, weights: Sequence[Number], cap: int) -> list[int]:
    """Whoever would get more than the cap gets the cap and the others share the rest, until nobody
    does. Each round raises what a weight of 1 is worth, so who is capped stays capped."""
    capped: set[int] = set()
    while True:
        rest = units - cap * len(capped)
        left = [i for i in range(len(weights)) if i not in capped]
        total = sum(weights[i] for i in left)
        over = [i for i in left if rest * weights[i] > cap * total]
        if not over:
            break
        capped.update(over)
    shares = [cap] * len(weights)
    for i, share in zip(left, _largest_remainder(rest, [weights[i] for i in left]), strict=True):
        shares[i] = share
    return shares
