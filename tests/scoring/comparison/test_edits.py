"""What differs in two policies: everything that differs, by name, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest

from rules.compile import compile_policy
from rules.diagnostics import PolicyError
from rules.expr.nodes import Expr
from rules.library import Library, read_entry, shipped
from rules.program import Program, Step
from rules.vocabulary import chinese
from rules.yaml_reader import read_yaml
from scoring.comparison.edit_words import FAMILIES, edit_words
from scoring.comparison.edits import constructs_of, edits_between
from scoring.comparison.field_words import FIELDS
from scoring.mutation.slips import slips_in
from tests.scoring.situation import program_of

FIRST = "{编号: 甲, 每: 投诉, 当: 属实, 扣: 查表（表，程度）, 最多: 5}"
SECOND = "{编号: 乙, 每: 投诉, 当: 非（属实）, 扣: 1}"
HEAD = f"""
依据: 示例
参数:
  及格线: {{值: 60, 依据: 示例}}
  比例: {{值: 30%, 依据: 示例}}
  表: {{表: {{轻: 1, 重: 3}}, 依据: 示例}}
对象: {{种类: 企业, 字段: {{得分: "[0..100]"}}}}
考核数据: {{投诉: {{发生日: 无, 字段: {{程度: [轻, 重], 属实: 是否}}}}}}
指标:
  表现: {{分值: 100, 取值: 得分, 折算: {{线性: "[0..100]"}}, 保留: 2, 缺失: 待定}}
  投诉:
    最低: -10
    扣分:
      - {FIRST}
      - {SECOND}
