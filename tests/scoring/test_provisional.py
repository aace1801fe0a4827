"""What is 暂定 because of what others may yet get, near by or two groups away; and what is not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from scoring.assessment import Assessment
from tests.scoring.situation import assessments, evidence_of, program_of

# 丙 waits for 核, and its 得分 is missing: the category 二 is open. It is in the street 西.
FIELDS = """
对象:
  种类: 企业
  字段:
    街道: 文本
    类别: 文本
    得分: {类型: 整数, 缺失: 不计}
    核: {类型: 整数, 缺失: 不计}
"""
NEAR: dict[str, dict[str, Any]] = {
    "甲": {"街道": "东", "类别": "一", "得分": 90, "核": 0},
    "乙": {"街道": "东", "类别": "二", "得分": 80, "核": 0},
    "丙": {"街道": "西", "类别": "二"},
    "丁": {"街道": "南", "类别": "一", "得分": 70, "核": 0},
}
KNOWN = {**NEAR, "丙": {"街道": "西", "类别": "二", "得分": 60, "核": 0}}


def found(text: str, subjects: Mapping[str, Any] = NEAR) -> dict[str, Assessment]:
    program = program_of(FIELDS + text)
    return assessments(program, evidence_of(program, subjects))


QUOTA = """
统计口径: {类内: {与最好之比: 得分, 分组: 类别, 零分母: 缺失, 保留: 2}}
指标:
  比较: {取值: 类内, 折算: {线性: "[0%..100%]"}, 分值: 100, 缺失: 零分, 保留: 2}
  核查: {取值: 核, 缺失: 待定}
总分: {保留: 2}
等次: {优秀: 60以上, 合格: 不满60}
排名: {榜: {按: 总分, 分组: 街道}}
比例控制: [{按: 榜, 至多: {优秀: 1}, 并列: 列入, 力度: 软}]
"""


@pytest.mark.parametrize(("subjects", "open_in_the_east"), [(NEAR, True), (KNOWN, False)])
def test_a_seat_rests_on_the_totals_of_all_in_its_group(
    subjects: Mapping[str, Any], open_in_the_east: bool
) -> None:
    """乙 may yet get another total, so 甲 in the same street may yet lose its seat."""
    seats = {
        name: [seat.provisional for seat in a.seats] for name, a in found(QUOTA, subjects).items()
    }
    east = [open_in_the_east]
    west = [] if open_in_the_east else [False]
    assert seats == {"甲": east, "乙": east, "丙": west, "丁": [False]}


MEAN = """
统计口径: {类内: {与最好之比: 得分, 分组: 类别, 零分母: 缺失, 保留: 2}}
指标:
  比较:
    {取值: 类内, 折算: {线性: "[0%..100%]"}, 分值: 100, 缺失: {按: 组均, 分组: 街道}, 保留: 2}
  核查: {取值: 核, 缺失: 待定}
总分: {保留: 2}
等次: {优秀: 60以上, 合格: 不满60}
"""


@pytest.mark.parametrize(("subjects", "provisional"), [(NEAR, True), (KNOWN, False)])
def test_a_mean_rests_on_the_points_it_is_taken_of(
    subjects: Mapping[str, Any], provisional: bool
) -> None:
    """戊 takes the mean of 甲 and 乙, and what 乙 has hangs on 丙."""
    taker = {"戊": {"街道": "东", "类别": "三", "核": 0}}
    mean = found(MEAN, {**subjects, **taker})["戊"]
    assert mean.indicators == {"比较": 100, "核查": 0}
    assert ("比较" in mean.provisional, "total" in mean.provisional) == (provisional,) * 2


BESIDE = """
统计口径:
  类内: {与组均之差: 得分, 分组: 类别, 保留: 2}
  街内: {名次: 类内, 分组: 街道}
等次:
  依次: [先进: 街内 = 1, 一般: 其余]
指标: {核查: {取值: 核, 缺失: 待定}}
总分: {保留: 0}
"""


@pytest.mark.parametrize(("subjects", "provisional"), [(NEAR, True), (KNOWN, False)])
def test_a_measure_beside_others_rests_on_what_theirs_rest_on(
    subjects: Mapping[str, Any], provisional: bool
) -> None:
    first = found(BESIDE, subjects)["甲"]
    assert first.provisional == (("街内", "grade") if provisional else ())
    assert found(BESIDE, subjects)["丁"].provisional == ()


FIXED = """
指标: {核查: {取值: 核, 缺失: 待定}, 得分项: {取值: 得分, 缺失: 零分}}
总分: {保留: 0}
等次: {优秀: 80以上, 合格: 不满80}
奖励资金:
  奖励: {方法: 定额, 定额: {优秀: 5000, 合格: 1000}AMOUNT, 尾差: [编号], 签字: 无}
"""


@pytest.mark.parametrize(
    ("amount", "provisional"),
    [
        ("", False),
        (
            ", 金额: 16000, 不足: 按比例分摊",
            False,
        ),  # 5,000 + 5,000 + 1,000 and 5,000 at most for 丙
        (", 金额: 15999, 不足: 按比例分摊", True),
        (", 金额: 11000, 不足: 待定", True),
    ],
)
def test_fixed_shares_wait_for_nobody_the_pool_can_pay_besides(
    amount: str, provisional: bool
) -> None:
    shares = {
        name: a.awards.get("奖励") for name, a in found(FIXED.replace("AMOUNT", amount)).items()
    }
    told = {name: share and (share.amount, share.provisional) for name, share in shares.items()}
    assert told == {
        "甲": (5000, provisional),
        "乙": (5000, provisional),
        "丙": None,
        "丁": (1000, provisional),
    }


def test_a_fixed_share_by_a_grade_that_may_be_taken_is_provisional_itself() -> None:
    """甲 is a candidate beside 丙, who waits in 西; 丁 is not."""
    text = FIXED.replace("AMOUNT", "") + (
        "排名: {榜: {按: 总分, 分组: 街道}}\n"
        "比例控制: [{按: 榜, 至多: {优秀: 1}, 并列: 不列入, 力度: 硬}]\n"
    )
    west = {**NEAR, "甲": {**NEAR["甲"], "街道": "西"}}
    shares = {name: a.awards.get("奖励") for name, a in found(text, west).items()}
    told = {name: share and (share.amount, share.provisional) for name, share in shares.items()}
    assert told == {"甲": (5000, True), "乙": (5000, False), "丙": None, "丁": (1000, False)}
