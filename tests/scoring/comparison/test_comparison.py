"""Any two results: sums that agree, both ways round; states, lists that wait, subjects in one."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.assessment import LedgerLine
from scoring.comparison.comparison import compare
from scoring.comparison.ledgers import LinePair, differing_lines
from scoring.comparison.migration import Line
from scoring.comparison.pairs import ABSENT, Standing
from scoring.comparison.rewards import Change, Given
from scoring.comparison.totals import spread_of
from tests.scoring.comparison.world import edited, moves, outcome_of, told_edits, whys

POLICY = """
依据: 示例
参数: {合格线: {值: 60, 依据: 示例}}
对象:
  种类: 党员
  名称字段: 姓名
  字段:
    姓名: 文本
    得分: {范围: "[0..100]", 缺失: 不计}
    人数: {范围: "[0..50]", 缺失: 不计}
    月数: 整数
  不参评: {当: 月数 < 6, 原因: 不满半年}
考核数据: {违纪: {发生日: 无, 字段: {严重: {类型: 是否, 缺失: 不计}}}}
统计口径: {违纪数: {计数: 违纪, 当: 严重}}
指标:
  表现: {分值: 100, 取值: 得分, 缺失: 待定}
  纪律: {扣分: [{编号: 违纪, 每: 违纪, 扣: 1}]}
总分: {范围: "[0..100]", 保留: 1}
一票否决: [{编号: 严重违纪, 情形: 违纪数 >= 1, 定为: 不合格, 依据: 示例}]
等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}
排名: {得分排名: {按: 总分}}
名单: {大户: {条件: 人数 >= 20}}
处置: {约谈: {条件: 等次 = 不合格, 措施: 谈话, 期限: 5 天, 依据: 示例}}
系数: {绩效: {值: 总分 / 100, 保留: 2, 方式: 直接, 由: 单位, 签字: 无, 依据: 示例}}
奖励资金:
  补贴:
    金额: 1000
    条件: 等次 >= 合格
    方法: 按分
    按: 总分
    尾差: [编号]
    签字: 无
    依据: 示例
