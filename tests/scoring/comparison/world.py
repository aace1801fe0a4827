"""Outcomes of small policies over plain data, compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from rules.program import Program
from scoring.comparison.comparison import Comparison, compare
from scoring.runs.counts import count
from scoring.runs.outcome import EngineReport, Outcome
from scoring.runs.request import Request
from tests.scoring.situation import assessments, evidence_of, program_of

Subjects = Mapping[str, Mapping[str, Any]]


@cache
def _program(text: str) -> Program:
    return program_of(text)


def outcome_of(text: str, subjects: Subjects, records: Iterable[Mapping[str, Any]] = ()) -> Outcome:
    program = _program(text)
    evidence = evidence_of(program, subjects, records)
    found = assessments(program, evidence)
    everybody = tuple(found[subject] for subject in sorted(found))
    return Outcome(
        request=Request(Path("test.yaml"), (), "2026"),
        program=program,
        warnings=(),
        evidence=evidence,
        engine=EngineReport("reference", {}, 0, 0, 0),
        counts=count(program, everybody),
        assessments=everybody,
    )


def edited(
    text: str,
    edits: Mapping[str, str],
    subjects: Subjects,
    records: Iterable[Mapping[str, Any]] = (),
) -> Comparison:
    """The policy before and after the edits, each of which replaces words that stand in it once."""
    changed, records = text, list(records)
    for was, now in edits.items():
        assert changed.count(was) == 1, was
        changed = changed.replace(was, now)
    return compare(outcome_of(text, subjects, records), outcome_of(changed, subjects, records))


def moves(found: Comparison) -> dict[str, tuple[str | None, str | None]]:
    """Who has which grade before and after, of those who stand elsewhere."""
    return {
        mover.pair.subject: (
            mover.pair.before and mover.pair.before.grade,
            mover.pair.after and mover.pair.after.grade,
        )
        for mover in found.movers
    }


def whys(found: Comparison) -> dict[str, list[str]]:
    return {m.pair.subject: [cause.words.zh for cause in m.causes] for m in found.movers}


def told_edits(found: Comparison) -> list[tuple[str, str, str, int | None, int | None]]:
    return [
        (*reach.edit.key, reach.edit.how, reach.touched, reach.moved) for reach in found.reaches
    ]
