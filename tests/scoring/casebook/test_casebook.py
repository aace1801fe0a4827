"""A test file says what differs and where; what it gets wrong itself is told, never passed over."""

from __future__ import annotations

from textwrap import dedent

import pytest

from rules.compile import compile_policy
from rules.diagnostics import PolicyError, render_all
from rules.program import Program
from scoring.casebook.loading import read_casebook
from scoring.casebook.running import Runner, Verdict

POLICY = """\
考评: 小例
编号: small
版本: "1"
状态: 起草
生效: 2026-01-01
周期: 年度
对象:
  种类: 企业
  字段: {街道: 文本}
考核数据:
  投诉: {标识: 单号, 字段: {单号: 文本, 属实: 是否}, 依据: 示例}
  获奖: {字段: {条数: 整数}, 依据: 示例}
统计口径:
  投诉数: {计数: 投诉}
  属实率: {比率: 投诉, 分子: 属实, 零分母: 缺失, 保留: 2}
指标:
  服务: {分值: 100, 起评分: 满分, 扣分: [{每: 投诉, 当: 属实, 扣: 10, 最多: 30}], 依据: 示例}
总分: {范围: "[0..100]", 保留: 0}
等次: {好: 80以上, 差: 不满80}
排名: {名: {按: 总分}}
名单: {黑榜: {条件: 等次 = 差, 依据: 示例}}
处置: {约谈: {条件: 黑榜, 期限: 10 天, 依据: 示例}}
"""
HEAD = """\
周期: "2026"
样例:
  甲: {对象: {街道: 东}, 考核数据: {投诉: [{属实: 是, 条数: 2}]}}
  西: {对象: {街道: 西}}
"""


@pytest.fixture(scope="module")
def program() -> Program:
    return compile_policy(POLICY.encode(), "small.yaml")[0]


def judged(program: Program, cases: str, head: str = HEAD) -> list[Verdict]:
    text = head + dedent(cases)
    return list(Runner(program).run(read_casebook(text.encode(), "small.test.yaml", program)))


def refused(program: Program, text: str) -> str:
    with pytest.raises(PolicyError) as refusal:
        read_casebook(text.encode(), "small.test.yaml", program)
    return render_all(refusal.value.diagnostics, "en")


def test_all_that_is_named_is_compared(program: Program) -> None:
    verdicts = judged(
        program,
        """\
        用例:
          对:
            沿用: 甲
            应得:
              状态: 已评
              总分: 80
              等次: 好
              统计口径: {投诉数: 2, 属实率: 100%}
              指标: {服务: 80}
              规则: {服务-1: {条数: 2, 应计: -20, 实计: -20}}
              排名: {名: {名次: 1, 倒数: 1, 组内: 1, 暂定: 否}}
              名单: 无
              处置: 无
        """,
    )
    assert [verdict.passed for verdict in verdicts] == [True]


@pytest.mark.parametrize(
    ("expected", "got"),
    [
        ("总分: 81", "80"),
        ("等次: 差", "好"),
        ("状态: 待定", "已评"),
        ("统计口径: {属实率: 99%}", "100%"),
        ("统计口径: {属实率: 未填}", "100%"),
        ("规则: {服务-1: -10}", "-20"),
        ("规则: {服务-1: {条数: 3}}", "2"),
        ("排名: {名: 2}", "1"),
        ("名单: [黑榜]", "无"),
        ("处置: {约谈: 2027-01-10}", "无"),
        ("原因: 没有", "无"),
    ],
)
def test_each_difference_is_told_with_its_place(program: Program, expected: str, got: str) -> None:
    verdict = judged(program, f"用例: {{错: {{沿用: 甲, 应得: {{{expected}}}}}}}\n")[0]
    assert not verdict.passed
    first = verdict.differences[0]
    assert first.got == got
    assert first.render().startswith("small.test.yaml:5:")
    assert "应得 expected:" in first.render()


def test_a_deadline_is_compared_where_it_is_stated(program: Program) -> None:
    case = (
        "用例: {期限: {沿用: 甲, 考核数据: {投诉: [{属实: 是, 条数: 3}]}, "
        "应得: {名单: 黑榜, 处置: {约谈: DAY}}}}\n"
    )
    assert judged(program, case.replace("DAY", "2027-01-10"))[0].passed
    wrong = judged(program, case.replace("DAY", "2027-01-11"))[0]
    assert [(d.expected, d.got) for d in wrong.differences] == [("2027-01-11", "2027-01-10")]


