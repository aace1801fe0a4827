"""Slips in the text of a policy, and who notices them."""

from __future__ import annotations

import pytest

from rules.yaml_reader import read_yaml
from scoring.mutation.slips import slips_in
from scoring.mutation.trial import try_slips

POLICY = """\
考评: 小例 2026
编号: small
版本: "1"
状态: 起草
生效: 2026-01-01
周期: 年度
对象: {种类: 企业, 字段: {得分: {范围: "[0..100]", 小数: 0}}}
指标:
  服务: {分值: 100, 取值: 得分, 折算: 直接, 缺失: 待定, 依据: 示例}
总分: {范围: "[0..100]", 保留: 0}
等次: {好: 80以上, 其余的: 其余}
"""
TESTS = """\
周期: "2026"
用例:
  八十分: {对象: {得分: 80}, 应得: {等次: 好}}
  七十九分: {对象: {得分: 79}, 应得: {等次: 其余的}}
  满分: {对象: {得分: 100}, 应得: {总分: 100}}
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90以上", ["91", "89", "超过90"]),
        ("不满60", ["61", "59", "60以下"]),
        ("60以上不满90", ["61", "59", "91", "89", "超过60", "90以下"]),
        ("12.50%", ["12.6%", "12.4%"]),
        ("a >= 1 且 b", ["2", "0", ">", "或"]),
        ('"[0..5)"', ["1", "-1", "6", "4", "(", "]"]),
        ("2026年版", []),
        ("满分", []),
    ],
)
def test_the_slips_of_a_text(text: str, expected: list[str]):
    root = read_yaml(f"键: {text}\n".encode(), "t.yaml")
    assert [slip.becomes for slip in slips_in(root)] == expected


def test_a_slip_changes_its_place_and_nothing_else():
    root = read_yaml('键: "[0..5)"\n'.encode(), "t.yaml")
    assert [slip.applied() for slip in slips_in(root)][:2] == ['键: "[1..5)"\n', '键: "[-1..5)"\n']


def unnoticed(tests: str) -> list[tuple[str, str]]:
    """Of the line of the grades."""
    trial = try_slips(POLICY.encode(), "small.yaml", tests.encode())
    return [(s.was, s.becomes) for s in trial.survivors if s.span.position.line == 11]


def test_cases_on_both_sides_of_an_edge_notice_every_slip_of_it():
    assert unnoticed(TESTS) == []


def test_without_the_case_at_the_edge_its_slips_survive():
    tests = TESTS.replace("八十分: {对象: {得分: 80}", "九十分: {对象: {得分: 90}")
    assert unnoticed(tests) == [("80", "81"), ("80以上", "超过80")]


def test_a_skipped_case_notices_nothing():
    tests = TESTS.replace("{对象: {得分: 80}", "{跳过: 待补, 对象: {得分: 80}")
    assert ("80", "81") in unnoticed(tests)


def test_what_the_checks_refuse_is_counted_apart_and_a_title_is_no_rule():
    policy = POLICY.replace("其余的: 其余", "中: 60以上不满80, 差: 不满60")
    tests = TESTS.replace("其余的", "中")
    trial = try_slips(policy.encode(), "small.yaml", tests.encode())
    assert trial.checked >= 6
    assert all(slip.span.position.line > 8 for slip in trial.survivors)
