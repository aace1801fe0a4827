"""What a check comes to, in either language: the same policy, and the same case."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rules.compile import compile_policy
from rules.constructs.checks import RESULTS
from rules.diagnostics import PolicyError
from rules.format.formatter import format_policy
from rules.result_words import RESULT_WORDS
from scoring.casebook.loading import read_casebook
from scoring.casebook.running import Runner
from tests.scoring.situation import HEAD, program_of

CASES = Path(__file__).parents[1] / "scoring" / "cases" / "checks.yaml"
POLICY = HEAD + str(yaml.safe_load(CASES.read_text(encoding="utf-8"))["policy"])


def test_every_result_has_a_word_in_english() -> None:
    assert [word.chinese for word in RESULT_WORDS] == list(RESULTS)


def test_the_twin_in_english_is_the_same_policy() -> None:
    english = format_policy(POLICY.encode(), "policy.yaml", "en")
    assert "{when: 比例 = not_met, deduct: 5}, {when: 席位 = not_on_record, deduct: 3}" in english
    assert "{when: 书记 in （not_on_record、not_met）}" in english
    chinese = format_policy(english.encode(), "policy.yaml", "zh")
    assert "{当: 比例 = 不符合, 扣分: 5}, {当: 席位 = 缺备案, 扣分: 3}" in chinese
    texts = (POLICY, english, chinese)
    assert len({compile_policy(text.encode(), "p.yaml")[0].digest for text in texts}) == 1


OWN = """
对象: {种类: 小区, 字段: {人数: 整数, 评定: [met, 符合], met: 是否}}
核查: {三人: {条件: 人数 >= 3, 力度: 应当, 依据: 示例}}
等次: {依次: [{好: CONDITION}, {差: 其余}]}
"""


def test_a_word_of_the_author_is_the_authors() -> None:
    program = program_of(OWN.replace("CONDITION", "评定 = met"))
    assert "value='met'" in repr(program.grades[0].when)


def test_a_name_of_the_author_goes_before_a_word_of_ours() -> None:
    with pytest.raises(PolicyError):
        program_of(OWN.replace("CONDITION", "三人 = met"))


TESTS = """
tests: results in English
period: "2026"
cases:
  three are enough:
    subject: {人数: 3, 评定: met, met: true}
    expect: {check: {三人: met}, grade: 好}
  two are not:
    subject: {人数: 2, 评定: met, met: true}
    expect: {check: {三人: not_met}, grade: 差}
"""


def test_a_case_may_say_it_in_english() -> None:
    program = program_of(OWN.replace("CONDITION", "三人 = 符合"))
    book = read_casebook(TESTS.encode(), "p.test.yaml", program)
    assert [verdict.render() for verdict in Runner(program).run(book) if not verdict.passed] == []
