"""Columns typed by the policy alone hold whatever the evidence gives."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.values import plain
from scoring.package.table import show_cell
from scoring.package.tables import ledger_table, results_table
from scoring.runs.counts import count
from tests.scoring.situation import assessments, evidence_of, program_of

POLICY = """
参数:
  每级: {表: {一般: 0.5, 重大: 1.25}, 依据: 示例}
对象: {种类: 企业, 字段: {面积: {类型: 数值, 小数: 2}}}
考核数据:
  投诉: {字段: {等级: [一般, 重大], 分: {范围: "[0..10]", 小数: 1, 缺失: 不计}}}
统计口径:
  均分: {平均: 投诉.分, 保留: 不舍入}
  总数: {求和: 投诉.分}
  重大率: {比率: 投诉, 分子: 分 > 5, 零分母: 0%, 保留: 1}
指标:
  固定: {起评分: 100, 扣分: [{每: 投诉, 当: 等级 = 重大, 扣: 0.25, 最多: 1.125}]}
  字段分: {加分: [{每: 投诉, 加: 分}], 最多: 12}
  三分: {加分: [{每: 投诉, 加: 分 / 3}]}
  积: {加分: [{每: 投诉, 加: 分 * 0.05}]}
  选: {加分: [{每: 投诉, 加: 如果 分 > 5 那么 分 * 2 否则 0.125}]}
  直接: {取值: 总数, 缺失: 零分}
  线: {分值: 10, 取值: 均分, 折算: {线性: "[0..7]"}, 保留: 3, 缺失: 零分}
总分: {范围: "[0..1000]", 保留: 2}
等次: {优秀: 90以上, 合格: 不满90}
"""


@pytest.fixture(scope="module")
def program():
    return program_of(POLICY)


tenths = st.integers(0, 100).map(lambda n: plain(Fraction(n, 10)))
record = st.fixed_dictionaries(
    {"等级": st.sampled_from(["一般", "重大"]), "分": st.one_of(st.none(), tenths)}
)


def test_the_columns_of_the_policy_are_typed_before_any_evidence(program):
    types = {column.name: (column.type, column.digits) for column in results_table(program).columns}
    assert {name: types[name] for name in types if name.startswith(("measure", "points"))} == {
        "measure_均分": ("exact", 0),
        "measure_总数": ("decimal", 1),
        "measure_重大率": ("decimal", 3),
        "points_固定": ("decimal", 3),
        "points_字段分": ("decimal", 1),
        "points_三分": ("exact", 0),
        "points_积": ("decimal", 3),
        "points_选": ("decimal", 3),
        "points_直接": ("decimal", 1),
        "points_线": ("decimal", 3),
    }
    assert types["field_面积"] == ("decimal", 2)
    assert types["total"] == ("decimal", 2)


@settings(deadline=None, max_examples=60)
@given(records=st.lists(record, max_size=6))
def test_every_value_fits_its_column_and_contributions_sum_to_the_total(program, records):
    day = date(2026, 3, 1)
    told = [
        {"kind": "投诉", "subject": "甲", "id": str(i), "date": day, **fields}
        for i, fields in enumerate(records)
    ]
    evidence = evidence_of(program, {"甲": {"面积": "12.50"}}, told)
    decided = list(assessments(program, evidence).values())
    counts = count(program, decided)
    ledger = ledger_table().table(decided, counts)
    for table in (results_table(program).table(decided, counts), ledger):
        for row in table.rows:
            for column, value in zip(table.columns, row, strict=True):
                show_cell(column, value)
    place = [column.name for column in ledger.columns].index("contribution")
    assert sum(Fraction(row[place]) for row in ledger.rows) == decided[0].total
