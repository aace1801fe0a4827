"""Places by windows of SQL against the definition: groups, ties, missing keys, open groups."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import ReferenceMatcher
from scoring.assess import assess_population
from scoring.population.assess import assess_at_once
from tests.scoring.situation import evidence_of, program_of

PROGRAM = program_of("""
对象:
  种类: 单位
  字段:
    片区: {类型: 文本, 缺失: 不计}
    等级: {依次: [低, 中, 高], 缺失: 不计}
    户数: {类型: 整数, 缺失: 不计}
    得分: {类型: 整数, 缺失: 不计}
  不参评: [{当: 户数 > 8, 原因: 户数过多, 不明时: 不触发}]
考核数据: {巡查: {字段: {}}}
指标: {日常: {分值: 9, 取值: 得分, 折算: 直接, 保留: 0, 缺失: 待定}}
总分: {范围: "[0..9]", 保留: 0}
等次: {合格: 2以上, 不合格: 不满2}
排名:
  总榜: {按: 总分, 同分比较: [等级, 户数]}
  片榜: {按: 总分, 分组: 片区, 次序: 低者在前, 参加: 户数 >= 2}
  户榜: {按: 户数, 分组: [片区, 等级], 并列: 不占位}
名单:
  前三: {条件: 总榜.名次 <= 3}
  后段: {条件: 片榜.倒数占比 <= 40% 且 等次 = 合格}
""")

SUBJECT = st.fixed_dictionaries(
    {
        "片区": st.sampled_from([None, "东", "东", "西"]),
        "等级": st.sampled_from([None, "低", "中", "高"]),
        "户数": st.sampled_from([None, 1, 2, 5, 9]),
        "得分": st.sampled_from([None, 0, 1, 5, 5, 9]),
    }
)


@settings(deadline=None, max_examples=30)
@given(st.lists(SUBJECT, min_size=1, max_size=9))
def test_places_are_those_of_the_definition(fields: list[dict[str, Any]]) -> None:
    evidence = evidence_of(PROGRAM, {f"s{i}": own for i, own in enumerate(fields)})
    expected = assess_population(PROGRAM, evidence, ReferenceMatcher(PROGRAM))
    assert assess_at_once(PROGRAM, evidence) == expected
