"""A messy sheet reads as its mapping says, and whatever does not is told at its cell."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from rules.expr.kinds import TextKind
from rules.program import EvidenceKind, Field
from scoring.intake.admit import Delivery, admit
from scoring.intake.faults import IntakeError
from scoring.intake.mapping.loading import read_mapping
from tests.scoring.intake.mapping.mapped import PROGRAM, admitted, mapping, rejected, told
from tests.scoring.intake.programs import COMPANY, YEAR, program
from tests.scoring.intake.workbooks import Made, error, number

BALLOTS = """\
  - 工作表: 测评
    读作: 测评
    标题行: 1
    字段: {企业编号: 企业编号, 得分: 得分}
"""
COMPLAINTS = """\
  - 工作表: 投诉
    读作: 投诉
    标题行: [2, 3]
    止于: 注
    跳过: [小计, 合计]
    字段:
      企业编号: {标题: 企业, 下填: 合并单元格}
      工单号: 登记/工单
      发生日: {标题: 登记/日期, 日期: [年月日, 点]}
      严重程度: {标题: 认定/程度, 词语: {重大: [重, 特重]}}
      已核实: {标题: 认定/属实, 词语: {是: [√, "1"]}, 空白: 否}
      扣分: {标题: 扣分, 缺失: [—]}
"""
HEADS = {
    1: ["投诉登记表"],
    2: ["企业", "登记", "", "认定", "", "扣分"],
    3: ["", "工单", "日期", "程度", "属实", ""],
}
MERGED = ["A1:F1", "A2:A3", "B2:C2", "D2:E2", "F2:F3"]


def complaints(*rows: list[object], merges: tuple[str, ...] = (), **more: object) -> Made:
    cells = {**HEADS, **dict(enumerate(rows, start=4))}
    return Made(cells, "投诉", merges=[*MERGED, *merges], **more)  # type: ignore[arg-type]  # passed on


def test_two_rows_of_merged_headings_words_dates_and_merged_cells(tmp_path: Path) -> None:
    found = admitted(
        tmp_path,
        COMPLAINTS,
        complaints(
            ["甲", "G1", "2026年3月5日", "重", "√", "1.5"],
            ["", "G2", "2026.03.06", "一般", "", "—"],
            ["小计", 2],
            ["乙", "G3", "2026-03-07", "特重", 1, ""],
            [" 合 计 ", 3],
            ["注：以上均已核实"],
            ["再往下"],
            merges=("A4:A5",),
        ),
    )
    values = {record.id: (record.subject, *record.values) for record in found.of("甲")}
    values |= {record.id: (record.subject, *record.values) for record in found.of("乙")}
    assert values == {
        "G1": ("甲", "G1", "重大", True, Fraction(3, 2), date(2026, 3, 5)),
        "G2": ("甲", "G2", "一般", False, None, date(2026, 3, 6)),
        "G3": ("乙", "G3", "重大", True, None, date(2026, 3, 7)),
    }
    assert told(found, "rows-above", "rows-by-word", "rows-below", "unread-columns") == {
        "rows-above": [("台账.xlsx[投诉]：标题之外、首行以上的内容没有读取：第 1 行", 1)],
        "rows-below": [("台账.xlsx[投诉]：表尾以下没有读取：第 9–10 行", 2)],
        "rows-by-word": [("台账.xlsx[投诉]：合计之类的行没有读取：第 6、8 行", 2)],
    }


def test_every_reject_names_the_true_cell_and_what_stands_in_it(tmp_path: Path) -> None:
    found = admitted(
        tmp_path,
        COMPLAINTS,
        complaints(
            ["甲", "G1", "3月5日", "重", "√", 1],
            ["甲", "G2", "2026年3月5日", "较较重", "√", 1],
            ["甲", "G3", "2026年3月5日", "重", "？", 1],
            ["甲", "G4", "2026年3月5日", "重", "√", 11],
            ["丙", "G5", "2027年3月5日", "重", "√", 1],
            ["甲", "G6", "2025年3月5日", "重", "√", 1],
            ["甲", "G7", error("#N/A"), "重", "√", 1],
        ),
    )
    assert rejected(found) == [
        ("投诉", 4, "登记/日期", "C4", "3月5日", "not-a-date"),
        ("投诉", 5, "认定/程度", "D5", "较较重", "unknown-category"),
        ("投诉", 6, "认定/属实", "E6", "？", "not-a-boolean"),
        ("投诉", 7, "扣分", "F7", "11", "out-of-bounds"),
        ("投诉", 8, "企业", "A8", "丙", "unknown-subject"),
        ("投诉", 9, "登记/日期", "C9", "2025年3月5日", "outside-period"),
        ("投诉", 10, "登记/日期", "C10", "#N/A", "error-value"),
    ]


def test_merged_cells_that_nobody_fills_down_are_rejects(tmp_path: Path) -> None:
    rows = {1: ["企业编号", "得分"], 2: ["甲", 90], 3: ["", 80]}
    found = admitted(tmp_path, BALLOTS, Made(rows, "测评", merges=["A2:A3"]))
    assert rejected(found) == [("测评", 3, "企业编号", "A3", "", "merged-cell")]


def test_blanks_are_filled_down_where_the_mapping_says_so(tmp_path: Path) -> None:
    entry = BALLOTS.replace("企业编号: 企业编号", "企业编号: {标题: 企业编号, 下填: 空白}")
    rows = {1: ["企业编号", "得分"], 2: ["甲", 90], 3: ["", 80], 4: ["乙", 70]}
    found = admitted(tmp_path, entry, Made(rows, "测评"))
    assert [len(found.of(name)) for name in ("甲", "乙")] == [2, 1]


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("{列号: B}", {1: ["甲", 90]}),
        ("{列号: 2}", {1: ["甲", 90]}),
        ("{定值: 90}", {1: ["甲"]}),
        ("{单元格: B1}", {1: ["甲"]}),
    ],
    ids=["letter", "number", "constant", "cell above"],
)
def test_a_field_comes_from_a_column_a_constant_or_a_cell(
    source: str, rows: dict[int, list[object]], tmp_path: Path
) -> None:
    entry = BALLOTS.replace("得分: 得分", f"得分: {source}").replace("标题行: 1", "标题行: 2")
    cells = {1: ["本月得分", 90], 2: ["企业编号"], 3: rows[1]}
    found = admitted(tmp_path, entry, Made(cells, "测评"))
    assert [record.values[1] for record in found.of("甲")] == [90]


def test_a_sheet_for_each_unit_names_the_unit(tmp_path: Path) -> None:
    entry = BALLOTS.replace("工作表: 测评", '工作表: ["甲", "乙"]').replace(
        "企业编号: 企业编号", "企业编号: {取自: 工作表名}"
    )
    one, other = Made({1: ["得分"], 2: [90]}, "甲"), Made({1: ["得分"], 2: [80], 3: ["x"]}, "乙")
    found = admitted(tmp_path, entry, one, other)
    assert [(name, r.values[1]) for name in ("甲", "乙") for r in found.of(name)] == [
        ("甲", 90),
        ("乙", 80),
    ]
    assert rejected(found) == [("乙", 3, "得分", "A3", "x", "not-a-number")]


WIDE = """\
  - 工作表: 检查
    读作: 检查
    标题行: 1
    字段: {企业编号: 企业, 检查单: 单号, 发生日: {标题: 日期, 日期: 八位}}
    宽表: {项目: 项目, 值: 分, 列: {卫生: 卫生, 花草: 绿化}}
