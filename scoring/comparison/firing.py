"""How often each rule, veto and direct grade was met, before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from rules.program import Program
from rules.values import Number, add_up
from scoring.assessment import Assessment
from scoring.comparison.edits import Family, Key, constructs_of, label_of
from scoring.runs.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Fired:
    """Records that met it, of how many subjects, and the points they came to. A veto or a direct
    grade is met by subjects, and has no records and no points."""

    hits: int = 0
    subjects: int = 0
    points: Number = 0


@dataclass(frozen=True, slots=True)
class Firing:
    """`before` or `after` is None where the policy has no such rule."""

    key: Key
    label: str
    before: Fired | None
    after: Fired | None

    @property
    def turn(self) -> Literal["started", "stopped", "other"]:
        was = self.before is not None and self.before.subjects > 0
        now = self.after is not None and self.after.subjects > 0
        if was == now:
            return "other"
        return "started" if now else "stopped"


_WATCHED: tuple[Family, ...] = ("rule", "veto", "direct_grade")


def firings(before: Outcome, after: Outcome) -> tuple[Firing, ...]:
    """Those that differ: in the order of the new policy, what it no longer has at the end."""
    ours, theirs = _fired(before), _fired(after)
    constructs = {**constructs_of(before.program), **constructs_of(after.program)}
    return tuple(
        Firing(key, label_of(constructs[key]), ours.get(key), theirs.get(key))
        for key in dict.fromkeys((*theirs, *ours))
        if ours.get(key) != theirs.get(key)
    )


def _fired(outcome: Outcome) -> dict[Key, Fired]:
    hits: Counter[Key] = Counter()
    subjects: Counter[Key] = Counter()
    points: dict[Key, list[Number]] = {}
    for assessment in outcome.assessments:
        for line in assessment.ledger:
            if line.kind == "rule":
                key = Key("rule", line.rule)
                hits[key] += line.hits
                subjects[key] += 1
                points.setdefault(key, []).append(line.applied)
        subjects.update(_verdicts(assessment))
    return {
        key: Fired(hits[key], subjects[key], add_up(points.get(key, ())))
        for key in _watched(outcome.program)
    }


def _watched(program: Program) -> Iterable[Key]:
    return (key for key in constructs_of(program) if key.family in _WATCHED)


def _verdicts(assessment: Assessment) -> Iterator[Key]:
    yield from (Key("veto", name) for name in assessment.vetoes)
    yield from (Key("direct_grade", name) for name in assessment.direct_grades)
