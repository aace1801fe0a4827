"""The City of Toronto's published results, from its own data and rule, without reading them."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping
from functools import cache

from rules.library import shipped
from scoring.intake.headings import headings_of
from scoring.run import review
from scoring.runs.outcome import Outcome
from scoring.runs.sample import read_sample

POLICY = shipped() / "toronto-rentsafe" / "pre-2023.yaml"
SAMPLE = POLICY.parent / "sample"
WITHOUT_ITEMS = "8364"


@cache
def outcome() -> Outcome:
    return review(read_sample(SAMPLE / "sample.yaml", POLICY))


@cache
def published() -> Mapping[str, Mapping[str, str]]:
    with gzip.open(
        SAMPLE / "evaluations_pre2023.csv.gz", "rt", encoding="utf-8", newline=""
    ) as rows:
        return {row["_id"]: row for row in csv.DictReader(rows)}


def test_every_score_with_items_is_the_published_one() -> None:
    scores = {a.subject: str(a.total) for a in outcome().assessments if a.subject != WITHOUT_ITEMS}
    expected = {name: row["SCORE"] for name, row in published().items() if name != WITHOUT_ITEMS}
    assert len(scores) == 11_759
    assert scores == expected


def test_every_band_is_the_published_one() -> None:
    bands = {a.subject: a.grade for a in outcome().assessments}
    assert len(bands) == 11_760
    assert bands == {name: row["RESULTS_OF_SCORE"] for name, row in published().items()}


def test_the_evaluation_without_items_becomes_no_points_with_a_caution() -> None:
    found = next(a for a in outcome().assessments if a.subject == WITHOUT_ITEMS)
    assert found.measures["average_mark"] is None
    assert (found.total, found.grade) == (0, "Building Audit")
    assert "condition" in {caution.place for caution in found.cautions}
    assert published()[WITHOUT_ITEMS]["SCORE"] == "0"


def test_the_policy_does_not_read_the_published_results() -> None:
    program = outcome().program
    kind = program.kinds["mark"]
    assert kind.wide
    read = {heading for heading, _ in kind.wide.columns}
    read |= {h for field in (*kind.fields, *program.subject.fields) for h in headings_of(field)}
    assert read.isdisjoint({"SCORE", "RESULTS_OF_SCORE", "NO_OF_AREAS_EVALUATED"})
    unread = [n.zh for n in outcome().evidence.notices if n.code == "unread-columns"]
    assert all(word in unread[0] for word in ("SCORE", "RESULTS_OF_SCORE"))


def test_nothing_is_lost() -> None:
    assert outcome().records == {
        "in": 235_200,
        "scored": 235_200,
        "rejected": 0,
        "not_graded": 0,
        "pending": 0,
    }