"""


def test_columns_become_records(tmp_path: Path) -> None:
    rows = {1: ["企业", "单号", "日期", "卫生", "花草"], 2: ["甲", "J1", 20260305, 4, 6]}
    rows[3] = ["甲", "J2", "20260305", "", 5]
    found = admitted(tmp_path, WIDE, Made(rows, "检查"))
    assert [(r.id, r.values[2:], r.origin.cell) for r in found.of("甲")] == [
        ("J1/卫生", ("卫生", 4), ""),
        ("J2/卫生", ("卫生", None), ""),
        ("J2/绿化", ("绿化", 5), ""),
    ]
    assert rejected(found) == [("检查", 2, "花草", "E2", "6", "out-of-bounds")]


def test_blank_cells_of_a_wide_table_may_be_no_records(tmp_path: Path) -> None:
    rows = {1: ["企业", "单号", "日期", "卫生", "花草"], 2: ["甲", "J2", "20260305", "", 5]}
    entry = WIDE.replace("绿化}}", "绿化}, 空白格: 略过}")
    found = admitted(tmp_path, entry, Made(rows, "检查"))
    assert [r.id for r in found.of("甲")] == ["J2/绿化"]
    assert told(found, "blank-wide-cells") == {
        "blank-wide-cells": [("台账.xlsx[检查]：宽表的空白格，没有这条记录", 1)]
    }


def test_a_wide_row_of_nobody_is_as_many_rejects_as_records(tmp_path: Path) -> None:
    rows = {1: ["企业", "单号", "日期", "卫生", "花草"], 2: ["丙", "J2", "20260305", 3, 5]}
    found = admitted(tmp_path, WIDE, Made(rows, "检查"))
    assert found.rejected == 2
    assert [r.code for r in found.rejects] == ["unknown-subject", "unknown-subject"]


def test_hidden_rows_and_sheets_are_read_or_not_and_always_told(tmp_path: Path) -> None:
    rows = {1: ["企业编号", "得分"], 2: ["甲", 90], 3: ["乙", 80]}
    made = Made(rows, "测评", hidden_rows=[3], state="hidden", hidden_columns=[1])
    read = admitted(tmp_path, BALLOTS, made)
    assert (len(read.of("乙")), *told(read, "hidden-rows", "hidden-sheet", "hidden-columns")) == (
        1,
        "hidden-columns",
        "hidden-rows",
        "hidden-sheet",
    )
    skipped = admitted(tmp_path, BALLOTS + "    隐藏行: 不读\n", made)
    assert (len(skipped.of("甲")), len(skipped.of("乙"))) == (1, 0)
    assert told(skipped, "rows-hidden") == {
        "rows-hidden": [("台账.xlsx[测评]：隐藏的行没有读取：第 3 行", 1)]
    }
    left_out = admitted(tmp_path, BALLOTS + "    隐藏工作表: 不读\n", made)
    assert told(left_out, "sheet-left-out") == {
        "sheet-left-out": [("台账.xlsx[测评]：按映射没有读取", 1)]
    }


def test_columns_without_a_reader_are_told_with_or_without_a_heading(tmp_path: Path) -> None:
    rows = {1: ["企业编号", "得分", "备注"], 2: ["甲", 90, "好", "", "外"]}
    found = admitted(tmp_path, BALLOTS, Made(rows, "测评"))
    assert told(found, "unread-columns") == {
        "unread-columns": [("台账.xlsx[测评]：未使用的列：备注、E", 2)]
    }


def test_a_csv_reads_by_a_mapping_too_and_each_row_has_all_its_cells(tmp_path: Path) -> None:
    (tmp_path / "名册.csv").write_text("企业编号,街道,户数\n甲,东,1\n", encoding="utf-8")
    (tmp_path / "打分.csv").write_text("表\n单位,分数\n甲,9\n甲\n合计,9\n", encoding="utf-8")
    text = """\
