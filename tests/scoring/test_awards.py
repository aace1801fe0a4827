"""Award pools: exact to the unit, in proportion, in a stated order, and never beyond the pool."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import ReferenceMatcher
from scoring.assess import Assessor
from scoring.assessment import Assessment
from scoring.conclude.apportion import apportion
from scoring.conclude.awards import pool_sum
from tests.scoring.situation import assessments, evidence_of, program_of

WEIGHTS = st.lists(
    st.one_of(st.integers(0, 50), st.fractions(0, 20, max_denominator=12)), max_size=12
)
UNITS = st.integers(0, 2000)
CAPS = st.one_of(st.none(), st.integers(0, 300))


@given(UNITS, WEIGHTS, CAPS, st.booleans())
@settings(deadline=None)
def test_shares_are_never_more_than_the_pool_nor_than_the_cap(units, weights, cap, redistribute):
    shares = apportion(units, weights, cap=cap, redistribute=redistribute)
    assert len(shares) == len(weights)
    assert all(share >= 0 for share in shares)
    assert sum(shares) <= units
    assert cap is None or all(share <= cap for share in shares)
    assert all(share == 0 for share, weight in zip(shares, weights, strict=True) if not weight)


@given(UNITS, WEIGHTS)
@settings(deadline=None)
def test_without_a_cap_the_whole_pool_is_shared_unless_nobody_has_weight(units, weights):
    assert sum(apportion(units, weights)) == (units if any(weights) else 0)


@given(UNITS, WEIGHTS, st.integers(0, 300))
@settings(deadline=None)
def test_what_a_cap_cuts_off_goes_to_the_others_while_any_has_room(units, weights, cap):
    shares = apportion(units, weights, cap=cap, redistribute=True)
    room = sum(cap for weight in weights if weight)
    assert sum(shares) == min(units, room)


@given(UNITS, WEIGHTS)
@settings(deadline=None)
def test_no_share_is_a_whole_unit_off_its_quota(units, weights):
    total = sum(weights)
    for share, weight in zip(apportion(units, weights), weights, strict=True):
        quota = Fraction(units * weight) / total if total else 0
        assert abs(share - quota) < 1


@given(UNITS, WEIGHTS, CAPS, st.booleans())
@settings(deadline=None)
def test_who_weighs_more_never_gets_less(units, weights, cap, redistribute):
    shares = apportion(units, weights, cap=cap, redistribute=redistribute)
    pairs = sorted(zip(weights, shares, strict=True))
    for (light, less), (heavy, more) in pairwise(pairs):
        assert less <= more if light < heavy else abs(less - more) <= 1


@given(UNITS, WEIGHTS, st.integers(1, 9))
@settings(deadline=None)
def test_only_the_proportions_of_the_weights_count(units, weights, factor):
    times = [weight * factor for weight in weights]
    assert apportion(units, times) == apportion(units, weights)


def test_equal_remainders_are_served_in_the_order_given():
    assert apportion(7, [1, 1, 1, 1]) == [2, 2, 2, 1]
    assert apportion(5, [3, 1, 1, 3]) == [2, 1, 0, 2]


# --- pools of a policy -----------------------------------------------------------------------

POLICY = """
对象:
  种类: 社区
  字段:
    得分: "[0..100]"
    人数: {{类型: 整数, 范围: "[0..99]", 缺失: 不计}}
    月数: {{类型: 整数, 范围: "[0..99]", 缺失: 不计}}
    无效: {{类型: 是否, 缺失: 不计}}
  不参评: {{当: 无效, 原因: 撤并}}
指标:
  自评: {{分值: 100, 取值: 得分, 折算: 直接, 缺失: 待定}}
总分: {{范围: "[0..100]", 保留: 2}}
等次: {{优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}}
奖励资金:
  奖金: {{{pool}}}
