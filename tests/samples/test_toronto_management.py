"""The derived table of buildings: the same bytes from the City's files, and marked as derived."""

from __future__ import annotations

from pathlib import Path

from rules.library import shipped
from scoring.run import review
from scoring.runs.sample import read_sample
from tests.samples.toronto_management import buildings, read, render

POLICY = shipped() / "toronto-management" / "pre-2023.yaml"
SAMPLE = POLICY.parent / "sample"
EVALUATIONS = shipped() / "toronto-rentsafe" / "sample" / "evaluations_pre2023.csv.gz"
REGISTRATIONS = Path(__file__).parent / "toronto_registrations.csv.gz"


def test_the_table_is_what_the_program_derives() -> None:
    derived = render(buildings(read(EVALUATIONS), read(REGISTRATIONS)))
    assert derived == (SAMPLE / "buildings.csv").read_bytes()


def test_the_lists_are_of_the_size_the_policy_sets_and_marked_as_derived() -> None:
    outcome = review(read_sample(SAMPLE / "sample.yaml", POLICY))
    assert outcome.request.mark
    assert "not official" in outcome.request.mark.en
    assert "not official" in outcome.program.head.title
    assert outcome.subjects == {"graded": 110, "not_graded": 769, "pending": 0}
    named = {name: sum(name in a.lists for a in outcome.assessments) for name in ("red", "black")}
    assert named == {"red": 11, "black": 11}
    assert all(len(a.lists) < 2 for a in outcome.assessments)
