"""Relative measures and measures per item: alone, in any order, by either engine, and what sums."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.crossed import matcher_for
from rules.backends.reference import ReferenceMatcher
from rules.program import Program
from scoring.assess import Assessor
from tests.scoring.situation import assessments, evidence_of, program_of

CASES = Path(__file__).parent / "cases"

GROUP = """
对象: {种类: 企业, 字段: {街道: [东, 西]}}
考核数据: {投诉: {字段: {次: {类型: 数, 小数: 2, 范围: "[-50..50]"}}}}
统计口径:
  次数: {求和: 投诉.次}
  份额: {份额: 次数, 分组: 街道, 零分母: 缺失, 保留: 不舍入}
  离均: {与组均之差: 次数, 分组: 街道, 保留: 不舍入}
  名: {名次: 次数, 分组: 街道}
  比: {与最好之比: 次数, 分组: 街道, 零分母: 缺失, 保留: 不舍入}
  居中: {中位数: 投诉.次, 保留: 不舍入}
  去尾: {去极值平均: 投诉.次, 去掉: 1, 保留: 不舍入}
  小: {最小值: 投诉.次}
  大: {最大值: 投诉.次}
指标: {甲项: {取值: 名, 缺失: 零分}}
总分: {保留: 2}
等次: {合格: 其余}
"""


@pytest.fixture(scope="module")
def grouped() -> Program:
    return program_of(GROUP)


def case(name: str) -> tuple[Program, Any]:
    text = yaml.safe_load((CASES / f"{name}.yaml").read_text())
    program = program_of(text["policy"])
    return program, evidence_of(program, text["subjects"], text["records"])


@pytest.mark.parametrize("name", ["measures", "relative", "items"])
def test_the_engines_agree(name: str) -> None:
    program, evidence = case(name)
    crossed = Assessor(program, matcher_for(program)).population(evidence)
    assert {a.subject: a for a in crossed} == assessments(program, evidence)


def test_a_subject_alone_waits_for_the_population_where_its_points_stand_beside_others() -> None:
    program, evidence = case("relative")
    found = Assessor(program, ReferenceMatcher(program)).subject(evidence, "甲")
    assert found.state == "pending"
    # 比最少 is scored; the other relative measures are not
    assert found.reason_zh == "统计口径“比最少”需要全体对象"
    assert found.reason_en == "measure “比最少” needs the population"
    known = {name: value for name, value in found.measures.items() if value is not None}
    assert known == {"次数": 5, "每户": Fraction(1, 20)}
    assert (found.indicators, found.total, found.lists) == ({}, None, ())


def test_a_missing_value_is_no_zero_for_a_subject_alone(grouped: Program) -> None:
    evidence = evidence_of(grouped, {"甲": {"街道": "东"}})
    found = Assessor(grouped, ReferenceMatcher(grouped)).subject(evidence, "甲")
    assert (found.indicators, found.total) == ({}, None)
    assert assessments(grouped, evidence)["甲"].total == 1


RECORDS = st.lists(
    st.tuples(
        st.sampled_from("甲乙丙丁"), st.integers(-5000, 5000).map(lambda n: n / Fraction(100))
    ),
    max_size=12,
)


@settings(deadline=None, max_examples=60)
@given(rows=RECORDS, streets=st.lists(st.sampled_from(["东", "西"]), min_size=4, max_size=4))
def test_what_stands_beside_a_group_agrees_with_the_group(
    grouped: Program, rows: list[tuple[str, Fraction]], streets: list[str]
) -> None:
    subjects = {name: {"街道": street} for name, street in zip("甲乙丙丁", streets, strict=True)}
    records = [
        {"kind": "投诉", "id": f"e{i}", "subject": name, "次": number}
        for i, (name, number) in enumerate(rows)
    ]
    found = assessments(grouped, evidence_of(grouped, subjects, records))
    turned = evidence_of(grouped, dict(reversed(subjects.items())), records[::-1])
    assert assessments(grouped, turned) == found
    for street in set(streets):
        group = [a.measures for name, a in found.items() if subjects[name]["街道"] == street]
        assert sum(m["离均"] for m in group) == 0
        best = max(m["次数"] for m in group)
        assert all((m["名"] == 1) == (m["次数"] == best) for m in group)
        if min(m["次数"] for m in group) < 0 or not best:
            assert all(m["份额"] is None and m["比"] is None for m in group)
        else:
            assert sum(m["份额"] for m in group) == 1
            assert max(m["比"] for m in group) == 1


@settings(deadline=None, max_examples=60)
@given(rows=RECORDS)
def test_the_middle_lies_between_the_ends(
    grouped: Program, rows: list[tuple[str, Fraction]]
) -> None:
    records = [
        {"kind": "投诉", "id": f"e{i}", "subject": "甲", "次": number}
        for i, (_, number) in enumerate(rows)
    ]
    found = assessments(grouped, evidence_of(grouped, {"甲": {"街道": "东"}}, records))
    measures = found["甲"].measures
    numbers = sorted(number for _, number in rows)
    if not numbers:
        assert [measures[name] for name in ("小", "居中", "去尾", "大")] == [None] * 4
        return
    assert (measures["小"], measures["大"]) == (numbers[0], numbers[-1])
    assert measures["小"] <= measures["居中"] <= measures["大"]
    assert (measures["去尾"] is None) == (len(numbers) <= 2)
    if len(numbers) > 2:
        assert numbers[1] <= measures["去尾"] <= numbers[-2]
        assert measures["去尾"] * (len(numbers) - 2) == sum(numbers[1:-1])


def test_what_decides_is_unknown_while_an_extreme_leaves_a_record_out() -> None:
    """The gravest known is not the gravest: a veto that asks for it waits."""
    text = GROUP.replace("等次:", "一票否决: [{情形: 大 > 10, 定为: 差}]\n等次:").replace(
        "{合格: 其余}", "{依次: [合格: 总分 >= 0, 差: 其余]}"
    )
    text = text.replace('范围: "[-50..50]"', '范围: "[-50..50]", 缺失: 不计')
    program = program_of(text)
    records = [
        {"kind": "投诉", "id": "a", "subject": "甲", "次": 3},
        {"kind": "投诉", "id": "b", "subject": "甲"},
        {"kind": "投诉", "id": "c", "subject": "乙", "次": 3},
    ]
    streets = {"甲": {"街道": "东"}, "乙": {"街道": "东"}}
    found = assessments(program, evidence_of(program, streets, records))
    assert (found["甲"].state, found["乙"].state) == ("pending", "graded")
