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
from scoring.population.cannot import LEFT
from scoring.population.course import Course
from scoring.population.kernel import tally
from scoring.population.measuring import measure_all
from scoring.population.results import Results, conclude
from scoring.population.store import Store, load
from scoring.population.tree import score_tree
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
    return store, conclude(store, program, tally(store, program))


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
        assert {table for table, _, _ in columns} >= {"subjects", "tallies", "scored", "results"}
        inexact = [column for column in columns if not EXACT.fullmatch(str(column[2]))]
        assert inexact == []
        # A division is a whole one; `/` would make a double on the way.
        assert re.search(r"[^/]/[^/]", results.course.query) is None


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("history", "stage"),
    ],
)
def test_what_needs_the_definition_is_left_to_it_by_name(name: str, left: str) -> None:
    with duckdb.connect() as connection, pytest.raises(CannotError, match=left):
        concluded(connection, *case(name))
    assert left in LEFT


@pytest.mark.parametrize(
    "name",
    [
        *("applies", "awards", "classes", "coefficients", "contests", "decisions", "direct"),
        *("group-means", "left-out", "limits", "points", "qualitative", "quota", "scales"),
        *("states", "steps", "ties", "undelivered", "vetoes", "weights"),
        *("items", "items-below-zero", "measures", "relative", "weighted-items"),
    ],
)
def test_these_need_nothing_else(name: str) -> None:
    with duckdb.connect() as connection:
        store, _ = concluded(connection, *case(name))
        (rows,) = store.rows("SELECT count(*) FROM results")
    assert rows == (len(case(name)[1].subjects),)


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parts[-3])
def test_every_shipped_policy_is_measured_and_scored_here(file: Path) -> None:
    program, evidence = sampled(file, 5)
    parameters = {parameter.name: parameter for parameter in program.parameters}
    with duckdb.connect() as connection:
        store = load(connection, program, evidence)
        kernel = tally(store, program)
        course = Course(dict(store.subjects.terms), parameters)
        measured = measure_all(course, store, program, kernel)
        rules = {one.rule.id: one for one in kernel.rules}
        points, _ = score_tree(course, store, program, rules)
    assert list(measured.values) == [measure.name for measure in program.measures]
    assert points.keys() == {indicator.name for indicator in program.indicators}
