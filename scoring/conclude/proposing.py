"""What results propose: coefficients subject by subject, award pools over the population."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from rules.values import Truth, Value
from scoring.assessment import Recommendation
from scoring.conclude.awards import Candidate, PoolPlan, hold_pool
from scoring.conclude.coefficients import CoefficientPlan, recommend
from scoring.measure.doubts import Possible
from scoring.notes import NEEDS_POPULATION
from scoring.standing import Standing

# The truths of conditions over a summary and what it may be besides, one for each plan.
Ask: TypeAlias = Callable[[Mapping[str, Value], Sequence[Possible]], Sequence[Truth]]


def recommend_coefficients(plans: Sequence[CoefficientPlan], ask: Ask, standing: Standing) -> None:
    """What rests on a rank, or on a grade a quota may take, cannot be told of a subject alone."""
    for plan, truth in zip(plans, ask(standing.summary, standing.possible), strict=True):
        name, notes = plan.coefficient.name, standing.notes
        if standing.alone and (plan.rests or standing.grade is None):
            notes.caution(name, NEEDS_POPULATION)
            standing.coefficients[name] = Recommendation(None)
            continue
        found = recommend(plan, truth, grade=standing.grade, summary=standing.summary, notes=notes)
        if found is not None:
            provisional = bool(plan.rests & standing.may_change) or standing.grade_provisional
            standing.coefficients[name] = replace(found, provisional=provisional)


def hold_awards(plans: Sequence[PoolPlan], ask: Ask, standings: Sequence[Standing]) -> None:
    """Only the graded share; whoever is 待定, or whose grade may yet change, may join or leave."""
    graded = [standing for standing in standings if standing.state == "graded"]
    truths = [ask(standing.summary, standing.possible) for standing in graded]
    pending = sum(standing.state == "pending" for standing in standings)
    for position, plan in enumerate(plans):
        candidates = [
            Candidate(s.subject.id, truth[position], s.summary, s.may_change, s.notes)
            for s, truth in zip(graded, truths, strict=True)
        ]
        shares = hold_pool(plan, candidates, pending=pending)
        for standing in graded:
            if standing.subject.id in shares:
                standing.awards[plan.pool.name] = shares[standing.subject.id]
