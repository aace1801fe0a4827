"""A number that nobody has fixed is told as that at every place, and as nothing else."""

from __future__ import annotations

import pytest

from rules.compile import check_policy

POLICY = """
考评: 示例
编号: open
版本: "1"
状态: 仅计分
生效: 2026-01-01
周期: 年度
参数: {期限: 未定, 底线: 未定, 甲权重: 未定, 乙权重: 未定}
对象: {种类: 企业}
考核数据:
  投诉: {字段: {天数差: 整数, 评价人: [甲, 乙], 得分: "[0..100]"}, 推算: {超期: 天数差 > 期限}}
统计口径:
  超期率: {比率: 投诉, 分子: 超期, 零分母: 缺失, 保留: 2}
  满意度: {加权平均: 投诉.得分, 按: 评价人,
    权重: {甲: WEIGHTS, 乙: 50%}, 最少票数: 1, 缺组: 待定, 保留: 2}
等次:
  依次:
    - 好: CONDITION
    - 差: 其余
"""


def told(condition: str, weights: str = "50%") -> list[tuple[str, str]]:
    text = POLICY.replace("CONDITION", condition).replace("WEIGHTS", weights)
    found = check_policy(text.encode(), "open.yaml")
    return [(d.code, d.args["name"]) for d in found if d.severity == "error"]


OPEN = ("unset-parameter", "期限")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        pytest.param("满意度 > 60", [OPEN], id="in-a-derived-field-others-may-read"),
        pytest.param("超期率 < 底线", [OPEN, ("unset-parameter", "底线")], id="a-percentage"),
        pytest.param("满意度 < 底线", [OPEN, ("unset-parameter", "底线")], id="a-number"),
        pytest.param(
            "超期率 < 底线 且 满意度 > 期限",
            [OPEN, ("unset-parameter", "底线"), OPEN],
            id="two-in-one-condition",
        ),
    ],
)
def test_an_open_number_is_told_where_it_is_used(
    condition: str, expected: list[tuple[str, str]]
) -> None:
    assert told(condition) == expected


def test_every_open_weight_is_told() -> None:
    weights = "甲权重, 丙: 乙权重"
    assert told("超期率 > 50%", weights) == [
        OPEN,
        ("unset-parameter", "甲权重"),
        ("unset-parameter", "乙权重"),
    ]
