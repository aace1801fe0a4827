"""Direct grades, quotas, lists, coefficients and pools in SQL against the definition."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import ReferenceMatcher
from rules.program import Program
from scoring.assess import Assessor, assess_population
from scoring.assessment import Assessment
from scoring.evidence import Evidence
from scoring.population.kernel import tally
from scoring.population.reading import read_results
from scoring.population.results import conclude
from scoring.population.store import load
from tests.scoring.concluded import concluded_otherwise
from tests.scoring.outcome_world import POOLS, QUOTAS, delivered, policy

SUBJECT = st.fixed_dictionaries(
    {
        "街道": st.sampled_from(["东", "东", "东", "西", "西", "北", None]),
        "得分": st.sampled_from([100, 95, 95, 90, 80, 80, 76, 61, 60, 30, 1, None]),
        "人数": st.sampled_from([0, 1, 3, 3, 7, 12, None]),
        "事故": st.sampled_from([0, 0, 0, 0, 0, 1, 2, 3, 4, 9, None]),
        "获批": st.sampled_from([True, True, False, None]),
    }
)
SUBJECTS = st.lists(SUBJECT, min_size=1, max_size=14)
TWO_POOLS = st.permutations(list(POOLS)).map(lambda names: (names[0], names[1]))
# Who has complaints, and whether each of them was found to be one.
COMPLAINTS = st.lists(
    st.tuples(st.integers(0, 13), st.sampled_from([True, None, False])), max_size=4
)


def by_definition(program: Program, evidence: Evidence) -> tuple[Assessment, ...]:
    return assess_population(program, evidence, ReferenceMatcher(program))


def wholly_in_sql(program: Program, evidence: Evidence) -> tuple[Assessment, ...]:
    """Nothing is left to the definition: it would be a CannotError."""
    with duckdb.connect(config={"threads": 1}) as connection:
        store = load(connection, program, evidence)
        kernel = tally(store, program, findings=True)
        results = conclude(store, program, kernel)
        assessor = Assessor(program, ReferenceMatcher(program))
        return tuple(read_results(store, program, evidence, kernel, results, assessor))


@pytest.mark.parametrize("quota", QUOTAS)
@settings(deadline=None, max_examples=4)
@given(SUBJECTS, COMPLAINTS, TWO_POOLS)
def test_what_follows_from_the_grades_is_what_the_definition_says(
    quota: str,
    fields: list[dict[str, Any]],
    complaints: list[tuple[int, bool | None]],
    pools: tuple[str, str],
) -> None:
    program = policy(quota, *pools)
    evidence = delivered(program, fields, complaints)
    expected = by_definition(program, evidence)
    assert wholly_in_sql(program, evidence) == expected
    assert concluded_otherwise(program, evidence, expected, expected) == []


@pytest.mark.parametrize("pool", POOLS)
@settings(deadline=None, max_examples=4)
@given(SUBJECTS, COMPLAINTS, st.sampled_from(["none", "shares"]))
def test_shares_are_those_of_the_definition_to_the_last_unit(
    pool: str,
    fields: list[dict[str, Any]],
    complaints: list[tuple[int, bool | None]],
    quota: str,
) -> None:
    program = policy(quota, pool)
    evidence = delivered(program, fields, complaints)
    assert wholly_in_sql(program, evidence) == by_definition(program, evidence)
