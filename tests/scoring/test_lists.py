"""Lists that leave out who ties at the cut: never longer than the cut, and nobody moves up."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scoring.situation import assessments, evidence_of, program_of

POLICY = """
对象: {种类: 项目, 字段: {得分: 整数}}
指标: {工作: {取值: 得分, 缺失: 待定}}
总分: {范围: "[0..100]", 保留: 0}
等次: {合格: 60以上, 不合格: 不满60}
排名: {榜: {按: 总分}}
名单:
  列入: {条件: 榜.倒数 <= 3, 并列: 列入}
  不列入: {条件: 榜.倒数 <= 3, 并列: 不列入}
"""


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=9))
def test_who_ties_at_the_cut_is_left_out_with_all_others_of_its_place(scores: list[int]) -> None:
    program = program_of(POLICY)
    subjects = {f"s{number}": {"得分": score} for number, score in enumerate(scores)}
    found = assessments(program, evidence_of(program, subjects)).values()
    last = sorted(scores)[:3]
    with_ties = [int(a.total or 0) for a in found if "列入" in a.lists]
    without = [int(a.total or 0) for a in found if "不列入" in a.lists]
    assert sorted(with_ties) == sorted(score for score in scores if score <= last[-1])
    cut = sorted(with_ties) if len(with_ties) <= 3 else [s for s in with_ties if s < last[-1]]
    assert sorted(without) == sorted(cut)
