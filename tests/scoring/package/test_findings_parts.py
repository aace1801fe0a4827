"""Findings in parts: every finding once, in order, a subject never torn apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench.workload import evidence, program
from rules.backends.reference import ReferenceMatcher
from scoring.assess import assess_population
from scoring.assessment import Assessment
from scoring.package.filling import Findings


def parts(folder: Path, assessments: Sequence[Assessment], most: int) -> list[list[Any]]:
    folder.mkdir()
    with Findings(program(), folder, most=most) as files:
        for assessment in assessments:
            files.take(assessment)
    paths = sorted((folder / "findings").iterdir())
    assert [path.name for path in paths] == [
        f"part-{number:05}.parquet" for number in range(1, len(paths) + 1)
    ]
    with duckdb.connect(":memory:") as connection:
        return [connection.read_parquet(str(path)).fetchall() for path in paths]


@pytest.mark.parametrize("most", [1, 7, 40, 10_000])
def test_a_part_ends_with_the_subject_that_fills_it(tmp_path: Path, most: int) -> None:
    policy = program()
    assessments = assess_population(policy, evidence(12), ReferenceMatcher(policy))
    (whole,) = parts(tmp_path / "whole", assessments, 1_000_000)
    found = parts(tmp_path / "parts", assessments, most)
    assert [row for rows in found for row in rows] == whole
    assert all(len(rows) >= most for rows in found[:-1])
    first = [{row[0] for row in rows} for rows in found]
    assert sum(map(len, first)) == len(list(groupby(whole, key=lambda row: row[0])))


def test_without_any_finding_there_is_an_empty_first_part(tmp_path: Path) -> None:
    assert parts(tmp_path / "none", [], 7) == [[]]
