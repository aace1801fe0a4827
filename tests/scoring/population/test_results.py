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
from scoring.population.kernel import tally
from scoring.population.results import Results, conclude
from scoring.population.store import Store, load
from tests.scoring.situation import evidence_of, program_of

CASES = Path(__file__).parents[1] / "cases"
EXACT = re.compile(r"TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|BOOLEAN|VARCHAR(\[\])?|DATE")


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
        ("relative", "stage"),
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
    ],
)
def test_these_need_nothing_else(name: str) -> None:
    with duckdb.connect() as connection:
        store, _ = concluded(connection, *case(name))
        (rows,) = store.rows("SELECT count(*) FROM results")
    assert rows == (len(case(name)[1].subjects),)
