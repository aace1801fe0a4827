"""The review of a policy's own sample, and what every synthetic sample claims of itself."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from rules.library import shipped
from scoring.run import review
from scoring.runs.outcome import Outcome
from scoring.runs.sample import read_sample


def policy_of(policy: str) -> Path:
    return shipped() / policy / "2026.1.yaml"


def sample_of(policy: str) -> Path:
    return policy_of(policy).parent / "sample"


@cache
def outcome_of(policy: str) -> Outcome:
    request = read_sample(sample_of(policy) / "sample.yaml", policy_of(policy))
    return review(replace(request, engine="reference"))


def check_mark(outcome: Outcome) -> None:
    mark = outcome.request.mark
    assert mark
    assert "合成数据" in mark.zh
    assert "synthetic" in mark.en


def check_every_outcome_occurs(outcome: Outcome) -> None:
    found, program = outcome.assessments, outcome.program
    assert {a.state for a in found} == {"graded", "not_graded", "pending"}
    assert {a.grade for a in found if a.grade} == {grade.name for grade in program.grades}
    assert {v for a in found for v in a.vetoes} == {veto.id for veto in program.vetoes}
    assert {d for a in found for d in a.direct_grades} == {d.id for d in program.direct_grades}
    assert {name for a in found for name in a.lists} == {rule.name for rule in program.lists}
    assert {case.trigger for a in found for case in a.triggers} == {
        trigger.name for trigger in program.triggers
    }
    assert {f.rule for a in found for f in a.findings} == {rule.id for rule in program.rules}
    assert {a.reason_zh for a in found if a.state == "not_graded"} >= {
        rule.reason for rule in program.ineligibilities
    }
