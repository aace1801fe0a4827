"""Whether a grade moved because the points did or because the standards did."""

from __future__ import annotations

import pytest

from tests.scoring.comparison.world import edited, whys

POLICY = """
依据: 示例
参数: {优秀线: {值: 90, 依据: 示例}}
对象: {种类: 企业, 字段: {得分: "[0..100]"}}
考核数据: {投诉: {发生日: 无, 字段: {属实: 是否}}}
统计口径: {属实数: {计数: 投诉, 当: 属实}}
指标: {表现: {分值: 100, 取值: 得分, 缺失: 待定, 扣分: [{编号: 扣, 每: 投诉, 扣: 2}]}}
总分: {保留: 0}
等次:
  依次:
    - 优秀: 总分 >= 优秀线 且 属实数 < 2
    - 合格: 总分 >= 60
    - 不合格: 其余
"""
RECORDS = [{"kind": "投诉", "id": "1", "subject": "a", "属实": True}]
LINE, RULE = ("grade", "优秀"), ("rule", "扣")

CASES = {
    "the points": (
        {"扣: 2": "扣: 8"},
        RULE,
        [
            "规则“扣”：1 条 -2 → 1 条 -8；细则：分数 2 → 8",
            "等次“合格”：按标准 优秀 → 合格；总分 93 → 87",
        ],
    ),
    "a parameter that a standard reads": (
        {"值: 90": "值: 94"},
        LINE,
        ["等次“优秀”：按标准 优秀 → 合格；总分 93 未变；细则：参数“优秀线” 值 90 → 94"],
    ),
    "a standard that read a measure which is no more": (
        {"统计口径: {属实数: {计数: 投诉, 当: 属实}}\n": "", "优秀线 且 属实数 < 2": "95"},
        LINE,
        [
            "等次“优秀”：按标准 优秀 → 合格；总分 93 未变；属实数 1；"
            "细则：条件 总分 >= 优秀线 且 属实数 < 2 → 总分 >= 95"
        ],
    ),
    "both, where the points alone would have done": (
        {"扣: 2": "扣: 8", "值: 90": "值: 94"},
        RULE,
        [
            "规则“扣”：1 条 -2 → 1 条 -8；细则：分数 2 → 8",
            "等次“合格”：按标准 优秀 → 合格；总分 93 → 87",
        ],
    ),
    "both, where the points alone would not have done": (
        {"扣: 2": "扣: 3", "值: 90": "值: 94"},
        LINE,
        [
            "规则“扣”：1 条 -2 → 1 条 -3；细则：分数 2 → 3",
            "等次“优秀”：按标准 优秀 → 合格；总分 93 → 92；细则：参数“优秀线” 值 90 → 94",
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_move_is_put_down_to(name):
    edit, decided, sentences = CASES[name]
    found = edited(POLICY, edit, {"a": {"得分": 95}}, RECORDS)
    assert whys(found) == {"a": sentences}
    assert [mover.decided_by for mover in found.movers] == [decided]
