"""Little populations under a quota, written short: a total for each subject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rules.program import Program
from scoring.assessment import Assessment
from tests.scoring.situation import assessments, evidence_of, program_of

SCORED = """
对象:
  种类: 企业
  字段:
    得分: {类型: 整数, 缺失: 不计}
    街道: {类型: 文本, 缺失: 不计}
    事故: 整数
    获批: {类型: 是否, 缺失: 不计}
统计口径: {街道长度: {算式: 如果 街道 = "东街" 那么 2 否则 1}}
指标: {服务: {取值: 得分, 缺失: 待定}}
总分: {范围: "[0..100]", 保留: 0}
"""
POINTS = f"""{SCORED}
一票否决: [{{编号: 事故, 情形: 事故 >= 1, 定为: 不合格}}]
直接评定: [{{编号: 荣誉, 情形: 得分 = 1, 定为: 优秀}}]
等次: {{优秀: 90以上, 良好: 75以上不满90, 合格: 60以上不满75, 不合格: 不满60}}
"""


def quota_program(quota: str, *, rank: str = "按: 总分", more: str = "") -> Program:
    return program_of(f"{POINTS}\n排名: {{榜: {{{rank}}}}}\n比例控制: {quota}\n{more}")


def population(totals: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """A total, or fields with a total among them, for each subject; None is missing."""
    blank = {"街道": "东", "事故": 0, "获批": False}
    return {
        name: {**blank, **(cells if isinstance(cells, dict) else {"得分": cells})}
        for name, cells in totals.items()
    }


def assessed(program: Program, subjects: Mapping[str, Any]) -> dict[str, Assessment]:
    return assessments(program, evidence_of(program, population(subjects)))


def grades(program: Program, subjects: Mapping[str, Any]) -> dict[str, str | None]:
    return {name: a.grade for name, a in assessed(program, subjects).items()}
