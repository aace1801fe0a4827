"""Policy tests may state earlier results, and say what came of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.backends.crossed import Engine
from rules.compile import compile_policy
from rules.program import Program
from scoring.casebook.loading import policy_of, read_casebook
from scoring.casebook.running import Runner

TESTS = Path(__file__).with_name("cards.test.yaml")


@pytest.fixture(scope="module")
def program() -> Program:
    return compile_policy(policy_of(TESTS).read_bytes(), "cards.yaml")[0]


@pytest.mark.parametrize("engine", ["reference", "durable"])
def test_every_case_with_earlier_results_passes(program: Program, engine: Engine) -> None:
    if engine == "durable":
        pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    book = read_casebook(TESTS.read_bytes(), TESTS.name, program)
    wrong = [v.render() for v in Runner(program, engine).run(book) if not v.passed]
    assert wrong == []


CASE = """
周期: 2026-H1
历史自: 2025-07-01
用例:
  一: {{对象: {{得分: 32, 在管: 是, 有电梯: 否}}, 历史: [{row}], 应得: {{{expected}}}}}
"""
LAST = "{周期: 2025-H2, 总分: 40, 等次: 不合格, 名单: 黑榜}"


@pytest.mark.parametrize(
    ("row", "expected", "got"),
    [
        (LAST, "历史: {连续黑榜: 1}", "2"),
        (LAST, "历史: {上期总分: 40.5}", "40"),
        (LAST, "不适用: 无", "电梯"),
        (LAST, "剔除: 电梯", "无"),
        (LAST, "暂定: [等次]", "无"),
        ("{周期: 2025-H2, 总分: 40, 等次: 中}", "退回: 无", "unknown-category"),
        ("{周期: 2026-H2, 总分: 40, 等次: 合格}", "退回: 无", "past-not-past"),
    ],
)
def test_what_differs_is_told(program: Program, row: str, expected: str, got: str) -> None:
    text = CASE.format(row=row, expected=expected)
    if expected.startswith("退回"):
        text = text.replace(f", 应得: {{{expected}}}", "")
    (verdict,) = Runner(program, "reference").run(
        read_casebook(text.encode(), "cards.test.yaml", program)
    )
    assert [d.got.partition("（")[0] for d in verdict.differences] == [got]


def test_english_rows_say_the_same(program: Program) -> None:
    text = """
period: 2026-H1
history_from: 2025-07-01
cases:
  one:
    subject: {得分: 32, 在管: true, 有电梯: false}
    history: [{period: 2025-H2, state: graded, total: 40, grade: 不合格, lists: [黑榜]}]
    expect: {history: {连续黑榜: 2}, not_applicable: [电梯], excluded: none, provisional: none}
"""
    (verdict,) = Runner(program).run(read_casebook(text.encode(), "cards.test.yaml", program))
    assert verdict.differences == ()
