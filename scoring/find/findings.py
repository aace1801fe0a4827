"""Findings: records that met a rule, and what of their points is left after all limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from rules.backends.reference import Evaluate
from rules.diagnostics import PolicyError, diagnose
from rules.matching import Matches
from rules.program import Program, Rule
from rules.values import Number, Value, show_number
from scoring.assessment import Finding
from scoring.evidence import Record
from scoring.expressions import Compile, number_of
from scoring.find.caps import Cap, JointPlan, cap_jointly, cap_rules, caps_of, prepare_joints
from scoring.find.hits import Hit, order_of
from scoring.find.matters import (
    Doubts,
    MatterPlan,
    count_matters_once,
    doubt,
    hold_contests,
    prepare_matters,
)
from scoring.notes import Notes, Words

UNKNOWN_CONDITION = Words(
    "条件不明的记录，未计分", "a record whose condition is unknown gave no points"
)
MISSING_POINTS = Words("分值缺失的记录，未计分", "a record whose points are missing gave no points")
NOT_DELIVERED = Words(
    "考核数据未提供，无从加减分", "the evidence was not delivered, so nothing was found"
)


@dataclass(frozen=True, slots=True)
class Finder:
    """The record rules with their compiled points, in policy order; matters by evidence kind, the
    limits of a rule by its position; nobody delivers what a run has `made`."""

    rules: tuple[tuple[Rule, Evaluate], ...]
    matters: Mapping[str, MatterPlan] = field(default_factory=dict)
    caps: Mapping[int, tuple[Cap, ...]] = field(default_factory=dict)
    joints: tuple[JointPlan, ...] = ()
    made: frozenset[str] = frozenset()


def prepare_rules(program: Program, compiled: Compile) -> Finder:
    caps = {position: caps_of(rule) for position, rule in enumerate(program.rules)}
    return Finder(
        tuple((rule, compiled(rule.points, rule.evidence)) for rule in program.rules),
        prepare_matters(program),
        {position: own for position, own in caps.items() if own},
        prepare_joints(program.joint_caps, program.rules),
        frozenset(kind.name for kind in program.made_kinds),
    )


def find(
    finder: Finder,
    records: Sequence[Record],
    matches: Matches,
    *,
    summary: Mapping[str, Value],
    notes: Notes,
) -> tuple[Finding, ...]:
    """Findings by rule in policy order, then by date and evidence id.

    Limits act in the order of the language: of one occurrence, which of several count, what the
    first and the later occurrences are worth, then the limits of each rule, then of several."""
    doubts: Doubts = {}
    for position, index in matches.unknown or ():
        rule = finder.rules[position][0]
        notes.caution(rule.id, UNKNOWN_CONDITION)
        doubt(doubts, position, rule, records[index])
    hits = _hits(finder, records, matches, doubts, summary=summary, notes=notes)
    if any(rule.contest for rule, _ in finder.rules):
        hold_contests(finder.matters, hits, doubts)
    if finder.matters:
        count_matters_once(finder.matters, hits, notes)
    if any(rule.later for rule, _ in finder.rules):
        _weigh_occurrences(hits)
    cap_rules(finder.caps, hits)
    cap_jointly(finder.joints, hits)
    return tuple(hit.finding() for hit in hits)


def caution_undelivered(finder: Finder, delivered: frozenset[str], notes: Notes) -> None:
    for rule, _ in finder.rules:
        if rule.evidence not in delivered and rule.evidence not in finder.made:
            notes.caution(rule.id, NOT_DELIVERED)


def _hits(
    finder: Finder,
    records: Sequence[Record],
    matches: Matches,
    doubts: Doubts,
    *,
    summary: Mapping[str, Value],
    notes: Notes,
) -> list[Hit]:
    hits = []
    for position, index in matches.true:
        (rule, points_of), record = finder.rules[position], records[index]
        points = number_of(points_of(record.values, summary))
        if points is None:
            notes.caution(rule.id, MISSING_POINTS)
            doubt(doubts, position, rule, record)
        elif points < 0:
            raise _negative(rule, record, points)
        else:
            hit = Hit(position, rule, record, order_of(record), points, points)
            if rule.cap_each is not None:
                hit.weigh(points)
            hits.append(hit)
    hits.sort(key=lambda hit: (hit.position, hit.order))
    return hits


def _negative(rule: Rule, record: Record, points: Number) -> PolicyError:
    return PolicyError(
        [
            diagnose(
                "points-below-zero",
                rule.points.span,
                rule=rule.id,
                evidence=record.id,
                points=show_number(points),
            )
        ]
    )


def _weigh_occurrences(hits: Iterable[Hit]) -> None:
    """Where occurrences differ: the second, the third … in order of date and id; the last stated
    points are those of all further ones. A hit that does not count is no occurrence."""
    for _, of_rule in groupby((hit for hit in hits if hit.rule.later and hit.counts), _rule_of):
        for number, hit in enumerate(of_rule):
            if number:
                hit.weigh(hit.rule.later[min(number, len(hit.rule.later)) - 1])


def _rule_of(hit: Hit) -> int:
    return hit.position
