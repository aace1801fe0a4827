"""History in SQL against the definition: gaps, results nobody knows, lists, what is recalled."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import ReferenceMatcher
from rules.program import GRADE, TOTAL
from scoring.assess import assess_population
from scoring.assessment import State
from scoring.evidence import Evidence, History, PastPeriod, Period, Result
from scoring.past.history import holders_of, outcome_names, states
from scoring.population.assess import assess_at_once
from scoring.population.kernel import tally
from scoring.population.results import conclude
from scoring.population.store import load
from tests.scoring.situation import evidence_of, program_of

PROGRAM = program_of((Path(__file__).parent / "policies" / "history.yaml").read_text())
OUTCOMES = outcome_names(PROGRAM)


HOLDERS = holders_of(PROGRAM)
HELD = st.tuples(st.sampled_from([None, "A", "A", "B"]), st.sampled_from([None, "甲", "乙", "丙"]))


def result(
    state: State,
    total: int | None,
    grade: str | None,
    named: list[bool | None],
    as_of: date | None,
    held: tuple[str | None, str | None],
    *,
    shadow: bool,
) -> Result:
    told = dict(zip(OUTCOMES, named, strict=True))
    values = {TOTAL: total, GRADE: grade, **told, **states(state)}
    known = zip(HOLDERS, held, strict=True)
    holders = {name: who for name, who in known if who is not None}
    return Result(state, values, as_of, shadow, holders=holders)


RESULT = st.builds(
    result,
    st.sampled_from(["graded", "graded", "not_graded", "pending"]),
    st.sampled_from([None, 50, 65, 80, 95]),
    st.sampled_from([None, "优", "优", "良", "差"]),
    st.lists(st.sampled_from([None, True, False]), min_size=len(OUTCOMES), max_size=len(OUTCOMES)),
    st.sampled_from([None, date(2024, 12, 31), date(2025, 12, 31), date(2026, 3, 1)]),
    HELD,
    shadow=st.sampled_from([False, False, True]),
)


def period(year: int) -> Period:
    return Period(str(year), date(year, 1, 1), date(year, 12, 31), date(year, 12, 31))


@st.composite
def histories(draw: st.DrawFn, names: list[str]) -> History:
    periods = {}
    for year in draw(st.sets(st.sampled_from([2023, 2024, 2025]))):
        results = draw(st.dictionaries(st.sampled_from(names), RESULT))
        refused = draw(st.frozensets(st.sampled_from(names), max_size=1)) - results.keys()
        complete = draw(st.sampled_from([True, True, False]))
        periods[str(year)] = PastPeriod(period(year), results, refused, complete)
    start = draw(st.sampled_from([None, date(2023, 1, 1), date(2025, 1, 1)]))
    return History(start, periods)


@st.composite
def situations(draw: st.DrawFn) -> Evidence:
    told: list[Any] = draw(
        st.lists(
            st.tuples(
                st.sampled_from([None, 40, 65, 80, 95]),
                st.sampled_from([None, "A", "A", "B"]),
                st.sampled_from([None, "甲", "乙"]),
            ),
            min_size=1,
            max_size=5,
        )
    )
    fields = ("得分", "服务企业", "星级")
    subjects = {f"s{i}": dict(zip(fields, own, strict=True)) for i, own in enumerate(told)}
    return replace(evidence_of(PROGRAM, subjects), history=draw(histories(list(subjects))))


@settings(deadline=None, max_examples=10)
@given(situations())
def test_what_the_past_says_is_what_the_definition_says(evidence: Evidence) -> None:
    expected = assess_population(PROGRAM, evidence, ReferenceMatcher(PROGRAM))
    assert assess_at_once(PROGRAM, evidence) == expected


def test_history_needs_nothing_else() -> None:
    evidence = evidence_of(PROGRAM, {"甲": {"得分": 80}})
    with duckdb.connect() as connection:
        store = load(connection, PROGRAM, evidence)
        conclude(store, PROGRAM, tally(store, PROGRAM), evidence.history)


def test_a_policy_with_history_is_never_assessed_without_any() -> None:
    with duckdb.connect() as connection:
        store = load(connection, PROGRAM, evidence_of(PROGRAM, {"甲": {"得分": 80}}))
        with pytest.raises(TypeError, match="history"):
            conclude(store, PROGRAM, tally(store, PROGRAM))
