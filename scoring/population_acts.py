"""What looks at all subjects at once: relative measures, means, ranks, quotas, pools."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from rules.matching import Matcher
from rules.program import GRADE, TOTAL, AwardPool, Construct, Indicator, Measure, Program, Rank
from scoring.conclude.awards import prepare_pool
from scoring.conclude.proposing import hold_awards
from scoring.expressions import compiler_of
from scoring.grade.quotas import grades_at_stake, hold_quotas, leave_grade, prepare_quotas
from scoring.grade.ranks import RankPlan, hold_rank, place_values, prepare_rank
from scoring.measure.relative import RelativePlan, hold_relative, leave_relative, prepare_relative
from scoring.notes import NEEDS_POPULATION
from scoring.resting import population_read
from scoring.score.group_means import GroupMeans
from scoring.score.tree import prepare_tree
from scoring.standing import Standing
from scoring.steps import Act, family, only, question_of


@dataclass(frozen=True, slots=True)
class PopulationAct:
    """What looks at all subjects at once, and what is noted where one stands alone."""

    hold: Callable[[Sequence[Standing]], None]
    leave: Act


def prepare_population(
    program: Program, matcher: Matcher, constructs: Sequence[Construct]
) -> PopulationAct:
    """The act of constructs of one family that look at all subjects at once."""
    compiled, rests = compiler_of(program), population_read(program)
    if family(constructs[0]) == "mean":
        return _mean_act(program, only(Indicator, constructs))
    if family(constructs[0]) == "rank":
        ranks = only(Rank, constructs)
        held = [prepare_rank(rank, compiled, rests[rank.name]) for rank in ranks]
        return PopulationAct(
            partial(hold_ranks, held), partial(leave, [rank.name for rank in ranks])
        )
    if family(constructs[0]) == "quota":
        return _quota_act(program, constructs)
    if family(constructs[0]) == "award":
        return _award_act(program, matcher, only(AwardPool, constructs))
    scored = rests[TOTAL] | rests[GRADE]
    plans = [
        prepare_relative(
            measure,
            compiled,
            scored=measure.name in scored,
            rests=rests[measure.name] - {measure.name},
        )
        for measure in only(Measure, constructs)
    ]
    return PopulationAct(partial(hold_measures, plans), partial(leave_measures, plans))


def _mean_act(program: Program, leaves: Sequence[Indicator]) -> PopulationAct:
    rests = population_read(program)
    # A leaf whose group may have to stand in rests on itself, but need not for its own value.
    behind = {leaf.name: rests[leaf.name] - {leaf.name} for leaf in leaves}
    means = GroupMeans(prepare_tree(program, leaves, compiler_of(program)).leaves, behind)
    return PopulationAct(means.hold, means.leave)


def _quota_act(program: Program, constructs: Sequence[Construct]) -> PopulationAct:
    grades = [grade.name for grade in program.grades]
    plans = prepare_quotas(program, compiler_of(program))
    return PopulationAct(
        partial(hold_quotas, plans, grades),
        partial(leave_grade, grades_at_stake(program, constructs)),
    )


def _award_act(program: Program, matcher: Matcher, pools: Sequence[AwardPool]) -> PopulationAct:
    compiled = compiler_of(program)
    question = question_of(matcher, "award", program.awards, pools)
    plans = [prepare_pool(program, pool, compiled) for pool in pools]
    return PopulationAct(
        partial(hold_awards, plans, question.ask),
        partial(leave, [pool.name for pool in pools]),
    )


def hold_measures(plans: Sequence[RelativePlan], standings: Sequence[Standing]) -> None:
    for plan in plans:
        hold_relative(plan, standings)


def leave_measures(plans: Sequence[RelativePlan], standing: Standing) -> None:
    for plan in plans:
        leave_relative(plan, standing)


def leave(names: Sequence[str], standing: Standing) -> None:
    for name in names:
        standing.notes.caution(name, NEEDS_POPULATION)


def hold_ranks(plans: Sequence[RankPlan], standings: Sequence[Standing]) -> None:
    for plan in plans:
        name = plan.rank.name
        places = hold_rank(plan, (s.contender for s in standings if s.state != "not_graded"))
        for standing in standings:
            place = places.get(standing.subject.id)
            standing.summary.update(place_values(name, place))
            if place is not None:
                standing.places[name] = place
