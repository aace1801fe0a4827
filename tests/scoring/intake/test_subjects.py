"""Who is assessed comes from a table, or from the evidence where subjects have no fields."""

from __future__ import annotations

import pytest

from scoring.evidence import Origin, Subject
from scoring.intake.faults import IntakeError
from tests.scoring.intake.programs import (
    BALLOT,
    COMPANY,
    admitted,
    codes,
    program,
    records,
    rejects,
    write,
)

BALLOTS = "企业编号,评价人,得分\nB,党员,90\nA,业主,80\nC,业主,70\n"
POLICY = program(BALLOT, subject=COMPANY)


def with_table(folder, table, ballots=BALLOTS):
    return admitted(
        POLICY, write(folder, "测评.csv", ballots), subjects=write(folder, "企业.csv", table)
    )


def test_subjects_stand_in_code_point_order_with_their_fields(tmp_path):
    evidence = with_table(tmp_path, "企业编号,街道,户数\nC,西,\nB,东,12\nA,东,7\nZ,西,1\n")
    assert list(evidence.subjects.values()) == [
        Subject("A", {"街道": "东", "户数": 7}, Origin("企业.csv", 4)),
        Subject("B", {"街道": "东", "户数": 12}, Origin("企业.csv", 3)),
        Subject("C", {"街道": "西", "户数": None}, Origin("企业.csv", 2)),
        Subject("Z", {"街道": "西", "户数": 1}, Origin("企业.csv", 5)),
    ]
    assert list(evidence.records) == ["A", "B", "C"]
    assert evidence.of("Z") == ()


def test_evidence_of_an_unknown_or_rejected_subject_is_rejected(tmp_path):
    evidence = with_table(tmp_path, "企业编号,街道,户数\nA,东,x\nB,东,1\n,西,2\n")
    assert rejects(evidence) == [
        (2, "户数", "x", "not-a-number", 0),
        (4, "企业编号", "", "missing-subject", 0),
        (3, "企业编号", "A", "rejected-subject", 1),
        (4, "企业编号", "C", "unknown-subject", 1),
    ]
    assert (evidence.admitted, evidence.rejected) == (1, 2)


@pytest.mark.parametrize("order", [("A,东,7", "A,西,7"), ("A,西,7", "A,东,7")])
def test_rows_of_one_subject_that_differ_are_all_rejected(tmp_path, order):
    table = "企业编号,街道,户数\n" + "\n".join((*order, "B,东,1", "C,东,1"))
    evidence = with_table(tmp_path, table)
    assert [r for r in rejects(evidence) if r[4] == 0] == [
        (2, "", "A", "conflicting-subject", 0),
        (3, "", "A", "conflicting-subject", 0),
    ]
    assert list(evidence.subjects) == ["B", "C"]


def test_equal_rows_of_one_subject_count_once(tmp_path):
    table = "企业编号,街道,户数\nA,东,7\nB,东,1\nC,东,1\nA ,东,7.0\n"
    evidence = with_table(tmp_path, table)
    assert list(evidence.subjects) == ["A", "B", "C"]
    assert [(n.code, n.count) for n in evidence.notices] == [("repeated-subject", 1)]


def test_without_a_table_the_subjects_are_those_of_the_evidence_taken(tmp_path):
    text = BALLOTS + "D,业主,x\n"
    evidence = admitted(program(BALLOT), write(tmp_path, "测评.csv", text))
    assert list(evidence.subjects.values()) == [Subject("A"), Subject("B"), Subject("C")]
    assert [(n.code, n.count) for n in evidence.notices] == [("subjects-from-evidence", 3)]


def test_without_a_table_fields_of_subjects_cannot_be_known(tmp_path):
    with pytest.raises(IntakeError) as caught:
        admitted(POLICY, write(tmp_path, "测评.csv", BALLOTS))
    assert caught.value.render("both") == (
        "错误[subjects-needed] 细则中的对象有字段，需要对象表\n"
        "    error: the policy's subjects have fields, so a table of subjects is needed\n"
        "    提示：对象表的列：企业编号、街道、户数\n"
        "    hint: the columns of the table: 企业编号, 街道, 户数"
    )


def test_a_table_of_subjects_may_be_json_lines(tmp_path):
    table = '{"企业编号": "A", "街道": "东"}\n{"企业编号": "B", "街道": "西", "户数": 3}\n'
    subjects = write(tmp_path, "企业.jsonl", table)
    evidence = admitted(POLICY, write(tmp_path, "测评.csv", BALLOTS), subjects=subjects)
    assert [r.subject for r in records(evidence)] == ["A", "B"]
    assert codes(evidence) == []
