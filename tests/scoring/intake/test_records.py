"""Rows become records: long and wide, dated within the period, derived, each with an identity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from rules.expr.kinds import DateKind, NumberKind
from rules.expr.nodes import Arithmetic, Literal, Ref
from rules.program import EVENT_DATE, Derived, EvidenceKind, Field
from rules.values import Rounding
from scoring.evidence import Origin, Period, Record
from tests.scoring.intake.programs import (
    BALLOT,
    COMPANY,
    COMPLAINT,
    MARKS,
    YEAR,
    admitted,
    codes,
    program,
    records,
    rejects,
    write,
)

COMPLAINTS = "企业编号,工单号,严重程度,已核实,扣分,发生日\n"
WIDE = "企业编号,检查单,发生日,卫生得分,秩序得分,绿化得分\n"


def complaints(folder, *rows, **more):
    path = write(folder, "投诉.csv", COMPLAINTS + "\n".join(rows))
    return admitted(program(COMPLAINT), path, **more)


def marks(folder, *rows, name="检查.csv"):
    return admitted(program(MARKS), write(folder, name, WIDE + "\n".join(rows)))


def test_a_long_row_is_one_record(tmp_path):
    evidence = complaints(tmp_path, "A,G1,较重,是,1.50,2026-02-01")
    day = date(2026, 2, 1)
    values = ("G1", "较重", True, Fraction(3, 2), day)
    assert records(evidence) == [Record("投诉", "G1", "A", day, values, Origin("投诉.csv", 2))]


def test_records_stand_by_date_and_then_id(tmp_path):
    evidence = complaints(
        tmp_path,
        "A,G2,一般,是,1,2026-02-01",
        "A,G10,一般,是,1,2026-02-01",
        "A,G3,一般,是,1,2026-01-31",
    )
    assert [(r.date.day, r.id) for r in evidence.of("A")] == [(31, "G3"), (1, "G10"), (1, "G2")]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-01-01", None),
        ("2026-11-30", None),
        ("2025-12-31", "outside-period"),
        ("2027-01-01", "outside-period"),
        ("2026-12-01", "after-as-of"),
    ],
)
def test_a_record_counts_within_the_period_and_up_to_the_as_of_date(tmp_path, day, code):
    evidence = complaints(tmp_path, f"A,G1,一般,是,1,{day}")
    assert [r.code for r in evidence.rejects] == ([code] if code else [])
    assert evidence.admitted == (0 if code else 1)


def test_an_as_of_date_after_the_period_takes_nothing_more_in(tmp_path):
    late = Period("2026", YEAR.start, YEAR.end, date(2027, 3, 1))
    evidence = complaints(tmp_path, "A,G1,一般,是,1,2027-01-05", period=late)
    assert [r.reason_en for r in evidence.rejects] == [
        "outside the period from 2026-01-01 to 2026-12-31"
    ]


def test_a_dated_kind_takes_no_record_without_a_date(tmp_path):
    undated = replace(COMPLAINT.fields[4], on_missing="keep")
    kind = replace(COMPLAINT, fields=(*COMPLAINT.fields[:4], undated))
    path = write(tmp_path, "投诉.csv", COMPLAINTS + "A,G1,一般,是,1,\n")
    assert rejects(admitted(program(kind), path)) == [(2, "发生日", "", "missing-value", 1)]


def test_another_field_may_date_a_record(tmp_path):
    kind = EvidenceKind("活动", (Field("活动日", DateKind()),), event_date="活动日")
    path = write(tmp_path, "活动.csv", "企业编号,活动日\nA,2026-05-06\n")
    assert [r.date for r in records(admitted(program(kind), path))] == [date(2026, 5, 6)]


def test_an_event_date_that_is_no_field_dates_the_record_and_is_no_value(tmp_path):
    kind = replace(BALLOT, event_date=EVENT_DATE)
    path = write(tmp_path, "测评.csv", "企业编号,评价人,得分,发生日\nA,党员,90,2026-05-06\n")
    assert [(r.date, r.values) for r in records(admitted(program(kind), path))] == [
        (date(2026, 5, 6), ("党员", 90))
    ]


def test_everything_wrong_with_a_row_is_told_and_its_record_counts_once(tmp_path):
    evidence = complaints(tmp_path, ",G1,很重,也许,1.005,2026/1/5")
    assert rejects(evidence) == [
        (2, "严重程度", "很重", "unknown-category", 0),
        (2, "企业编号", "", "missing-subject", 1),
        (2, "发生日", "2026/1/5", "not-a-date", 0),
        (2, "已核实", "也许", "not-a-boolean", 0),
        (2, "扣分", "1.005", "too-many-decimals", 0),
    ]
    assert (evidence.admitted, evidence.rejected) == (0, 1)


# --- wide --------------------------------------------------------------------------------------


def test_a_wide_row_is_one_record_for_each_item(tmp_path):
    evidence = marks(tmp_path, "A,J1,2026-05-06,5, N/A ,")
    day = date(2026, 5, 6)

    def record(item, value):
        origin = Origin("检查.csv", 2, f"{item}得分")
        return Record("检查", f"J1/{item}", "A", day, ("J1", day, item, value), origin)

    assert list(evidence.of("A")) == [
        record("卫生", 5),
        record("秩序", None),
        record("绿化", None),
    ]


def test_a_bad_cell_of_a_wide_row_is_the_loss_of_its_record_only(tmp_path):
    evidence = marks(tmp_path, "A,J1,2026-05-06,6,4,3.5")
    assert rejects(evidence) == [
        (2, "卫生得分", "6", "out-of-bounds", 1),
        (2, "绿化得分", "3.5", "not-whole", 1),
    ]
    assert [r.id for r in records(evidence)] == ["J1/秩序"]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (",J1,2026-05-06,5,4,3", "missing-subject", "企业编号"),
        ("A,J1,2026-5-6,5,4,3", "not-a-date", "发生日"),
        ("A,J1,2025-05-06,5,4,3", "outside-period", "发生日"),
        ("A,J/1,2026-05-06,5,4,3", "slash-in-identity", "检查单"),
        ("A,J1,2026-05-06,5,4", "ragged-row", ""),
    ],
)
def test_a_wide_row_that_fails_whole_loses_a_record_for_each_item(tmp_path, row, code, column):
    evidence = marks(tmp_path, row)
    assert [(r.code, r.column, r.records) for r in evidence.rejects] == [(code, column, 3)]


def test_a_wide_kind_may_come_long_with_the_same_identities(tmp_path):
    rows = ["A,J1,2026-05-06,卫生,5", "A,J1,2026-05-06,秩序,4", "A,J1,2026-05-06,绿化,3"]
    text = "企业编号,检查单,发生日,项目,分\n" + "\n".join(rows)
    long = admitted(program(MARKS), write(tmp_path, "检查.csv", text))
    wide = marks(tmp_path / "wide", "A,J1,2026-05-06,5,4,3")
    assert [replace(r, origin=Origin("", 0)) for r in records(long)] == [
        replace(r, origin=Origin("", 0)) for r in records(wide)
    ]


def test_an_absent_wide_column_is_a_missing_value_where_the_policy_keeps_it(tmp_path):
    text = "企业编号,检查单,发生日,卫生得分,秩序得分\nA,J1,2026-05-06,5,4\n"
    evidence = admitted(program(MARKS), write(tmp_path, "检查.csv", text))
    assert [(r.values[2], r.values[3]) for r in records(evidence)] == [
        ("卫生", 5),
        ("秩序", 4),
        ("绿化", None),
    ]
    assert "absent-columns" in codes(evidence)


# --- derived -----------------------------------------------------------------------------------


def test_derived_fields_see_the_record_its_subject_the_run_and_each_other(tmp_path):
    number, day = NumberKind(2), DateKind()
    score = Ref("record", "得分", number)
    per_home = Arithmetic("/", score, Ref("summary", "户数", NumberKind(0)))
    doubled = Arithmetic("*", Ref("record", "每户", number), Literal(2, "number"))
    kind = replace(
        BALLOT,
        derived=(
            Derived("每户", number, per_home, Rounding(2)),
            Derived("两倍", number, doubled),
            Derived("截止", day, Ref("run", "as_of", day)),
        ),
    )
    subjects = write(tmp_path, "企业.csv", "企业编号,街道,户数\nA,东,3\nB,东,\n")
    path = write(tmp_path, "测评.csv", "企业编号,评价人,得分\nA,党员,80\nB,党员,80\n")
    evidence = admitted(program(kind, subject=COMPANY), path, subjects=subjects)
    assert [r.values[2:] for r in records(evidence)] == [
        (Fraction(2667, 100), Fraction(2667, 50), YEAR.as_of),
        (None, None, YEAR.as_of),
    ]


def test_a_kind_of_which_nothing_was_taken_is_told(tmp_path):
    row = "甲,T1,一般,是,1,2026-03-01"
    wrong = "甲,T2,一般,也许,1,2026-03-01"
    told = [n.code for n in complaints(tmp_path, wrong).notices]
    assert "all-rejected" in told
    assert "all-rejected" not in [n.code for n in complaints(tmp_path, row, wrong).notices]
