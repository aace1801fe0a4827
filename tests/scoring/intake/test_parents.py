"""A record reads the fields of the record it belongs to; one that belongs to none is rejected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from rules.program import Program
from scoring.evidence import Evidence
from scoring.intake.admit import admit_records
from tests.scoring.situation import PERIOD, assessments, program_of

POLICY = """
对象: {种类: 街道}
考核数据:
  片区: {发生日: 无, 字段: {片区号: 文本, 权: 整数}, 标识: [片区号]}
  项目:
    发生日: 无
    字段: {项目号: 文本, 年: 整数, 系数: 整数, 片区号: {类型: 文本, 缺失: 不计}}
    标识: [项目号, 年]
    属于: {数据: 片区, 键: 片区号}
    推算: {折合: 系数 * 片区.权}
  评分:
    发生日: 无
    字段: {编号: 文本, 号: 文本, 年份: 整数, 分: 整数}
    标识: [编号]
    属于: {数据: 项目, 键: [号, 年份]}
    推算: {得分: 分 * 项目.折合}
统计口径: {合计: {求和: 评分.得分}, 系数和: {求和: 评分, 取: 项目.系数}}
指标: {甲: {取值: 合计, 缺失: 待定}}
总分: {保留: 2}
等次: {合格: 其余}
"""
AREAS = [{"对象": "甲", "片区号": "Q1", "权": "10"}]
PROJECTS = [
    {"对象": "甲", "项目号": "P1", "年": "2026", "系数": "2", "片区号": "Q1"},
    {"对象": "甲", "项目号": "P2", "年": "2026", "系数": "3"},
    {"对象": "乙", "项目号": "P9", "年": "2026", "系数": "4", "片区号": ""},
]


@pytest.fixture(scope="module")
def program() -> Program:
    return program_of(POLICY)


def mark(number: str, project: str, year: str = "2026", of: str = "甲") -> Mapping[str, object]:
    return {"对象": of, "编号": number, "号": project, "年份": year, "分": "5"}


def admitted(program: Program, **rows: Any) -> Evidence:
    given = {"评分": [], "项目": PROJECTS, "片区": AREAS, **rows}
    evidence = {kind: of for kind, of in given.items() if of is not None}
    return admit_records(program, period=PERIOD, evidence=evidence, subjects={"甲": {}, "乙": {}})


def test_the_fields_of_parents_stand_before_the_derived_ones(program: Program) -> None:
    evidence = admitted(program, 评分=[mark("e1", "P1"), mark("e2", "P2")])
    values = {r.id: r.values for r in evidence.of("甲") if r.kind == "评分"}
    assert values == {
        "e1": ("e1", "P1", 2026, 5, "P1", 2026, 2, "Q1", 20, 100),
        # P2 names no area: what is derived of one is missing
        "e2": ("e2", "P2", 2026, 5, "P2", 2026, 3, None, None, None),
    }
    assert evidence.rejects == ()


@pytest.mark.parametrize(
    ("row", "value"),
    [
        pytest.param(mark("e1", "P7"), "P7/2026", id="there is no such record"),
        pytest.param(mark("e1", "P1", "2025"), "P1/2025", id="one key differs"),
        pytest.param(mark("e1", "P9"), "P9/2026", id="it is of another subject"),
    ],
)
def test_an_orphan_is_rejected_with_its_place(
    program: Program, row: Mapping[str, object], value: str
) -> None:
    evidence = admitted(program, 评分=[mark("e0", "P1"), row])
    (reject,) = evidence.rejects
    assert (reject.file, reject.row, reject.column, reject.value, reject.code) == (
        "评分",
        2,
        "号/年份",
        value,
        "no-parent",
    )
    assert reject.reason_zh.startswith(f"该对象没有“{value}”这一条“项目”")
    assert [r.id for r in evidence.of("甲") if r.kind == "评分"] == ["e0"]


def test_without_the_parents_nothing_is_known_of_the_children(program: Program) -> None:
    """Their measures are missing, not zero."""
    evidence = admitted(program, 评分=[mark("e1", "P1")], 项目=None)
    assert [(reject.code, reject.records) for reject in evidence.rejects] == [
        ("parent-not-delivered", 1)
    ]
    assert evidence.delivered == {"片区"}
    assert assessments(program, evidence)["甲"].measures == {"合计": None, "系数和": None}


def test_an_orphan_that_is_rejected_orphans_its_children(program: Program) -> None:
    lost = {"对象": "甲", "项目号": "P3", "年": "2026", "系数": "1", "片区号": "Q9"}
    evidence = admitted(program, 评分=[mark("e1", "P3")], 项目=[*PROJECTS, lost])
    assert [(r.file, r.code) for r in evidence.rejects] == [
        ("评分", "no-parent"),
        ("项目", "no-parent"),
    ]
