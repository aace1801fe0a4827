"""Findings: records that met a rule, with one matter counted once and the rule caps applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TypeAlias

from rules.backends.reference import Evaluate
from rules.diagnostics import PolicyError, diagnose
from rules.matching import Matches
from rules.program import EvidenceKind, OneMatter, Program, Rule
from rules.values import Number, Value, plain, show_number
from scoring.assessment import Finding
from scoring.evidence import Record
from scoring.expressions import Compile, number_of
from scoring.notes import Notes, Words

UNKNOWN_CONDITION = Words(
    "条件不明的记录，未计分", "a record whose condition is unknown gave no points"
)
MISSING_POINTS = Words("分值缺失的记录，未计分", "a record whose points are missing gave no points")
MISSING_MATTER = Words(
    "同一事项的标识缺失，按单独事项计", "a record without the key of its matter counts by itself"
)
NOT_DELIVERED = Words(
    "考核数据未提供，无从加减分", "the evidence was not delivered, so nothing was found"
)

# Records without a date sort first; text is in code-point order.
Order: TypeAlias = tuple[bool, date, str]


@dataclass(frozen=True, slots=True)
class MatterPlan:
    """`columns` are the positions of the keys in a record's values."""

    matter: OneMatter
    columns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Finder:
    """The record rules with their compiled points, in policy order; matters by evidence kind."""

    rules: tuple[tuple[Rule, Evaluate], ...]
    matters: Mapping[str, MatterPlan]


@dataclass(slots=True)
class Hit:
    """A finding in the making: `raw` and `applied` are sizes, the sign is the rule's."""

    position: int
    rule: Rule
    record: Record
    order: Order
    raw: Number
    applied: Number
    lost_to: str = ""

    def lose(self, remaining: Number, limit: str) -> None:
        self.applied, self.lost_to = remaining, limit

    def finding(self) -> Finding:
        rule, record = self.rule, self.record
        raw = plain(rule.sign * self.raw)
        return Finding(
            rule=rule.id,
            indicator=rule.indicator,
            kind=record.kind,
            evidence=record.id,
            date=record.date,
            raw=raw,
            applied=plain(rule.sign * self.applied) if self.lost_to else raw,
            lost_to=self.lost_to,
        )


def prepare_rules(program: Program, compiled: Compile) -> Finder:
    return Finder(
        tuple((rule, compiled(rule.points, rule.evidence)) for rule in program.rules),
        {
            kind.name: _matter_plan(kind, kind.one_matter)
            for kind in program.evidence
            if kind.one_matter
        },
    )


def _matter_plan(kind: EvidenceKind, matter: OneMatter) -> MatterPlan:
    return MatterPlan(matter, tuple(kind.index(key) for key in matter.keys))


def find(
    finder: Finder,
    records: Sequence[Record],
    matches: Matches,
    *,
    summary: Mapping[str, Value],
    notes: Notes,
) -> tuple[Finding, ...]:
    """Findings by rule in policy order, then by date and evidence id.

    Limits act in the order of the language: one matter counts once, then the cap of each rule."""
    for position, _ in matches.unknown or ():
        notes.caution(finder.rules[position][0].id, UNKNOWN_CONDITION)
    hits = _hits(finder, records, matches, summary=summary, notes=notes)
    if finder.matters:
        _count_matters_once(finder.matters, hits, notes)
    _cap_rules(hits)
    return tuple(hit.finding() for hit in hits)


def caution_undelivered(finder: Finder, delivered: frozenset[str], notes: Notes) -> None:
    for rule, _ in finder.rules:
        if rule.evidence not in delivered:
            notes.caution(rule.id, NOT_DELIVERED)


def _hits(
    finder: Finder,
    records: Sequence[Record],
    matches: Matches,
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
        elif points < 0:
            raise _negative(rule, record, points)
        else:
            order = (record.date is not None, record.date or date.min, record.id)
            hits.append(Hit(position, rule, record, order, points, points))
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


def _count_matters_once(
    matters: Mapping[str, MatterPlan], hits: Iterable[Hit], notes: Notes
) -> None:
    """Of the hits of one matter the heaviest keeps its points, or the earliest where the policy
    says so. A record that lacks a key of its matter stands alone: missing equals nothing."""
    rivals: dict[tuple[object, ...], Hit] = {}
    for hit in hits:
        plan = matters.get(hit.record.kind)
        if plan is None:
            continue
        keys = tuple(hit.record.values[column] for column in plan.columns)
        if None in keys:
            notes.caution(hit.rule.id, MISSING_MATTER)
            continue
        matter = (hit.record.kind, _scope(plan.matter, hit), *keys)
        kept = rivals.setdefault(matter, hit)
        if kept is not hit:
            first = plan.matter.keep == "first"
            winner, loser = sorted((kept, hit), key=_earliest if first else _heaviest)
            rivals[matter] = winner
            loser.lose(0, "one_matter")


def _scope(matter: OneMatter, hit: Hit) -> str:
    match matter.within:
        case "rule":
            return hit.rule.id
        case "indicator":
            return hit.rule.indicator
        case "policy":
            return ""


def _earliest(hit: Hit) -> tuple[Order, int]:
    return (hit.order, hit.position)


def _heaviest(hit: Hit) -> tuple[Number, Order, int]:
    return (-hit.raw, hit.order, hit.position)


def _cap_rules(hits: Iterable[Hit]) -> None:
    """Earlier event dates keep their points, then smaller evidence ids."""
    for _, of_rule in groupby(hits, key=lambda hit: hit.position):
        room: Number | None = None
        for hit in of_rule:
            if hit.rule.cap is None:
                break
            room = hit.rule.cap if room is None else room
            if hit.applied > room:
                hit.lose(room, "rule_cap")
            room -= hit.applied
