"""What came out stands where something else was expected; everything else stays as it was."""

from __future__ import annotations

from textwrap import dedent

import pytest

from rules.compile import compile_policy
from rules.library import shipped
from rules.program import Program
from scoring.casebook.loading import read_casebook
from scoring.casebook.running import Runner
from scoring.casebook.updating import Update, updated

POLICY = """\
考评: 小例
编号: small
版本: "1"
状态: 起草
生效: 2026-01-01
周期: 年度
对象:
  种类: 企业
  字段: {街道: 文本, 月数: {类型: 整数, 范围: "[0..12]"}}
  不参评: {当: 月数 < 6, 原因: 不满半年}
考核数据:
  投诉: {标识: 单号, 字段: {单号: 文本, 属实: 是否}, 依据: 示例}
统计口径:
  属实率: {比率: 投诉, 分子: 属实, 零分母: 缺失, 保留: 2}
指标:
  服务: {分值: 100, 起评分: 满分, 扣分: [{每: 投诉, 当: 属实, 扣: 10, 最多: 30}], 依据: 示例}
总分: {范围: "[0..100]", 保留: 0}
等次: {"1": 80以上, "2": 不满80}
排名: {名: {按: 总分}}
名单: {黑榜: {条件: 等次 = "2", 依据: 示例}}
处置:
  约谈: {条件: 黑榜, 期限: 10 天, 依据: 示例}
  复查: {条件: 总分 < 90, 依据: 示例}
"""
THREE = "对象: {街道: 东, 月数: 12}, 考核数据: {投诉: [{属实: 是, 条数: 3}]}"


@pytest.fixture(scope="module")
def program() -> Program:
    return compile_policy(POLICY.encode(), "small.yaml")[0]


def update(program: Program, text: str) -> Update:
    book = read_casebook(text.encode(), "small.test.yaml", program)
    return updated(text, book, list(Runner(program, "reference").run(book)))


def case(expected: str) -> str:
    return f'周期: "2026"\n用例:\n  甲: {{{THREE}, 应得: {expected}}}\n'


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ("{总分: 60}", "{总分: 70}"),
        ("{总分: '60'}", "{总分: '70'}"),
        ("{统计口径: {属实率: 30%}}", "{统计口径: {属实率: 100%}}"),
        ("{状态: 未评, 原因: x}", "{状态: 已评, 原因: 无}"),
        ('{等次: "1"}', '{等次: "2"}'),
        ("{等次: 1}", "{等次: 2}"),
        ("{名单: 无, 提示: [服务-1]}", "{名单: 黑榜, 提示: 无}"),
        ("{处置: 无}", "{处置: [复查, 约谈]}"),
        ("{处置: [约谈]}", "{处置: [复查, 约谈]}"),
        ("{处置: {约谈: 2027-01-11}}", "{处置: {复查: 无, 约谈: 2027-01-10}}"),
        (
            "{规则: {服务-1: {条数: 1, 应计: -10}}, 排名: {名: {名次: 2, 暂定: 是}}}",
            "{规则: {服务-1: {条数: 3, 应计: -30}}, 排名: {名: {名次: 1, 暂定: 否}}}",
        ),
    ],
)
def test_a_value_that_differs_is_written_in_its_place(program, was, becomes):
    found = update(program, case(was))
    assert (found.text, found.left) == (case(becomes), ())
    assert update(program, found.text).changed == 0


def test_comments_and_layout_stay_and_blocks_move_up_behind_their_key(program):
    before = dedent("""\
        tests: small   # kept
        period: "2026"
        cases:
          a:   # why
            subject: {街道: 东, 月数: 12}
            evidence: {投诉: [{属实: 是, times: 3}]}
            expect:
              state:  not_graded   # kept too
              lists:
                - 黑榜
              triggers:
                - 约谈
              measures: {属实率: none}
    """)
    after = before.replace("not_graded ", "graded ").replace("none", "100%")
    after = after.replace("\n        - 约谈", " [复查, 约谈]")
    assert update(program, before).text == after


@pytest.mark.parametrize(
    "expected",
    ["        - 约谈\n        # 为什么\n        - 复查\n", "        # 为什么\n        - 约谈\n"],
    ids=["inside", "between the key and its value"],
)
def test_what_has_a_comment_in_the_way_is_left_to_a_person(program, expected):
    text = dedent("""\
        周期: "2026"
        用例:
          甲:
            对象: {街道: 东, 月数: 12}
            应得:
              处置:
    """)
    found = update(program, text + expected)
    assert (found.text, found.changed) == (text + expected, 0)
    assert [difference.what for _, difference in found.left] == ["处置"]


def test_skipped_cases_and_refusals_are_not_touched(program):
    text = dedent("""\
        周期: "2026"
        用例:
          待补: {跳过: 等答复, 对象: {街道: 东, 月数: 12}, 应得: {总分: 1}}
          退了: {对象: {街道: 东, 月数: 13}, 应得: {总分: 1}}
          退错: {对象: {街道: 东, 月数: 12}, 考核数据: {投诉: [{属实: 是}]}, 退回: not-whole}
    """)
    found = update(program, text)
    assert (found.text, found.changed) == (text, 0)
    assert [verdict.case.name for verdict, _ in found.left] == ["退了", "退错"]


@pytest.mark.parametrize(
    ("pack", "was", "becomes"),
    [
        ("toronto-management/pre-2023", "points: 80", "points: 79"),
        ("toronto-management/pre-2023", "deduct: 2", "deduct: 3"),
        ("property-company/2026.1", "一般: 0.5, 较重: 1", "一般: 0.6, 较重: 1"),
        ("party-building-instructor/2026.1", "期限: 30 天", "期限: 29 天"),
    ],
)
def test_after_an_edit_of_the_policy_the_updated_cases_pass(pack, was, becomes):
    place = shipped() / f"{pack}.yaml"
    tests = place.with_name(f"{place.stem}.test.yaml").read_text("utf-8")
    policy = place.read_text("utf-8")
    assert was in policy
    program, _ = compile_policy(policy.replace(was, becomes).encode(), place.name)
    found = update(program, tests)
    assert found.changed > 0
    assert found.left == ()
    assert [line for line in found.text.splitlines() if "#" in line] == [
        line for line in tests.splitlines() if "#" in line
    ]
    assert update(program, found.text) == Update(found.text, 0, ())
