"""Everything a mapping file refuses, at its place, in words a person can act on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from rules.diagnostics import Language, PolicyError, render_all
from rules.mapping_messages import MAPPINGS
from scoring.intake.mapping.loading import read_mapping
from scoring.intake.mapping.remembered import remembered
from tests.scoring.intake.mapping.mapped import PROGRAM, admitted
from tests.scoring.intake.workbooks import Made

BASE = """\
映射: 台账
表:
  - 工作表: 测评
    读作: 测评
    标题行: 1
    字段:
      企业编号: 企业编号
      得分: {标题: 得分, 缺失: [—]}
"""

# What is wrong, by the code it gives: what is written instead of which part of the base.
FAULTY: Mapping[str, tuple[str, str]] = {
    "map-other-policy": ("映射: 台账\n", "映射: 台账\n细则: property-company\n"),
    "map-kind": ("读作: 测评", "读作: 测平"),
    "map-heading-rows": ("标题行: 1", "标题行: [1, 3]"),
    "map-first-row": ("标题行: 1", "标题行: [1, 2]\n    首行: 2"),
    "map-lacks": ("      企业编号: 企业编号\n", ""),
    "map-field": ("得分: {标题", "分数: {标题"),
    "map-source": ("标题: 得分, 缺失", "标题: 得分, 列号: B, 缺失"),
    "map-column": ("标题: 得分", "列号: 第二列"),
    "map-cell": ("标题: 得分", "单元格: B2"),
    "map-fill": ("标题: 得分", "定值: 90, 下填: 空白"),
    "map-two-serials": ("标题行: 1", "标题行: 1\n    日期: [序列1900, 序列1904]"),
    "map-word-twice": ("缺失: [—]", '词语: {"90": [优], "80": [良, 优]}'),
    "map-unit": ("缺失: [—]", "单位: 万元"),
    "map-factor": ("缺失: [—]", "倍数: {千分: 一千}"),
    "former-name-twice": (
        "映射: 台账\n",
        "映射: 台账\n曾用名:\n  - {名称: 旧, 对象: 甲, 至: 2026-05-31}\n"
        "  - {名称: 旧, 对象: 乙, 自: 2026-05-31}\n",
    ),
}
WHOLE: Mapping[str, str] = {
    "map-target-twice": """\
表:
  - 读作: 投诉
    标题行: 1
    字段: {企业编号: a, 工单号: b, 严重程度: c, 程度: d, 已核实: e, 发生日: f}
""",
    "map-in-wide": """\
表:
  - 读作: 检查
    标题行: 1
    字段: {企业编号: a, 检查单: b, 发生日: c, 分: {标题: d}}
    宽表: {项目: 项目, 值: 分, 列: {卫生: 卫生}}
""",
    "map-no-columns": """\
表:
  - 读作: 检查
    标题行: 1
    字段: {企业编号: a, 检查单: b, 发生日: c}
    宽表: {项目: 项目, 值: 分, 列: {}}
""",
}
# What a sheet is that the mapping does not fit, by the code; and the mapping's entry for it.
ENTRY = BASE.partition("表:\n")[2]
SHEETS: Mapping[str, tuple[str, str, Made]] = {
    "map-no-heading": (ENTRY, "", Made({1: ["企业编号", "得 份"], 2: ["甲", 90]}, "测评")),
    "map-heading-twice": (ENTRY, "", Made({1: ["企业编号", "得分", "得分"]}, "测评")),
    "map-no-headings": (ENTRY, "", Made({3: ["企业编号", "得分"]}, "测评")),
    "map-no-cell": (
        ENTRY.replace("标题行: 1", "标题行: 3").replace("标题: 得分", "单元格: B1"),
        "",
        Made({1: ["得分"], 3: ["企业编号"]}, "测评"),
    ),
    "map-no-sheet": (ENTRY, "", Made({}, "测评")),
    "map-unread-sheet": ("", "", Made({1: ["企业编号", "得分"]}, "测评")),
    "former-name-of-nobody": (
        ENTRY,
        "曾用名:\n  - {名称: 旧, 对象: 丙}\n",
        Made({1: ["企业编号", "得分"]}, "测评"),
    ),
    "former-name-in-use": (
        ENTRY,
        "曾用名:\n  - {名称: 乙, 对象: 甲}\n",
        Made({1: ["企业编号", "得分"]}, "测评"),
    ),
}


def refusal(code: str, folder: Path) -> PolicyError:
    with pytest.raises(PolicyError) as error:  # noqa: PT012 one of three ways to the one refusal
        if code in SHEETS:
            tables, more, made = SHEETS[code]
            admitted(folder, tables, made, more=more)
        elif code == "map-which":
            for name in ("映射.yaml", "mapping.yaml"):
                (folder / name).write_text(BASE, encoding="utf-8")
            remembered([folder])
        else:
            text = WHOLE.get(code) or BASE.replace(*FAULTY[code])
            read_mapping(text.encode(), "映射.yaml", PROGRAM)
    return error.value


@pytest.mark.parametrize("code", MAPPINGS)
def test_a_faulty_mapping_is_refused_for_its_own_reason(code: str, tmp_path: Path) -> None:
    assert [found.code for found in refusal(code, tmp_path).diagnostics] == [code]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_messages_read_well(
    language: Language, golden: Callable[[str, str], None], tmp_path: Path
) -> None:
    told = []
    for code in MAPPINGS:
        (folder := tmp_path / code).mkdir()
        words = render_all(refusal(code, folder).diagnostics, language)
        told.append(f"== {code}\n{words.replace(str(folder), '…')}\n")
    golden(f"mapping/messages.{language}.txt", "\n".join(told))
