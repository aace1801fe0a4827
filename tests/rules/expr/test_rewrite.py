from __future__ import annotations

import pytest

from rules.expr.checker import check_expression
from rules.expr.nodes import Expr, Literal
from rules.expr.parser import parse_expression
from rules.expr.printer import print_expression
from rules.expr.rewrite import Reference, fold, negate, normal_form, references, substitute
from rules.source import Fragment
from tests.strategies.expressions import NAMES


def read(text: str) -> Expr:
    return check_expression(parse_expression(Fragment.whole(text)), NAMES)[0]


@pytest.mark.parametrize(
    ("text", "form", "opposite"),
    [
        ("已核实", "已核实 = 是", "已核实 = 否"),
        ("已核实 != 是", "已核实 = 否", "已核实 = 是"),
        ("非（已核实）", "已核实 = 否", "已核实 = 是"),
        ("得分 > 60", "得分 > 60", "得分 <= 60"),
        ("60 < 得分", "得分 > 60", "得分 <= 60"),
        ("得分 = 未填", "得分 = 未填", "得分 != 未填"),
        ("得分 属于 [60..75)", "得分 >= 60 且 得分 < 75", "得分 < 60 或 得分 >= 75"),
        (
            "评价人 属于（党员、业委会）",
            "评价人 = “党员” 或 评价人 = “业委会”",
            "评价人 != “党员” 且 评价人 != “业委会”",
        ),
        (
            "非（已核实 且（得分 > 60 或 是否重复））",
            "已核实 = 否 或 得分 <= 60 且 是否重复 = 否",
            "已核实 = 是 且（得分 > 60 或 是否重复 = 是）",
        ),
        (
            "（已核实 且 是否重复）且 得分 > 60",
            "已核实 = 是 且 是否重复 = 是 且 得分 > 60",
            "已核实 = 否 或 是否重复 = 否 或 得分 <= 60",
        ),
        ("包含（街道，“东”）", "包含（街道，“东”）", "非（包含（街道，“东”））"),
        ("是", "是", "否"),
    ],
)
def test_a_condition_and_its_opposite_in_normal_form(text: str, form: str, opposite: str) -> None:
    assert print_expression(normal_form(read(text)), "zh") == form
    assert print_expression(negate(read(text)), "zh") == opposite


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("1 + 2 * 3", "7"),
        ("1/3 + 1/6", "0.5"),
        ("1/3", "1 / 3"),
        ("50% * 3", "1.5"),
        ("50% * 50%", "25%"),
        ("日期（“2026-01-31”）+ 1 天", "日期（“2026-02-01”）"),
        ("日期（“2026-01-31”）- 日期（“2026-01-01”）", "30 天"),
        ("-（1 + 1）", "-2"),
        ("求和（1，2，0.5）", "3.5"),
        ("四舍五入（2 / 3，2）", "0.67"),
        ("得分 +（1 + 1）", "得分 + 2"),
        ("得分 > 60 且 1 < 2", "得分 > 60"),
        ("得分 > 60 且 1 > 2", "否"),
        ("得分 > 60 或 1 < 2", "是"),
        ("1 > 2 或 2 > 3", "否"),
        ("5 属于 [1..9]", "是"),
        ("5 属于（1、得分）", "5 属于（1、得分）"),
        ("如果 1 < 2 那么 得分 否则 加减", "得分"),
        ("非（1 < 2）", "否"),
        ("办结时限 + 1", "办结时限 + 1"),
        # nothing folds to missing
        ("得分 = 1 /（2 - 办结天数）", "得分 = 1 /（2 - 办结天数）"),
        ("得分 =（如果 1 < 2 那么 未填 否则 3）", "得分 =（如果 是 那么 未填 否则 3）"),
        ("日期（“9999-12-31”）+ 1 天", "日期（“9999-12-31”） + 1 天"),
    ],
)
def test_constant_parts_are_computed(text: str, folded: str) -> None:
    assert print_expression(fold(read(text)), "zh") == print_expression(
        parse_expression(Fragment.whole(folded)), "zh"
    )


def test_a_constant_of_a_thousand_digits_is_left_to_the_engines() -> None:
    text = " * ".join(["9" * 30] * 50)
    assert not isinstance(fold(read(text)), Literal)


def test_what_an_expression_reads() -> None:
    assert references(read("得分 > 办结时限 且 等次 = 合格 且 受理日 < 截止日")) == {
        Reference("record", "得分"),
        Reference("record", "受理日"),
        Reference("parameter", "办结时限"),
        Reference("summary", "grade"),
        Reference("run", "as_of"),
    }


def test_a_parameter_is_put_in_by_its_name() -> None:
    put = substitute(read("得分 > 办结时限 且 及格率 > 1%"), {"办结时限": Literal(7, "number")})
    assert put == read("得分 > 7 且 及格率 > 1%")
