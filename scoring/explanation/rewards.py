"""Explanation of coefficients and awards: how each came about, and who must sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rules.program import AwardPool, Coefficient
from rules.values import Number
from scoring.assessment import Recommendation, Share
from scoring.explanation.account import Account, Sentence, below
from scoring.wording import told


def rewards(account: Account) -> Iterator[Sentence]:
    """The digest is told where there is something to sign."""
    found, program = account.assessment, account.program
    for coefficient in program.coefficients:
        if (given := found.coefficients.get(coefficient.name)) is not None:
            yield from _coefficient(account, coefficient, given)
    for pool in program.awards:
        if (share := found.awards.get(pool.name)) is not None:
            yield from _award(account, pool, share)
    if found.digest is not None:
        yield Sentence(0, account.voice.say("digest", digest=found.digest))


def _coefficient(
    account: Account, coefficient: Coefficient, given: Recommendation
) -> Iterator[Sentence]:
    say, name = account.voice.say, coefficient.label or coefficient.name
    if given.value is None or given.factor is None or given.computed is None:
        yield Sentence(0, say("coefficient_pending", name=name))
    else:
        value = told(given.value, coefficient.told_digits)
        yield Sentence(
            0,
            say(
                "coefficient",
                name=name,
                value=value,
                applied_by=coefficient.applied_by,
                sign=_to_sign(account, coefficient.sign),
                basis=account.voice.basis(coefficient.basis),
            ),
        )
        yield Sentence(1, _factor(account, coefficient, given))
        if given.value != given.computed:
            yield Sentence(1, say("limited", value=value))
        if given.provisional:
            yield Sentence(1, say("coefficient_provisional"))
    if coefficient.when is not None:
        yield from below(account.condition(coefficient.when))


def _factor(account: Account, coefficient: Coefficient, given: Recommendation) -> str:
    on_base = coefficient.mode == "uplift" and given.base is not None
    return account.voice.say(
        "mode_uplift_on" if on_base else f"mode_{coefficient.mode}",
        factor=_shown(given.factor),
        base=_shown(given.base),
        computed=_shown(given.computed),
    )


def _award(account: Account, pool: AwardPool, share: Share) -> Iterator[Sentence]:
    say, name = account.voice.say, pool.label or pool.name
    if share.amount is None:
        yield Sentence(0, say("award_pending", name=name))
    else:
        amount = told(share.amount, pool.digits)
        sign, basis = _to_sign(account, pool.sign), account.voice.basis(pool.basis)
        yield Sentence(0, say("award", name=name, amount=amount, sign=sign, basis=basis))
    if share.weight is not None:
        yield Sentence(1, _split(account, pool, share))
    if pool.cap is not None and share.amount == pool.cap:
        yield Sentence(1, say("award_capped", cap=told(pool.cap, pool.digits)))
    if share.provisional:
        yield Sentence(1, say("award_provisional"))
    if pool.when is not None:
        yield from below(account.condition(pool.when))


def _split(account: Account, pool: AwardPool, share: Share) -> str:
    if pool.method == "fixed":
        phrase = "award_fixed"
    else:
        phrase = "award_equal" if pool.method == "equal" and not pool.months else "award_weighed"
    return account.voice.say(
        phrase,
        pool=_shown(pool.amount),
        winners=share.winners,
        weight=_shown(share.weight),
        weights=told(share.weights),
    )


def _to_sign(account: Account, sign: Sequence[str]) -> str:
    voice = account.voice
    return voice.say("to_sign", sign=voice.joined(sign)) if sign else ""


def _shown(number: Number | None) -> str:
    return "" if number is None else told(number)
