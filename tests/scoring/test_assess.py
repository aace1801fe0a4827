"""Assessment of one subject and of a population: what agrees, what waits, what never matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import ReferenceMatcher
from rules.matching import Matches
from rules.program import Program
from scoring.assess import Assessor, assess_population, assess_subject
from scoring.assessment import Assessment
from scoring.evidence import Evidence
from tests.scoring.situation import assessments, evidence_of, program_of

ALONE = """
对象:
  种类: 企业
  字段: {街道: 文本, 服务月数: {类型: 整数, 缺失: 不计}}
  不参评: {当: 服务月数 < 6, 原因: 新}
考核数据:
  投诉:
    字段: {工单号: 文本, 核实: {类型: 是否, 缺失: 不计}, 分: {范围: "[0..10]", 缺失: 不计}}
    同一事项: {键: [工单号], 取: 取最高, 范围: 全表}
  测评: {字段: {组: [党员, 业主], 分: "[0..100]"}}
统计口径:
  满意度:
    加权平均: 测评.分
    按: 组
    权重: {党员: 1/3, 业主: 2/3}
    最少票数: 1
    缺组: 按比例分摊
    保留: 2
  核实率: {比率: 投诉, 分子: 核实, 零分母: 缺失, 保留: 2}
指标:
  投诉:
    分值: 30
    起评分: 满分
    扣分:
      - {每: 投诉, 当: 核实, 扣: 分, 最多: 20}
      - {每: 投诉, 当: 核实 且 分 > 5, 扣: 3}
  表扬: {加分: [{每: 投诉, 当: 非（核实）, 加: 分 / 3}], 最多: 5}
  满意: {分值: 70, 取值: 满意度, 折算: {线性: "[0..100]"}, 保留: 2, 缺失: 零分}
总分: {范围: "[0..100]", 保留: 1}
一票否决: [{情形: 核实率 > 90%, 至多评为: 合格, 不明时: 不触发}]
等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}
名单: {红榜: {条件: 等次 = 优秀}, 黑榜: {条件: 等次 = 不合格}}
处置: {约谈: {条件: 黑榜 且 核实率 > 50%, 期限: 5 天}}
"""
TOGETHER = """
对象: {种类: 企业, 字段: {得分: 整数}}
指标: {服务: {取值: 得分, 缺失: 待定}}
总分: {范围: "[0..100]", 保留: 0}
等次: {优秀: 90以上, 合格: 不满90}
排名: {名次榜: {按: 总分}}
名单:
  前列: {条件: 名次榜.名次 <= 3 或 等次 = 优秀, 不明时: 不触发}
  优秀榜: {条件: 等次 = 优秀}
处置:
  表彰: {条件: 前列, 不明时: 触发}
  通报: {条件: 等次 = 优秀, 期限: 10 天}
