"""What a case rests on: the rules and the quantities that its condition reads, near or far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
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
    Program,
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


@dataclass(frozen=True)
class Causes:
    """Of the cases of one policy, whoever they are of."""

    program: Program

    def of(self, account: Account, trigger: Trigger, *, only_lost: bool) -> Cause:
        """Of vetoes and direct grades those that hold; where `only_lost`, of the indicators below
        the total those that have less than their full points."""
        program, found = self.program, self._reached(account, trigger, only_lost=only_lost)
        decided = names_read(_held(account)) if GRADE in found else frozenset()
        measures = [measure for measure in program.measures if measure.name in found]
        return Cause(
            tuple(measure for measure in measures if measure.name in decided),
            tuple(rule for rule in program.rules if TOTAL in found or rule.indicator in found),
            tuple(measure for measure in measures if measure.name not in decided),
        )

    def _reached(self, account: Account, trigger: Trigger, *, only_lost: bool) -> set[str]:
        found: set[str] = set()
        ahead = set(self._read[trigger.name])
        while ahead:
            found |= ahead
            steps = (self._steps(account, name, only_lost=only_lost) for name in ahead)
            ahead = {near for some in steps for near in some} - found
        return found

    def _steps(self, account: Account, name: str, *, only_lost: bool) -> frozenset[str]:
        """What a name reads next."""
        if name in (TOTAL, GRADE):
            held = _held(account)
            zeroing = tuple(one for one in held if isinstance(one, Veto) and one.effect == "zero")
            return self._read[name] | names_read(zeroing if name == TOTAL else held)
        indicator = self._indicators.get(name)
        if indicator is None:
            return self._read.get(name, frozenset())
        lost = not (indicator.children or _is_full(account, indicator))
        read = self._read[name] if lost or not only_lost else frozenset()
        return read | set(indicator.children)

    @cached_property
    def _indicators(self) -> Mapping[str, Indicator]:
        return {indicator.name: indicator for indicator in self.program.indicators}

    @cached_property
    def _read(self) -> Mapping[str, frozenset[str]]:
        """What each name reads, whoever is asked about."""
        program = self.program
        read = {measure.name: names_read(measure) for measure in program.measures}
        read |= {indicator.name: names_read(indicator) for indicator in program.indicators}
        read[TOTAL] = frozenset(self._indicators)
        read[GRADE] = names_read(program.grades)
        for rank in program.ranks:
            for name in (rank.name, *(f"{rank.name}.{member}" for member in RANK_MEMBERS)):
                read[name] = names_read(rank)
        tallies = (one for one in program.history if isinstance(one, Tally))
        conclusions: tuple[Conclusion, ...] = (*tallies, *program.lists, *program.triggers)
        return read | {one.name: names_read(asked_of(one)) for one in conclusions}


def _held(account: Account) -> tuple[Veto | DirectGrade, ...]:
    program, found = account.program, account.assessment
    vetoes = (veto for veto in program.vetoes if veto.id in found.vetoes)
    direct = (one for one in program.direct_grades if one.id in found.direct_grades)
    return (*vetoes, *direct)


def _is_full(account: Account, indicator: Indicator) -> bool:
    """Nothing is lost to what does not apply."""
    if indicator.name not in account.assessment.indicators:
        return True
    points, full = account.assessment.indicators[indicator.name], of_class(account, indicator).full
    return points is not None and full is not None and points >= full
