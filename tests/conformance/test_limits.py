"""Published limits of points, each as its source states it: per day, month and year, and joint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from rules.values import Number
from tests.scoring.situation import assessments, evidence_of, program_of

POLICY = """
对象: {种类: 党员}
考核数据:
  专题测试: {字段: {成绩: "[0..100]"}}
  综合测试: {字段: {成绩: "[0..100]"}}
  培训: {字段: {课程: 文本}}
  邻里互助: {字段: {内容: 文本}}
  党员大会: {字段: {议题: 文本}}
  问题: {字段: {情况: 文本}}
指标:
  测试:
    加分:
      - 编号: 专题
        每: 专题测试
        加: 如果 成绩 >= 90 那么 1.5 否则 如果 成绩 >= 80 那么 1 否则 0.5
      - 编号: 综合
        每: 综合测试
        加: 如果 成绩 >= 90 那么 1.5 否则 如果 成绩 >= 80 那么 1 否则 0.5
    合计最多: {规则: [专题, 综合], 每日最多: 6}
  学习: {加分: [{每: 培训, 加: 1, 最多: 3}]}
  互助: {加分: [{每: 邻里互助, 加: 1, 每月最多: 1}]}
  大会: {加分: [{每: 党员大会, 加: 5, 最多: 20}]}
  工作:
    分值: 1
    起评分: 满分
    扣分: [{每: 问题, 扣: {首次: 0.5, 第2次起: 不得分}}]
总分: {保留: 1}
等次: {合格: 0以上, 不合格: 不满0}
"""


def points(records: Iterable[Mapping[str, Any]]) -> dict[str, Number]:
    program = program_of(POLICY)
    numbered = [{"id": f"e{i}", "subject": "甲", **r} for i, r in enumerate(records)]
    return dict(assessments(program, evidence_of(program, {"甲": {}}, numbered))["甲"].indicators)


def of(kind: str, days: Iterable[date], **fields: Any) -> list[dict[str, Any]]:
    return [{"kind": kind, "date": day, **fields} for day in days]


DAY = date(2026, 3, 1)


def test_two_tests_of_95_give_one_and_a_half_each() -> None:
    tests = of("专题测试", [DAY], 成绩=95) + of("综合测试", [DAY], 成绩=95)
    assert points(tests)["测试"] == 3


@pytest.mark.parametrize(("each", "expected"), [(1, 3), (2, 6), (3, 6)])
def test_tests_give_six_a_day_together(each: int, expected: int) -> None:
    tests = of("专题测试", [DAY] * each, 成绩=95) + of("综合测试", [DAY] * each, 成绩=95)
    assert points(tests)["测试"] == expected
    assert points([*tests, *of("专题测试", [DAY + timedelta(1)], 成绩=60)])["测试"] == (
        expected + Fraction(1, 2)
    )


def test_training_gives_three_a_year_and_mutual_help_one_a_month() -> None:
    days = [date(2026, month, day) for month in (1, 2, 12) for day in (1, 28)]
    found = points(of("培训", days, 课程="党史") + of("邻里互助", days, 内容="送餐"))
    assert (found["学习"], found["互助"]) == (3, 3)


@pytest.mark.parametrize(("meetings", "expected"), [(0, 0), (4, 20), (5, 20)])
def test_meetings_give_twenty_a_year(meetings: int, expected: int) -> None:
    assert points(of("党员大会", [DAY] * meetings, 议题="选举"))["大会"] == expected


@pytest.mark.parametrize(("times", "expected"), [(0, 1), (1, Fraction(1, 2)), (2, 0), (3, 0)])
def test_found_once_half_a_point_found_twice_nothing(times: int, expected: Number) -> None:
    assert points(of("问题", [DAY] * times, 情况="迟报"))["工作"] == expected
