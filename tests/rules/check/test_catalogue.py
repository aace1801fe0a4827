"""Policies that compile and are not what their author means: what is said of each, and where."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

import pytest

from rules.check.lint_messages import LINT
from rules.compile import check_policy
from rules.diagnostics import Diagnostic, render_all

BASE = Path(__file__).with_name("base.yaml").read_text(encoding="utf-8")

STANDARDS = BASE[BASE.index("  依次:\n") : BASE.index("排名:")]
ROWS = BASE[
    BASE.index("          行:\n") : BASE.index("        缺失: 待定\n        依据: 示例\n  加分")
]
QUOTA = BASE[BASE.index("比例控制:\n") : BASE.index("名单:")]
CONTEST = "          - {每: 投诉, 当: {已核实: 是, 超期: 否"


def rows(*cells: str, hit: str = "首个") -> tuple[tuple[str, str], ...]:
    """The base policy with these rows in its decision table."""
    text = "          行:\n" + "".join(f"            - [{row}]\n" for row in cells)
    return (("命中: 首个", f"命中: {hit}"), (ROWS, text))


def standards(*grades: str) -> tuple[tuple[str, str], ...]:
    return ((STANDARDS, "  依次:\n" + "".join(f"    - {grade}\n" for grade in grades)),)


def quota(old: str, new: str) -> tuple[tuple[str, str], ...]:
    assert old in QUOTA
    return ((old, new),)


# What is replaced in the base policy, by what; a name begins with the code it shows.
FAULTS: dict[str, tuple[tuple[str, str], ...]] = {
    "condition-never-of-a-rule": (("已核实 且 超期", "已核实 且 非（已核实）"),),
    "condition-never-through-a-derived-field": (("超期: 否", "超期: 否, 办结天数: '> 7'"),),
    "condition-never-by-the-range": (("当: 评价人 = 业主代表", "当: 得分 > 100"),),
    "condition-never-by-the-words": (("等级 = 重大", "等级 > 重大"),),
    "condition-never-missing": (("已核实 且 超期", "严重程度 = 未填"),),
    "condition-never-of-a-refusal": (("当: 服务月数 < 6", "当: 服务月数 > 12"),),
    "condition-never-of-a-veto": (("情形: 满意度 < 60", "情形: 满意度 < 0"),),
    "condition-never-of-a-list": (
        ("条件: 等次 = 优秀 且 街道排名.占比 <= 10%", "条件: 等次 = 优秀 且 等次 < 合格"),
    ),
    "condition-never-of-a-share": (("街道排名.占比 <= 10%", "街道排名.占比 <= 0%"),),
    "condition-never-of-a-trigger": (("条件: 黑榜 或 投诉数 >= 30", "条件: 黑榜 且 等次 = 优秀"),),
    "condition-never-beside-the-bands": (
        *standards("优秀: 总分 >= 90"),
        (
            "  依次:\n    - 优秀: 总分 >= 90\n",
            "  优秀: 90以上\n  合格: 60以上不满90\n  不合格: 不满60\n",
        ),
        ("条件: 等次 = 优秀 且 街道排名.占比 <= 10%", "条件: 等次 = 优秀 且 总分 < 90"),
    ),
    "condition-never-of-an-item": (("适用: 住宅", "适用: 住宅 且 非（住宅）"),),
    "condition-never-of-a-ratio": (("分子: 办结日 != 未填", "分子: 受理日 = 未填"),),
    "condition-always-of-a-rule": (("已核实 且 超期", "已核实 或 非（已核实）"),),
    "condition-always-by-the-range": (("情形: 满意度 < 60", "情形: 满意度 <= 100"),),
    "condition-always-by-the-words": (("等级 = 重大", "等级 >= 一般"),),
    "condition-always-of-a-refusal": (("当: 服务月数 < 6", "当: 服务月数 >= 0"),),
    "condition-idle-part": (("已核实 且 超期", "已核实 且 超期 且 办结天数 > 5"),),
    "condition-idle-part-of-a-choice": (("当: 服务月数 < 6", "当: 服务月数 < 6 或 服务月数 < 3"),),
    "condition-idle-part-that-never-holds": (
        ("条件: 黑榜 或 投诉数 >= 30", "条件: 黑榜 或 投诉数 < 0"),
    ),
    "words-against-sign-of-a-rule": (
        ("名称: 超过 7 天没有办结", "名称: 7 天以上没有办结, 编号: 甲"),
        ("已核实 且 超期", "已核实 且 办结天数 > 7"),
    ),
    "words-against-sign-of-a-reason": (("当: 服务月数 < 6", "当: 服务月数 <= 6"),),
    "words-against-sign-of-a-parameter": (
        ("超期: 办结天数 > 办结时限", "超期: 办结天数 >= 办结时限"),
    ),
    "words-against-sign-of-a-clause": (
        (
            "情形: 满意度 < 60, 至多评为: 合格, 不明时: 不触发, 依据: 示例",
            "情形: 满意度 <= 60, 至多评为: 合格, 依据: {文件: 办法, 条款: 满意度不到 60 的}",
        ),
    ),
    "grade-never-after-others": standards(
        "优秀: 总分 >= 90", "合格: 总分 >= 60", "良好: 总分 >= 70 且 投诉数 = 0", "不合格: 其余"
    ),
    "grade-never-together": standards(
        "优秀: 总分 >= 90 且 投诉数 = 0",
        "良好: 总分 >= 90 且 投诉数 > 0",
        "表扬: 总分 >= 95",
        "合格: 总分 >= 60",
        "不合格: 其余",
    ),
    "grade-never-beyond-the-points": (
        ("{分值: 40, 取值: 满意度", "{分值: 25, 取值: 满意度"),
        ("  加分项:\n    最多: 5\n", "  加分项:\n    最多: 4\n"),
        ("至多: {优秀: 30%}", "至多: {合格: 30%}"),
    ),
    "grade-never-the-rest": (
        *standards("优秀: 总分 >= 90", "合格: 总分 < 90", "不合格: 其余"),
        ("定为: 不合格", "定为: 合格"),
        ("至多: {优秀: 30%}", "至多: {优秀: 40%}"),
    ),
    "grade-falls": standards(
        "优秀: 总分 >= 90 且 满意度 >= 85", "合格: '总分 属于 [60..90)'", "不合格: 其余"
    ),
    "rank-without-grade": (("等次 = 优秀 且 街道排名.占比 <= 10%", "街道排名.占比 <= 10%"),),
    "rank-without-grade-by-place": (("等次 = 优秀 且 街道排名.占比 <= 10%", "名次 <= 3"),),
    "red-and-black": (
        ("等次 = 优秀 且 街道排名.占比 <= 10%", "等次 = 优秀 且 街道排名.名次 <= 3"),
        ("或（街道排名.倒数 <= 3 且 等次 != 优秀）", "或 街道排名.倒数 <= 3"),
    ),
    "red-and-black-by-a-measure": (
        ("等次 = 不合格 或（街道排名.倒数 <= 3 且 等次 != 优秀）", "投诉数 >= 10"),
    ),
    "quota-without-room": quota("{优秀: 30%}", "{优秀: 0}"),
    "quota-never-binds": quota("{优秀: 30%}", "{优秀: 100%}"),
    "quota-small-groups": quota("小组: {不足: 4, 至少: 1}", "小组: {不足: 3, 至少: 1}"),
    "quota-small-groups-at-all": quota(" 小组: {不足: 4, 至少: 1},", ""),
    "quota-small-groups-half-up": (
        *quota(" 小组: {不足: 4, 至少: 1},", ""),
        *quota("取整: 舍去", "取整: 四舍五入"),
    ),
    "quota-approved-less": quota("力度: 硬", "力度: 硬, 可批准: {当: 住宅, 至多: {优秀: 20%}}"),
    "row-never": rows("8以上, 5以下, 20", "超过10, 任意, 15", "任意, 任意, 5"),
    "row-never-of-a-band": (
        ("{95%以上: 10, 80%以上", "{超过100%: 12, 95%以上100%以下: 10, 80%以上"),
    ),
    "row-never-of-a-step": (
        (
            "{分档: {95%以上: 10, 80%以上不满95%: 5, 不满80%: 0}}",
            "{阶梯: {80%: 5, 100%: 10, 110%: 10}}",
        ),
    ),
    "row-masked": rows("8以上, 任意, 20", "8以上, 5以下, 15", "任意, 任意, 5"),
    "row-masked-by-two": rows("8以上, 任意, 20", "不满8, 任意, 15", "任意, 5以下, 5"),
    "row-masked-by-priority": (
        *rows("8以上, 任意, 20", "9以上, 任意, 5", "不满8, 任意, 0", hit="优先"),
        ("          行:\n", "          优先次序: [20, 5, 0]\n          行:\n"),
    ),
    "rows-gap": rows("8以上, 5以下, 20", "8以上, 超过5, 15", "6以上不满8, 任意, 5"),
    "rows-gap-in-a-corner": rows("8以上, 5以下, 20", "不满8, 任意, 5"),
    "rows-gap-of-unique": rows("超过8, 任意, 20", "不满8, 任意, 5", hit="唯一"),
    "cap-never-binds": (
        (
            "    加分:\n      - {每: 获奖, 当: 级别 = 区, 加: 1}\n",
            "    取值: 投诉数\n    折算: {分档: {10以上: 0, 不满10: 5}}\n    缺失: 零分\n",
        ),
    ),
    "cap-never-binds-each": (("加: 1}", "加: 1, 每次最多: 2}"),),
    "cap-never-binds-of-a-day": (("加: 1}", "加: 1, 每日最多: 3, 最多: 2}"),),
    "cap-never-binds-of-a-month": (("加: 1}", "加: 1, 每月最多: 3, 最多: 2}"),),
    "cap-never-binds-of-a-year": (("加: 1}", "加: 1, 每月最多: 0.5, 最多: 6}"),),
    "cap-never-binds-together": (
        (
            "      - {每: 获奖, 当: 级别 = 区, 加: 1}\n",
            "      - {编号: 区奖, 每: 获奖, 当: 级别 = 区, 加: 1, 最多: 2}\n"
            "      - {编号: 镇奖, 每: 获奖, 当: 级别 = 镇, 加: 0.5, 最多: 2}\n"
            "    合计最多: {规则: [区奖, 镇奖], 最多: 4}\n",
        ),
    ),
    "cap-beyond-item": (("扣: 2, 最多: 10", "扣: 2, 最多: 40"),),
    "floor-never-binds": (("    最多: 5\n    依据", "    最多: 5\n    最低: 0\n    依据"),),
    "full-mark-out-of-reach": (("{95%以上: 10,", "{95%以上: 8,"),),
    "full-mark-out-of-reach-by-the-start": (("起评分: 满分", "起评分: 25"),),
    "full-marks-sum": (
        ("        适用: 住宅\n", ""),
        ("分值: 30\n", "分值: 25\n"),
    ),
    "total-out-of-reach": (('范围: "[0..105]"', '范围: "[0..120]"'),),
    "item-weights-sum": (
        ("{分值: 40, 取值: 满意度", "{分值: 40, 权重: 70%, 取值: 满意度"),
        ("    分值: 60\n", "    分值: 60\n    权重: 20%\n"),
    ),
    "counted-twice": (
        ("当: {已核实: 是, 超期: 否, 严重程度: 重大}", "当: {已核实: 是, 严重程度: 重大}"),
    ),
    "counted-twice-in-two-items": (
        (
            "      - {每: 获奖, 当: 级别 = 区, 加: 1}\n",
            "      - {每: 获奖, 当: 级别 = 区, 加: 1}\n"
            "  另一项: {依据: 示例, 加分: [{每: 获奖, 当: 级别 != 镇, 加: 1, 最多: 2}]}\n",
        ),
    ),
    "always-counted-twice": (
        (
            "      - {每: 获奖, 当: 级别 = 区, 加: 1}\n",
            "      - {每: 获奖, 加: 1}\n      - {每: 获奖, 加: 查表（获奖分，级别）}\n",
        ),
        ("参数:\n", "参数:\n  获奖分: {表: {镇: 1, 区: 2}, 依据: 示例}\n"),
    ),
    "unused-parameter": (("参数:\n", "参数:\n  约谈线: {值: 30, 依据: 示例}\n"),),
    "unused-measure": (("  投诉数: {计数", "  事故数: {计数: 事故}\n  投诉数: {计数"),),
    "unused-evidence": (("  获奖:\n", "  表扬信: {字段: {来源: 文本}}\n  获奖:\n"),),
    "unused-field": (("已核实: 是否\n", "已核实: 是否\n      渠道: 文本\n"),),
    "unused-field-of-the-subject": (("住宅: 是否}", "住宅: 是否, 社区: 文本}"),),
    "unused-field-derived": (
        ("      超期: 办结", "      紧急: 严重程度 = 重大\n      超期: 办结"),
    ),
    "parameter-without-basis": ((", 名称: 超过此数的算超期, 依据: 示例}", "}"),),
    "many-items": (
        (
            "  加分项:\n",
            "".join(f"  小项{n}: {{取值: 投诉数, 缺失: 零分, 依据: 示例}}\n" for n in range(38))
            + "  加分项:\n",
        ),
    ),
    "many-vetoes": (
        (
            "  - {编号: 不满,",
            "".join(
                f"  - {{编号: 否决{n}, 情形: 投诉数 > {n + 50}, 不得评优: 是, 依据: 示例}}\n"
                for n in range(7)
            )
            + "  - {编号: 不满,",
        ),
    ),
    "many-ranks": (
        ("排名:\n", "排名:\n" + "".join(f"  排名{n}: {{按: 投诉数}}\n" for n in "甲乙丙")),
    ),
    "counts-traces": (("  获奖:\n    字段: {", "  获奖:\n    字段: {现场照片数: 整数, "),),
    "counts-activity": (
        (
            "  加分项:\n",
            "  学习平台登录: {取值: 投诉数, 最多: 3, 缺失: 零分, 依据: 示例}\n  加分项:\n",
        ),
    ),
    "known-for-nothing": (("指标:\n", "指标:  # 知悉 many-items：考核办法原文\n"),),
    "known-without-reason": (("指标:\n", "# 知悉 many-items\n指标:\n"),),
}


@cache
def looked_at(fault: str) -> tuple[Diagnostic, ...]:
    return tuple(check_policy(faulty(fault), "base.yaml"))


def faulty(fault: str) -> bytes:
    text = BASE
    for old, new in FAULTS[fault]:
        assert old in text, f"{fault}: the base policy has no {old!r}"
        text = text.replace(old, new, 1)
    return text.encode()


def test_the_base_policy_gives_nothing_to_say() -> None:
    assert check_policy(BASE.encode(), "base.yaml") == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_by_its_code_and_stops_nothing(fault: str) -> None:
    found = looked_at(fault)
    expected = max((code for code in LINT if fault.startswith(code)), key=len)
    assert expected in {diagnostic.code for diagnostic in found}
    assert {diagnostic.severity for diagnostic in found} <= {"warning", "note"}
    assert all(diagnostic.span for diagnostic in found)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_said_reads_well(language: Literal["zh", "en"], golden: object) -> None:
    parts = (f"== {fault}\n{render_all(looked_at(fault), language)}" for fault in FAULTS)
    golden(f"policy/looks.{language}.txt", "\n\n".join(parts) + "\n")  # type: ignore[operator]


def test_every_code_of_a_close_look_has_a_policy_that_shows_it() -> None:
    shown = {found.code for fault in FAULTS for found in looked_at(fault)}
    assert shown >= set(LINT)
