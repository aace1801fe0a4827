"""What a case rests on: the rules and the quantities that its condition reads, near or far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from rules.dependencies import asked_of, names_read
from rules.program import (
    GRADE,
    RANK_MEMBERS,
    TOTAL,
    Conclusion,
    DirectGrade,
    Indicator,
    Measure,
    Rule,
    Tally,
    Trigger,
    Veto,
)
from scoring.explanation.account import Account
from scoring.explanation.sources import of_class


class Cause(NamedTuple):
    """Each in policy order. `decisive` are the quantities that a veto or direct grade which holds
    reads itself; `measures` are the others."""

    decisive: tuple[Measure, ...]
    rules: tuple[Rule, ...]
    measures: tuple[Measure, ...]


def cause_of(account: Account, trigger: Trigger, *, only_lost: bool) -> Cause:
    """Of vetoes and direct grades those that hold; where `only_lost`, of the indicators below the
    total those that have less than their full points."""
    program, found = account.program, _reached(account, trigger, only_lost=only_lost)
    decided = names_read(_held(account)) if GRADE in found else frozenset()
    measures = [measure for measure in program.measures if measure.name in found]
    return Cause(
        tuple(measure for measure in measures if measure.name in decided),
        tuple(rule for rule in program.rules if TOTAL in found or rule.indicator in found),
        tuple(measure for measure in measures if measure.name not in decided),
    )


def _reached(account: Account, trigger: Trigger, *, only_lost: bool) -> set[str]:
    steps = _steps(account, only_lost=only_lost)
    found: set[str] = set()
    ahead = set(names_read(asked_of(trigger)))
    while ahead:
        found |= ahead
        ahead = {near for name in ahead for near in steps.get(name, ())} - found
    return found


def _held(account: Account) -> tuple[Veto | DirectGrade, ...]:
    program, found = account.program, account.assessment
    vetoes = (veto for veto in program.vetoes if veto.id in found.vetoes)
    direct = (one for one in program.direct_grades if one.id in found.direct_grades)
    return (*vetoes, *direct)


def _steps(account: Account, *, only_lost: bool) -> Mapping[str, frozenset[str]]:
    """What each name reads next."""
    program = account.program
    steps = {measure.name: names_read(measure) for measure in program.measures}
    for indicator in program.indicators:
        read = names_read(indicator)
        if only_lost and (indicator.children or _is_full(account, indicator)):
            read = frozenset()
        steps[indicator.name] = read | set(indicator.children)
    held = _held(account)
    zeroing = tuple(one for one in held if isinstance(one, Veto) and one.effect == "zero")
    steps[TOTAL] = names_read(zeroing) | {one.name for one in program.indicators}
    steps[GRADE] = names_read((program.grades, held))
    for rank in program.ranks:
        for name in (rank.name, *(f"{rank.name}.{member}" for member in RANK_MEMBERS)):
            steps[name] = names_read(rank)
    tallies = (one for one in program.history if isinstance(one, Tally))
    conclusions: tuple[Conclusion, ...] = (*tallies, *program.lists, *program.triggers)
    for conclusion in conclusions:
        steps[conclusion.name] = names_read(asked_of(conclusion))
    return steps


def _is_full(account: Account, indicator: Indicator) -> bool:
    """Nothing is lost to what does not apply."""
    if indicator.name not in account.assessment.indicators:
        return True
    points, full = account.assessment.indicators[indicator.name], of_class(account, indicator).full
    return points is not None and full is not None and points >= full