"""


def found(pool: str, subjects: Mapping[str, Mapping[str, Any]]) -> dict[str, Assessment]:
    program = program_of(POLICY.format(pool=pool))
    subjects = {name: {"无效": False, **fields} for name, fields in subjects.items()}
    return assessments(program, evidence_of(program, subjects))


def amounts(pool: str, subjects: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        name: assessment.awards["奖金"].amount
        for name, assessment in found(pool, subjects).items()
        if "奖金" in assessment.awards
    }


def sums(pool: str, subjects: Mapping[str, Mapping[str, Any]]) -> tuple[Any, ...]:
    program = program_of(POLICY.format(pool=pool))
    total = pool_sum(program.awards[0], found(pool, subjects).values())
    return total.pool, total.paid, total.unspent, total.winners, total.waiting, total.provisional


EQUAL = "金额: 100万元, 方法: 平均, 条件: 等次 = 优秀, 尾差: [编号], 签字: 无"


def test_a_million_among_seven_equals_is_exact_to_the_fen():
    seven = {f"社区{i}": {"得分": 95} for i in range(1, 8)}
    low, high = Fraction("142857.14"), Fraction("142857.15")
    assert amounts(EQUAL, {**seven, "社区9": {"得分": 80}}) == {
        "社区1": high, "社区2": high,
        "社区3": low, "社区4": low, "社区5": low, "社区6": low, "社区7": low,
    }  # fmt: skip
    assert sums(EQUAL, seven) == (1_000_000, 1_000_000, 0, 7, 0, False)


def test_without_a_winner_the_pool_stays_unspent():
    assert amounts(EQUAL, {"甲": {"得分": 80}}) == {}
    assert sums(EQUAL, {"甲": {"得分": 80}}) == (1_000_000, 0, 1_000_000, 0, 0, False)
    assert sums(EQUAL, {}) == (1_000_000, 0, 1_000_000, 0, 0, False)


def test_one_winner_gets_it_all():
    assert amounts(EQUAL, {"甲": {"得分": 90}}) == {"甲": 1_000_000}


def test_a_pool_is_provisional_while_a_subject_is_pending():
    subjects = {"甲": {"得分": 90}, "乙": {}}
    assert amounts(EQUAL, subjects) == {"甲": 1_000_000}
    assert sums(EQUAL, subjects) == (1_000_000, 1_000_000, 0, 1, 0, True)


def test_who_is_not_assessed_neither_shares_nor_holds_the_pool_open():
    subjects = {"甲": {"得分": 90}, "乙": {"得分": 99, "无效": True}}
    assert sums(EQUAL, subjects) == (1_000_000, 1_000_000, 0, 1, 0, False)


THREE = {
    "丙": {"得分": 60, "人数": 1, "月数": 12},
    "乙": {"得分": 90, "人数": 0, "月数": 6},
    "甲": {"得分": 100, "人数": 3, "月数": 24},
}
SHARED = "金额: 1000, 签字: 无, 尾差: [编号], 条件: 总分 >= 0"


@pytest.mark.parametrize(
    ("pool", "expected"),
    [
        pytest.param(
            f"{SHARED}, 方法: 按分, 按: 总分",
            {"甲": 400, "乙": 360, "丙": 240},
            id="by-score",
        ),
        pytest.param(
            f"{SHARED}, 方法: 按人数, 按: 人数", {"甲": 750, "乙": 0, "丙": 250}, id="per-head"
        ),
        pytest.param(
            f"{SHARED}, 方法: 按人数, 按: 人数, 每个最多: 600, 余额: 重分",
            {"甲": 600, "乙": 0, "丙": 400},
            id="cap-redistributed",
        ),
        pytest.param(
            f"{SHARED}, 方法: 按人数, 按: 人数, 每个最多: 600, 余额: 留存",
            {"甲": 600, "乙": 0, "丙": 250},
            id="cap-unspent",
        ),
        pytest.param(
            f"{SHARED}, 方法: 分档, 份数: {{优秀: 3, 合格: 1, 不合格: 无}}",
            {"甲": Fraction("428.57"), "乙": Fraction("428.57"), "丙": Fraction("142.86")},
            id="tiered",
        ),
        pytest.param(
            f"{SHARED}, 方法: 平均, 折月: 月数",
            {"丙": 400, "乙": 200, "甲": 400},
            id="months-beyond-the-period-do-not-count",
        ),
        pytest.param(
            "方法: 定额, 定额: {优秀: 500, 合格: 100, 不合格: 无}, 折月: 月数, 签字: 无",
            {"丙": 100, "乙": 250, "甲": 500},
            id="fixed-without-a-pool",
        ),
        pytest.param(
            "金额: 550, 方法: 定额, 定额: {优秀: 500, 合格: 100, 不合格: 无}, "
            "不足: 按比例分摊, 尾差: [编号], 签字: 无",
            {"丙": 50, "乙": 250, "甲": 250},
            id="fixed-beyond-the-pool-in-proportion",
        ),
        pytest.param(
            "金额: 550, 方法: 定额, 定额: {优秀: 500, 合格: 100, 不合格: 无}, 不足: 待定, 签字: 无",
            {"丙": None, "乙": None, "甲": None},
            id="fixed-beyond-the-pool-pending",
        ),
        pytest.param(
            f"{SHARED}, 方法: 平均, 单位: 百元".replace("编号", "总分, 编号"),
            {"甲": 400, "乙": 300, "丙": 300},
            id="odd-unit-to-the-better",
        ),
        pytest.param(
            f"{SHARED}, 方法: 平均, 单位: 百元".replace("编号", "{按: 总分, 次序: 低者在前}, 编号"),
            {"甲": 300, "乙": 300, "丙": 400},
            id="odd-unit-to-the-worse",
        ),
    ],
)
def test_the_amounts_are_those_worked_out_by_hand(pool: str, expected: dict[str, Any]):
    assert amounts(pool, THREE) == expected


def test_a_missing_weight_waits_and_holds_the_pool_open():
    pool = f"{SHARED}, 方法: 按人数, 按: 人数"
    subjects = {"甲": {"得分": 90, "人数": 2}, "乙": {"得分": 90}}
    assert amounts(pool, subjects) == {"甲": 1000, "乙": None}
    assert sums(pool, subjects) == (1000, 1000, 0, 1, 1, True)


@given(st.permutations(range(9)), st.lists(st.integers(0, 100), min_size=9, max_size=9))
@settings(deadline=None, max_examples=30)
def test_the_order_of_subjects_never_matters(order, scores):
    pool = f"{SHARED}, 方法: 按分, 按: 总分, 每个最多: 150, 余额: 重分"
    subjects = {f"s{i}": {"得分": score} for i, score in enumerate(scores)}
    shuffled = {f"s{i}": subjects[f"s{i}"] for i in order}
    assert amounts(pool, shuffled) == amounts(pool, subjects)


def test_a_subject_alone_waits_for_the_population():
    program = program_of(POLICY.format(pool=EQUAL))
    evidence = evidence_of(program, {"甲": {"得分": 95, "无效": False}})
    alone = Assessor(program, ReferenceMatcher(program)).subject(evidence, "甲")
    assert alone.awards == {}
    assert [(caution.place, caution.en) for caution in alone.cautions] == [
        ("奖金", "needs the population")
    ]