表:
  - {文件: 打分.csv, 读作: 测评, 标题行: 2, 跳过: 合计, 字段: {企业编号: 单位, 得分: 分数}}
"""
    found = admit(
        PROGRAM,
        period=YEAR,
        evidence=[Delivery(tmp_path / "打分.csv")],
        subjects=tmp_path / "名册.csv",
        mapping=read_mapping(text.encode(), "映射.yaml", PROGRAM),
    )
    assert [record.values[1] for record in found.of("甲")] == [9]
    assert rejected(found) == [("", 4, "", "", "甲", "ragged-row")]


def test_a_file_no_entry_names_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "测评.csv").write_text("企业编号,得分\n甲,90\n", encoding="utf-8")
    (tmp_path / "名册.csv").write_text("企业编号,街道,户数\n甲,东,1\n", encoding="utf-8")
    text = (
        "表:\n  - {文件: 名册.csv, 读作: 对象, 标题行: 1, 字段: {企业编号: 企业编号, 街道: 街道}}\n"
    )
    found = admit(
        PROGRAM,
        period=YEAR,
        evidence=[Delivery(tmp_path / name) for name in ("测评.csv", "名册.csv")],
        subjects=None,
        mapping=read_mapping(text.encode(), "映射.yaml", PROGRAM),
    )
    assert found.subjects["甲"].fields == {"街道": "东", "户数": None}
    assert [record.values[1] for record in found.of("甲")] == [90]


def test_a_kind_cannot_be_given_beside_a_mapping(tmp_path: Path) -> None:
    admitted(tmp_path, BALLOTS, Made({1: ["企业编号", "得分"]}, "测评"))
    with pytest.raises(IntakeError) as wrong:
        admit(
            PROGRAM,
            period=YEAR,
            evidence=[Delivery(tmp_path / "台账.xlsx", "测评")],
            subjects=None,
            mapping=mapping(BALLOTS),
        )
    assert wrong.value.code == "kind-and-mapping"


UNITS = """\
  - 工作表: 测评
    读作: 测评
    标题行: 1
    千分位: 是
    全角: 是
    字段: {企业编号: 企业编号, 得分: {标题: 得分, 倍数: {分: 1, 厘: 1/10, 毫: 1/3}}}
"""


def test_measured_numbers_convert_exactly_or_are_refused(tmp_path: Path) -> None:
    cells = ["90分", "９５．５分", "1,000厘", "88", "3 毫", "1毫", "90两", number("70")]
    rows: dict[int, list[object]] = {1: ["企业编号", "得分"]}
    rows |= {at: ["甲", cell] for at, cell in enumerate(cells, start=2)}
    found = admitted(tmp_path, UNITS, Made(rows, "测评"))
    assert sorted(str(r.values[1]) for r in found.of("甲")) == ["1", "100", "191/2", "90"]
    assert [(r.cell, r.value, r.code) for r in found.rejects] == [
        ("B5", "88", "unit-not-said"),
        ("B7", "1毫", "no-finite-decimal"),
        ("B8", "90两", "unknown-unit"),
        ("B9", "70", "unit-not-said"),
    ]


def test_a_number_with_too_many_digits_is_refused_at_its_cell(tmp_path: Path) -> None:
    entry = """\
  - 工作表: 服务
    读作: 服务
    标题行: 1
    字段: {企业编号: 企业, 证号: 身份证}
"""
    kind = EvidenceKind("服务", (Field("证号", TextKind(), form="id_card"),), event_date=None)
    rows = {1: ["企业", "身份证"], 2: ["甲", number("110105194912310000")]}
    found = admitted(tmp_path, entry, Made(rows, "服务"), of=program(kind, subject=COMPANY))
    assert rejected(found) == [("服务", 2, "身份证", "B2", "110*************00", "rounded-digits")]
