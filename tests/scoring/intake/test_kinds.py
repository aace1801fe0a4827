"""Which kind a file is: what the sender says, its kind column, its name, the only kind."""

from __future__ import annotations

import pytest

from rules.expr.kinds import TextKind
from rules.program import EvidenceKind, Field
from scoring.intake.admit import admit
from scoring.intake.deliveries import Delivery
from scoring.intake.faults import IntakeError
from tests.scoring.intake.programs import (
    BALLOT,
    COMPLAINT,
    YEAR,
    admitted,
    program,
    records,
    rejects,
    write,
)

BALLOTS = "企业编号,评价人,得分\nA,党员,90\n"
MIXED = (
    "种类,企业编号,评价人,得分,工单号,程度,已核实,发生日\n"
    "测评,A,党员,90,,,,\n"
    "物业投诉,A,,,G1,一般,是,2026-01-05\n"
    "表扬,A,,,,,,\n"
)
TWO = program(BALLOT, COMPLAINT)


def admit_as(path, kind):
    return admit(TWO, period=YEAR, evidence=[Delivery(path, kind)], subjects=None)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("测评.csv", None), ("x.csv", "测评"), ("投诉.csv", "测评")],
    ids=["by its name", "as said", "as said, whatever its name"],
)
def test_the_sender_goes_before_the_name(tmp_path, name, kind):
    evidence = admit_as(write(tmp_path, name, BALLOTS), kind)
    assert evidence.delivered == {"测评"}
    assert evidence.admitted == 1


@pytest.mark.parametrize("name", ["投诉", "物业投诉", "complaints", " 投诉 "])
def test_a_kind_is_known_by_name_label_or_alias(tmp_path, name):
    text = "企业编号,工单号,程度,已核实,发生日\nA,G1,一般,是,2026-01-05\n"
    evidence = admit_as(write(tmp_path, f"{name}.csv.gz", text), None)
    assert evidence.delivered == {"投诉"}


def test_a_kind_column_tells_each_row_and_goes_before_the_name(tmp_path):
    evidence = admit_as(write(tmp_path, "投诉.csv", MIXED), None)
    assert sorted(r.kind for r in records(evidence)) == ["投诉", "测评"]
    assert evidence.delivered == {"投诉", "测评"}
    assert rejects(evidence) == [(4, "种类", "表扬", "unknown-kind", 1)]
    assert "unread-columns" not in [n.code for n in evidence.notices]


def test_what_the_sender_says_goes_before_a_kind_column(tmp_path):
    text = "kind,企业编号,评价人,得分\n投诉,A,党员,90\n"
    assert admit_as(write(tmp_path, "x.csv", text), "测评").delivered == {"测评"}


def test_a_heading_that_a_field_claims_is_no_kind_column(tmp_path):
    kind = EvidenceKind("表扬", (Field("种类", TextKind()),), event_date=None)
    path = write(tmp_path, "x.csv", "企业编号,种类\nA,锦旗\n")
    assert [r.values for r in records(admitted(program(kind), path))] == [("锦旗",)]


@pytest.mark.parametrize("text", [BALLOTS, '{"企业编号": "A"}'])
def test_a_file_of_no_known_kind_is_refused_with_what_was_tried(tmp_path, text):
    name = "数据.csv" if text is BALLOTS else "数据.jsonl"
    with pytest.raises(IntakeError) as caught:
        admit_as(write(tmp_path, name, text), None)
    assert caught.value.render("zh") == (
        f"{name}:1: 错误[kind-not-told] 看不出这是哪一类考核数据：没有指明，没有“种类”列，"
        "文件名“数据”也不是其中一类\n"
        "    提示：请用种类作文件名，或者加一列“种类”；种类有：测评、投诉"
    )


def test_an_unknown_kind_said_by_the_sender_is_refused_with_the_near_one(tmp_path):
    with pytest.raises(IntakeError) as caught:
        admit_as(write(tmp_path, "x.csv", BALLOTS), "投诉件")
    assert caught.value.render("en") == (
        "x.csv: error[unknown-kind] there is no such evidence kind\n"
        "    hint: the kinds are: 测评, 投诉; did you mean “投诉”?"
    )


def test_one_file_may_hold_two_kinds_side_by_side(tmp_path):
    text = "企业编号,评价人,得分,工单号,程度,已核实,发生日\nA,党员,90,G1,一般,是,2026-01-05\n"
    path = write(tmp_path, "年终.csv", text)
    deliveries = [Delivery(path, "测评"), Delivery(path, "投诉")]
    evidence = admit(TWO, period=YEAR, evidence=deliveries, subjects=None)
    assert evidence.admitted == 2
    with pytest.raises(IntakeError):
        admit(TWO, period=YEAR, evidence=[*deliveries, Delivery(path, "物业投诉")], subjects=None)