总分: {{保留: 1}}
等次: {{合格: 60以上, 不合格: 不满60}}
排名: {{得分排名: {{按: 总分}}}}
名单: {{红榜: {{条件: 总分 >= 及格线}}}}
处置: {{约谈: {{条件: 等次 = 不合格, 期限: 5 天, 依据: 示例}}}}
"""


def told(edit: dict[str, str]) -> list[tuple[str, str, str, str, str]]:
    text = HEAD
    for was, now in edit.items():
        assert text.count(was) == 1, was
        text = text.replace(was, now)
    found = edits_between(program_of(HEAD), program_of(text))
    return [(*e.key, e.how, edit_words(e).zh, edit_words(e).en) for e in found.values()]


EDITS = {
    "a parameter": (
        {"值: 60,": "值: 65,"},
        [("parameter", "及格线", "changed", "值 60 → 65", "value 60 → 65")],
    ),
    "a percentage": (
        {"30%": "35%"},
        [("parameter", "比例", "changed", "值 30% → 35%", "value 30% → 35%")],
    ),
    "a row of a table": (
        {"重: 3}": "重: 4}"},
        [("parameter", "表", "changed", "表 › “重” 3 → 4", "table › “重” 3 → 4")],
    ),
    "a limit taken away": (
        {", 最多: 5}": "}"},
        [("rule", "甲", "changed", "最多 5 → 无", "cap 5 → none")],
    ),
    "a scale": (
        {'线性: "[0..100]"': '线性: "[20..100]"'},
        [
            (
                "indicator",
                "表现",
                "changed",
                "取值 › 折算 › 下限 0 → 20",
                "valued › scale › low 0 → 20",
            )
        ],
    ),
    "a condition": (
        {"总分 >= 及格线": "总分 > 及格线"},
        [
            (
                "list",
                "红榜",
                "changed",
                "条件 总分 >= 及格线 → 总分 > 及格线",
                "when total >= 及格线 → total > 及格线",
            )
        ],
    ),
    "a rule more and a rule less": (
        {"编号: 乙": "编号: 丙"},
        [
            ("rule", "丙", "added", "新增", "added"),
            ("rule", "乙", "removed", "删去", "removed"),
        ],
    ),
    "a rounding": (
        {"总分: {保留: 1}": "总分: {保留: 2}"},
        [("total", "", "changed", "保留 1 → 2", "rounding 1 → 2")],
    ),
    "the order of rules": (
        {f"      - {FIRST}\n      - {SECOND}\n": f"      - {SECOND}\n      - {FIRST}\n"},
        [("rule", "", "reordered", "甲、乙 → 乙、甲", "甲, 乙 → 乙, 甲")],
    ),
    "a deadline": (
        {"期限: 5 天": "期限: 7 天"},
        [("trigger", "约谈", "changed", "期限（天） 5 → 7", "days 5 → 7")],
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_told_in_words(name):
    edit, expected = EDITS[name]
    assert told(edit) == expected


TIMED = HEAD.replace(
    "考核数据: {",
    "考核数据: {处罚: {字段: {级: [轻, 重]}, "
    "有效期: {时长: {按: 级, 表: {轻: 6个月, 重: 1年}}, 计入: 期内}}, ",
).replace("指标:\n", "统计口径: {多发: {计数: 处罚, 时段内: 30天}}\n指标:\n", 1)


@pytest.mark.parametrize(
    ("was", "now", "key", "zh", "en"),
    [
        (
            "30天",
            "3个月",
            "measure",
            "统计 › 时段内 30天 → 3个月",
            "aggregate › length 30 days → 3 months",
        ),
        (
            "轻: 6个月",
            "轻: 长期",
            "evidence",
            "有效期 › 各类时长 › “轻” 6个月 → 长期",
            "validity › by class › “轻” 6 months → no_end",
        ),
        (
            "计入: 期内",
            "计入: 期末",
            "evidence",
            "有效期 › 计入 期内 → 期末",
            "validity › counted in_period → period_end",
        ),
    ],
)
def test_an_edit_of_a_length_of_time_is_told_in_words(was, now, key, zh, en):
    assert TIMED.count(was) == 1
    (edit,) = edits_between(program_of(TIMED), program_of(TIMED.replace(was, now))).values()
    assert (edit.key[0], edit_words(edit).zh, edit_words(edit).en) == (key, zh, en)


def test_the_same_policy_in_other_words_has_no_edits():
    other = HEAD.replace("值: 60,", "value: 60.0,").replace("总分: {保留: 1}", "total: {round: 1}")
    assert edits_between(program_of(HEAD), program_of(other)) == {}


ENTRIES = Library((shipped(),)).entries()


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.program.head.id)
def test_a_slip_that_changes_a_policy_is_told_as_an_edit(entry):
    text = entry.path.read_bytes()
    slips = list(slips_in(read_yaml(text, entry.path.name)))
    untold = []
    for slip in slips[:: max(1, len(slips) // 12)]:
        try:
            program, _ = compile_policy(slip.applied().encode(), entry.path.name)
        except PolicyError:
            continue
        edits = edits_between(entry.program, program)
        words = [edit_words(edit) for edit in edits.values()]
        if bool(edits) != (program.digest != entry.program.digest) or not all(map(all, words)):
            untold.append((slip.was, slip.becomes))
    assert untold == []


def shapes(shape: Any, seen: set[Any]) -> Iterator[Any]:
    """Every dataclass that a Program is made of, but the steps that follow from the rest, and the
    expressions, which are told as text."""
    if shape in (Step, *get_args(Expr)) or shape in seen:
        return
    if is_dataclass(shape):
        seen.add(shape)
        yield shape
        for part in get_type_hints(shape).values():
            yield from shapes(part, seen)
    for part in get_args(shape):
        yield from shapes(part, seen)


def test_every_field_of_a_policy_has_a_word():
    found = [shape for shape in shapes(Program, set()) if shape is not Program]
    names = {field.name for shape in found for field in fields(shape)} - {
        "illustrative",
        "children",
    }
    # The digest leaves out what is called so.
    assert "span" not in names
    assert {name for name in names if name not in FIELDS and chinese(name) == name} == set()
    assert len(found) > 50


def test_every_family_is_one_of_a_programs_parts():
    program = read_entry(shipped() / "party-branch-star" / "2026.1.yaml").program
    assert {key.family for key in constructs_of(program)} <= FAMILIES.keys()
    parts = {field.name for field in fields(Program)} - {"steps"}
    assert len(FAMILIES) == len(parts)


CHECKED = """
对象: {种类: 小区, 字段: {党员数: 整数, 成立日: {类型: 日期, 缺失: 不计}}}
核查:
  三人: {条件: 党员数 >= 3, 力度: 应当, 依据: 示例}
  期限: {完成: 成立日, 期限: 2026-06-30, 缺失: 待定, 力度: 一般, 依据: 示例}
判定: {方式: {依次: [{判为: 单独, 当: 党员数 >= 3}, {判为: 联合, 当: 其余}], 依据: 示例}}
等次: {依次: [{好: 三人 = 符合}, {差: 其余}]}
"""


def test_a_check_is_told_by_what_its_author_wrote():
    after = (
        CHECKED.replace("力度: 应当", "力度: 鼓励")
        .replace("2026-06-30", "2026-07-31")
        .replace("判为: 单独, 当: 党员数 >= 3", "判为: 单独, 当: 党员数 >= 5")
    )
    edits = edits_between(program_of(CHECKED), program_of(after)).values()
    assert [(*edit.key, edit_words(edit).zh) for edit in edits] == [
        ("measure", "期限.期限", "统计 › 值 日期（“2026-06-30”） → 日期（“2026-07-31”）"),
        ("check", "三人", "力度 应当 → 鼓励"),
        ("check", "方式", "依次 › 1 › 条件 党员数 >= 3 → 党员数 >= 5"),
    ]