def test_later_fixtures_and_the_case_itself_win(program: Program) -> None:
    verdicts = judged(
        program,
        """\
        用例:
          盖过: {沿用: [甲, 西], 考核数据: {投诉: []}, 应得: {统计口径: {投诉数: 0}, 总分: 100}}
          叠加: {沿用: [西, 甲], 应得: {统计口径: {投诉数: 2}}}
        """,
    )
    assert [verdict.passed for verdict in verdicts] == [True, True]


def test_a_field_called_like_the_repeat_word_is_a_field(program: Program) -> None:
    case = (
        "用例: {字段: {沿用: 甲, 考核数据: {获奖: [{条数: 12, times: 2}]}, 应得: {状态: 已评}}}\n"
    )
    assert judged(program, case)[0].passed


def test_refused_records_must_be_expected(program: Program) -> None:
    row = "考核数据: {投诉: [{属实: 也许}]}"
    verdict = judged(program, f"用例: {{退: {{沿用: 甲, {row}, 应得: {{总分: 100}}}}}}\n")[0]
    assert [(d.expected, d.got.partition("（")[0]) for d in verdict.differences] == [
        ("无", "not-a-boolean")
    ]
    told = f"用例: {{退: {{沿用: 甲, {row}, 退回: not-a-boolean, 应得: {{总分: 100}}}}}}\n"
    assert judged(program, told)[0].passed
    missed = judged(program, "用例: {退: {沿用: 甲, 退回: not-a-boolean}}\n")[0]
    assert not missed.passed


def test_nothing_is_as_expected_of_a_subject_that_was_refused(program: Program) -> None:
    case = "用例: {无: {退回: missing-value, 应得: {总分: 100}}}\n"
    verdict = judged(program, case)[0]
    assert [(d.what, d.got) for d in verdict.differences] == [("总分", "无")]


def test_a_skipped_case_neither_runs_nor_passes(program: Program) -> None:
    verdict = judged(program, "用例: {改: {沿用: 甲, 跳过: 待商定, 应得: {总分: 1}}}\n")[0]
    assert (verdict.passed, verdict.differences) == (False, ())


def test_english_keys_say_the_same(program: Program) -> None:
    verdicts = judged(
        program,
        """\
        cases:
          en:
            use: a
            expect:
              state: graded
              total: 80
              rules: {服务-1: {records: 2, raw: -20, points: -20}}
              lists: none
        """,
        head='period: "2026"\nfixtures:\n  a: {subject: {街道: 东}, evidence: {投诉: [{属实: true, '
        "times: 2}]}}\n",
    )
    assert [verdict.passed for verdict in verdicts] == [True]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("用例: {一: {应得: {总分: 1}}}\n", "“period” is missing"),
        ('周期: "2026"\n', "“cases” is missing"),
        ('周期: "2026-Q1"\n用例: {一: {应得: {总分: 1}}}\n', "is not a period"),
        (HEAD + "用例: {一: {沿用: 乙}}\n", "“乙”"),
        (HEAD + "用例: {一: {期望: {总分: 1}}}\n", "“期望” is no key"),
        (HEAD + "用例: {一: {应得: {总分: 1, total: 1}}}\n", "“total” is given twice"),
        (HEAD + "用例: {一: {应得: {统计口径: {投诉量: 1}}}}\n", "did you mean “投诉数”?"),
        (HEAD + "用例: {一: {应得: {等次: 中}}}\n", "“中” cannot be compared"),
        (HEAD + "用例: {一: {应得: {总分: 八十}}}\n", "“八十” cannot be compared"),
        (HEAD + "用例: {一: {应得: {统计口径: {属实率: 1}}}}\n", "“1” cannot be compared"),
        (HEAD + "用例: {一: {应得: {名单: [红榜]}}}\n", "“红榜”"),
        (HEAD + "用例: {一: {应得: {状态: 好}}}\n", "expected graded"),
        (HEAD + "用例: {一: {考核数据: {投诉: [{真实: 是}]}}}\n", "“真实”"),
        (HEAD + "用例: {一: {考核数据: {投诉: {属实: 是}}}}\n", "a list of records"),
        (HEAD + "用例: {一: {考核数据: {投诉: [{属实: 是, 条数: 多}]}}}\n", "expected 0 – 10000"),
        (HEAD + "用例: {一: {截止日: 元旦, 应得: {总分: 1}}}\n", "expected 2026-12-31"),
        (HEAD + "用例: {一: {各对象: {甲: {}}, 应得: {总分: 1}}}\n", "cannot say “expect” itself"),
    ],
)
def test_a_wrong_test_file_is_refused_at_its_place(program: Program, text: str, said: str) -> None:
    message = refused(program, text)
    assert message.startswith("small.test.yaml:")
    assert said in message
