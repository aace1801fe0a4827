"""Records are told apart by their identity, and nothing depends on which of them came first."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from itertools import permutations

import pytest

from rules.expr.kinds import NumberKind, TextKind
from rules.program import EvidenceKind, Field
from tests.scoring.intake.programs import (
    BALLOT,
    COMPLAINT,
    MARKS,
    admitted,
    codes,
    program,
    records,
    rejects,
    write,
)

BALLOTS = "企业编号,评价人,得分"
COMPLAINTS = "企业编号,工单号,严重程度,已核实,发生日"


def of(folder, kind, headings, *rows):
    text = "\n".join((headings, *rows))
    return admitted(program(kind), write(folder, f"{kind.name}.csv", text))


def ids(evidence):
    return [record.id for record in records(evidence)]


def test_an_identity_made_from_content_is_its_digest(tmp_path):
    evidence = of(tmp_path, BALLOT, BALLOTS, "A,党员,90", "A,党员,90.0", "A,业主,90", "B,党员,90")
    made = sha256("2:测评1:A0:3:t党员3:n90".encode()).hexdigest()[:16]
    party = [r.id for r in evidence.of("A") if r.values[0] == "党员"]
    assert party == [made, f"{made}-2"]
    assert len(set(ids(evidence))) == 4


def test_equal_rows_without_identity_are_numbered_whatever_their_order(tmp_path):
    found = set()
    for rows in permutations(["A,党员,90", "A,党员,90", "A,党员,90", "A,业主,80"]):
        evidence = of(tmp_path, BALLOT, BALLOTS, *rows)
        found.add(tuple((r.id, r.values) for r in records(evidence)))
        assert ("same-content", 2) in [(n.code, n.count) for n in evidence.notices]
    assert len(found) == 1


@pytest.mark.parametrize("heading", ["编号", "证据编号", "id", "evidence_id"])
def test_without_declared_identity_a_usual_column_is_taken(tmp_path, heading):
    evidence = of(tmp_path, BALLOT, f"{BALLOTS},{heading}", "A,党员,90, P/1 ", "A,党员,90,")
    assert ids(evidence) == ["P/1"]
    assert rejects(evidence) == [(3, heading, "", "missing-value", 1)]
    assert "unread-columns" not in codes(evidence)


def test_the_column_of_the_subject_is_no_identity_of_a_record(tmp_path):
    kind = replace(BALLOT, subject=("编号",))
    evidence = of(tmp_path, kind, "编号,评价人,得分", "A,党员,90", "A,党员,80")
    assert evidence.admitted == 2
    assert "A" not in ids(evidence)


def test_several_identity_fields_are_joined_and_must_not_hold_the_joint(tmp_path):
    kind = EvidenceKind(
        "问卷",
        (Field("社区", TextKind()), Field("号", NumberKind(1), on_missing="keep")),
        event_date=None,
        identity=("社区", "号"),
    )
    rows = ["A,东,1", "A,东,1.0", "A,东/1,1", "A,东,"]
    evidence = of(tmp_path, kind, "企业编号,社区,号", *rows)
    assert ids(evidence) == ["东/1"]
    assert rejects(evidence) == [
        (3, "", "东/1", "duplicate-identity", 1),
        (4, "社区/号", "东/1/1", "slash-in-identity", 1),
        (5, "社区/号", "东/", "missing-identity", 1),
    ]


def test_of_equal_records_of_one_identity_one_stays(tmp_path):
    rows = ["A,G1,一般,是,2026-03-01"] * 3 + ["A,G2,一般,是,2026-03-01"]
    evidence = of(tmp_path, COMPLAINT, COMPLAINTS, *rows)
    assert ids(evidence) == ["G1", "G2"]
    assert [(r[0], r[3]) for r in rejects(evidence)] == [
        (3, "duplicate-identity"),
        (4, "duplicate-identity"),
    ]
    assert [(n.code, n.count) for n in evidence.notices if n.code == "same-content"] == [
        ("same-content", 1)
    ]


@pytest.mark.parametrize(
    "rows",
    list(
        permutations(
            ["A,G1,一般,是,2026-03-01", "A,G1,重大,是,2026-03-01", "A,G1,一般,是,2026-03-01"]
        )
    ),
    ids=str,
)
def test_of_different_records_of_one_identity_none_stays(tmp_path, rows):
    evidence = of(tmp_path, COMPLAINT, COMPLAINTS, *rows, "A,G2,一般,是,2026-03-01")
    assert ids(evidence) == ["G2"]
    assert [(r[0], r[3], r[4]) for r in rejects(evidence)] == [
        (row, "conflicting-identity", 1) for row in (2, 3, 4)
    ]


def test_an_identity_stands_once_in_its_kind_over_all_files_and_subjects(tmp_path):
    one = write(tmp_path, "a/投诉.csv", f"{COMPLAINTS}\nA,G1,一般,是,2026-03-01\n")
    two = write(tmp_path, "b/投诉.csv", f"{COMPLAINTS}\nB,G1,一般,是,2026-03-01\n")
    for paths in ([one, two], [two, one]):
        evidence = admitted(program(COMPLAINT), *paths)
        assert [(r.file, r.code) for r in evidence.rejects] == [
            ("a/投诉.csv", "conflicting-identity"),
            ("b/投诉.csv", "conflicting-identity"),
        ]


def test_a_wide_row_that_stands_twice_is_told_by_its_items(tmp_path):
    headings = "企业编号,检查单,发生日,卫生得分,秩序得分,绿化得分"
    rows = ["A,J1,2026-05-06,5,4,3", "A,J1,2026-05-06,5,4,2"]
    evidence = of(tmp_path, MARKS, headings, *rows)
    assert ids(evidence) == ["J1/卫生", "J1/秩序"]
    assert [(r[0], r[1], r[3]) for r in rejects(evidence)] == [
        (2, "绿化得分", "conflicting-identity"),
        (3, "卫生得分", "duplicate-identity"),
        (3, "秩序得分", "duplicate-identity"),
        (3, "绿化得分", "conflicting-identity"),
    ]


def test_a_wide_row_without_identity_is_told_apart_by_the_content_of_each_record(tmp_path):
    kind = replace(MARKS, identity=())
    headings = "企业编号,检查单,发生日,卫生得分,秩序得分,绿化得分"
    evidence = of(tmp_path, kind, headings, "A,J1,2026-05-06,5,5,5", "A,J1,2026-05-06,5,4,4")
    assert len(set(ids(evidence))) == 6
    assert sum(id_.endswith("-2") for id_ in ids(evidence)) == 1
