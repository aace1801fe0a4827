"""The synthetic sample: the same bytes everywhere, marked, and showing every outcome there is."""

from __future__ import annotations

from scoring.runs.outcome import Outcome
from tests.samples.property_company import files
from tests.samples.samples import check_every_outcome_occurs, check_mark, outcome_of, sample_of

SAMPLE = sample_of("property-company")


def outcome() -> Outcome:
    return outcome_of("property-company")


def test_the_files_are_what_the_program_writes() -> None:
    assert {path.name: path.read_bytes() for path in SAMPLE.glob("*.csv")} == files()


def test_it_is_marked_as_synthetic() -> None:
    check_mark(outcome())


def test_it_has_the_size_of_a_real_town() -> None:
    assert len(outcome().assessments) >= 60
    assert outcome().evidence.admitted >= 5_000


def test_every_outcome_occurs() -> None:
    check_every_outcome_occurs(outcome())
    lost = {f.lost_to for a in outcome().assessments for f in a.findings}
    assert lost == {"", "one_matter", "rule_cap"}


def test_wrong_rows_are_refused_each_for_its_own_reason() -> None:
    assert sorted(reject.code for reject in outcome().evidence.rejects) == [
        "conflicting-identity",
        "conflicting-identity",
        "duplicate-identity",
        "missing-value",
        "not-a-date",
        "not-a-date",
        "not-a-number",
        "out-of-bounds",
        "out-of-bounds",
        "out-of-bounds",
        "outside-period",
        "rejected-subject",
        "too-many-decimals",
        "unknown-category",
        "unknown-category",
        "unknown-category",
        "unknown-subject",
    ]


def test_companies_equal_in_everything_share_their_place() -> None:
    twins = [a for a in outcome().assessments if a.subject in ("WY061", "WY062")]
    assert twins[0].total == twins[1].total
    assert twins[0].places == twins[1].places


def test_no_grade_takes_all() -> None:
    """The spread of a plausible year: the middle grades hold most, the ends hold some."""
    assert outcome().grades == {"优秀": 11, "良好": 19, "合格": 29, "不合格": 5}
