"""Findings in parts: every finding once, in order, a subject never torn apart."""

from __future__ import annotations

from itertools import groupby

import pytest

from bench.workload import evidence, program
from rules.backends.reference import ReferenceMatcher
from scoring.assess import assess_population
from scoring.package.tables import findings_tables


@pytest.mark.parametrize("most", [1, 7, 40, 10_000])
def test_a_part_ends_with_the_subject_that_fills_it(most: int) -> None:
    policy = program()
    assessments = assess_population(policy, evidence(12), ReferenceMatcher(policy))
    (whole,) = findings_tables(policy, assessments)
    parts = list(findings_tables(policy, assessments, most))
    assert [part.name for part in parts] == [
        f"findings/part-{number:05}" for number in range(1, len(parts) + 1)
    ]
    assert [row for part in parts for row in part.rows] == list(whole.rows)
    assert all(len(part.rows) >= most for part in parts[:-1])
    first = [{row[0] for row in part.rows} for part in parts]
    assert sum(map(len, first)) == len(list(groupby(whole.rows, key=lambda row: row[0])))


def test_without_any_finding_there_is_an_empty_first_part() -> None:
    (part,) = findings_tables(program(), [])
    assert (part.name, list(part.rows)) == ("findings/part-00001", [])