"""


@pytest.fixture(scope="module")
def alone() -> Program:
    return program_of(ALONE)


@pytest.fixture(scope="module")
def together() -> Program:
    return program_of(TOGETHER)


def test_what_rests_on_a_rank_waits_when_the_subject_stands_alone(together: Program) -> None:
    evidence = evidence_of(together, {"甲": {"得分": 95}, "乙": {"得分": 99}})
    found = assess_subject(together, evidence, ReferenceMatcher(together), "甲")
    assert (found.state, found.total, found.grade, found.places) == ("graded", 95, "优秀", {})
    # 等次 = 优秀 alone would settle 前列; it rests on a rank all the same and is not told.
    assert (found.lists, found.pending_lists) == (("优秀榜",), ("前列",))
    assert [case.trigger for case in found.triggers] == ["通报"]
    assert found.pending_triggers == ("表彰",)
    assert [(c.place, c.zh, c.en) for c in found.cautions] == [
        (place, "需要全体对象", "needs the population") for place in ("名次榜", "前列", "表彰")
    ]


def test_the_population_settles_what_a_subject_alone_could_not(together: Program) -> None:
    evidence = evidence_of(together, {"甲": {"得分": 95}, "乙": {"得分": 99}})
    found = assessments(together, evidence)["甲"]
    assert found.places["名次榜"].place == 2
    assert (found.lists, found.pending_lists) == (("前列", "优秀榜"), ())
    assert [case.trigger for case in found.triggers] == ["表彰", "通报"]
    assert (found.pending_triggers, found.cautions) == ((), ())


def test_a_case_carries_its_deadline_and_its_condition(together: Program) -> None:
    found = assessments(together, evidence_of(together, {"甲": {"得分": 95}}))["甲"]
    assert [(c.trigger, c.deadline, c.because) for c in found.triggers] == [
        ("表彰", None, "前列"),
        ("通报", date(2027, 1, 10), "等次 = “优秀”"),
    ]


def test_an_unknown_subject_is_a_key_error(together: Program) -> None:
    evidence = evidence_of(together, {"甲": {"得分": 95}})
    with pytest.raises(KeyError, match="丙"):
        assess_subject(together, evidence, ReferenceMatcher(together), "丙")


def test_progress_counts_subjects_once(together: Program) -> None:
    evidence = evidence_of(together, {name: {"得分": 1} for name in "abc"})
    told: list[tuple[int, int]] = []
    matcher = ReferenceMatcher(together)
    assess_population(together, evidence, matcher, progress=lambda *seen: told.append(seen))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_an_engine_that_only_tells_what_is_true_is_enough(alone: Program) -> None:
    class TrueOnly(ReferenceMatcher):
        def match(self, facts: Any, summary: Any) -> Matches:
            return replace(super().match(facts, summary), unknown=None)

    cells = {"kind": "投诉", "subject": "甲", "date": date(2026, 3, 1), "工单号": "G"}
    records = [{**cells, "id": "a", "核实": True, "分": 4}, {**cells, "id": "b", "分": 9}]
    evidence = evidence_of(alone, {"甲": {"街道": "东", "服务月数": 9}}, records)
    full, true_only = (
        Assessor(alone, matcher).subject(evidence, "甲")
        for matcher in (ReferenceMatcher(alone), TrueOnly(alone))
    )
    assert replace(full, cautions=()) == replace(true_only, cautions=())
    assert len(full.cautions) > len(true_only.cautions)


# --- properties --------------------------------------------------------------------------------

COMPLAINTS = st.fixed_dictionaries(
    {
        "kind": st.just("投诉"),
        "工单号": st.sampled_from(["G1", "G2", "G3"]),
        "核实": st.none() | st.booleans(),
        "分": st.none() | st.sampled_from([0, 1, 4, "6.25", 10]),
    }
)
BALLOTS = st.fixed_dictionaries(
    {
        "kind": st.just("测评"),
        "组": st.sampled_from(["党员", "业主"]),
        "分": st.integers(0, 100),
    }
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    subjects = {
        name: {"街道": "东", "服务月数": draw(st.sampled_from([None, 3, 12, 12, 12]))}
        for name in draw(st.lists(st.sampled_from("甲乙丙丁"), unique=True, min_size=1))
    }
    records = draw(st.lists(COMPLAINTS | BALLOTS, max_size=12))
    dated = [
        {
            **cells,
            "id": f"e{number}",
            "subject": draw(st.sampled_from(sorted(subjects))),
            "date": date(2026, draw(st.integers(1, 3)), 1),
        }
        for number, cells in enumerate(records)
    ]
    return subjects, dated


@settings(deadline=None, max_examples=100)
@given(situation=situations(), random=st.randoms(use_true_random=False))
def test_a_batch_equals_its_subjects_one_by_one_in_any_order_of_records(
    alone: Program, situation: Any, random: Any
) -> None:
    subjects, records = situation
    evidence = evidence_of(alone, subjects, records)
    batch = assessments(alone, evidence)
    assert list(batch) == sorted(subjects)
    assessor = Assessor(alone, ReferenceMatcher(alone))
    assert {name: assessor.subject(evidence, name) for name in subjects} == batch
    assert assessments(alone, _shuffled(evidence, random)) == batch


def _shuffled(evidence: Evidence, random: Any) -> Evidence:
    """The subjects and each subject's records in some other order than the admit stage gives."""
    subjects = list(evidence.subjects.items())
    random.shuffle(subjects)
    records = {name: list(of_subject) for name, of_subject in evidence.records.items()}
    for of_subject in records.values():
        random.shuffle(of_subject)
    return replace(
        evidence,
        subjects=dict(subjects),
        records={name: tuple(of_subject) for name, of_subject in records.items()},
    )


@settings(deadline=None, max_examples=100)
@given(situation=situations())
def test_contributions_sum_to_the_total_and_points_stay_within_their_limits(
    alone: Program, situation: Any
) -> None:
    for found in assessments(alone, evidence_of(alone, *situation)).values():
        if found.state != "graded":
            assert found.total is None
            assert found.ledger == ()
            continue
        assert sum(line.contribution for line in found.ledger) == found.total
        assert 0 <= found.indicators["投诉"] <= 30
        assert found.indicators["表扬"] <= 5
        capped = [f.applied for f in found.findings if f.rule == "投诉-1"]
        assert -20 <= sum(capped) <= 0


@settings(deadline=None, max_examples=100)
@given(situation=situations(), points=st.integers(0, 10))
def test_one_more_deduction_never_raises_a_total(
    alone: Program, situation: Any, points: int
) -> None:
    subjects, records = situation
    cells = {"kind": "投诉", "subject": min(subjects), "工单号": "G9", "核实": True, "分": points}
    more = [*records, {**cells, "id": "more", "date": date(2026, 1, 1)}]
    before: Assessment = assessments(alone, evidence_of(alone, subjects, records))[min(subjects)]
    after: Assessment = assessments(alone, evidence_of(alone, subjects, more))[min(subjects)]
    assert after.state == before.state
    if before.total is not None and after.total is not None:
        assert after.total <= before.total
