"""Five edits as authors make them, each with its result worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from rules.values import show_number
from scoring.comparison.migration import Line
from scoring.comparison.rewards import Change, Given
from scoring.comparison.totals import Spread
from tests.scoring.comparison.world import edited, moves, told_edits, whys

COMPLAINTS = """
依据: 示例
对象: {种类: 企业, 字段: {街道: 文本}}
考核数据:
  投诉: {发生日: 无, 字段: {属实: 是否}}
指标:
  投诉处置:
    分值: 100
    起评分: 满分
    扣分:
      - {编号: 属实投诉, 每: 投诉, 当: 属实, 扣: 2, 依据: {文件: 办法, 条款: 第三条}}
      - {编号: 其他投诉, 每: 投诉, 当: 非（属实）, 扣: 0.5}
总分: {保留: 1}
等次: {优秀: 90以上, 良好: 80以上不满90, 合格: 60以上不满80, 不合格: 不满60}
名单: {红榜: {条件: 等次 = 优秀}}
处置: {约谈: {条件: 等次 = 不合格, 依据: 示例}}
"""
SUBJECTS = {name: {"街道": "东街"} for name in "ABCDE"}


def complaints(**counts: tuple[int, int]) -> list[dict[str, object]]:
    """For each subject, so many that are true and so many that are not."""
    return [
        {"kind": "投诉", "id": f"{subject}{sort}{number}", "subject": subject, "属实": sort == "t"}
        for subject, pair in counts.items()
        for sort, count in zip("tf", pair, strict=True)
        for number in range(count)
    ]


# Totals: A 100, B 90, C 89.5, D 62, E 58.
RECORDS = complaints(A=(0, 0), B=(5, 0), C=(5, 1), D=(19, 0), E=(21, 0))


def test_a_deduction_raised_from_2_to_3():
    found = edited(COMPLAINTS, {"扣: 2,": "扣: 3,"}, SUBJECTS, RECORDS)
    # 5 × 3: B 85, C 84.5; 19 × 3: D 43; 21 × 3: E 37.
    assert moves(found) == {"B": ("优秀", "良好"), "D": ("合格", "不合格")}
    assert whys(found) == {
        "B": [
            "规则“属实投诉”：5 条 -10 → 5 条 -15；细则：分数 2 → 3（依据 办法 第三条）",
            "等次“良好”：按标准 优秀 → 良好；总分 90.0 → 85.0",
        ],
        "D": [
            "规则“属实投诉”：19 条 -38 → 19 条 -57；细则：分数 2 → 3（依据 办法 第三条）",
            "等次“不合格”：按标准 合格 → 不合格；总分 62.0 → 43.0",
        ],
    }
    assert [mover.decided_by for mover in found.movers] == [("rule", "属实投诉")] * 2
    # C −5 and E −21 keep their grades.
    assert found.spread == Spread(0, 2, -21, -13, -5)
    assert told_edits(found) == [("rule", "属实投诉", "changed", 4, 2)]
    [red, talk] = found.memberships
    assert (red.name, [m.subject for m in red.gained], [m.subject for m in red.lost]) == (
        "红榜",
        [],
        ["B"],
    )
    assert (talk.name, [m.subject for m in talk.gained]) == ("约谈", ["D"])
    [firing] = found.firings
    assert (firing.key.name, firing.turn) == ("属实投诉", "other")
    assert firing.before is not None
    assert firing.after is not None
    assert (firing.before.points, firing.after.points) == (-100, -150)
    assert not found.changes_nothing


def test_a_band_edge_lowered_from_90_to_89_5():
    edits = {"优秀: 90以上": "优秀: 89.5以上", "80以上不满90": "80以上不满89.5"}
    found = edited(COMPLAINTS, edits, SUBJECTS, RECORDS)
    assert moves(found) == {"C": ("良好", "优秀")}
    assert whys(found) == {
        "C": [
            "等次“优秀”：按标准 良好 → 优秀；总分 89.5 未变；细则：条件 总分 >= 90 → 总分 >= 89.5"
        ]
    }
    assert found.lines == (
        Line("优秀", "良好", 1, 0, 1),
        Line("良好", "合格", 0, 0, 0),
        Line("合格", "不合格", 0, 0, 0),
    )
    assert found.spread is None
    assert told_edits(found) == [
        ("grade", "优秀", "changed", 1, 1),
        ("grade", "良好", "changed", 1, 1),
    ]
    assert [m.name for m in found.memberships] == ["红榜"]


def test_a_veto_added():
    veto = """
统计口径: {属实数: {计数: 投诉, 当: 属实}}
一票否决:
  - {编号: 多次属实, 情形: 属实数 >= 5, 至多评为: 合格, 依据: 示例}
