"""JSON lines, and rows in memory, are read as exactly as a CSV."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.evidence import Origin
from scoring.intake.admit import admit_records
from scoring.intake.faults import IntakeError
from tests.scoring.intake.programs import (
    BALLOT,
    COMPANY,
    COMPLAINT,
    YEAR,
    admitted,
    codes,
    program,
    records,
    rejects,
    write,
)

DEEP = '{"企业编号": ' + "[" * 100_000 + "}"


@pytest.mark.parametrize(
    ("number", "value"),
    [("0.1", Fraction(1, 10)), ("90", 90), ("-0", 0), ('"90.5"', Fraction(181, 2)), ("90.0", 90)],
)
def test_a_json_number_is_the_text_it_is_written_with(tmp_path, number, value):
    text = f'\ufeff{{"企业编号": "A", "评价人": "党员", "得分": {number}}}\n'
    evidence = admitted(program(BALLOT), write(tmp_path, "测评.jsonl", text))
    assert [r.values[1] for r in records(evidence)] == [value]


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        ('{"企业编号": "A", "得分": 1e1}', "得分", "exponent-number"),
        ('{"企业编号": "A", "得分": NaN}', "得分", "not-finite"),
        ('{"企业编号": "A", "得分": -Infinity}', "得分", "not-finite"),
        ('{"企业编号": "A", "得分": 1.25}', "得分", "too-many-decimals"),
        (f'{{"企业编号": "A", "得分": {"9" * 5000}}}', "得分", "too-many-digits"),
        ('{"企业编号": "A", "得分": null}', "得分", "missing-value"),
        ('{"企业编号": "A"}', "得分", "missing-value"),
        ('{"得分": 90}', "企业编号", "missing-subject"),
        ('{"企业编号": "A", "得分": {"值": 1}}', "得分", "nested-value"),
        ('{"企业编号": "A", "得分": [1]}', "得分", "nested-value"),
        ('{"企业编号": "A", "得分": true}', "得分", "not-a-number"),
        ('{"企业编号": "\\ud800", "得分": 90}', "企业编号", "bad-text"),
        ('{"企业编号": "A", "得分": 90, "得分": 80}', "", "duplicate-headings"),
        ('{"企业编号": "A", "得分": 90, " 得分": 80}', "", "duplicate-headings"),
        ('["A", 90]', "", "not-an-object"),
        ("90", "", "not-an-object"),
        ('{"企业编号": "A", "得分": 90', "", "bad-json"),
        ('{"企业编号": "A", "得分": 090}', "", "bad-json"),
        ("{'企业编号': 'A'}", "", "bad-json"),
        pytest.param(DEEP, "", "bad-json", id="deep"),
    ],
)
def test_a_bad_object_is_rejected_at_its_line(tmp_path, line, column, code):
    good = '{"企业编号": "B", "得分": 70}'
    path = write(tmp_path, "测评.jsonl", f"{good}\n\n{line}\n")
    evidence = admitted(program(BALLOT), path)
    assert [(r.row, r.column, r.code, r.records) for r in evidence.rejects] == [
        (3, column, code, 1)
    ]
    assert [r.origin for r in records(evidence)] == [Origin("测评.jsonl", 1)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[\n{"企业编号": "A"}\n]', "not-json-lines"),
        ('{\n"企业编号": "A"\n}', "not-json-lines"),
        ("", "empty-file"),
        ("\n\n", "empty-file"),
        ('{"企业编号": "' + "x" * 2_000_000 + '"}', "too-long-row"),
    ],
    ids=["array", "pretty", "empty", "blank", "long"],
)
def test_a_file_that_is_not_json_lines_is_refused(tmp_path, text, code):
    with pytest.raises(IntakeError) as caught:
        admitted(program(BALLOT), write(tmp_path, "测评.jsonl", text))
    assert caught.value.code == code


def test_unknown_keys_are_noted_and_each_object_may_have_its_own(tmp_path):
    lines = [
        '{"企业编号": "A", "得分": 90, "备注": "x"}',
        '{"得分": 80, "subject": "B", "经办": {}}'.replace("{}", "1"),
        '{"kind": "测评", "对象": "C", "得分": "70"}',
    ]
    path = write(tmp_path, "x.jsonl", "\n".join(lines))
    evidence = admitted(program(BALLOT), path)
    assert [(r.subject, r.values) for r in records(evidence)] == [
        ("A", ("业主", 90)),
        ("B", ("业主", 80)),
        ("C", ("业主", 70)),
    ]
    assert [n.zh for n in evidence.notices if n.code == "unread-columns"] == [
        "x.jsonl：未使用的列：备注、经办"
    ]


def test_rows_in_memory_are_admitted_by_kind_and_subject():
    evidence = admit_records(
        program(BALLOT, COMPLAINT, subject=COMPANY),
        period=YEAR,
        subjects={"A": {"街道": "东", "户数": 300}, "B": {"街道": "西"}},
        evidence={
            "测评": [
                {"对象": "A", "得分": Decimal("90.5")},
                {"对象": "B", "得分": Fraction(1, 2)},
                {"对象": "B", "得分": Fraction(1, 3)},
                {"对象": "B", "得分": 0.5},
                {"对象": "B", "得分": math.nan},
                {"对象": "C", "得分": 1},
            ],
            "物业投诉": [],
        },
    )
    assert {id_: subject.fields for id_, subject in evidence.subjects.items()} == {
        "A": {"街道": "东", "户数": 300},
        "B": {"街道": "西", "户数": None},
    }
    assert [(r.subject, r.values, r.origin) for r in records(evidence)] == [
        ("A", ("业主", Fraction(181, 2)), Origin("测评", 1)),
        ("B", ("业主", Fraction(1, 2)), Origin("测评", 2)),
    ]
    assert [(r.row, r.code) for r in evidence.rejects] == [
        (3, "not-a-number"),
        (4, "inexact-number"),
        (5, "not-finite"),
        (6, "unknown-subject"),
    ]
    assert evidence.delivered == {"测评", "投诉"}
    assert codes(evidence) == ["no-records"]


def test_dates_and_truth_in_memory_are_read_as_they_are():
    row = {"对象": "A", "工单号": 7, "严重程度": "一般", "已核实": True, "发生日": date(2026, 2, 1)}
    evidence = admit_records(program(COMPLAINT), period=YEAR, evidence={"投诉": [row]})
    assert [(r.id, r.values) for r in records(evidence)] == [
        ("7", ("7", "一般", True, None, date(2026, 2, 1)))
    ]


def test_a_subject_in_memory_with_a_bad_field_is_rejected_with_its_evidence():
    evidence = admit_records(
        program(BALLOT, subject=COMPANY),
        period=YEAR,
        subjects={"A": {"街道": ["东"]}, "B": {}, " ": {"街道": "西"}},
        evidence={"测评": [{"对象": "A", "得分": 1}, {"对象": "B", "得分": 1}]},
    )
    assert rejects(evidence) == [
        (1, "街道", "A", "nested-value", 0),
        (2, "街道", "", "missing-value", 0),
        (3, "", " ", "missing-value", 0),
        (1, "对象", "A", "rejected-subject", 1),
        (2, "对象", "B", "rejected-subject", 1),
    ]


def test_a_kind_in_memory_that_the_policy_does_not_have_is_refused():
    with pytest.raises(IntakeError) as caught:
        admit_records(program(BALLOT), period=YEAR, evidence={"表扬": []})
    assert caught.value.code == "unknown-kind"
