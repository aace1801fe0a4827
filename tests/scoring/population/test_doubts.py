"""What hangs on records that nobody knows, asked in SQL in every way as the definition asks it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules.backends.reference import ReferenceMatcher
from scoring.assess import Assessor, assess_population
from scoring.evidence import Evidence
from scoring.population.assess import assess_at_once
from scoring.population.kernel import tally
from scoring.population.reading import read_results
from scoring.population.results import conclude
from scoring.population.store import load
from scoring.score.ledger import LedgerError
from tests.scoring.situation import evidence_of, program_of

PROGRAM = program_of("""
对象: {种类: 单位, 字段: {片区: 文本}, 不参评: [{当: 超期数 >= 4, 原因: 超期过多, 不明时: 不触发}]}
考核数据:
  投诉:
    字段:
      核实: {类型: 是否, 缺失: 不计}
      天数: {类型: 整数, 缺失: 不计}
      罚款: {类型: 整数, 缺失: 不计}
统计口径:
  超期数: {计数: 投诉, 当: 核实 且 天数 > 7}
  严重数: {计数: 投诉, 当: 天数 > 30}
  罚款额: {求和: 投诉.罚款, 当: 核实}
  加权数: {算式: 超期数 + 2 * 严重数, 保留: 0}
  人均: {算式: 罚款额 / 3, 保留: 1}
指标:
  日常: {分值: 60, 起评分: 满分, 扣分: [{编号: 逐件, 每: 投诉, 当: 核实, 扣: 3, 最多: 30}]}
  罚款扣分: {分值: 40, 取值: 人均, 折算: {线性: "[20..0]"}, 保留: 2, 缺失: 零分}
总分: {范围: "[0..100]", 保留: 1}
一票否决:
  - {情形: 严重数 >= 2, 定为: 不合格}
  - {情形: 罚款额 > 50, 清零: 是, 不明时: 触发}
等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}
排名: {片区排名: {按: 总分, 分组: 片区, 参加: 超期数 < 3}}
名单:
  红榜: {条件: 等次 = 优秀 且 超期数 = 0 且 严重数 = 0}
  黑榜: {条件: 加权数 >= 3, 不明时: 触发}
处置: {约谈: {条件: 超期数 >= 2 或 人均 > 10}}
""")

RECORD = st.fixed_dictionaries(
    {
        "subject": st.sampled_from("甲乙丙"),
        "核实": st.sampled_from([None, True, True, False]),
        "天数": st.sampled_from([None, 3, 8, 31]),
        "罚款": st.sampled_from([None, 0, 7, 30]),
    }
)
# More unknown records than ways are gone through.
MANY = [{"subject": "甲", "核实": None, "天数": 31, "罚款": 1}] * 101
KNOWN = [{"subject": "甲", "核实": True, "天数": 31, "罚款": 1}] * 4


def evidence(records: Sequence[dict[str, Any]]) -> Evidence:
    counts: dict[str, int] = defaultdict(int)
    told = []
    for record in records:
        counts[record["subject"]] += 1
        own = {"kind": "投诉", "id": f"{counts[record['subject']]:03}", "date": date(2026, 3, 1)}
        told.append({**own, **record})
    return evidence_of(PROGRAM, {name: {"片区": "东"} for name in "甲乙丙丁"}, told)


@settings(deadline=None, max_examples=30)
@given(st.lists(RECORD, max_size=9))
@example(MANY)
@example(KNOWN + MANY)
@example(KNOWN + MANY[:20])
def test_conditions_are_unknown_where_the_definition_says_so(records: list[dict[str, Any]]) -> None:
    given_evidence = evidence(records)
    expected = assess_population(PROGRAM, given_evidence, ReferenceMatcher(PROGRAM))
    assert assess_at_once(PROGRAM, given_evidence, findings=True) == expected


def test_a_number_that_its_lines_do_not_give_is_never_written() -> None:
    given_evidence = evidence([{"subject": "甲", "核实": True, "天数": 3, "罚款": 7}])
    with duckdb.connect() as connection:
        store = load(connection, PROGRAM, given_evidence)
        kernel = tally(store, PROGRAM)
        results = conclude(store, PROGRAM, kernel)
        assessor = Assessor(PROGRAM, ReferenceMatcher(PROGRAM))
        tuple(read_results(store, PROGRAM, given_evidence, kernel, results, assessor))
        points = results.points["日常"].points.top
        connection.execute(f"UPDATE scored SET {points} = {points} + 1 WHERE s = 1")
        with pytest.raises(LedgerError, match="日常"):
            tuple(read_results(store, PROGRAM, given_evidence, kernel, results, assessor))
