"""Whole assessments of policies written as their authors would, compared with hand-made results."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules.backends.crossed import matcher_for
from scoring.assess import Assessor
from scoring.assessment import Assessment
from tests.scoring.situation import assessments, evidence_of, program_of, value_of

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))

OUTPUTS: Mapping[str, Callable[[Assessment], Any]] = {
    "state": lambda a: a.state,
    "reason": lambda a: a.reason_zh,
    "measures": lambda a: dict(a.measures),
    "findings": lambda a: [[f.rule, f.evidence, f.applied, f.lost_to] for f in a.findings],
    "indicators": lambda a: dict(a.indicators),
    "ledger": lambda a: [[line.kind, line.contribution] for line in a.ledger],
    "total": lambda a: a.total,
    "before": lambda a: a.grade_before_veto,
    "after": lambda a: a.grade_after_veto,
    "seats": lambda a: [[seat.grade, seat.outcome] for seat in a.seats],
    "direct": lambda a: list(a.direct_grades),
    "grade": lambda a: a.grade,
    "vetoes": lambda a: list(a.vetoes),
    "places": lambda a: {
        name: [p.group, p.place, p.place_from_last, p.size, p.provisional]
        for name, p in a.places.items()
    },
    "lists": lambda a: list(a.lists),
    "pending_lists": lambda a: list(a.pending_lists),
    "triggers": lambda a: [case.trigger for case in a.triggers],
    "deadlines": lambda a: [case.deadline for case in a.triggers],
    "pending_triggers": lambda a: list(a.pending_triggers),
    "coefficients": lambda a: {
        name: [given.value, given.computed, given.provisional]
        for name, given in a.coefficients.items()
    },
    "awards": lambda a: {
        name: [share.amount, share.provisional] for name, share in a.awards.items()
    },
    "provisional": lambda a: list(a.provisional),
    "not_applicable": lambda a: list(a.not_applicable),
    "excluded": lambda a: list(a.excluded),
    "cautions": lambda a: [caution.place for caution in a.cautions],
}


def numbers(expected: Any) -> Any:
    """Quoted decimals of a case file as exact numbers."""
    match expected:
        case dict():
            return {key: numbers(value) for key, value in expected.items()}
        case list():
            return [numbers(value) for value in expected]
    return value_of(expected)


def cases() -> Iterator[Any]:
    for file in FILES:
        text = yaml.safe_load(file.read_text())
        assert set(text["expect"]) == set(text["subjects"])
        for subject in text["expect"]:
            yield pytest.param(text, subject, id=f"{file.stem}-{subject}")


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_the_rule_engine_says_the_same(file: Path) -> None:
    pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    text = yaml.safe_load(file.read_text())
    program = program_of(text["policy"])
    evidence = evidence_of(
        program, text["subjects"], text.get("records", ()), text.get("delivered")
    )
    durable = Assessor(program, matcher_for(program, "durable")).population(evidence)
    assert {a.subject: a for a in durable} == assessments(program, evidence)


@pytest.mark.parametrize(("text", "subject"), list(cases()))
def test_the_assessment_is_the_one_worked_out_by_hand(text: Any, subject: str) -> None:
    program = program_of(text["policy"])
    evidence = evidence_of(
        program, text["subjects"], text.get("records", ()), text.get("delivered")
    )
    found = assessments(program, evidence)[subject]
    expected = numbers(text["expect"][subject])
    assert {name: OUTPUTS[name](found) for name in expected} == expected
