"""The population engine against the definition: every result and every line of every ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from bench.workload import evidence as workload_evidence
from bench.workload import program as workload
from rules.backends.reference import ReferenceMatcher
from rules.diagnostics import PolicyError
from rules.program import Program, Step, Trigger
from scoring.assess import assess_population
from scoring.assessment import Assessment
from scoring.evidence import Evidence, Record, Subject
from scoring.population.assess import assess_at_once
from scoring.run import admit_request, compile_request
from scoring.runs.request import gathered
from scoring.runs.sample import read_sample
from tests.scoring.situation import PERIOD, evidence_of, program_of
from tests.strategies.programs import SUMMARY, programs, records_of, values_of

ROOT = Path(__file__).parents[3]
CASES = sorted((ROOT / "tests/scoring/cases").glob("*.yaml"))
SAMPLES = sorted((ROOT / "policies").glob("*/sample/sample.yaml"))


def without_findings(assessments: tuple[Assessment, ...]) -> list[Assessment]:
    return [replace(assessment, findings=()) for assessment in assessments]


def by_definition(program: Program, evidence: Evidence) -> tuple[Assessment, ...]:
    return assess_population(program, evidence, ReferenceMatcher(program))


@pytest.mark.parametrize("file", CASES, ids=lambda file: str(file.stem))
def test_the_tables_of_cases_come_out_the_same_to_the_last_finding(file: Path) -> None:
    text = yaml.safe_load(file.read_text())
    program = program_of(text["policy"])
    evidence = evidence_of(
        program, text["subjects"], text.get("records", ()), text.get("delivered")
    )
    expected = by_definition(program, evidence)
    assert assess_at_once(program, evidence, findings=True) == expected
    assert list(assess_at_once(program, evidence)) == without_findings(expected)


REFUSED = """
对象: {种类: 单位, 字段: {}}
考核数据: {巡查: {字段: {扣分数: "[0..9]"}}}
指标: {日常: {分值: 40, 起评分: 满分, 扣分: [{编号: 平摊, 每: 巡查, 扣: 扣分数 / 3, 依据: 示例}]}}
总分: {范围: "[0..40]", 保留: 0}
等次: {合格: 20以上, 不合格: 不满20}
"""


def test_what_is_refused_is_named_with_its_place() -> None:
    program = program_of(REFUSED)
    with pytest.raises(PolicyError) as refused:
        assess_at_once(program, evidence_of(program, {"甲": {}}))
    (problem,) = refused.value.diagnostics
    assert (problem.code, problem.span is not None) == ("engine-cannot", True)
    assert "not rounded" in problem.sentence("en")


def sampled(file: Path, most: int = 150) -> tuple[Program, Evidence]:
    """The sample of a policy; of many subjects only every n-th, with their records."""
    (policy,) = (p for p in file.parents[1].glob("*.yaml") if not p.name.endswith(".test.yaml"))
    request = gathered(read_sample(file, policy))
    program, _ = compile_request(request)
    evidence = admit_request(program, request)
    names = sorted(evidence.subjects)
    kept = names[:: max(1, len(names) // most)]
    subjects = {name: evidence.subjects[name] for name in kept}
    records = {name: evidence.of(name) for name in kept}
    return program, replace(evidence, subjects=subjects, records=records)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parts[-3])
def test_every_shipped_policy_comes_out_the_same_on_its_sample(file: Path) -> None:
    program, evidence = sampled(file)
    assert assess_at_once(program, evidence, findings=True) == by_definition(program, evidence)


def test_the_workload_comes_out_the_same() -> None:
    program, evidence = workload(), workload_evidence(200)
    expected = without_findings(by_definition(program, evidence))
    assert list(assess_at_once(program, evidence)) == expected


def shuffled(evidence: Evidence, seed: int) -> Evidence:
    """The same evidence delivered in another order of subjects."""
    names = list(evidence.subjects)
    Random(seed).shuffle(names)
    subjects = {name: evidence.subjects[name] for name in names}
    return replace(evidence, subjects=subjects, records=dict(reversed(evidence.records.items())))


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_threads_and_the_order_of_evidence_change_nothing(threads: int) -> None:
    program, evidence = workload(), workload_evidence(60)
    expected = assess_at_once(program, evidence, findings=True)
    again = assess_at_once(program, shuffled(evidence, threads), findings=True, threads=threads)
    assert again == expected


# --- generated ---------------------------------------------------------------------------------


def finite(value: Any) -> bool:
    return not isinstance(value, Fraction) or value.denominator in (1, 2, 4, 5, 10, 20, 25, 50, 100)


def without_triggers(program: Program) -> tuple[Step, ...]:
    return tuple(
        replace(step, constructs=tuple(c for c in step.constructs if not isinstance(c, Trigger)))
        for step in program.steps
    )


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Program, Evidence]:
    """A generated policy and up to four subjects with none to three records each."""
    program = draw(programs())
    # A generated condition may have no spelling, and a trigger tells its own.
    program = replace(program, triggers=(), steps=without_triggers(program))
    subjects, records = {}, {}
    for name in draw(st.lists(st.sampled_from("甲乙丙丁"), min_size=1, unique=True)):
        fields: Mapping[str, Any] = {
            field.name: draw(values_of(SUMMARY[field.name])) for field in program.subject.fields
        }
        subjects[name] = Subject(name, fields)
        of_subject: list[Record] = draw(records_of(program, most=3))
        records[name] = tuple(replace(record, subject=name) for record in of_subject)
    delivered = frozenset(kind.name for kind in program.evidence)
    return program, Evidence(PERIOD, subjects, records, delivered)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Program, Evidence]:
    """With numbers as a file could deliver them."""
    program, evidence = draw(worlds())
    values = [value for records in evidence.records.values() for r in records for value in r.values]
    values += [value for subject in evidence for value in subject.fields.values()]
    assume(all(finite(value) for value in values))
    return program, evidence


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.filter_too_much])
@given(situations())
def test_generated_policies_come_out_the_same(situation: tuple[Program, Evidence]) -> None:
    program, evidence = situation
    try:
        found = assess_at_once(program, evidence, findings=True)
    except PolicyError as error:
        assume({problem.code for problem in error.diagnostics} != {"engine-cannot"})
        raise
    assert found == by_definition(program, evidence)
