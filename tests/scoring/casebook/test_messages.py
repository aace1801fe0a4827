"""What a test file gets wrong is told at its place, in both languages; all of it in one file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rules.compile import compile_policy
from rules.diagnostics import PolicyError, render_all
from rules.messages import MESSAGES
from scoring.casebook.loading import policy_of, read_casebook

TESTS = Path(__file__).with_name("cards.test.yaml")

FAULTY = """\
测试: 写错的用例
期间: 2026-H1
历史自: 去年
样例:
  去年: {历史: {周期: 2025-H2, 名单: 黑榜}}
用例:
  没有这个样例: {沿用: 前年, 应得: {总分: 八十, total: 80}}
  往期结果写错:
    历史:
      - {总分: 70, 等次: 合格}
      - {周期: 2025-H2, 名单: 红榜, 暂定: 总成绩}
      - {周期: 2025-H2, 状态: 免评, 处置: {黄牌: 是}}
      - {周期: 2025-H2, 企业: 甲}
      - 2025-H2
  应得写错:
    应得:
      总分: 80%
      历史: {连续红榜: 1, 连续黑榜: 两次, 连续黑榜.本期: 1}
      不适用: [水电]
      剔除: {检查: 是}
      暂定: [总成绩]
  自己又说:
    各对象: {甲: {}}
    历史: []
"""


def test_all_that_is_wrong_with_a_test_file(golden: Callable[[str, str], None]) -> None:
    program, _ = compile_policy(policy_of(TESTS).read_bytes(), "cards.yaml")
    with pytest.raises(PolicyError) as without:
        read_casebook(FAULTY.encode(), "cards.test.yaml", program)
    with pytest.raises(PolicyError) as refusal:
        read_casebook(FAULTY.replace("期间", "周期").encode(), "cards.test.yaml", program)
    told = [*without.value.diagnostics, *refusal.value.diagnostics]
    golden("casebook/refused.txt", render_all(told, "both"))
    codes = {code for code in MESSAGES if code.startswith("case-")}
    assert codes - {problem.code for problem in told} == set()
