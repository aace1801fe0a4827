"""Triggers of everybody at once, with the rung that nobody may know."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.population.assess import assess_at_once
from scoring.population.kernel import tally
from scoring.population.results import conclude
from scoring.population.store import load
from tests.scoring.situation import assessments, evidence_of, program_of

POLICY = """
对象: {种类: 企业, 字段: {级数: {类型: 整数, 缺失: 不计}}}
考核数据: {违规: {字段: {计分: {范围: "[0..9]", 缺失: 不计}, 属实: {类型: 是否, 缺失: 不计}}}}
统计口径:
  累计计分: {求和: 违规.计分}
  次数: {计数: 违规, 当: 属实}
  加倍: {算式: 次数 * 2}
历史: {连续处置: {连续: 计分处置, 缺史: 按零}}
指标: {信用: {分值: 100, 起评分: 满分, 扣分: [{每: 违规, 当: 属实, 扣: 1, 依据: 示例}]}}
总分: {保留: 0}
等次: {好: 90以上, 差: 不满90}
处置:
  计分处置: {条件: 次数 >= 1, 递进: {6: 警示, 9: 约谈, 12: 核查}, 按: 累计计分, 依据: 示例}
  次数处置: {条件: 累计计分 >= 1, 递进: {1: 提醒, 3: 约谈}, 按: 次数, 不明时: 触发, 依据: 示例}
  加倍处置: {条件: 总分 < 100, 递进: {2: 提醒, 5: 约谈}, 按: 加倍, 依据: 示例}
  一级处置: {条件: 总分 <= 100, 递进: {1: 提醒}, 按: 级数, 依据: 示例}
  接着处置: {条件: 连续处置 >= 1, 措施: 通报, 依据: 示例}
"""
RECORD = st.fixed_dictionaries(
    {
        "subject": st.sampled_from(["一", "二"]),
        "计分": st.sampled_from([0, 3, 5, 6, 9, None]),
        "属实": st.sampled_from([True, True, False, None]),
    }
)
PROGRAM = program_of(POLICY)


@given(records=st.lists(RECORD, max_size=6), level=st.sampled_from([None, 0, 1, 2]))
@settings(deadline=None, max_examples=40)
def test_rungs_at_once_are_those_of_one_by_one(
    records: list[dict[str, Any]], level: int | None
) -> None:
    numbered = [{**one, "kind": "违规", "id": f"{n}"} for n, one in enumerate(records)]
    subjects = {"一": {"级数": level}, "二": {"级数": 1}, "三": {}}
    evidence = evidence_of(PROGRAM, subjects, numbered)
    at_once = {one.subject: one for one in assess_at_once(PROGRAM, evidence, findings=True)}
    assert at_once == assessments(PROGRAM, evidence)


@pytest.mark.parametrize(
    ("marks", "rung"),
    [([5], 1), ([6], 1), ([9], 2), ([6, 6], 3), ([6, None], None)],
    ids=["below", "first", "second", "highest", "in-doubt"],
)
def test_a_ladder_needs_nothing_else(marks: list[int | None], rung: int | None) -> None:
    records = [
        {"kind": "违规", "id": f"{n}", "subject": "一", "计分": mark, "属实": True}
        for n, mark in enumerate(marks)
    ]
    evidence = evidence_of(PROGRAM, {"一": {"级数": 1}}, records)
    with duckdb.connect() as connection:
        store = load(connection, PROGRAM, evidence)
        results = conclude(store, PROGRAM, tally(store, PROGRAM), evidence.history)
        first = results.outcomes.triggers[0]
        (row,) = store.rows(f"SELECT {first.rung} FROM {results.course.tables}")
    assert row == (rung,)
