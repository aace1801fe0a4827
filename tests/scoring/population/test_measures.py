"""Measures per item and relative to a group in SQL against the definition: missing keys, records
that belong to nothing, doubts, fractions, groups that are still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import ReferenceMatcher
from rules.program import Program
from scoring.assess import assess_population
from scoring.evidence import Evidence
from scoring.population.assess import assess_at_once
from scoring.population.kernel import tally
from scoring.population.results import conclude
from scoring.population.store import load
from tests.scoring.situation import evidence_of, program_of

POLICIES = Path(__file__).parent / "policies"
ITEMS = program_of((POLICIES / "items.yaml").read_text())
RELATIVE = program_of((POLICIES / "relative.yaml").read_text())

Told = Mapping[str, Any]

KEYS = st.sampled_from([None, "p0", "p0", "p1", "p2", "p9"])
PROJECTS = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.just("项目"),
            "项目号": st.sampled_from([None, "p0", "p1", "p2"]),
            "系数": st.sampled_from([None, 0, 1, "-1", "2.5"]),
            "权": st.sampled_from([None, 0, 1, "0.5"]),
            "类别": st.sampled_from(["甲类", "乙类"]),
        }
    ),
    max_size=3,
    unique_by=lambda told: told["项目号"],
)
MARK = st.fixed_dictionaries(
    {
        "kind": st.just("评分"),
        "项目号": KEYS,
        "得分": st.sampled_from([None, -3, 0, 7, "62.5"]),
        "评议方": st.sampled_from([None, "甲方", "乙方"]),
        "采用": st.sampled_from([None, True, True, False]),
    }
)
VISIT = st.fixed_dictionaries(
    {"kind": st.just("走访"), "项目号": KEYS, "次": st.sampled_from([None, 0, 1, 4])}
)
RECORDS = st.builds(
    lambda projects, others: [*projects, *others],
    PROJECTS,
    st.lists(MARK | MARK | VISIT, max_size=6),
)


def situation(program: Program, subjects: Sequence[tuple[Told, Sequence[Told]]]) -> Evidence:
    known = {f"s{i}": fields for i, (fields, _) in enumerate(subjects)}
    records = [
        {"subject": f"s{i}", "id": str(n), "date": date(2026, 3, 1), **cells}
        for i, (_, own) in enumerate(subjects)
        for n, cells in enumerate(own)
    ]
    return evidence_of(program, known, records)


def agree(program: Program, evidence: Evidence) -> None:
    expected = assess_population(program, evidence, ReferenceMatcher(program))
    assert assess_at_once(program, evidence, findings=True) == expected


@settings(deadline=None, max_examples=6)
@given(
    st.lists(
        st.tuples(st.fixed_dictionaries({"档": st.sampled_from([None, 0, 2, -1])}), RECORDS),
        min_size=1,
        max_size=4,
    )
)
def test_measures_per_item_are_those_of_the_definition(
    subjects: list[tuple[Told, list[Told]]],
) -> None:
    agree(ITEMS, situation(ITEMS, subjects))


COMPANY = st.fixed_dictionaries(
    {
        "街道": st.sampled_from([None, "东", "东", "西"]),
        "月数": st.sampled_from([None, 3, 8, 12, 12]),
        "户数": st.sampled_from([None, 0, 1, 2, 3, 7, -2, 9]),
        "等级": st.sampled_from([None, "低", "中", "高"]),
    }
)
COMPLAINT = st.fixed_dictionaries(
    {"kind": st.just("投诉"), "次": st.sampled_from([None, 0, 1, 1, 2, 5, -1])}
)


@settings(deadline=None, max_examples=8)
@given(st.lists(st.tuples(COMPANY, st.lists(COMPLAINT, max_size=2)), min_size=1, max_size=7))
def test_relative_measures_are_those_of_the_definition(
    subjects: list[tuple[Told, list[Told]]],
) -> None:
    agree(RELATIVE, situation(RELATIVE, subjects))


@pytest.mark.parametrize("program", [ITEMS, RELATIVE], ids=["items", "relative"])
def test_these_measures_need_nothing_else(program: Program) -> None:
    with duckdb.connect() as connection:
        store = load(connection, program, situation(program, [({}, [])]))
        conclude(store, program, tally(store, program))
