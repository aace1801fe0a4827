"""A former name stands for a subject only while it was its name, and only where it is said."""

from __future__ import annotations

from pathlib import Path

from scoring.evidence import Evidence, Subject
from scoring.intake.faults import fault
from scoring.intake.subjects import Subjects
from tests.scoring.intake.mapping.mapped import admitted, rejected, told
from tests.scoring.intake.workbooks import Made

ENTRY = """\
  - 工作表: 投诉
    读作: 投诉
    标题行: 1
    字段: {企业编号: 企业, 工单号: 工单, 发生日: 日期, 严重程度: 程度, 已核实: 属实}
  - 工作表: 测评
    读作: 测评
    标题行: 1
    字段: {企业编号: 企业, 得分: 得分}
"""
FORMER = """\
曾用名:
  - {名称: 旧甲, 对象: 甲, 至: 2026-05-31}
  - {名称: 旧甲, 对象: 乙, 自: 2026-06-01}
  - {名称: 老乙, 对象: 乙}
"""


def read(folder: Path, rows: list[list[object]], ballots: list[list[object]]) -> Evidence:
    complaints = {1: ["企业", "工单", "日期", "程度", "属实"], **dict(enumerate(rows, start=2))}
    marks = {1: ["企业", "得分"], **dict(enumerate(ballots, start=2))}
    sheets = (Made(complaints, "投诉"), Made(marks, "测评"))
    return admitted(folder, ENTRY, *sheets, more=FORMER)


def test_the_day_of_the_record_decides_whose_name_it_was(tmp_path: Path) -> None:
    rest = ["一般", "是"]
    found = read(
        tmp_path,
        [
            ["旧甲", "G1", "2026-05-31", *rest],
            ["旧甲", "G2", "2026-06-01", *rest],
            ["老乙", "G3", "2026-01-01", *rest],
            ["甲", "G4", "2026-01-01", *rest],
        ],
        [["老乙", 90]],
    )
    assert [[r.id for r in found.of(name) if r.kind == "投诉"] for name in ("甲", "乙")] == [
        ["G4", "G1"],
        ["G3", "G2"],
    ]
    assert told(found, "former-names-used") == {
        "former-names-used": [("按曾用名找到考评对象：旧甲（2）、老乙（2）", 4)]
    }


def test_a_record_without_a_day_needs_a_name_that_was_one_subjects(tmp_path: Path) -> None:
    found = read(tmp_path, [], [["旧甲", 90]])
    assert rejected(found) == [("测评", 2, "企业", "A2", "旧甲", "former-name-not-then")]


def test_a_subject_written_another_way_is_a_hint_and_never_taken(tmp_path: Path) -> None:
    found = read(tmp_path, [], [[" 甲 公司", 90], ["（乙）", 90]])
    assert [(r.value, r.reason_zh) for r in found.rejects] == [
        (" 甲 公司", "对象表中没有这个对象"),
        ("（乙）", "对象表中没有这个对象"),
    ]
    subjects = Subjects(True, {"1": Subject("1", {"名": "華聯"}), "2": Subject("2", {"名": "同"})})
    subjects.name_field = "名"
    subjects.known["3"] = Subject("3", {"名": "同"})
    assert subjects.find("华联") == fault("unknown-subject", suggestion="1")
    assert subjects.find("同") == fault("unknown-subject", suggestion="")
