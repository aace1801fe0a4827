"""The indicator tree in SQL against the definition: classes, what does not apply, what leaves, what
is restored, means of a group, tables, steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import ReferenceMatcher
from rules.diagnostics import PolicyError
from rules.program import Program
from scoring.assess import assess_population
from scoring.assessment import Assessment
from scoring.evidence import Evidence
from scoring.population.assess import assess_at_once
from scoring.population.kernel import tally
from scoring.population.results import conclude
from scoring.population.store import load
from tests.scoring.situation import evidence_of, program_of

POLICIES = Path(__file__).parent / "policies"
PROGRAMS = {
    name: program_of((POLICIES / f"{name}.yaml").read_text())
    for name in ("leaving", "excluded", "means")
}

SUBJECT = st.fixed_dictionaries(
    {
        "类": st.sampled_from([None, "甲类", "甲类", "乙类"]),
        "有": st.sampled_from([None, True, True, False]),
        "件": st.sampled_from([None, 0, 1, 2, 3, 4, 6]),
        "率": st.sampled_from([None, "-1", "0", "2.5", "3", "6.5", "9", "9"]),
    }
)
RECORD = st.fixed_dictionaries(
    {
        "认定": st.sampled_from([None, True, True, False]),
        "扣": st.sampled_from([None, "0.5", "3", "21"]),
    }
)


def situation(
    program: Program, subjects: Sequence[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]]
) -> Evidence:
    known = {f"s{i}": fields for i, (fields, _) in enumerate(subjects)}
    records = [
        {"subject": f"s{i}", "kind": "检查", "id": str(n), "date": date(2026, 3, 1), **cells}
        for i, (_, own) in enumerate(subjects)
        for n, cells in enumerate(own)
        if program.evidence
    ]
    return evidence_of(program, known, records)


@pytest.mark.parametrize("name", PROGRAMS)
@settings(deadline=None, max_examples=8)
@given(st.lists(st.tuples(SUBJECT, st.lists(RECORD, max_size=3)), min_size=1, max_size=7))
def test_points_of_the_whole_tree_are_those_of_the_definition(
    name: str, subjects: list[tuple[dict[str, Any], list[dict[str, Any]]]]
) -> None:
    program = PROGRAMS[name]
    evidence = situation(program, subjects)
    assert assess_at_once(program, evidence, findings=True) == by_definition(program, evidence)


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_tree_needs_nothing_else(name: str) -> None:
    program = PROGRAMS[name]
    evidence = situation(program, [({"类": "甲类", "有": True, "件": 1, "率": "3"}, [])])
    with duckdb.connect() as connection:
        store = load(connection, program, evidence)
        conclude(store, program, tally(store, program))


MEETING = """
对象: {种类: 企业, 字段: {甲: {类型: 整数, 缺失: 不计}, 乙: {类型: 整数, 缺失: 不计}}}
指标:
  唯一:
    决策表:
      命中: 唯一
      输入: [甲 + 0, 乙]
      行: [["> 1", 任意, 1], [任意, "> 1", 2], ["< 0", 任意, 3]]
    缺失: 零分
总分: {保留: 0}
等次: {合格: 2以上, 不合格: 不满2}
"""


@pytest.mark.parametrize("number", [None, -1, 0, 2])
@pytest.mark.parametrize("other", [None, 0, 2])
def test_rows_that_may_not_meet_stop_the_run_at_the_first_subject(
    number: int | None, other: int | None
) -> None:
    program = program_of(MEETING)
    fields = {"甲": number, "乙": other}
    evidence = evidence_of(program, {"a": {"甲": 0, "乙": 0}, "b": fields, "c": fields})
    assert outcome(assess_at_once, program, evidence) == outcome(by_definition, program, evidence)


def by_definition(program: Program, evidence: Evidence) -> Sequence[Assessment]:
    return assess_population(program, evidence, ReferenceMatcher(program))


def outcome(
    assess: Callable[[Program, Evidence], Sequence[Assessment]],
    program: Program,
    evidence: Evidence,
) -> object:
    """The assessments, or what is told where there are none."""
    try:
        return assess(program, evidence)
    except PolicyError as error:
        return error.diagnostics
