"""Everybody assessed in parts against everybody assessed at once."""

from __future__ import annotations

import tempfile
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow", reason="Arrow is not installed: make spark")

from bench.workload import evidence as workload_evidence  # noqa: E402
from bench.workload import program as workload  # noqa: E402
from rules.compile import compile_policy  # noqa: E402
from rules.diagnostics import PolicyError  # noqa: E402
from rules.program import Program  # noqa: E402
from scoring.assessment import Assessment  # noqa: E402
from scoring.cluster.assess import assessed_in_parts, together  # noqa: E402
from scoring.cluster.crossing import Crossing, schema_of  # noqa: E402
from scoring.cluster.ranges import parts_of  # noqa: E402
from scoring.evidence import Evidence  # noqa: E402
from scoring.population.assess import assess_at_once  # noqa: E402
from scoring.snapshot.reading import read_snapshot  # noqa: E402
from scoring.snapshot.writing import write_snapshot  # noqa: E402
from tests.scoring.cluster.conftest import TasksHere  # noqa: E402
from tests.scoring.population.test_at_once import SAMPLES, sampled, situations  # noqa: E402
from tests.scoring.test_following import POLICY, case  # noqa: E402
from tests.scoring.test_following import evidence as cases_followed  # noqa: E402


def in_parts(
    program: Program,
    evidence: Evidence,
    parts: int,
    *,
    findings: bool = True,
    tasks: Any = None,
) -> tuple[Assessment, ...]:
    """As a run has it: from a snapshot of the evidence."""
    with tempfile.TemporaryDirectory() as folder:
        snapshot, shared = Path(folder) / "snapshot", Path(folder) / "shared"
        write_snapshot(program, evidence, snapshot)
        read = read_snapshot(program, evidence.period, snapshot)
        read = replace(read, history=evidence.history, calendar=evidence.calendar)
        with assessed_in_parts(
            program,
            read,
            nullcontext(tasks or TasksHere()),
            snapshot=snapshot,
            shared=shared,
            findings=findings,
            parts=parts,
        ) as found:
            assert not shared.exists()
            return tuple(found)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parts[-3])
def test_every_shipped_policy_comes_out_the_same(file: Path) -> None:
    program, evidence = sampled(file)
    assert in_parts(program, evidence, 7) == tuple(assess_at_once(program, evidence, findings=True))


@pytest.mark.parametrize("parts", [1, 2, 59, 60, 200])
def test_the_number_of_parts_changes_nothing(parts: int) -> None:
    program, evidence = workload(), workload_evidence(60)
    expected = tuple(assess_at_once(program, evidence))
    assert in_parts(program, evidence, parts, findings=False) == expected


def test_cases_that_are_followed_come_out_the_same() -> None:
    program = compile_policy(POLICY.encode(), "cases.yaml")[0]
    followed = cases_followed(program, [], [case()])
    expected = tuple(assess_at_once(program, followed, findings=True))
    assert [finding.rule for finding in expected[0].findings] == ["整改-逾期"]
    assert in_parts(program, followed, 3) == expected


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.filter_too_much])
@given(situations(), st.integers(1, 5))
def test_generated_policies_come_out_the_same(
    situation: tuple[Program, Evidence], parts: int
) -> None:
    program, evidence = situation
    try:
        expected = tuple(assess_at_once(program, evidence, findings=True))
    except PolicyError:
        assume(False)  # hypothesis' own word
    assert in_parts(program, evidence, parts) == expected


@pytest.mark.parametrize(
    ("over", "rows", "expected"),
    [
        ("bounds", [(1, 5, None, None), (-2, 3, 7, 7), (None, None, None, None)], [(-2, 5, 7, 7)]),
        ("bounds", [(None, None)], [(None, None)]),
        ("union", [(3,), (10,), (3,)], [(10,), (3,)]),
        ("union", [], []),
        ("first", [(2, 0, 1, "b", -1, 0), (1, 4, 9, "a", -2, 0)], [(1, 4, 9, "a", -2, 0)]),
        ("first", [], []),
    ],
)
def test_what_parts_observe_comes_together(over: Any, rows: Any, expected: Any) -> None:
    assert together(rows, over) == expected


@pytest.mark.parametrize(
    ("records", "cores", "parts"),
    [
        (0, 1, 1),
        (100, 8, 8),
        (2_000_000, 1, 1),
        (2_000_001, 1, 2),
        (2_000_000_000, 1, 1_000),
        (10_000_000_000, 64, 1_000),
        (10_000_000_000, 4_000, 4_000),
    ],
)
def test_parts_grow_with_records_and_cores_but_not_without_end(
    records: int, cores: int, parts: int
) -> None:
    assert parts_of(records, cores) == parts


def test_columns_cross_as_types_that_hold_every_digit() -> None:
    columns = [Crossing("a", "HUGEINT"), Crossing("b", "BIGINT[]"), Crossing("c", "HUGEINT[]")]
    assert schema_of(columns) == "a string, b array<bigint>, c array<string>"
    assert [one.sent for one in columns] == [
        "a::VARCHAR AS a",
        "b::BIGINT[] AS b",
        "c::VARCHAR[] AS c",
    ]
    assert columns[2].returned == "c::HUGEINT[] AS c"
