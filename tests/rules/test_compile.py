"""What a policy compiles to: one Program whatever it looks like, its steps in order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rules.compile import compile_policy
from rules.diagnostics import PolicyError, render_all
from rules.expr.printer import print_expression
from rules.program import GroupMean, Linear, Program
from rules.values import Rounding

BASE = (Path(__file__).parent / "compiler" / "base.yaml").read_text(encoding="utf-8")
LANGUAGE = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")


def compiled(text: str) -> Program:
    program, remarks = compile_policy(text.encode(), "policy.yaml")
    assert remarks == []
    return program


def test_layout_comments_and_spelling_do_not_change_the_digest() -> None:
    other = (
        BASE.replace("考评: ", "policy:   ")
        .replace("指标:\n", "# 指标如下\nindicators:\n")
        .replace("已核实 且 办结天数 > 办结时限", '"已核实 and （办结天数 ＞ 办结时限）"')
        .replace("缺组: 按比例分摊", "missing_group: proportional")
        .replace("\n", "\r\n")
    )
    assert other != BASE
    assert compiled(other).digest == compiled(BASE).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("扣: 2, 最多: 10", "扣: 2, 最多: 11"),
        ("办结时限: {值: 7", "办结时限: {值: 8"),
        ("办结天数 > 办结时限", "办结天数 >= 办结时限"),
        ("措施: 约谈负责人", "措施: 约谈"),
        ("优秀: 90以上, 合格: 60以上不满90", "优秀: 超过90, 合格: 60以上90以下"),
    ],
    ids=["cap", "parameter", "operator", "words", "band"],
)
def test_what_is_said_changes_the_digest(old: str, new: str) -> None:
    assert old in BASE
    assert compiled(BASE.replace(old, new)).digest != compiled(BASE).digest


def test_the_steps_follow_the_stages_and_name_their_scope() -> None:
    steps = [(step.stage, step.scope, len(step.constructs)) for step in compiled(BASE).steps]
    assert steps == [
        ("find", "record", 2),
        ("measure", "subject", 6),
        ("score", "subject", 5),
        ("grade", "subject", 5),
        ("rank", "population", 1),
        ("conclude", "subject", 2),
        ("conclude", "subject", 1),
        ("conclude", "subject", 1),
        ("conclude", "population", 2),
    ]


def test_measures_stand_after_what_they_read() -> None:
    text = BASE.replace("  投诉数: {计数: 投诉}\n", "") + ""
    text = text.replace("  重大事故: {计数", "  投诉数: {计数: 投诉}\n  重大事故: {计数")
    names = [measure.name for measure in compiled(text).measures]
    assert names.index("投诉数") < names.index("每千户投诉")


def test_a_measure_and_a_scale_carry_what_was_declared() -> None:
    program = compiled(BASE)
    satisfaction = program.measures[0]
    assert isinstance(satisfaction.aggregate, GroupMean)
    assert satisfaction.aggregate.min_ballots == 5
    assert satisfaction.rounding == Rounding(2)
    service = program.indicators[0]
    assert service.valued is not None
    assert service.valued.scale == Linear(0, 100)


def test_cells_are_the_conjunction_of_their_tests() -> None:
    rule = compiled(BASE).rules[1]
    assert rule.when is not None
    assert print_expression(rule.when, "zh") == "已核实 = 是 且 严重程度 属于（“较重”、“重大”）"


BLOCKS: list[str] = re.findall(r"```yaml\n(.*?)```", LANGUAGE, re.S)


def test_the_first_example_of_the_language_page_is_a_whole_policy() -> None:
    assert compiled(BLOCKS[0]).head.id == "mini"


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_the_examples_of_the_language_page_are_understood(number: int) -> None:
    """A part of a policy may lack what stands elsewhere, but every key and sign in it is right."""
    try:
        compile_policy(BLOCKS[number].encode(), "example.yaml")
    except PolicyError as error:
        about_absence = {
            "missing-key",
            "unknown-name",
            "unknown-kind",
            "unset-parameter",
            "unknown-subject-field",
        }
        wrong = [d for d in error.diagnostics if d.code not in about_absence]
        assert wrong == [], render_all(wrong)


@pytest.mark.parametrize(
    "more",
    ["".join(f"键{i}: 1\n" for i in range(300)), "处置: {%s}\n"],
    ids=["of structure", "of meaning"],
)
def test_a_hundred_problems_are_told_and_that_there_are_more(more: str) -> None:
    rows = ", ".join(f"约谈{i}: {{条件: 甲{i} > 1}}" for i in range(300))
    text = BASE[: BASE.index("处置:")] + (more % rows if "%s" in more else more)
    with pytest.raises(PolicyError) as caught:
        compile_policy(text.encode(), "policy.yaml")
    found = caught.value.diagnostics
    assert (len(found), found[-1].code) == (101, "yaml-more-problems")
