"""Policy tests may expect coefficients and awards, and none."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.compile import compile_policy
from scoring.casebook.loading import read_casebook
from scoring.casebook.running import Runner

CASE = Path(__file__).resolve().parents[2] / "cases" / "settlement"
BOOK = """
测试: 系数和奖励
周期: "2026"
用例:
  一个优秀:
    各对象:
      d1:
        对象: {姓名: 甲, 得分: 95}
        应得: {系数: {年终绩效系数: 0.2}, 奖励资金: {重点工作绩效奖励: 1000000}}
      d2:
        对象: {姓名: 乙, 得分: 40}
        应得: {系数: {年终绩效系数: 无}, 奖励资金: {重点工作绩效奖励: AWARD}}
"""


@pytest.mark.parametrize(("award", "passes"), [("无", True), ("0.01", False)])
def test_a_case_is_held_against_its_coefficients_and_awards(award: str, passes: bool) -> None:
    program, _ = compile_policy((CASE / "policy.yaml").read_bytes(), "policy.yaml")
    book = read_casebook(BOOK.replace("AWARD", award).encode(), "book.yaml", program)
    assert [verdict.passed for verdict in Runner(program, "reference").run(book)] == [passes]
