"""What a construct means where a value is missing, odd or at an edge: text in, decision out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import pytest

from rules.backends.crossed import matcher_for
from rules.diagnostics import PolicyError
from scoring.assess import Assessor
from scoring.assessment import Assessment
from scoring.intake.admit import admit_records
from tests.scoring.situation import PERIOD, program_of

Rows = Iterable[Mapping[str, object]]

PARTS = {
    "对象": "{种类: 企业}",
    "考核数据": '{检查: {发生日: 无, 字段: {分: {范围: "[0..100]", 缺失: 不计}}}}',
    "指标": "{管理: {分值: 100, 起评分: 满分}}",
    "总分": '{范围: "[0..100]", 保留: 2}',
    "等次": "{优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}",
}


def policy(**parts: str) -> str:
    """The plain parts, or others in their place."""
    return "\n".join(f"{key}: {text}" for key, text in {**PARTS, **parts}.items())


def judged(text: str, rows: Rows, *, kind: str = "检查", **evidence: Any) -> Assessment:
    """Subject 甲, with these rows of one kind, decided by both engines."""
    program = program_of(text)
    given = {kind: [{"对象": "甲", **row} for row in rows]}
    admitted = admit_records(
        program, period=PERIOD, evidence=given, subjects={"甲": evidence.get("fields", {})}
    )
    assert admitted.rejects == ()
    (found,) = Assessor(program, matcher_for(program)).population(admitted)
    return found


def test_a_derived_percentage_is_rounded_at_the_digits_of_its_percent_figure() -> None:
    text = policy(
        考核数据="{检查: {发生日: 无, 字段: {率: 百分比}, 推算: {整: {算式: 率 / 3, 保留: 1}}}}",
        统计口径="{合计: {求和: 检查.整}}",
    )
    found = judged(text, [{"率": "50%"}])
    assert found.measures == {"合计": Fraction(167, 1000)}


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(
            {"总分": '{范围: "[0..99.5]", 保留: 0}', "等次": '{优秀: "[90..99]", 合格: "[0..90)"}'},
            id="rounded out of its range",
        ),
        pytest.param(
            {
                "总分": '{范围: "[60..99]", 保留: 0}',
                "等次": '{优秀: "[90..99]", 合格: "[60..90)"}',
                "一票否决": "[{情形: 次数 > 1, 清零: 是}]",
            },
            id="made zero below its range",
        ),
    ],
)
def test_the_bands_cover_whatever_the_total_can_become(parts: dict[str, str]) -> None:
    text = policy(统计口径="{次数: {计数: 检查}}", **parts)
    with pytest.raises(PolicyError) as refused:
        program_of(text)
    assert "band-gap" in [diagnostic.code for diagnostic in refused.value.diagnostics]


def test_one_matter_may_be_told_by_its_day() -> None:
    text = policy(
        考核数据='{检查: {字段: {号: 文本, 分: "[0..9]"}, 同一事项: [号, 发生日]}}',
        指标="{管理: {分值: 100, 起评分: 满分, 扣分: [{每: 检查, 扣: 分}]}}",
    )
    rows = [
        {"号": "G1", "分": 2, "发生日": "2026-01-01"},
        {"号": "G1", "分": 5, "发生日": "2026-01-01"},
        {"号": "G1", "分": 1, "发生日": "2026-12-31"},
    ]
    assert judged(text, rows).total == 94


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param([], 1, id="no record: what the policy states"),
        pytest.param([{}, {}], None, id="every record unknown: missing"),
        pytest.param([{}, {"分": 50}], 0, id="the unknown leaves both"),
    ],
)
def test_a_denominator_nobody_knows_is_not_zero(rows: Rows, expected: int | None) -> None:
    text = policy(
        统计口径="{合格率: {比率: 检查, 分子: 分 >= 60, 零分母: 100%, 保留: 2}}",
        指标="{管理: {分值: 100, 取值: 合格率 * 100, 缺失: 待定}}",
    )
    found = judged(text, rows)
    assert found.measures["合格率"] == expected
    assert found.state == ("pending" if expected is None else "graded")


DOUBT = """{
  重大: {计数: 检查, 当: 分 < 60},
  扣款: {求和: 检查.分, 当: 核实},
  两倍: {算式: 重大 * 2}
}"""
DOUBT_KINDS = """{检查: {
  发生日: 无,
  字段: {分: {范围: "[0..100]", 缺失: 不计}, 核实: {类型: 是否, 缺失: 不计}}
}}"""


@pytest.mark.parametrize(
    ("condition", "rows", "ends"),
    [
        pytest.param("重大 >= 1", [{}], "待定", id="one may be grave"),
        pytest.param("重大 >= 1", [{}, {"分": 59}], "合格", id="one is, whatever the other"),
        pytest.param("重大 >= 3", [{}, {"分": 59}], "优秀", id="three cannot be"),
        pytest.param("重大 = 2", [{}, {}, {"分": 59}], "待定", id="two between one and three"),
        pytest.param("两倍 >= 4", [{}, {"分": 59}], "待定", id="by way of a formula"),
        pytest.param("两倍 >= 2", [{}, {"分": 59}], "合格", id="a formula whatever"),
        pytest.param("扣款 > 50", [{"分": 51}], "待定", id="a sum"),
        pytest.param("扣款 > 50", [{"分": 51, "核实": "否"}], "优秀", id="a sum of known records"),
        pytest.param("扣款 > 50", [{"核实": "是"}], "待定", id="a sum of a missing value"),
        pytest.param("重大 >= 1", [{}] * 101, "待定", id="too many ways"),
    ],
)
def test_a_veto_that_hangs_on_unknown_records_never_passes(
    condition: str, rows: Rows, ends: str
) -> None:
    parts = {"考核数据": DOUBT_KINDS, "统计口径": DOUBT}
    text = policy(**parts, 一票否决=f"[{{情形: {condition}, 至多评为: 合格}}]")
    found = judged(text, rows)
    assert ("待定" if found.state == "pending" else found.grade) == ends


def test_eligibility_grades_ranks_lists_and_triggers_know_doubt_too() -> None:
    parts = {
        "考核数据": DOUBT_KINDS,
        "统计口径": DOUBT,
        "指标": "{管理: {分值: 100, 起评分: 满分}}",
    }
    listed = {
        "排名": "{榜: {按: 总分, 参加: 重大 = 0}}",
        "名单": "{红榜: {条件: 重大 = 0}}",
        "处置": "{约谈: {条件: 重大 >= 1}}",
    }
    found = judged(policy(**parts, **listed), [{}])
    assert (found.places, found.pending_lists, found.pending_triggers) == (
        {},
        ("红榜",),
        ("约谈",),
    )
    graded = policy(**parts | {"等次": "{依次: [{优秀: 重大 = 0}, {合格: 其余}]}"})
    assert judged(graded, [{}]).state == "pending"
    assert judged(graded, [{"分": 60}]).grade == "优秀"
    kept = policy(**parts | {"对象": "{种类: 企业, 不参评: {当: 重大 < 1, 原因: 无事}}"})
    assert judged(kept, [{}]).state == "pending"
    assert judged(kept, [{"分": 59}, {}]).state == "graded"
