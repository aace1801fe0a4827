"""A supplement laid over a base: what comes out, what is refused, and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from docs.examples import examples
from rules.compile import compile_policy
from rules.diagnostics import PolicyError, render_all
from rules.library import Library, shipped
from rules.supplement.laying import Laid, lay_over
from rules.supplement.writing import written
from rules.supplement_messages import OPENED, SUPPLEMENTS
from rules.yaml_reader import read_yaml

BASE = """考评: 市考评
编号: city
版本: "2026.1"
状态: 生效
生效: 2026-01-01
周期: 年度
依据: 示例
开放:
  参数: {约谈线: "[2..5]", 目标: "[80%..95%]"}
  指标: {最多: 2, 每项最多: 2}
  名单: 1
  处置: {最多: 1}
参数:
  约谈线: {值: 3, 单位: 件, 依据: 示例}
  目标: 90%
  固定: 1
对象: {种类: 企业, 字段: {得分: "[0..100]", 办结率: 百分比}}
考核数据:
  投诉: {字段: {已核实: 是否}}
统计口径:
  投诉数: {计数: 投诉, 当: 已核实}
指标:
  表现:
    分值: 100
    分项:
      平时: {分值: 100, 取值: 得分, 折算: 线性, 保留: 2, 缺失: 待定, 依据: 示例}
总分: {范围: "[0..104]", 保留: 2}
等次: {优秀: 90以上, 其他: 不满90}
名单: {提醒: {条件: 办结率 < 目标 或 投诉数 >= 约谈线 + 固定, 依据: 示例}}
"""
SUPPLEMENT = """补充: 甲区考评
编号: district-a
版本: "1"
发布机关: 甲区住建局
基于: {编号: city, 版本: "2026.1"}
参数:
  约谈线: {值: 4, 依据: {文件: 甲区规定, 条款: 二}}
  目标: 85%
考核数据:
  创建: {字段: {级别: [区, 市]}}
指标:
  区级加分: {最多: 2, 依据: 示例, 加分: [{每: 创建, 加: 1}]}
  区级扣分: {分值: 2, 起评分: 满分, 依据: 示例, 扣分: [{每: 投诉, 当: 已核实, 扣: 1}]}
名单:
  区级创建榜: {条件: 区级加分 >= 1, 依据: 示例}
处置:
  区级约谈: {条件: 投诉数 >= 3, 期限: 5 天, 依据: 示例}
