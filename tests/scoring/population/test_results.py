"""The table of results: exact types, no double anywhere, and what is left to the definition."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
import yaml

from bench.workload import evidence as workload_evidence
from bench.workload import program as workload
from rules.backends.sql_terms import CannotError
from rules.program import Program
from scoring.evidence import Evidence
from scoring.population.assess import assess_at_once
from scoring.population.cannot import LEFT
from scoring.population.kernel import tally
from scoring.population.results import Results, conclude
from scoring.population.store import Store, load
from tests.scoring.population.test_at_once import SAMPLES, sampled
from tests.scoring.situation import evidence_of, program_of

CASES = Path(__file__).parents[1] / "cases"
EXACT = re.compile(r"(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|BOOLEAN|VARCHAR|DATE)(\[\])?")


def case(name: str) -> tuple[Program, Evidence]:
    text = yaml.safe_load((CASES / f"{name}.yaml").read_text())
    program = program_of(text["policy"])
    return program, evidence_of(
        program, text["subjects"], text.get("records", ()), text.get("delivered")
    )


def concluded(
    connection: duckdb.DuckDBPyConnection, program: Program, evidence: Evidence
) -> tuple[Store, Results]:
    store = load(connection, program, evidence)
    return store, conclude(store, program, tally(store, program), evidence.history)


@pytest.mark.parametrize(
    "name",
    [
        *("workload", "applies", "awards", "coefficients", "contests", "group-means", "limits"),
        *("occurrences", "quota", "weights"),
    ],
)
def test_every_column_is_exact(name: str) -> None:
    program, evidence = (workload(), workload_evidence(20)) if name == "workload" else case(name)
    with duckdb.connect() as connection:
        store, results = concluded(connection, program, evidence)
        columns = store.rows(
            "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal"
        )
        assert {table for table, _, _ in columns} >= {"subjects", "tallies", "scored", "concluded"}
        inexact = [column for column in columns if not EXACT.fullmatch(str(column[2]))]
        assert inexact == []
        # A division is a whole one; `/` would make a double on the way.
        assert len(results.course.made) >= 2
        assert re.search(r"[^/]/[^/]", " ".join(results.course.made)) is None


READS_ANOTHER = """
对象: {种类: 街道}
考核数据: {评分: {字段: {项目号: 文本, 得分: {类型: 整数, 范围: "[0..9]"}}}}
统计口径:
  最高: {最大值: 评分.得分}
  项目分: {逐项: 评分.项目号, 先算: {分: {最大值: 评分.得分}, 差: {算式: 最高 - 分}}, 求和: 差}
指标: {项目: {取值: 项目分, 最多: 9, 缺失: 零分}}
总分: {保留: 0}
等次: {合格: 2以上, 不合格: 不满2}
"""


def test_what_needs_the_definition_is_left_to_it_by_name() -> None:
    program = program_of(READS_ANOTHER)
    marks = [("a", 3), ("a", 5), ("b", 9)]
    records = [
        {"subject": "甲", "kind": "评分", "id": str(n), "项目号": item, "得分": mark}
        for n, (item, mark) in enumerate(marks)
    ]
    evidence = evidence_of(program, {"甲": {}}, records)
    with duckdb.connect() as connection, pytest.raises(CannotError, match="items"):
        concluded(connection, program, evidence)
    assert "items" in LEFT
    (found,) = assess_at_once(program, evidence)
    assert found.measures == {"最高": 9, "项目分": 4}


@pytest.mark.parametrize(
    "name",
    [
        *("applies", "awards", "classes", "coefficients", "contests", "decisions", "direct"),
        *("group-means", "left-out", "limits", "points", "qualitative", "quota", "scales"),
        *("states", "steps", "ties", "undelivered", "vetoes", "weights"),
        *("items", "items-below-zero", "history", "measures", "relative", "weighted-items"),
    ],
)
def test_these_need_nothing_else(name: str) -> None:
    with duckdb.connect() as connection:
        store, results = concluded(connection, *case(name))
        (rows,) = store.rows(f"SELECT count(*) FROM {results.course.tables}")
    assert rows == (len(case(name)[1].subjects),)


# The definition goes on from the tallies of these.
LEFT_BY = {
    "pilot-community": "check",
    "pilot-seven-steps": "working_term",
    "town-committee": "check",
}


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parts[-3])
def test_every_shipped_policy_is_assessed_here_alone(file: Path) -> None:
    program, evidence = sampled(file, 5)
    left = LEFT_BY.get(file.parts[-3])
    with duckdb.connect() as connection:
        if left:
            with pytest.raises(CannotError, match=left):
                concluded(connection, program, evidence)
            return
        _, results = concluded(connection, program, evidence)
    assert list(results.measured.values) == [measure.name for measure in program.measures]
    assert results.points.keys() == {indicator.name for indicator in program.indicators}