"""
CELL = st.fixed_dictionaries(
    {
        "得分": st.none() | st.integers(0, 100),
        "人数": st.none() | st.sampled_from([0, 19, 20]),
        "月数": st.sampled_from([5, 6]),
    }
)
SUBJECTS = st.dictionaries(st.sampled_from("abcdefgh"), CELL, max_size=6)
LINES = {"优秀: 90以上": "优秀: 80以上", "60以上不满90": "60以上不满80"}
VARIANTS = [
    {},
    LINES,
    {"金额: 1000": "金额: 1500"},
    {"人数 >= 20": "人数 >= 19"},
    {"扣: 1": "扣: 2"},
    {"月数 < 6": "月数 < 7"},
]


def records_of(subjects):
    return [
        {"kind": "违纪", "id": f"{subject}{n}", "subject": subject, "严重": n > 1}
        for n, subject in enumerate(sorted(subjects))
    ]


def variant(edit, subjects):
    text = POLICY
    for was, now in edit.items():
        text = text.replace(was, now)
    return outcome_of(text, subjects, records_of(subjects))


@given(SUBJECTS, SUBJECTS, st.sampled_from(VARIANTS))
@settings(deadline=None, max_examples=60)
def test_any_two_results_add_up_and_read_backwards(ours, theirs, edit):
    before, after = variant({}, ours), variant(edit, theirs)
    found, back = compare(before, after), compare(after, before)
    everybody = {*ours, *theirs}
    counts = found.migration.counts
    assert sum(counts.values()) == len(everybody)
    assert {(now, was): n for (was, now), n in counts.items()} == back.migration.counts
    assert {was for was, _ in counts} <= {*found.migration.before}
    assert {now for _, now in counts} <= {*found.migration.after}
    assert len(found.movers) == sum(n for (was, now), n in counts.items() if was != now)
    assert all(mover.causes for mover in (*found.movers, *back.movers))
    assert sum(found.deciding.values()) == len(found.movers)
    assert [line.up for line in found.lines] == [line.down for line in back.lines]
    both = zip(found.memberships, back.memberships, strict=True)
    assert all(one.gained == other.lost for one, other in both)
    for one, other in zip(found.pools, back.pools, strict=True):
        assert (one.gained, one.lost) == (other.lost, other.gained)
    assert found.changes_nothing == back.changes_nothing
    assert found.is_identical == back.is_identical
    if ours == theirs and not edit:
        assert found.is_identical


@given(SUBJECTS, st.sampled_from(VARIANTS))
@settings(deadline=None, max_examples=40)
def test_what_touches_nobody_changes_no_result(subjects, edit):
    found = compare(variant({}, subjects), variant(edit, subjects))
    if all(reach.touched == 0 for reach in found.reaches):
        changed = (found.movers, found.memberships, found.coefficients, found.spread)
        assert not any(changed)
        assert not any(pool.changes for pool in found.pools)
    if not edit:
        assert found.is_identical


ONE = {"姓名": "甲", "得分": 95, "人数": 20, "月数": 12}


def test_who_is_in_one_result_only_counts_as_moved():
    before = outcome_of(POLICY, {"a": ONE, "b": ONE})
    after = outcome_of(POLICY, {"b": ONE, "c": ONE})
    found = compare(before, after)
    top = Standing("graded", "优秀")
    assert found.migration.counts == {(top, ABSENT): 1, (top, top): 1, (ABSENT, top): 1}
    assert whys(found) == {"a": ["新结果里没有这个对象"], "c": ["原结果里没有这个对象"]}
    assert found.deciding == {None: 2}
    [listed] = found.memberships
    assert ([m.subject for m in listed.gained], [m.subject for m in listed.lost]) == (["c"], ["a"])


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        pytest.param({"月数": 5}, "已评 → 未评：不满半年", id="not graded"),
        pytest.param({"得分": None}, "已评 → 待定：指标“表现”的取值缺失", id="pending"),
    ],
)
def test_another_state_is_told_with_its_reason(cells, why):
    before = outcome_of(POLICY, {"a": ONE, "b": ONE})
    found = compare(before, outcome_of(POLICY, {"a": ONE, "b": ONE | cells}))
    assert whys(found)["b"][0] == why
    assert found.same_policy
    assert found.reaches == ()


def test_evidence_that_differs_is_told_by_the_line_it_made():
    record = {"kind": "违纪", "id": "1", "subject": "a", "严重": True}
    before, after = outcome_of(POLICY, {"a": ONE}), outcome_of(POLICY, {"a": ONE}, [record])
    found = compare(before, after)
    assert moves(found) == {"a": ("优秀", "不合格")}
    assert whys(found) == {
        "a": ["规则“违纪”：无 → 1 条 -1", "一票否决“严重违纪”：现在成立；违纪数 0 → 1（依据 示例）"]
    }
    assert found.details["evidence"] == 1
    assert [(m.kind, m.name) for m in found.memberships] == [("trigger", "约谈")]
    [firing, veto] = found.firings
    assert (firing.turn, veto.turn) == ("started", "started")


def test_a_list_whose_condition_becomes_unknown_is_left_and_waited_for():
    before = outcome_of(POLICY, {"a": ONE})
    [listed] = compare(before, outcome_of(POLICY, {"a": ONE | {"人数": None}})).memberships
    assert [m.subject for m in listed.lost] == ["a"]
    assert listed.waiting == ("a",)
    assert (listed.before, listed.after) == (1, 0)


def test_a_case_with_another_deadline_is_reworded():
    low = {"a": ONE | {"得分": 10}}
    found = edited(POLICY, {"期限: 5 天": "期限: 7 天"}, low)
    [case] = found.memberships
    assert (case.gained, case.lost, case.reworded) == ((), (), ("a",))
    assert told_edits(found) == [("trigger", "约谈", "changed", 1, 0)]


def test_a_parameter_reaches_those_whose_rule_reads_it_through_a_field():
    text = POLICY.replace("严重: {类型: 是否, 缺失: 不计}}", "分: 数}, 推算: {重: 分 >= 合格线}")
    text = text.replace("当: 严重", "当: 重").replace("每: 违纪, 扣", "每: 违纪, 当: 重, 扣")
    records = [{"kind": "违纪", "id": "1", "subject": "a", "分": 55}]
    found = edited(text, {"值: 60": "值: 50"}, {"a": ONE, "b": ONE}, records)
    assert told_edits(found) == [("parameter", "合格线", "changed", 1, 1)]
    assert whys(found)["a"][0] == "规则“违纪”：无 → 1 条 -1；细则：参数“合格线” 值 60 → 50"


def test_a_removed_pool_pays_nothing_any_more():
    pool = POLICY[POLICY.index("奖励资金:") :]
    [move] = edited(POLICY, {pool: ""}, {"a": ONE}).pools
    assert (move.after, move.gained, move.lost) == (None, 0, 1000)
    assert move.changes == (Change("a", Given(1000, False), None),)


def test_provisional_shares_are_marked():
    open_world = {"a": ONE, "b": ONE | {"得分": None}}
    found = compare(outcome_of(POLICY, {"a": ONE, "b": ONE}), outcome_of(POLICY, open_world))
    shares = {change.subject: change.after for change in found.pools[0].changes}
    assert shares == {"a": Given(1000, True), "b": None}


def test_grades_of_other_names_have_no_lines_between_them():
    found = edited(POLICY, {"优秀: 90以上": "一等: 90以上"}, {"a": ONE})
    assert found.lines == ()
    assert moves(found) == {"a": ("优秀", "一等")}


def test_a_line_between_grades_counts_who_crossed_it_with_the_total_they_had():
    found = edited(POLICY, LINES, {"a": ONE | {"得分": 85}, "b": ONE, "c": ONE | {"得分": 10}})
    assert found.lines == (Line("优秀", "合格", 1, 0, 1), Line("合格", "不合格", 0, 0, 0))


# --- ledgers -------------------------------------------------------------------------------------


def line(rule: str, applied: int = -1, kind: str = "rule", lost_to: str = "") -> LedgerLine:
    return LedgerLine(kind, "甲", rule, 1, applied, applied, lost_to, applied)  # type: ignore[arg-type]


def test_a_line_that_is_gone_stands_where_it_stood():
    before = [line("a"), line("b"), line("c")]
    after = [line("a"), line("c", -2), line("d")]
    assert differing_lines(before, after) == [
        LinePair(line("b"), None),
        LinePair(line("c"), line("c", -2)),
        LinePair(None, line("d")),
    ]


def test_a_limit_that_takes_points_makes_no_other_rule_of_it():
    one, other = line("a", -5), line("a", -3, lost_to="rule_cap")
    assert differing_lines([one], [other]) == [LinePair(one, other)]


def test_what_a_line_adds_counts_only_where_nothing_else_differs():
    one = line("a")
    other = one._replace(contribution=Fraction(-1, 2))
    assert differing_lines([one], [other]) == [LinePair(one, other)]
    weight = line("", 1, "weight"), line("", 2, "weight")
    assert differing_lines([one, weight[0]], [other, weight[1]]) == [LinePair(*weight)]


def test_the_median_of_an_even_number_is_the_mean_of_the_two_in_the_middle():
    before = outcome_of(POLICY, {"a": ONE, "b": ONE})
    after = outcome_of(POLICY, {"a": ONE | {"得分": 94}, "b": ONE | {"得分": 92}})
    spread = spread_of(compare(before, after).pairs)
    assert spread is not None
    assert (spread.count, spread.least, spread.median, spread.greatest) == (2, -3, -2, -1)