"""


def lay(base: str = BASE, supplement: str = SUPPLEMENT, *, trial: bool = False) -> Laid:
    return lay_over(base.encode(), "city.yaml", supplement.encode(), "district.yaml", trial=trial)


def test_the_whole_is_the_base_with_what_was_set_and_added() -> None:
    laid = lay()
    program = laid.program
    assert (program.head.id, program.head.title, program.head.issuer) == (
        "district-a",
        "甲区考评",
        "甲区住建局",
    )
    assert program.head.effective_from == laid.base.head.effective_from
    assert {name: str(value) for name, value in program.values.items()} == {
        "约谈线": "4",
        "目标": "17/20",
        "固定": "1",
    }
    clause, unit = program.parameters[0].basis[0], program.parameters[0].unit
    assert (clause.document, clause.clause, unit) == ("甲区规定", "二", "件")
    assert list(program.kinds) == ["投诉", "创建"]
    assert [item.name for item in program.indicators] == ["表现", "平时", "区级加分", "区级扣分"]
    assert [rule.name for rule in program.lists] == ["提醒", "区级创建榜"]
    assert [trigger.name for trigger in program.triggers] == ["区级约谈"]
    assert program.opened is None
    extends = program.head.extends
    assert extends is not None
    assert (extends.id, extends.version, extends.digest) == ("city", "2026.1", laid.base.digest)


def test_the_whole_is_written_as_a_policy_that_reads_the_same() -> None:
    laid = lay()
    again, _ = compile_policy(written(laid.tree).encode(), "district-a.yaml")
    assert again.digest == laid.program.digest


@pytest.mark.parametrize(
    "policy",
    Library((shipped(),)).files(),
    ids=lambda path: str(path.parent.name),
)
def test_any_policy_reads_the_same_once_its_tree_is_written(policy: Path) -> None:
    data = policy.read_bytes()
    text = written(read_yaml(data, policy.name))
    assert compile_policy(text.encode(), policy.name)[0].digest == (
        compile_policy(data, policy.name)[0].digest
    )


# What is replaced in the supplement, or in the base, by what; a name begins with the code it shows.
FAULTS: dict[str, tuple[str, str]] = {
    "not-open-of-a-parameter": ("  目标: 85%", "  固定: 2"),
    "not-open-of-no-parameter": ("  目标: 85%", "  别的: 2"),
    "not-open-of-evidence": ("  创建: {", "  投诉: {"),
    "not-open-of-a-measure": ("指标:\n", "统计口径: {投诉数: {计数: 投诉}}\n指标:\n"),
    "not-open-of-an-item": ("  区级扣分: {", "  平时: {"),
    "beyond-bounds": ("约谈线: {值: 4", "约谈线: {值: 6"),
    "beyond-bounds-of-a-share": ("目标: 85%", "目标: 95.1%"),
    "not-open-of-a-list": ("  区级创建榜: {", "  提醒: {"),
    "too-many-outcomes-lists": ("名单:\n", "名单:\n  又一榜: {条件: 投诉数 = 0, 依据: 示例}\n"),
    "too-many-outcomes-triggers": (
        "  区级约谈: {",
        "  又一处置: {条件: 投诉数 >= 9, 依据: 示例}\n  区级约谈: {",
    ),
    "added-reaches-beyond-by-an-effect": (
        "期限: 5 天",
        "期限: 5 天, 记入: {考评: company, 数据: 牌, 计于: 期末}",
    ),
    "added-reaches-beyond-by-a-term": ("期限: 5 天", "期限: 5 天, 逾期: {扣: 2}"),
    "too-many-items": ("指标:\n", "指标:\n  又一项: {分值: 1, 起评分: 满分, 依据: 示例}\n"),
    "item-too-big": ("{最多: 2, 依据", "{最多: 3, 依据"),
    "item-too-big-without-end": ("{最多: 2, 依据", "{依据"),
    "item-too-big-below": ("{分值: 2, 起评分: 满分, 依据", "{最低: -3, 最多: 0, 依据"),
    "item-too-big-by-weight": ("{最多: 2, 依据", "{最多: 2, 权重: 150%, 依据"),
    "other-base": ('版本: "2026.1"}', '版本: "2025.1"}'),
    "base-changed": ('版本: "2026.1"}', '版本: "2026.1", 摘要: "sha256:1"}'),
    "misplaced-key": ("参数:\n", "一票否决: []\n参数:\n"),
    "word-not-allowed": ("{每: 创建, 加: 1}", "{每: 创建, 当: 级别 = 国, 加: 1}"),
    "missing-key": ("基于: {编号: city, ", "基于: {"),
}
OPEN_FAULTS: dict[str, tuple[str, str]] = {
    "open-unknown": ('约谈线: "[2..5]"', '约谈: "[2..5]"'),
    "open-without-own": ('约谈线: "[2..5]"', '约谈线: "[4..5]"'),
    "open-without-own-unit": ('目标: "[80%..95%]"', '目标: "[80..95]"'),
    "expected-range": ('约谈线: "[2..5]"', "约谈线: 2"),
}


def refused(old: str, new: str) -> PolicyError:
    base, supplement = BASE, SUPPLEMENT
    if old in supplement:
        supplement = supplement.replace(old, new, 1)
    else:
        assert old in base
        base = base.replace(old, new, 1)
    with pytest.raises(PolicyError) as error:
        lay(base, supplement)
    return error.value


ALL = {**FAULTS, **OPEN_FAULTS}


@pytest.mark.parametrize("fault", ALL)
def test_what_is_wrong_is_told_at_its_place_in_either_file(fault: str) -> None:
    error = refused(*ALL[fault])
    codes = {diagnostic.code for diagnostic in error.diagnostics}
    assert any(fault.startswith(code) for code in codes)
    places = {d.span.source.name for d in error.diagnostics if d.span}
    assert places == {"city.yaml" if fault in OPEN_FAULTS else "district.yaml"}


def test_every_message_of_a_supplement_is_shown() -> None:
    shown = {d.code for fault in ALL.values() for d in refused(*fault).diagnostics}
    assert {*SUPPLEMENTS, *OPENED} <= shown


def test_the_messages_read_well(golden: Callable[[str, str], None]) -> None:
    for language in ("zh", "en"):
        told = [
            f"== {name}\n{render_all(refused(*fault).diagnostics, language)}"
            for name, fault in ALL.items()
        ]
        golden(f"policy/supplements.{language}.txt", "\n\n".join(told) + "\n")


def test_another_base_is_tried_without_being_followed() -> None:
    newer = BASE.replace('版本: "2026.1"', '版本: "2027.1"').replace("固定: 1", "固定: 2")
    laid = lay(newer, trial=True)
    assert laid.program.values["固定"] == 2
    assert laid.program.head.extends is not None
    assert laid.program.head.extends.version == "2027.1"
    with pytest.raises(PolicyError):
        lay(newer)


def test_the_example_of_the_page_is_laid_over_its_base() -> None:
    page = (Path(__file__).parents[3] / "docs" / "language.md").read_text(encoding="utf-8")
    (supplement,) = re.findall(r"```\n(补充: .*?)```", page, re.DOTALL)
    (opened,) = (one.text for one in examples() if "开放:" in one.text)
    parts = opened.split("开放:\n")
    base = BASE.replace(BASE[BASE.index("开放:\n") : BASE.index("参数:\n  约谈线: {")], "")
    base = base.replace("参数:\n", "开放:\n" + parts[1] + "参数:\n", 1)
    laid = lay(base, supplement)
    assert laid.program.values["约谈线"] == 4
    assert laid.base.opened is not None
    found = laid.base.opened
    assert (found.most_items, found.each_at_most) == (5, 2)
    assert (found.most_lists, found.most_triggers) == (1, 2)
