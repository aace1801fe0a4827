"""What cases have shown of a policy, and what they have not, side by side."""

from __future__ import annotations

from textwrap import dedent

import pytest

from rules.compile import compile_policy
from scoring.casebook.loading import read_casebook
from scoring.casebook.running import Runner
from scoring.coverage.coverage import Coverage
from scoring.coverage.targets import FAMILIES, SIDES

POLICY = """\
考评: 小例
编号: small
版本: "1"
状态: 起草
生效: 2026-01-01
周期: 年度
参数: {门槛: {值: 6, 依据: 示例}}
对象:
  种类: 企业
  字段: {服务月数: {类型: 整数, 范围: "[0..12]"}}
  不参评: {当: 服务月数 < 门槛, 原因: 不满半年}
考核数据:
  投诉: {字段: {属实: 是否, 天数: {类型: 整数, 范围: "[0..99]"}}, 依据: 示例}
统计口径:
  办结率: {比率: 投诉, 分子: 天数 <= 7, 零分母: 100%, 保留: 2}
指标:
  服务: {分值: 100, 起评分: 满分, 扣分: [{每: 投诉, 当: 属实, 扣: 10, 最多: 30}], 依据: 示例}
总分: {范围: "[0..100]", 保留: 0}
等次: {好: 80以上, 差: 不满80}
名单: {黑榜: {条件: 等次 = 差 且 办结率 < 50%, 依据: 示例}}
"""
GOOD = "对象: {服务月数: 12}, 应得: {等次: 好}"
LATE = "{属实: 是, 天数: 8}"


def covered(cases: str) -> Coverage:
    program, _ = compile_policy(POLICY.encode(), "small.yaml")
    book = read_casebook(dedent(cases).encode(), "small.test.yaml", program)
    coverage = Coverage(program)
    verdicts = list(Runner(program, "reference", coverage.see).run(book))
    assert [verdict.render() for verdict in verdicts if not verdict.passed] == []
    return coverage


def missed(coverage: Coverage) -> list[str]:
    return [f"{target.name} {target.side}" for target in coverage.missed]


def test_one_good_subject_shows_one_side_only():
    coverage = covered(f"""
        周期: "2026"
        用例: {{好的: {{{GOOD}}}}}
    """)
    assert coverage.families == {
        "eligibility": (1, 2),
        "measure": (0, 2),
        "rule": (0, 2),
        "cap": (0, 1),
        "grade": (3, 6),
        "list": (1, 2),
        "edge": (0, 10),
    }
    assert missed(coverage)[0] == "差 given"


def test_cases_on_every_edge_show_all_of_it():
    coverage = covered("""
        周期: "2026"
        用例:
          正好半年: {对象: {服务月数: 6}, 应得: {等次: 好}}
          不满半年: {对象: {服务月数: 5}, 应得: {状态: 未评}}
          扣到上限:
            对象: {服务月数: 12}
            考核数据: {投诉: [{属实: 是, 天数: 8, 条数: 4}, {属实: 否, 天数: 7}]}
            应得: {总分: 70, 等次: 差, 名单: [黑榜]}
          一半按时:
            对象: {服务月数: 12}
            考核数据: {投诉: [{属实: 是, 天数: 8, 条数: 2}, {属实: 否, 天数: 7, 条数: 2}]}
            应得: {总分: 80, 等次: 好, 名单: 无}
    """)
    assert missed(coverage) == []


def test_who_is_not_graded_shows_only_why():
    coverage = covered("""
        周期: "2026"
        用例:
          不满半年:
            对象: {服务月数: 5}
            考核数据: {投诉: [{属实: 是, 天数: 8}]}
            应得: {状态: 未评}
    """)
    assert {target.family for target in coverage.seen} == {"eligibility", "edge", "measure", "rule"}
    assert not any(target.family in ("grade", "list") for target in coverage.seen)


def test_a_side_that_declared_ranges_rule_out_is_not_asked_for():
    """天数 is at most 99: nothing can be beyond 99."""
    text = POLICY.replace("天数 <= 7", "天数 <= 99")
    program, _ = compile_policy(text.encode(), "small.yaml")
    edges = [t for t in Coverage(program).targets if t.family == "edge" and "办结率" in t.name]
    assert [target.side for target in edges if "天数" in target.name] == ["at"]


@pytest.mark.parametrize(
    "choice",
    ["如果 服务月数 < 9 那么 未填 否则 服务月数", "如果 服务月数 < 9 那么 服务月数 否则 未填"],
)
def test_what_may_be_missing_keeps_the_range_of_the_rest(choice):
    """服务月数 is at least 0: nothing can be below 0, missing or not."""
    value = f'取值: {choice}, 折算: {{线性: "[0..12]"}}, 保留: 2, 缺失: 零分'
    text = POLICY.replace("起评分: 满分, 扣分: [{每: 投诉, 当: 属实, 扣: 10, 最多: 30}]", value)
    program, _ = compile_policy(text.encode(), "small.yaml")
    edges = [t for t in Coverage(program).targets if t.family == "edge" and t.name.endswith(">= 0")]
    assert [target.side for target in edges] == ["at"]


def test_the_order_of_cases_does_not_matter():
    cases = ["甲: {对象: {服务月数: 6}}", "乙: {对象: {服务月数: 3}}", f"丙: {{{GOOD}}}"]
    seen = [
        covered('周期: "2026"\n用例:\n  ' + "\n  ".join(order)).seen
        for order in (cases, cases[::-1])
    ]
    assert seen[0] == seen[1]


@pytest.mark.parametrize("table", [FAMILIES, SIDES], ids=["families", "sides"])
def test_every_word_of_coverage_is_in_both_languages(table):
    assert all(zh and en and zh != en for zh, en in table.values())


def test_a_choice_in_a_value_is_shown_both_ways():
    policy = POLICY.replace("扣: 10,", "'扣': 如果 天数 > 7 那么 10 否则 5,")
    program, _ = compile_policy(policy.encode(), "small.yaml")
    book = read_casebook(
        dedent(f"""
            周期: "2026"
            用例: {{迟的: {{对象: {{服务月数: 12}}, 考核数据: {{投诉: [{LATE}]}}}}}}
        """).encode(),
        "small.test.yaml",
        program,
    )
    coverage = Coverage(program)
    list(Runner(program, "reference", coverage.see).run(book))
    assert coverage.families["choice"] == (1, 2)
    assert [name for name in missed(coverage) if "如果" in name] == [
        "服务-1 如果1 fails",
        "服务-1 如果1：天数 > 7 at",
    ]