等次: {优秀"""
    found = edited(COMPLAINTS, {"\n等次: {优秀": veto}, SUBJECTS, RECORDS)
    # D and E have more than five and are no better than 合格 anyway.
    assert moves(found) == {"B": ("优秀", "合格"), "C": ("良好", "合格")}
    assert whys(found)["C"] == ["一票否决“多次属实”：现在成立；属实数 5；细则：新增（依据 示例）"]
    assert [mover.decided_by for mover in found.movers] == [("veto", "多次属实")] * 2
    assert told_edits(found) == [
        ("measure", "属实数", "added", 5, 2),
        ("veto", "多次属实", "added", 4, 2),
    ]
    assert found.deciding == {("veto", "多次属实"): 2}
    [firing] = found.firings
    assert (firing.turn, firing.before, firing.after and firing.after.subjects) == (
        "started",
        None,
        4,
    )


QUOTA = """
依据: 示例
对象: {种类: 企业, 字段: {得分: "[0..100]"}}
指标: {表现: {分值: 100, 取值: 得分, 缺失: 待定}}
总分: {保留: 0}
等次: {优秀: 90以上, 合格: 不满90}
排名: {得分排名: {按: 总分}}
比例控制:
  - 编号: 优秀比例
    按: 得分排名
    至多: {优秀: 20%}
    取整: 舍去
    并列: 不列入
    力度: 硬
    依据: 示例
"""


def test_a_quota_widened_from_20_to_25_percent():
    # 20 subjects, 99 down to 80: ten have 90 or more. Room is 4, then 5.
    subjects = {f"s{number:02}": {"得分": 100 - number} for number in range(1, 21)}
    found = edited(QUOTA, {"20%": "25%"}, subjects)
    assert moves(found) == {"s05": ("合格", "优秀")}
    assert whys(found) == {
        "s05": [
            "比例控制“优秀比例”：优秀：名额 4，按名次第 5，超出比例，降为 合格 → 名额 5，"
            "按名次第 5，在名额内；细则：名额 › “优秀” › 比例 20% → 25%（依据 示例）"
        ]
    }
    [move] = found.quotas
    assert move.before is not None
    assert move.after is not None
    sides = (move.before, move.after)
    assert [(line.room, line.candidates, line.displaced) for line in sides] == [
        (4, 10, 6),
        (5, 10, 5),
    ]
    # Ten candidates are told another room, one of them finds it.
    assert told_edits(found) == [("quota", "优秀比例", "changed", 10, 1)]
    assert found.spread is None
    assert found.lines == (Line("优秀", "合格", 1, 0, 1),)


POOL = """
依据: 示例
对象: {种类: 党员, 字段: {得分: "[0..100]"}}
指标: {表现: {分值: 100, 取值: 得分, 缺失: 待定}}
总分: {保留: 0}
等次: {优秀: 90以上, 合格: 不满90}
系数:
  绩效系数: {表: {优秀: 0.2, 合格: 0.1}, 方式: 直接, 由: 所属单位, 签字: 无, 依据: 示例}
奖励资金:
  重点奖励:
    金额: 100万元
    条件: 等次 = 优秀
    方法: 平均
    尾差: [总分, 编号]
    签字: 无
    依据: 示例
"""
MEMBERS = {f"d{number}": {"得分": 100 - number} for number in range(1, 8)} | {"d8": {"得分": 75}}


def test_an_award_pool_raised_from_1_to_1_2_million():
    found = edited(POOL, {"100万元": "120万元"}, MEMBERS)
    assert moves(found) == {}
    # 100,000,000 units ÷ 7 leave two over, for the first two; 120,000,000 ÷ 7 leave one.
    [pool] = found.pools
    assert [(c.subject, *amounts(c)) for c in pool.changes] == [
        ("d1", "142857.15", "171428.58"),
        ("d2", "142857.15", "171428.57"),
        *((f"d{number}", "142857.14", "171428.57") for number in range(3, 8)),
    ]
    assert pool.before is not None
    assert pool.after is not None
    assert (pool.before.paid, pool.gained, pool.lost, pool.after.paid) == (
        1_000_000,
        200_000,
        0,
        1_200_000,
    )
    assert pool.moved == 200_000
    assert told_edits(found) == [("award", "重点奖励", "changed", 7, 0)]


def amounts(change: Change) -> tuple[str, ...]:
    given = (change.before, change.after)
    return tuple(show_number(g.value, 2) for g in given if g and g.value is not None)


def test_a_grade_lost_takes_its_coefficient_and_its_share_along():
    found = edited(POOL, {"优秀: 90以上, 合格: 不满90": "优秀: 94以上, 合格: 不满94"}, MEMBERS)
    # d1 … d6 have 99 … 94; d7 has 93.
    assert moves(found) == {"d7": ("优秀", "合格")}
    [coefficient] = found.coefficients
    change = Change("d7", Given(Fraction("0.2"), False), Given(Fraction("0.1"), False))
    assert coefficient.changes == (change,)
    [pool] = found.pools
    assert pool.before is not None
    assert pool.after is not None
    # Each of six has 166666.67 or 166666.66 of the same million.
    assert (pool.before.paid, pool.after.paid, pool.gained) == (1_000_000, 1_000_000, pool.lost)
    lost = {change.subject: change.after for change in pool.changes}["d7"]
    assert lost is None


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param({"依据: 示例\n": "依据: 另一份文件\n"}, id="what it is based on"),
        pytest.param({"扣: 0.5": "扣: 0.50"}, id="how a number is written"),
    ],
)
def test_an_edit_that_changes_nothing_is_told_so(edit):
    found = edited(COMPLAINTS, edit, SUBJECTS, RECORDS)
    assert found.changes_nothing
    assert found.is_identical
    assert found.movers == ()


def test_a_list_nobody_is_on_changes_no_result():
    found = edited(
        COMPLAINTS, {"名单: {红榜": "名单: {金榜: {条件: 总分 > 100}, 红榜"}, SUBJECTS, RECORDS
    )
    assert told_edits(found) == [("list", "金榜", "added", 0, 0)]
    assert found.changes_nothing
    assert found.is_identical
