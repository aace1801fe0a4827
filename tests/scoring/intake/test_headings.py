"""Columns are found by name, label or alias; what is absent, double or unread is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.program import SubjectKind
from scoring.intake.faults import IntakeError
from tests.scoring.intake.programs import (
    BALLOT,
    COMPANY,
    COMPLAINT,
    admitted,
    codes,
    program,
    records,
    rejects,
    write,
)

GOOD = "企业编号,工单号,严重程度,已核实,扣分,发生日\n"
ROW = "A,G1,一般,是,1.5,2026-03-01\n"


def refusal(path, kind=COMPLAINT, language="en"):
    with pytest.raises(IntakeError) as caught:
        admitted(program(kind), path)
    return caught.value.render(language)


@pytest.mark.parametrize(
    "headings",
    [
        "企业编号,工单号,严重程度,已核实,扣分,发生日",
        "对象,工单号,程度,是否核实,扣分,发生日期",
        "subject_id, 工单号 ,\u3000程度,已核实,扣分,event_date",
        "企业,工单号,程度,是否核实,扣分,occurred_on",
    ],
)
def test_a_heading_is_a_name_a_label_or_an_alias(tmp_path, headings):
    path = write(tmp_path, "投诉.csv", f"{headings}\n{ROW}")
    assert [r.id for r in records(admitted(program(COMPLAINT), path))] == ["G1"]


def test_full_width_punctuation_in_a_heading_is_the_same_punctuation(tmp_path):
    kind = replace(BALLOT, fields=(BALLOT.fields[0], replace(BALLOT.fields[1], name="得分(分)")))
    path = write(tmp_path, "测评.csv", "企业编号,评价人,得分（分）\nA,党员,90\n")
    assert admitted(program(kind), path).admitted == 1


@pytest.mark.parametrize(
    ("headings", "message"),
    [
        (
            GOOD.replace("严重程度", "严重 程度"),
            "投诉.csv:1: error[missing-columns] columns are missing: 严重程度 (or 程度)\n"
            "    hint: is “严重 程度” “严重程度”?",
        ),
        (
            GOOD.replace("工单号,", "").replace("发生日", "日子"),
            "投诉.csv:1: error[missing-columns] columns are missing: 工单号, "
            "发生日 (or 发生日期, event_date, occurred_on)\n"
            "    hint: columns nobody reads: 日子; if one of them is meant, rename it, "
            "or let the policy give its aliases or its event_date",
        ),
        (
            GOOD.replace("扣分", "程度"),
            "投诉.csv:1: error[two-columns-for-one] several columns are “严重程度”: "
            "严重程度, 程度\n"
            "    hint: keep only one of them",
        ),
        (
            GOOD.replace("扣分", " 工单号"),
            "投诉.csv:1: error[duplicate-headings] headings stand twice: 工单号\n"
            "    hint: give each column a heading of its own",
        ),
        (
            GOOD.replace("企业编号", "公司"),
            "投诉.csv:1: error[no-subject-column] no column names the subject\n"
            "    hint: the first line holds the headings, not a title; "
            "accepted headings: 企业编号, 企业, 对象, 对象编号, subject, subject_id",
        ),
    ],
)
def test_headings_that_cannot_be_read_end_the_file_even_without_rows(tmp_path, headings, message):
    assert refusal(write(tmp_path, "投诉.csv", headings)) == message


def test_a_column_that_may_be_missing_is_only_noted(tmp_path):
    headings = GOOD.replace("扣分,", "")
    path = write(tmp_path, "投诉.csv", headings + "A,G1,一般,是,2026-03-01\n")
    evidence = admitted(program(COMPLAINT), path)
    assert [r.values[3] for r in records(evidence)] == [None]
    assert ("absent-columns", "投诉.csv: absent columns, treated as the policy says of missing "
            "values: 扣分") in [(n.code, n.en) for n in evidence.notices]  # fmt: skip


def test_unread_columns_are_noted_once_with_columns_that_have_no_heading(tmp_path):
    path = write(tmp_path, "测评.csv", "企业编号,备注,得分,评价人,,经办\nA,x,90,党员,y,z\n")
    notices = [n for n in admitted(program(BALLOT), path).notices if n.code == "unread-columns"]
    assert [(n.en, n.count) for n in notices] == [
        ("测评.csv: columns nobody reads: #5, 备注, 经办", 3)
    ]


def test_what_the_table_of_subjects_reads_of_a_shared_file_is_not_unread(tmp_path):
    path = write(tmp_path, "wide.csv", "企业编号,街道,户数,得分,评价人\nA,东,90,80,党员\n")
    evidence = admitted(program(BALLOT, subject=COMPANY), path, subjects=path)
    assert codes(evidence) == []
    assert evidence.subjects["A"].fields == {"街道": "东", "户数": 90}


def test_a_composite_subject_is_named_by_all_its_headings(tmp_path):
    subject = SubjectKind("小区", ("街道", "小区"))
    text = "街道,小区,评价人,得分\n东,甲,党员,90\n东/西,乙,党员,90\n,丙,党员,90\n"
    evidence = admitted(program(BALLOT, subject=subject), write(tmp_path, "测评.csv", text))
    assert list(evidence.subjects) == ["东/甲"]
    assert rejects(evidence) == [
        (3, "街道/小区", "东/西/乙", "slash-in-identity", 1),
        (4, "街道/小区", "/丙", "missing-subject", 1),
    ]


def test_a_column_with_the_whole_id_goes_before_its_parts(tmp_path):
    subject = SubjectKind("小区", ("街道", "小区"))
    text = "对象,街道,小区,评价人,得分\n东/甲,x,y,党员,90\n"
    evidence = admitted(program(BALLOT, subject=subject), write(tmp_path, "测评.csv", text))
    assert list(evidence.subjects) == ["东/甲"]
