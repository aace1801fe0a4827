"""Direct grades, quotas, lists, coefficients and pools in SQL against the definition."""

from __future__ import annotations

from functools import cache
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import ReferenceMatcher
from rules.program import Program
from scoring.assess import Assessor, assess_population
from scoring.assessment import Assessment
from scoring.evidence import Evidence
from scoring.population.kernel import tally
from scoring.population.reading import read_results
from scoring.population.results import conclude
from scoring.population.store import load
from tests.scoring.situation import evidence_of, program_of

HEAD = """
对象:
  种类: 支部
  字段:
    街道: {类型: 文本, 缺失: 不计}
    得分: {类型: 整数, 范围: "[0..100]", 缺失: 不计}
    人数: {类型: 整数, 范围: "[0..12]", 缺失: 不计}
    事故: {类型: 整数, 缺失: 不计}
    获批: {类型: 是否, 缺失: 不计}
  不参评: [{当: 事故 > 8, 原因: 已撤销, 不明时: 不触发}]
考核数据: {投诉: {字段: {核实: {类型: 是否, 缺失: 不计}}}}
统计口径: {投诉数: {计数: 投诉, 当: 核实}}
指标: {工作: {取值: 得分, 缺失: 待定}}
总分: {范围: "[0..100]", 保留: 0}
"""
VETOES = """
一票否决:
  - {编号: 清零, 情形: 事故 >= 4, 清零: 是, 不明时: 不触发}
  - {编号: 降档, 情形: 事故 = 2, 降等: 1, 不明时: 触发}
  - {编号: 定级, 情形: 事故 = 3 且 投诉数 >= 1, 定为: 不合格}
"""
DIRECT = """
直接评定:
  - {编号: 表彰, 情形: 得分 = 1, 定为: 优秀}
  - {编号: 空缺, 情形: 人数 = 0 或 投诉数 >= 2, 定为: 合格, 不明时: 不触发}
"""
BANDS = "等次: {优秀: 90以上, 良好: 75以上不满90, 合格: 60以上不满75, 不合格: 不满60}\n"
BY_PLACE = "等次: [优秀, 良好, 合格, 不合格]\n"
RANKS = """
排名:
  榜: {按: 总分, 分组: 街道, 同分比较: [人数]}
  总榜: {按: 得分 / 人数, 参加: 投诉数 <= 1}
  优榜: {按: 总分, 分组: 街道, 参加: 等次 >= 良好, 并列: 不占位}
名单:
  红榜: {条件: 榜.名次 <= 2 且 等次 = 优秀, 并列: 不列入}
  前半: {条件: 总榜.占比 <= 50% 或 获批, 并列: 不列入, 不明时: 触发}
  后段: {条件: 优榜.倒数 <= 2}
处置: {约谈: {条件: 红榜 或 投诉数 >= 2}}
"""
CUT = "并列: 不列入, 力度: 硬"
QUOTAS = {
    "none": "",
    "shares": f"[{{按: 榜, 至多: {{优秀: 30%, 良好: 1/3}}, 取整: 四舍五入, {CUT}}}]",
    "counts": f"[{{按: 总榜, 至多: {{优秀: 0, 良好: 2, 合格: 1}}, {CUT}}}]",
    "everybody": f"[{{按: 榜, 至多: {{优秀: 100%}}, 取整: 舍去, {CUT}}}]",
    "soft": "[{按: 榜, 至多: {优秀: 1, 良好: 40%}, 取整: 进一, 并列: 列入, 力度: 软}]",
    "two": f"[{{按: 榜, 至多: {{优秀: 1}}, {CUT}}}, {{按: 总榜, 至多: {{良好: 1}}, {CUT}}}]",
    "mixed": f"[{{按: 榜, 至多: {{优秀: 1}}, 并列: 列入, 力度: 软}},"
    f" {{按: 榜, 至多: {{良好: 1}}, {CUT}}}]",
    "small": f"[{{按: 榜, 至多: {{优秀: 50%}}, 取整: 舍去, {CUT}, 小组: {{不足: 3, 合并: 是}}}}]",
    "least": f"[{{按: 榜, 至多: {{优秀: 20%}}, 取整: 舍去, {CUT}, 小组: {{不足: 4, 至少: 1}}}}]",
    "approved": f"[{{按: 榜, 至多: {{优秀: 20%}}, 取整: 舍去, {CUT},"
    " 可批准: {当: 获批 或 投诉数 >= 1, 至多: {优秀: 60%}}}]",
    "forced": f"[{{按: 榜, 恰按: {{优秀: 10%, 良好: 40%, 合格: 30%, 不合格: 20%}},"
    f" 取整: 四舍五入, {CUT}}}]",
    "first": f"[{{按: 总榜, 恰按: {{优秀: 1, 良好: 2, 合格: 0, 不合格: 其余}}, {CUT},"
    " 小组: {不足: 4, 合并: 是}}]",
}
FORCED = ("forced", "first")
COEFFICIENTS = """
系数:
  上浮: {表: {优秀: 0.2, 良好: 0.15, 合格: 0.1}, 方式: 上浮, 最低等次: 合格, 由: 单位, 签字: 无}
  绩效:
    条件: 获批
    表: {优秀: 120%, 良好: 无, 合格: 105%, 不合格: 无}
    方式: 乘以
    基数: 人数
    保留: 1
    最低: 1
    最多: 9.5
    由: 单位
    签字: 无
    不明时: 触发
  人均: {条件: 红榜 或 投诉数 = 0, 值: 得分 / 人数, 方式: 直接, 保留: 2, 由: 单位, 签字: 无}
  按名次: {值: 1 - 榜.名次 / 7, 方式: 直接, 保留: 3, 由: 单位, 签字: 无}
"""
TURN = "尾差: [总分, 编号], 签字: 无"
POOLS = {
    "equal": f"金额: 0.05元, 条件: 等次 >= 良好, 方法: 平均, {TURN}",
    "nothing": f"金额: 0, 条件: 红榜, 方法: 平均, {TURN}",
    "by_score": f"金额: 100元, 条件: 获批 或 前半, 方法: 按分, 按: 总分, {TURN}, 不明时: 触发",
    "by_fraction": "金额: 7元, 条件: 总分 >= 0, 方法: 按人数, 按: 得分 / (人数 + 1), "
    "尾差: [{按: 得分 / 人数, 次序: 低者在前}, 编号], 签字: 无",
    "capped": "金额: 10元, 条件: 得分 >= 0, 方法: 按分, 按: 总分, 每个最多: 2元, 余额: 留存, "
    f"{TURN}",
    "redistributed": "金额: 10元, 条件: 获批 或 投诉数 <= 1, 方法: 按分, 按: 总分, 每个最多: 3元, "
    f"余额: 重分, {TURN}",
    "tiered": "金额: 3元, 份数: {优秀: 3, 良好: 2.5, 合格: 1, 不合格: 无}, 方法: 分档, "
    f"折月: 人数, 单位: 角, {TURN}",
    "fixed": "定额: {优秀: 300, 良好: 100, 合格: 0, 不合格: 无}, 方法: 定额, 折月: 人数, 签字: 无",
    "short": "金额: 500元, 定额: {优秀: 300, 良好: 200, 合格: 无, 不合格: 无}, 方法: 定额, "
    f"不足: 按比例分摊, {TURN}",
    "waiting": "金额: 500元, 定额: {优秀: 300, 良好: 200, 合格: 无, 不合格: 无}, 方法: 定额, "
    "不足: 待定, 签字: 无",
}

