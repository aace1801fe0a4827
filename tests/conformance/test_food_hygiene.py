"""The published food hygiene ratings, from the scores and the rule, without reading them."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from rules.backends.crossed import Engine, matcher_for
from rules.library import read_entry, shipped
from rules.program import Program
from scoring.assess import assess_population
from scoring.assessment import Assessment
from scoring.evidence import Period
from scoring.intake.admit import admit
from scoring.intake.deliveries import Delivery

POLICY = shipped() / "uk-food-hygiene" / "brand-standard.yaml"
SAMPLE = POLICY.parent / "sample"
FULL = Path(__file__).parents[3] / "shared/data/uk-fhrs/fhrs_uk_2015-02.csv.gz"

REASONS: Mapping[str, str] = {
    "Exempt": "exempt from rating",
    "AwaitingInspection": "awaiting inspection",
    "Awaiting Inspection": "awaiting inspection",
    "AwaitingPublication": "awaiting publication",
    "Awaiting Publication": "awaiting publication",
    "Pass": "assessed by the Food Hygiene Information Scheme of Scotland",
    "Pass and Eat Safe": "assessed by the Food Hygiene Information Scheme of Scotland",
    "Improvement Required": "assessed by the Food Hygiene Information Scheme of Scotland",
}


def program() -> Program:
    return read_entry(POLICY).program


def assessed(path: Path, engine: Engine = "auto") -> tuple[Assessment, ...]:
    policy = program()
    end = date(2026, 12, 31)
    period = Period("all", date(2008, 1, 1), end, end)
    evidence = admit(policy, period=period, evidence=[Delivery(path, None)], subjects=path)
    assert (evidence.rejects, evidence.delivered) == ((), frozenset({"score"}))
    return assess_population(policy, evidence, matcher_for(policy, engine))


def published(path: Path) -> Mapping[str, Mapping[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as rows:
        return {f"{row['authority_code']}/{row['fhrsid']}": row for row in csv.DictReader(rows)}


def compare(path: Path, engine: Engine = "auto") -> tuple[int, Counter[str]]:
    """How many ratings were given, and how many establishments have none, by reason; every one as
    published."""
    rows = published(path)
    results = assessed(path, engine)
    assert [result.subject for result in results] == sorted(rows)
    ratings, reasons = 0, Counter[str]()
    for result in results:
        row = rows[result.subject]
        if result.state == "graded":
            assert result.grade == row["rating_value"], result.subject
            ratings += 1
            continue
        withheld = row["hygiene"] in ("", "nan") and row["rating_value"].isdigit()
        expected = "the scores are withheld" if withheld else REASONS[row["rating_value"]]
        assert (result.state, result.reason_en) == ("not_graded", expected), result.subject
        reasons[expected] += 1
    return ratings, reasons


def test_the_sample_of_2015_has_the_published_ratings() -> None:
    ratings, reasons = compare(SAMPLE / "fhrs_uk_2015-02_sample.csv.gz")
    assert (ratings, reasons.total()) == (15_902, 3_551)


def test_norwich_in_2026_has_the_published_ratings() -> None:
    ratings, reasons = compare(SAMPLE / "fhrs_norwich_2026-07-21.csv.gz")
    assert ratings == 1_319
    assert ratings + reasons.total() == 1_563


@pytest.mark.skipif(not FULL.exists(), reason="the full file is not beside the project")
@pytest.mark.full
@pytest.mark.timeout(1800)
def test_the_full_file_of_2015_has_the_published_ratings() -> None:
    ratings, reasons = compare(FULL)
    assert ratings == 395_776
    assert reasons == Counter(
        {
            "exempt from rating": 32_070,
            "awaiting inspection": 8_688 + 2_368,
            "awaiting publication": 5,
            "assessed by the Food Hygiene Information Scheme of Scotland": 35_960 + 4_391 + 531,
            "the scores are withheld": 5_348,
        }
    )


def test_the_policy_reads_no_published_rating() -> None:
    status = next(f for f in program().subject.fields if f.name == "status")
    assert set("012345") <= set(status.null_values)
    assert set(status.kind.words).isdisjoint("012345")  # type: ignore[union-attr]
