"""What the first two stages do to one standing: records found, measures taken, subjects refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Protocol

from rules.matching import Matcher
from rules.program import Ineligibility
from scoring.evidence import Record
from scoring.find.findings import Finder, caution_undelivered, find
from scoring.measure.doubts import Possible, possibilities
from scoring.measure.measures import MeasurePlan, take_measure
from scoring.notes import NEEDS_POPULATION, Words
from scoring.questions import Question
from scoring.score.ledger import sums_of
from scoring.standing import Standing

IN_DOUBT = Words(
    "所依据的数值里有弄不清的记录，结论不明",
    "records nobody knows of may change what it rests on, so the result is unknown",
)


class Tallies(Protocol):
    """What an engine for the whole population made of the records of every subject."""

    def find(self, standing: Standing) -> None: ...

    def measure(self, name: str, standing: Standing) -> bool:
        """Whether the measure was taken there."""
        ...


def find_records(finder: Finder, matcher: Matcher, standing: Standing) -> None:
    caution_undelivered(finder, standing.evidence.delivered, standing.notes)
    records = (*standing.records, *standing.followed.late)
    standing.findings = find(
        finder,
        records,
        matcher.match(records, standing.summary),
        summary=standing.summary,
        notes=standing.notes,
    )
    standing.found = sums_of(standing.findings)


def take_measures(
    plans: Sequence[MeasurePlan],
    every: Sequence[MeasurePlan],
    held: Collection[str],
    tallies: Tallies | None,
    judged: Collection[str],
    standing: Standing,
) -> None:
    """`every` is each measure of a subject's own, of this step or another; `held` rest on the
    population, which a subject alone has not got. What is `judged` of something in doubt is
    unknown itself."""
    doubts = partial(_doubts, every, standing)
    records: dict[str, list[Record]] = {}
    for record in standing.records:
        records.setdefault(record.kind, []).append(record)
    for plan in plans:
        name = plan.measure.name
        if standing.alone and name in held:
            standing.notes.caution(name, NEEDS_POPULATION)
            standing.measure(name, None)
            continue
        if tallies is not None and tallies.measure(name, standing):
            continue
        value = take_measure(
            plan,
            records,
            standing.evidence.delivered,
            summary=standing.summary,
            notes=standing.notes,
            calendar=standing.evidence.calendar,
        )
        standing.measure(name, value)
        if name in judged and any(way.get(name, value) != value for way in doubts()):
            standing.notes.caution(name, IN_DOUBT)
            standing.measure(name, None)
    standing.possible = doubts()


def _doubts(every: Sequence[MeasurePlan], standing: Standing) -> tuple[Possible, ...]:
    known = [plan for plan in every if plan.measure.name in standing.measures]
    return possibilities(known, standing.summary, standing.notes, standing.evidence.calendar)


def refuse(rules: Sequence[Ineligibility], question: Question, standing: Standing) -> None:
    for rule, truth in zip(rules, question.ask(standing.summary, standing.possible), strict=True):
        settled = standing.notes.settle(truth, rule.on_unknown, rule.reason)
        if settled:
            standing.refusals.append(rule.reason)
        elif settled is None:
            standing.doubtful = True
            standing.notes.wait(
                Words(
                    f"是否不参评不明（{rule.reason}）",
                    f"whether it is assessed at all is unknown ({rule.reason})",
                )
            )
