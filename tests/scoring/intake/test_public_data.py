"""A city's whole file is read with its traps, each cell of it as one record."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rules.compile import compile_policy
from scoring.evidence import Period
from scoring.intake.admit import admit
from scoring.intake.deliveries import Delivery
from tests.scoring.intake.programs import records

FOLDER = Path(__file__).parents[3] / "policies" / "toronto-rentsafe"
EVALUATIONS = FOLDER / "sample" / "evaluations_pre2023.csv.gz"
PERIOD = Period("2017-2023", date(2017, 1, 1), date(2023, 12, 31), date(2023, 12, 31))


@pytest.fixture(scope="module")
def evidence():
    program, _ = compile_policy((FOLDER / "pre-2023.yaml").read_bytes(), "pre-2023.yaml")
    return admit(program, period=PERIOD, evidence=[Delivery(EVALUATIONS)], subjects=EVALUATIONS)


@pytest.fixture(scope="module")
def rows():
    with gzip.open(EVALUATIONS, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_cell_of_every_evaluation_is_one_record(evidence, rows):
    assert (len(evidence.subjects), evidence.admitted, evidence.rejects) == (11_760, 235_200, ())
    assert set(evidence.subjects) == {row["_id"] for row in rows}


def test_marks_are_the_file_s_and_what_was_not_reviewed_is_missing(evidence, rows):
    program, _ = compile_policy((FOLDER / "pre-2023.yaml").read_bytes(), "pre-2023.yaml")
    kind = program.evidence[0]
    assert kind.wide is not None
    expected = Counter(
        (row["_id"], word, None if row[heading] in ("N/A", "") else int(row[heading]))
        for row in rows
        for heading, word in kind.wide.columns
    )
    item, mark = kind.index(kind.wide.item), kind.index(kind.wide.value)
    found = Counter((r.subject, r.values[item], r.values[mark]) for r in records(evidence))
    assert found == expected


def test_the_evaluation_without_any_item_has_twenty_missing_marks(evidence):
    empty = [own for own in evidence.records.values() if not any(r.values[-1] for r in own)]
    marks = [{replace(r, origin=r.origin).values[-1] for r in own} for own in empty]
    assert [len(own) for own in empty] == [20]
    assert marks == [{None}]


def test_text_is_trimmed_and_the_published_result_is_not_read(evidence):
    assert evidence.subjects["1"].fields["address"] == "** CREATED IN ERROR ** 399 THE WEST MALL"
    unread = [n.en for n in evidence.notices if n.code == "unread-columns"]
    assert "RESULTS_OF_SCORE, SCORE" in unread[0]
