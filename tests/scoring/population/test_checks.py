"""Checks and decisions of any evidence: at once as one by one, and by the rule engine as well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.backends.reference import ReferenceMatcher
from rules.expr.kinds import BooleanKind, CategoryKind, DateKind, NumberKind
from rules.program import Field, Program
from rules.values import Value
from scoring.assess import assess_population
from scoring.population.assess import assess_at_once
from tests.scoring.situation import PERIOD, evidence_of, program_of

CASES = Path(__file__).parents[1] / "cases"
DAYS = st.dates(min_value=PERIOD.start, max_value=PERIOD.end)


def values_of(field: Field) -> st.SearchStrategy[Any]:
    strategy: st.SearchStrategy[Any]
    match field.kind:
        case BooleanKind():
            strategy = st.booleans()
        case CategoryKind(words=words):
            strategy = st.sampled_from(words)
        case DateKind():
            strategy = DAYS
        case NumberKind():
            strategy = st.integers(0, 4)
        case _:
            strategy = st.sampled_from(["张", "李"])
    return st.none() | strategy if field.on_missing == "keep" else strategy


def fields(given_fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries({field.name: values_of(field) for field in given_fields})


@st.composite
def situations(draw: st.DrawFn, program: Program) -> tuple[Any, Any]:
    names = ["甲", "乙", "丙"][: draw(st.integers(1, 3))]
    subjects = {name: draw(fields(program.subject.fields)) for name in names}
    records = []
    for kind in program.evidence:
        for number in range(draw(st.integers(0, 5))):
            owner = draw(st.sampled_from(names))
            record = {"subject": owner, "kind": kind.name, "id": f"{kind.name}{number}"}
            records.append({**draw(fields(kind.fields)), **record})
    return subjects, records


@pytest.mark.parametrize("name", ["checks", "same-person"])
def test_any_evidence_comes_to_the_same_at_once_as_one_by_one(name: str) -> None:
    text = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    program = program_of(text["policy"])

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(situations(program))
    def compared(situation: tuple[Any, Any]) -> None:
        evidence = evidence_of(program, *situation)
        expected = assess_population(program, evidence, ReferenceMatcher(program))
        assert assess_at_once(program, evidence, findings=True) == expected

    compared()
