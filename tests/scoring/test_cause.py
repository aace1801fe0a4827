"""What a notice rests on: the records behind the cause of a case, those of a sample together."""

from __future__ import annotations

from datetime import date

from scoring.explanation.account import Account
from scoring.explanation.behind import records_behind
from scoring.explanation.cause import Causes
from scoring.explanation.voice import Voice
from scoring.reports.docx.values import record_rows
from tests.scoring.situation import assessments, evidence_of, program_of

POLICY = """
对象: {种类: 小区}
考核数据:
  事故: {字段: {等级: [轻, 重]}}
  投诉: {字段: {问题: [甲, 乙]}}
  问卷: {字段: {分: 整数, 满意: 是否}}
  巡查: {字段: {结果: [好, 差]}}
统计口径:
  重大事故: {计数: 事故, 当: 等级 = 重}
  投诉数: {计数: 投诉}
  成片投诉: {计数: 投诉, 时段内: 7天, 相同: 问题}
  满意度: {平均: 问卷.分, 保留: 2}
  满意率: {比率: 问卷, 分子: 满意, 零分母: 缺失, 保留: 2}
  有差: {任一: 巡查, 当: 结果 = 差}
  最近: {最近: 投诉.问题}
  合起来: {算式: 投诉数 + 重大事故}
指标:
  巡查分:
    分值: 10
    起评分: 10
    扣分: [{每: 巡查, 当: 结果 = 差, 扣: 3}]
  满意分: {分值: 90, 取值: 满意度, 缺失: 零分}
总分: {保留: 0}
一票否决:
  - {编号: 出事故, 情形: 重大事故 >= 1, 定为: 差}
  - {编号: 没有投诉, 情形: 投诉数 = 0, 定为: 差}
等次: {好: 60以上, 差: 不满60}
处置:
  等次差: {条件: 等次 = 差, 措施: 约谈}
  投诉多: {条件: 合起来 >= 2, 措施: 约谈}
  成片: {条件: 成片投诉 >= 2, 措施: 约谈}
  不满意: {条件: 满意率 < 50%, 措施: 约谈}
  有差评: {条件: 有差, 措施: 约谈}
"""

PROGRAM = program_of(POLICY)


def account_of(*records: tuple[str, str, str, dict[str, object]]) -> Account:
    """Records as kind, id, day and fields."""
    rows = [
        {"kind": kind, "id": name, "subject": "一", "date": date.fromisoformat(day), **fields}
        for kind, name, day, fields in records
    ]
    evidence = evidence_of(PROGRAM, {"一": {}}, rows)
    return Account(PROGRAM, evidence, assessments(PROGRAM, evidence)["一"], Voice("zh"))


def rests_on(account: Account, name: str, *, only_lost: bool = True) -> list[str]:
    """The names of the records that the notice of a trigger lists."""
    assert name in {case.trigger for case in account.assessment.triggers}
    (trigger,) = (one for one in PROGRAM.triggers if one.name == name)
    cause = Causes(PROGRAM).of(account, trigger, only_lost=only_lost)
    return [row["编号"] for row in record_rows(account, cause, only_lost=only_lost)]


A, B = {"问题": "甲"}, {"问题": "乙"}
GOOD = ("问卷", "q1", "2026-03-01", {"分": 90, "满意": True})
POOR = ("问卷", "q2", "2026-03-01", {"分": 10, "满意": False})
FULL = ("问卷", "q9", "2026-03-01", {"分": 90, "满意": True})
SEVERE = ("事故", "s1", "2026-02-01", {"等级": "重"})
SLIGHT = ("事故", "s2", "2026-02-02", {"等级": "轻"})
COMPLAINTS = (
    ("投诉", "t1", "2026-01-01", A),
    ("投诉", "t2", "2026-02-01", A),
    ("投诉", "t3", "2026-02-03", A),
    ("投诉", "t4", "2026-02-04", B),
)
BAD_ROUND = ("巡查", "x1", "2026-04-01", {"结果": "差"})
GOOD_ROUND = ("巡查", "x2", "2026-04-02", {"结果": "好"})


def test_a_veto_that_holds_brings_the_records_it_counted_and_no_other():
    account = account_of(SEVERE, SLIGHT, FULL, COMPLAINTS[0])
    assert account.assessment.vetoes == ("出事故",)
    assert rests_on(account, "等次差") == ["s1"]


def test_points_lost_to_a_rule_and_to_a_quantity_stand_beside_the_veto():
    account = account_of(SEVERE, POOR, BAD_ROUND, GOOD_ROUND, COMPLAINTS[0])
    assert rests_on(account, "等次差") == ["s1", "x1", "共 1 条"]


def test_what_lost_nothing_is_left_out_of_a_warning_and_stands_in_a_result():
    account = account_of(SEVERE, FULL, GOOD_ROUND, COMPLAINTS[0])
    assert rests_on(account, "等次差") == ["s1"]
    assert rests_on(account, "等次差", only_lost=False) == ["s1", "共 1 条"]


def test_a_condition_over_a_formula_brings_the_records_under_it_and_no_points():
    account = account_of(*COMPLAINTS, SEVERE, BAD_ROUND, FULL)
    assert rests_on(account, "投诉多") == ["s1", "t1", "t2", "t3", "t4"]


def test_of_a_window_those_that_came_together():
    assert rests_on(account_of(*COMPLAINTS, GOOD), "成片") == ["t2", "t3"]


def test_of_a_share_is_told_how_many_were_asked_and_nobody_by_name():
    account = account_of(GOOD, POOR, ("问卷", "q3", "2026-03-02", POOR[3]), COMPLAINTS[0])
    assert rests_on(account, "不满意") == ["共 3 条，符合 1 条"]


def test_of_any_those_that_it_holds_for():
    assert rests_on(account_of(BAD_ROUND, GOOD_ROUND, FULL, COMPLAINTS[0]), "有差评") == ["x1"]


def test_the_last_one_is_behind_the_latest():
    account = account_of(*COMPLAINTS)
    (latest,) = (one for one in PROGRAM.measures if one.name == "最近")
    assert [[r.id for r in behind.records] for behind in records_behind(account, latest)] == [
        ["t4"]
    ]
