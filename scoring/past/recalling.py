"""History in an assessment: of earlier periods at its start, with this one among conclusions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from functools import partial

from rules.program import PeriodKind, Program, Recall, Tally
from scoring.expressions import compiler_of
from scoring.past.history import states
from scoring.past.tallies import (
    RecallPlan,
    TallyPlan,
    prepare_recall,
    prepare_tally,
    unknown_past,
)
from scoring.standing import Standing


def prepare_recalling(program: Program) -> Callable[[Standing], None]:
    """An act that sets every quantity of earlier periods alone."""
    compiled = compiler_of(program)
    tallies = [prepare_tally(q, program, compiled) for q in program.history if isinstance(q, Tally)]
    recalls = [
        prepare_recall(q, program, compiled) for q in program.history if isinstance(q, Recall)
    ]
    return partial(recall_past, tallies, recalls, program.head.period)


def recall_past(
    tallies: Sequence[TallyPlan],
    recalls: Sequence[RecallPlan],
    kind: PeriodKind,
    standing: Standing,
) -> None:
    past = standing.of_the_past(kind)
    for plan in tallies:
        standing.past[plan.tally.earlier] = plan.count(past, this=None).value
    for recall in recalls:
        value, mention = recall.recall_from(past)
        standing.past[recall.recall.name] = value
        if mention.lack is not None:
            standing.notes.caution(recall.recall.name, unknown_past(mention))
    standing.summary |= standing.past


def prepare_counting(
    program: Program, tallies: Sequence[Tally], rests: Mapping[str, Set[str]]
) -> Callable[[Standing], None]:
    compiled = compiler_of(program)
    plans = [prepare_tally(tally, program, compiled) for tally in tallies]
    return partial(count_back, plans, program.head.period, rests)


def count_back(
    plans: Sequence[TallyPlan],
    kind: PeriodKind,
    rests: Mapping[str, Set[str]],
    standing: Standing,
) -> None:
    """Tallies with the period at hand in them, in which the subject is graded. What rests on a rank
    cannot be told of a subject alone."""
    past = standing.of_the_past(kind)
    now = {**standing.summary, **states("graded")}
    for plan in plans:
        name = plan.tally.name
        this = plan.at_hand(past.here, now)
        if standing.needs_population(name, rests):
            this = this._replace(verdict="unknown")
        count = plan.count(past, this=this)
        standing.past[name] = standing.summary[name] = count.value
        if count.value is None:
            standing.notes.caution(name, unknown_past(count.mentions[-1]))
