"""Which of several hits count: rules that compete for a record, records of one matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from rules.program import EvidenceKind, OneMatter, Program, Rule
from scoring.evidence import Record
from scoring.find.hits import Hit, earliest, heaviest
from scoring.notes import Notes, Words

MISSING_MATTER = Words(
    "同一事项的标识缺失，按单独事项计", "a record without the key of its matter counts by itself"
)

Matter: TypeAlias = tuple[object, ...]
# The first rule in doubt of a contest, for a record: (contest, kind, record) → position.
Doubts: TypeAlias = dict[tuple[str, str, str], int]


@dataclass(frozen=True, slots=True)
class MatterPlan:
    """`columns` are the positions of the keys in a record's values."""

    matter: OneMatter
    columns: tuple[int, ...]

    def of(self, hit: Hit) -> Matter | None:
        """The same for all records of one matter, of whichever kind; None where a key is missing,
        which equals nothing."""
        keys = tuple(hit.record.values[column] for column in self.columns)
        kind = "" if self.matter.name else hit.record.kind
        return None if None in keys else (self.matter.name, kind, *keys)


def prepare_matters(program: Program) -> Mapping[str, MatterPlan]:
    """By evidence kind."""
    return {kind.name: _plan(kind, kind.one_matter) for kind in program.evidence if kind.one_matter}


def _plan(kind: EvidenceKind, matter: OneMatter) -> MatterPlan:
    return MatterPlan(matter, tuple(kind.index(key) for key in matter.keys))


def doubt(doubts: Doubts, position: int, rule: Rule, record: Record) -> None:
    """Nobody knows whether the rule would count for the record, or with how much."""
    if rule.contest is not None and rule.contest.keep == "first":
        place = (rule.contest.id, record.kind, record.id)
        doubts[place] = min(position, doubts.get(place, position))


def hold_contests(matters: Mapping[str, MatterPlan], hits: Iterable[Hit], doubts: Doubts) -> None:
    """Of the rules that compete for a record, or for the records of one matter, one counts. Behind
    a rule in doubt none can be the first that holds."""
    rivals: dict[Matter, list[Hit]] = {}
    for hit in hits:
        contest, record = hit.rule.contest, hit.record
        if contest is None:
            continue
        if doubts.get((contest.id, record.kind, record.id), hit.position) < hit.position:
            hit.yield_to("rule_in_doubt")
            continue
        plan = matters.get(record.kind)
        matter = (plan and plan.of(hit)) or ("record", record.kind, record.id)
        rivals.setdefault((contest, len(matter), *matter), []).append(hit)
    for group in rivals.values():
        winner = min(group, key=_first_listed if _keeps_first(group[0]) else heaviest).position
        for hit in group:
            if hit.position != winner:
                hit.yield_to("rival_rule")


def _keeps_first(hit: Hit) -> bool:
    return hit.rule.contest is not None and hit.rule.contest.keep == "first"


def _first_listed(hit: Hit) -> tuple[int]:
    return (hit.position,)


def count_matters_once(
    matters: Mapping[str, MatterPlan], hits: Iterable[Hit], notes: Notes
) -> None:
    """Of the hits of one matter the heaviest keeps its points, or the earliest where the policy
    says so. A record that lacks a key of its matter stands alone."""
    kept: dict[Matter, Hit] = {}
    for hit in hits:
        plan = matters.get(hit.record.kind)
        if plan is None or not hit.counts:
            continue
        matter = plan.of(hit)
        if matter is None:
            notes.caution(hit.rule.id, MISSING_MATTER)
            continue
        scoped = (_scope(plan.matter, hit), *matter)
        rival = kept.setdefault(scoped, hit)
        if rival is not hit:
            first = plan.matter.keep == "first"
            winner, loser = sorted((rival, hit), key=earliest if first else heaviest)
            kept[scoped] = winner
            loser.yield_to("one_matter")


def _scope(matter: OneMatter, hit: Hit) -> str:
    match matter.within:
        case "rule":
            return hit.rule.id
        case "indicator":
            return hit.rule.indicator
        case "policy":
            return ""