SUBJECT = st.fixed_dictionaries(
    {
        "街道": st.sampled_from(["东", "东", "东", "西", "西", "北", None]),
        "得分": st.sampled_from([100, 95, 95, 90, 80, 80, 76, 61, 60, 30, 1, None]),
        "人数": st.sampled_from([0, 1, 3, 3, 7, 12, None]),
        "事故": st.sampled_from([0, 0, 0, 0, 0, 1, 2, 3, 4, 9, None]),
        "获批": st.sampled_from([True, True, False, None]),
    }
)
SUBJECTS = st.lists(SUBJECT, min_size=1, max_size=14)
TWO_POOLS = st.permutations(list(POOLS)).map(lambda names: (names[0], names[1]))
# Who has complaints, and whether each of them was found to be one.
COMPLAINTS = st.lists(
    st.tuples(st.integers(0, 13), st.sampled_from([True, None, False])), max_size=4
)


@cache
def policy(quota: str, *pools: str) -> Program:
    text = HEAD + VETOES + DIRECT + (BY_PLACE if quota in FORCED else BANDS) + RANKS
    if QUOTAS[quota]:
        text += f"比例控制: {QUOTAS[quota]}\n"
    told = ", ".join(f"{name}: {{{POOLS[name]}}}" for name in pools)
    return program_of(f"{text}{COEFFICIENTS}奖励资金: {{{told}}}\n")


def delivered(
    program: Program, fields: list[dict[str, Any]], complaints: list[tuple[int, bool | None]]
) -> Evidence:
    records = [
        {"kind": "投诉", "id": f"{n}", "subject": f"s{of % len(fields)}", "核实": found}
        for n, (of, found) in enumerate(complaints)
    ]
    return evidence_of(program, {f"s{i}": own for i, own in enumerate(fields)}, records)


def by_definition(program: Program, evidence: Evidence) -> tuple[Assessment, ...]:
    return assess_population(program, evidence, ReferenceMatcher(program))


def wholly_in_sql(program: Program, evidence: Evidence) -> tuple[Assessment, ...]:
    """Nothing is left to the definition: it would be a CannotError."""
    with duckdb.connect(config={"threads": 1}) as connection:
        store = load(connection, program, evidence)
        kernel = tally(store, program, findings=True)
        results = conclude(store, program, kernel)
        assessor = Assessor(program, ReferenceMatcher(program))
        return read_results(store, program, evidence, kernel, results, assessor)


@pytest.mark.parametrize("quota", QUOTAS)
@settings(deadline=None, max_examples=4)
@given(SUBJECTS, COMPLAINTS, TWO_POOLS)
def test_what_follows_from_the_grades_is_what_the_definition_says(
    quota: str,
    fields: list[dict[str, Any]],
    complaints: list[tuple[int, bool | None]],
    pools: tuple[str, str],
) -> None:
    program = policy(quota, *pools)
    evidence = delivered(program, fields, complaints)
    assert wholly_in_sql(program, evidence) == by_definition(program, evidence)


@pytest.mark.parametrize("pool", POOLS)
@settings(deadline=None, max_examples=4)
@given(SUBJECTS, COMPLAINTS, st.sampled_from(["none", "shares"]))
def test_shares_are_those_of_the_definition_to_the_last_unit(
    pool: str,
    fields: list[dict[str, Any]],
    complaints: list[tuple[int, bool | None]],
    quota: str,
) -> None:
    program = policy(quota, pool)
    evidence = delivered(program, fields, complaints)
    assert wholly_in_sql(program, evidence) == by_definition(program, evidence)
