"""Decision tables: rows that may not meet, and rows that nobody can be sure about."""

from __future__ import annotations

import pytest

from rules.backends.reference import ReferenceMatcher
from rules.diagnostics import PolicyError
from scoring.assess import assess_subject
from scoring.explanation.explain import explain
from tests.scoring.situation import assessments, evidence_of, program_of

TABLE = """
对象:
  种类: 企业
  字段: {满意: {类型: 数, 范围: "[0..100]"}, 投诉: {类型: 整数, 范围: "[0..99]"}, 级: [甲, 乙]}
指标:
  服务: {决策表: {命中: 唯一, 输入: [%s], 行: [%s]}, 缺失: 待定}
总分: {保留: 0}
等次: {合格: 60以上, 不合格: 不满60}
"""


def test_rows_that_meet_stop_the_run_and_are_named() -> None:
    rows = "[超过90, 任意, 1], [任意, 超过90, 2], [任意, 任意, 3]"
    program = program_of(TABLE % ("满意, 满意 + 投诉", rows))
    evidence = evidence_of(program, {"甲": {"满意": 95, "投诉": 1, "级": "甲"}})
    with pytest.raises(PolicyError) as raised:
        assessments(program, evidence)
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.code == "rows-meet"
    assert diagnostic.args == {"indicator": "服务", "rows": "1、2、3", "subject": "甲"}


@pytest.mark.parametrize(
    ("inputs", "rows", "overlap"),
    [
        ("满意, 投诉", "[90以上, 0, 1], [不满90, 任意, 2]", False),
        ("满意, 投诉", "[90以上, 0, 1], [90以下, 0, 2]", True),
        ("满意, 投诉", "[90以上, 0, 1], [90以下, 超过0, 2]", False),
        ("满意, 投诉", "[90以上, 不满3, 1], [任意, 超过1, 2]", True),
        ("满意, 投诉", "[90以上, 不满3, 1], [任意, 超过2, 2]", False),
        ("满意, 投诉", "[100以上, 0, 1], [超过100, 0, 2]", False),
        ("满意, 级", "[任意, 甲, 1], [任意, 乙, 2]", False),
        ("满意, 级", "[任意, [甲, 乙], 1], [任意, 乙, 2]", True),
        ("满意, 满意 + 1", "[90以上, 任意, 1], [任意, 90以下, 2]", False),
    ],
)
def test_rows_that_surely_meet_are_refused(inputs: str, rows: str, overlap: bool) -> None:
    if not overlap:
        program_of(TABLE % (inputs, rows))
        return
    with pytest.raises(PolicyError) as raised:
        program_of(TABLE % (inputs, rows))
    assert {d.code for d in raised.value.diagnostics if d.severity == "error"} == {"rows-overlap"}


MEANS = """
对象: {种类: 企业, 字段: {得分: {类型: 数, 范围: "[0..10]", 缺失: 不计}}}
指标:
  服务: {分值: 10, 取值: 得分, 缺失: 组均, 保留: 2}
总分: {保留: 1}
等次: {合格: 6以上, 不合格: 不满6}
名单: {红榜: {条件: 总分 >= 6}}
"""


def test_who_has_the_value_needs_nobody_and_who_has_not_needs_the_population() -> None:
    program = program_of(MEANS)
    evidence = evidence_of(program, {"有": {"得分": 7}, "无": {}})
    matcher = ReferenceMatcher(program)
    assert assess_subject(program, evidence, matcher, "有") == assessments(program, evidence)["有"]
    alone = assess_subject(program, evidence, matcher, "无")
    assert (alone.state, alone.total) == ("pending", None)
    assert alone.reason_zh == "指标“服务”按组均：需要全体对象"
    assert assessments(program, evidence)["无"].total == 7


def test_a_mean_is_explained() -> None:
    program = program_of(MEANS)
    evidence = evidence_of(program, {"有": {"得分": 7}, "再": {"得分": 4}, "无": {}})
    said = explain(program, evidence, assessments(program, evidence)["无"], "zh")
    assert "    取值 得分 缺失，按组均计 5.5" in said
