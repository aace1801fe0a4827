"""What published rule books say, or fail to say, as named tests."""

from __future__ import annotations

from typing import Any

import pytest

from rules.backends.crossed import Engine, matcher_for
from rules.compile import compile_policy
from rules.diagnostics import PolicyError
from scoring.assess import Assessor
from tests.scoring.situation import HEAD, evidence_of, program_of

SCORED = """
对象: {种类: 支部, 字段: {得分: 整数, 满意率: {类型: 百分比, 缺失: 不计}}}
指标: {工作: {取值: 得分, 缺失: 待定, 依据: 示例}}
总分: {范围: "[0..100]", 保留: 0}
"""


def refused(grades: str, total: str = "保留: 0") -> list[tuple[str, str]]:
    text = HEAD + SCORED.replace("保留: 0", total) + grades
    with pytest.raises(PolicyError) as caught:
        compile_policy(text.encode(), "published.yaml")
    return [(d.code, d.args.get("gap") or d.args["overlap"]) for d in caught.value.diagnostics]


def test_the_gap_between_80_to_89_and_90_is_refused_where_there_are_tenths() -> None:
    """S-10: 五星 90分(含)以上, 四星 80分(含)—89分: nobody says what 89.5 is."""
    grades = "等次: {五星: 90以上, 四星: 80以上89以下, 三星: 不满80}"
    assert refused(grades, "保留: 1") == [("band-gap", "89.1 – 89.9")]


def test_the_same_bands_have_no_gap_where_the_total_is_whole() -> None:
    compile_policy(
        f"{HEAD}{SCORED}等次: {{五星: 90以上, 四星: 80以上89以下, 三星: 不满80}}".encode(), "whole"
    )


def test_the_overlap_at_95_is_refused() -> None:
    """S-24: 优秀 95分(含)以上, 较好 90-95分(含)."""
    assert refused("等次: {优秀: 95以上, 较好: 90以上95以下, 一般: 不满90}") == [
        ("band-overlap", "95")
    ]


def test_the_gap_between_85_to_94_and_95_is_refused() -> None:
    """S-26: 94.5 lies in no band."""
    grades = "等次: {优秀: 95以上, 良好: 85以上94以下, 一般: 不满85}"
    assert refused(grades, "保留: 1") == [("band-gap", "94.1 – 94.9")]


def test_a_veto_that_is_unknown_leaves_the_subject_pending(engine: Engine) -> None:
    veto = "一票否决: [{编号: 满意率, 情形: 满意率 < 60%, 至多评为: 二星, 依据: 示例}]"
    grades = "等次: {五星: 90以上, 四星: 80以上不满90, 三星: 70以上不满80, 二星: 不满70}"
    program = program_of(f"{SCORED}{veto}\n{grades}")
    evidence = evidence_of(program, {"甲": {"得分": 95}})
    (found,) = Assessor(program, matcher_for(program, engine)).population(evidence)
    assert (found.state, found.grade_before_veto, found.grade) == ("pending", "五星", None)


def test_a_lone_subject_is_never_in_the_last_three(engine: Engine) -> None:
    """One subject assessed alone has no place, so nothing rests on one."""
    text = """
等次: {合格: 60以上, 不合格: 不满60}
排名: {名次榜: {按: 总分}}
名单: {黑榜: {条件: 名次榜.倒数 <= 3, 依据: 示例}, 后三: {条件: 倒数 <= 3 或 总分 >= 0, 依据: 示例}}
"""
    program = program_of(SCORED + text)
    subjects: dict[str, Any] = {"甲": {"得分": 0}, "乙": {"得分": 50}}
    assessor = Assessor(program, matcher_for(program, engine))
    evidence = evidence_of(program, subjects)
    alone = assessor.subject(evidence, "甲")
    assert (alone.lists, alone.pending_lists) == ((), ("黑榜", "后三"))
    assert {a.lists for a in assessor.population(evidence)} == {("黑榜", "后三")}
