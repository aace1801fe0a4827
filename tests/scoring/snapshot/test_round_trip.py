"""What a snapshot holds is what was admitted: read back as evidence, and by the engine."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings

from bench.workload import evidence as workload_evidence
from bench.workload import program as workload
from rules.program import Program
from rules.values import Value
from scoring.evidence import Evidence, Notice, Origin, Record, Reject, Subject
from scoring.population.assess import assess_at_once
from scoring.snapshot.reading import read_snapshot
from scoring.snapshot.writing import write_snapshot
from tests.scoring.population.test_at_once import SAMPLES, sampled, worlds
from tests.scoring.situation import PERIOD, program_of


@contextmanager
def written(program: Program, evidence: Evidence) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "snapshot"
        write_snapshot(program, evidence, folder)
        yield folder


def read_back(program: Program, folder: Path) -> Evidence:
    """All of it, in memory."""
    found = read_snapshot(program, PERIOD, folder)
    records = {name: own for name, own in found.records.items() if own}
    assert found.held == sum(map(len, records.values()))
    return replace(found, subjects=dict(found.subjects), records=records, held=None)


def whole(evidence: Evidence) -> Evidence:
    """Subjects and records in the order admission gives them."""
    records = {name: evidence.of(name) for name in sorted(evidence.subjects) if evidence.of(name)}
    ordered = {
        name: tuple(sorted(own, key=lambda r: (r.date or PERIOD.start.min, r.id, r.kind)))
        for name, own in records.items()
    }
    subjects = {name: evidence.subjects[name] for name in sorted(evidence.subjects)}
    return replace(evidence, subjects=subjects, records=ordered)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parts[-3])
def test_the_evidence_of_every_shipped_policy_is_read_as_it_was_written(file: Path) -> None:
    program, evidence = sampled(file)
    with written(program, evidence) as folder:
        found = read_snapshot(program, evidence.period, folder)
        assert dict(found.subjects) == dict(evidence.subjects)
        assert dict(found.records) == dict(evidence.records)
        assert (found.rejects, found.notices) == (evidence.rejects, evidence.notices)
        assert found.delivered == evidence.delivered


@settings(deadline=None, max_examples=20)
@given(worlds())
def test_generated_evidence_is_read_as_it_was_written(situation: tuple[Program, Evidence]) -> None:
    program, evidence = situation
    with written(program, evidence) as folder:
        assert read_back(program, folder) == whole(evidence)


NUMBERS = """
对象: {种类: 单位, 字段: {得分: {类型: 数, 缺失: 不计}}}
考核数据: {巡查: {发生日: 无, 字段: {分: {类型: 数, 缺失: 不计}}}}
指标: {日常: {分值: 40, 起评分: 满分, 扣分: [{每: 巡查, 扣: 1, 依据: 示例}]}}
总分: {范围: "[0..40]", 保留: 0}
等次: {合格: 20以上, 不合格: 不满20}
"""
EDGES: tuple[Value, ...] = (
    *(0, None, -1, 127, 128, -128, 32_768, 2**31, 2**63 - 1, 2**63, 10**30),
    *(Fraction(1, 10**9), Fraction(-3, 2), Fraction(1, 3), Fraction(10**40, 7), 2**127, 10**45),
)


@pytest.mark.parametrize("values", [EDGES[:n] for n in range(1, len(EDGES) + 1)], ids=len)
def test_numbers_are_exact_however_wide(values: tuple[Value, ...]) -> None:
    program = program_of(NUMBERS)
    subjects = {"甲": Subject("甲", {"得分": values[-1]})}
    records = {
        "甲": tuple(
            Record(
                "巡查", f"{i:02}", "甲", None, (value,), Origin("f.xlsx", i, "分", "表", f"B{i}")
            )
            for i, value in enumerate(values, 1)
        )
    }
    evidence = Evidence(PERIOD, subjects, records, frozenset({"巡查"}))
    with written(program, evidence) as folder:
        assert read_back(program, folder) == evidence


def test_rejects_and_notices_stay_as_they_were_told() -> None:
    program = program_of(NUMBERS)
    evidence = Evidence(
        PERIOD,
        {},
        {},
        frozenset(),
        (Reject("甲.csv", 3, "分", "“1e3”,\n", "bad", "不行", "no", 2, "表", "B3"),),
        (Notice("blank-rows", "空行", "blank rows", 4),),
    )
    with written(program, evidence) as folder:
        assert read_back(program, folder) == evidence


@settings(deadline=None, max_examples=10)
@given(worlds())
def test_the_same_evidence_gives_the_same_bytes(situation: tuple[Program, Evidence]) -> None:
    program, evidence = situation
    backwards = replace(evidence, subjects=dict(reversed(evidence.subjects.items())))
    with written(program, evidence) as one, written(program, backwards) as other:
        assert {path.name: path.read_bytes() for path in one.iterdir()} == {
            path.name: path.read_bytes() for path in other.iterdir()
        }


def test_the_engine_gives_the_same_from_files_as_from_memory() -> None:
    program, evidence = workload(), workload_evidence(150)
    expected = assess_at_once(program, evidence, findings=True)
    with written(program, evidence) as folder:
        read = read_snapshot(program, evidence.period, folder)
        assert assess_at_once(program, read, findings=True, snapshot=folder) == expected


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parts[-3])
def test_every_shipped_policy_comes_out_the_same_from_files(file: Path) -> None:
    program, evidence = sampled(file, most=40)
    expected = assess_at_once(program, evidence)
    with written(program, evidence) as folder:
        read = replace(read_snapshot(program, evidence.period, folder), history=evidence.history)
        assert assess_at_once(program, read, snapshot=folder) == expected
