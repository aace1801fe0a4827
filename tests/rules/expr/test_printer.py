from __future__ import annotations

import pytest

from rules.expr.checker import check_expression
from rules.expr.parser import parse_expression
from rules.expr.printer import print_expression
from rules.source import Fragment
from tests.strategies.expressions import NAMES


@pytest.mark.parametrize(
    ("zh", "en"),
    [
        ("天数（受理日，办结日）", "days(受理日, 办结日)"),
        ("严重程度 属于（“较重”、“重大”）", '严重程度 in ["较重", "重大"]'),
        ("得分 属于［60..75）", "得分 in [60..75)"),
        ("得分 属于（［0..60）、> 90、未填）", "得分 in [[0..60), > 90, missing]"),
        ("等次 = “不合格” 或（街道排名.倒数占比 <= 10% 且 已核实）", None),
        ("非（已核实）且 是否重复", "not(已核实) and 是否重复"),
        ("已核实 且（是否重复 或 得分 > 60）", "已核实 and (是否重复 or 得分 > 60)"),
        (
            "如果 办结日 = 未填 那么 截止日 否则 办结日",
            "if 办结日 = missing then as_of else 办结日",
        ),
        (
            "如果 已核实 那么（如果 是否重复 那么 1 否则 2）否则 如果 是 那么 3 否则 4",
            "if 已核实 then (if 是否重复 then 1 else 2) else if true then 3 else 4",
        ),
        ("（得分 - 1） * 2 - （3 - 加减）", "(得分 - 1) * 2 - (3 - 加减)"),
        ("（-2） ** 2 + -（加减 ** 3）", "(-2) ** 2 + -(加减 ** 3)"),
        ("受理日 + 5 天 < 日期（“2026-01-31”）", '受理日 + 5 days < date("2026-01-31")'),
        ("街道 = “城“东\\”区\\\\”", '街道 = "城“东”区\\\\"'),
        ("总分 >= 60 且 街道排名.名次 <= 3", "total >= 60 and 街道排名.place <= 3"),
        ("查表（权重，评价人） * 100", "lookup(权重, 评价人) * 100"),
        ("得分 / 3 = 1.50", None),
    ],
)
def test_both_spellings(zh: str, en: str | None) -> None:
    tree = check_expression(parse_expression(Fragment.whole(zh)), NAMES)[0]
    if en is not None:
        assert (print_expression(tree, "zh"), print_expression(tree, "en")) == (zh, en)
    for language in ("zh", "en"):
        text = print_expression(tree, language)
        assert check_expression(parse_expression(Fragment.whole(text)), NAMES)[0] == tree


def test_the_chinese_spelling_has_nothing_that_yaml_reads_inside_a_flow_mapping() -> None:
    text = "得分 属于 [60..75) 且 等次 属于 [合格, 优秀] 且 max(得分, 1) > 2"
    tree = parse_expression(Fragment.whole(text))
    assert not set(print_expression(tree, "zh")) & set("[]{},:#")
