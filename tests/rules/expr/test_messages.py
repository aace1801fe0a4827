from __future__ import annotations

from collections.abc import Callable, Iterable
from string import Formatter

import pytest

from rules.diagnostics import Diagnostic, PolicyError, render
from rules.expr.checker import Names, check_expression, check_tests
from rules.expr.kinds import TextKind
from rules.expr.messages import EXPRESSIONS
from rules.expr.nodes import Name, Ref
from rules.expr.parser import parse_expression, parse_test
from rules.source import Fragment
from tests.strategies.expressions import NAMES

HIDDEN = Names(
    {**NAMES.visible, "合格": Ref("summary", "合格", TextKind())}, {"名次": "unknown-name"}
)

TOKENS = [
    "得分 > 60；",
    "街道 = '城东'",
    "街道 = “城东",
    r"街道 = “城\东”",
    r"街道 = “\uD800”",
    "得分 > 060",
    "得分 > " + "1" * 31,
    "得分 > 90分",
    "得分 > 1e5",
    "得分 > 60且 已核实",
    "受理日 > 2026-01-31",
    "受理日 > 2026/1/31",
    "得分 > 1,000",
    "得分 == 60",
    "得分 => 60",
    "已核实 && 是否重复",
    "!已核实",
    "得分 + " + "1 + " * 2500 + "1",
]
GRAMMAR = [
    "",
    "　",
    "得分 >",
    "得分 > )",
    "得分 > （1",
    "得分 > 60 已核实",
    "已核实 AND 是否重复",
    "1 + 如果 已核实 那么 1 否则 2",
    "如果 已核实 那么 1",
    "如果已核实 那么 1 否则 2",
    "如果 已核实 1 否则 2",
    "已核实且（是否重复）",
    "严重程度属于（较重、重大）",
    "已核实 且是否重复",
    "非 已核实",
    "街道排名.",
    "最少（得分，1）",
    "同一人在（人员，职务）",
    "天数（受理日）",
    "最小（）",
    "匹配（街道，“城.*”）",
    "working_days(受理日, 办结日)",
    "60 <= 得分 < 75",
    "得分 属于（1、2）= 是",
    "得分 ** 10",
    "得分 ** 加减",
    "得分 ** 2 ** 3",
    "(得分 ** 2) ** 3",
    "-得分 ** 2",
    "(" * 51 + "1" + ")" * 51,
    "1.5 天",
    "日期（2026-01-31）",
    "日期（受理日）",
    "日期（“2026-02-30”）",
    "日期（“20260131”）",
    "得分 属于 [1..2",
    "得分 不低于 60",
    "得分 90以上",
    "如果 得分 超过 60 那么 1 否则 2",
    "得分 > 60 不满 90",
]
NAMED = [
    "得份 > 60",
    "办结天 > 7",
    "已核实且办结天数 > 7",
    "等次 = 不合格或等次 = 优秀",
    "得分 > 及格线以上",
    "得分 > 得分以上",
    "街道 = 城东",
    "街道排名.第几 <= 3",
    "严重程度 = 很重",
    "严重程度 属于（较重、特大）",
    "等次 = 合格",
    "名次 <= 3",
]
KINDS = [
    "得分 = “60”",
    "受理日 > 办结天数",
    "满意率 >= 0.6",
    "满意率 >= 60",
    "得分 < 街道排名.占比",
    "街道 < “城”",
    "评价人 > 党员",
    "得分 > 未填",
    "权重 > 1",
    "得分 + 街道",
    "1 + 满意率",
    "受理日 + 办结时限",
    "-街道",
    "得分 / 0",
    "得分 且 已核实",
    "如果 已核实 那么 得分 否则 街道",
    "得分 属于 [90..60]",
    "包含（得分，“6”）",
    "最小（得分，满意率）",
    "四舍五入（得分，13）",
    "查表（权重，严重程度）",
    "得份 > 60 且 满意率 > 1",
]
CELLS = [
    "60-90",
    "60以上，不满90",
    "不满60、60以上",
    "60以上90",
    "60以上70以上",
    "90分以上",
    "60 以上 已核实",
    "= ",
    "60 且 70",
]


def from_expression(text: str) -> None:
    expr = parse_expression(Fragment.whole(text, "细则.yaml"))
    names = HIDDEN if "名次 " in text or text == "等次 = 合格" else NAMES
    check_expression(expr, names)


def from_value(text: str) -> None:
    check_expression(parse_expression(Fragment.whole(text, "细则.yaml")), NAMES, TextKind())


def from_cell(text: str) -> None:
    tests = parse_test(Fragment.whole(text, "细则.yaml"))
    check_tests(tests, Name("得分"), NAMES)


def refused(read: Callable[[str], None], texts: Iterable[str]) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    for text in texts:
        with pytest.raises(PolicyError) as caught:
            read(text)
        found += caught.value.diagnostics
    return found


SECTIONS: dict[str, tuple[Callable[[str], None], list[str]]] = {
    "tokens": (from_expression, TOKENS),
    "grammar": (from_expression, GRAMMAR),
    "names": (from_expression, NAMED),
    "kinds": (from_expression, KINDS),
    "places": (from_value, ["得分 + 1", "60%"]),
    "cells": (from_cell, CELLS),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("section", SECTIONS)
def test_what_an_author_is_told(
    section: str, language: str, golden: Callable[[str, str], None]
) -> None:
    shown = [render(diagnostic, language) for diagnostic in refused(*SECTIONS[section])]
    golden(f"expr/{section}.{language}.txt", "\n\n".join(shown) + "\n")


def test_every_message_has_an_example() -> None:
    shown = {d.code for section in SECTIONS.values() for d in refused(*section)}
    assert shown == EXPRESSIONS.keys()


@pytest.mark.parametrize("code", EXPRESSIONS)
def test_a_message_says_the_same_in_both_languages(code: str) -> None:
    message = EXPRESSIONS[code]

    def arguments(template: str) -> set[str]:
        named = {name for _, name, _, _ in Formatter().parse(template) if name}
        return {name.removesuffix("_en") for name in named}

    assert arguments(message.zh) == arguments(message.en)
    assert arguments(message.hint_zh) == arguments(message.hint_en)
    assert bool(message.hint_zh) == bool(message.hint_en)
