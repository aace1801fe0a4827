"""Which conditions only come true, or only cease to be, as a quantity grows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.backends.reference import compile_expression
from rules.expr.checker import check_expression
from rules.expr.nodes import And, Expr, Not, Or
from rules.expr.parser import parse_expression
from rules.monotone import monotone
from rules.source import Fragment
from rules.values import Value
from tests.strategies.expressions import COLUMNS, NAMES, PARAMETERS, records


def read(text: str) -> Expr:
    return check_expression(parse_expression(Fragment.whole(text)), NAMES)[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("总分 > 3", True),
        ("总分 <= 得分", True),
        ("3 <= 总分", True),
        ("总分 属于（> 60、>= 75）", True),
        ("非（总分 < 3 且 已核实）", True),
        ("总分 > 3 且（总分 >= 得分 或 非（总分 <= 7））", True),
        # both ways, or not told
        ("总分 > 3 且 总分 < 7", False),
        ("总分 > 3 或 非（总分 > 7）", False),
        ("总分 属于 [60..75)", False),
        ("总分 = 3", False),
        ("总分 != 3", False),
        ("总分 = 未填", False),
        ("总分 >= 总分 - 1", False),
        ("2 * 总分 > 6", False),
        ("得分 < 总分", False),
        ("如果 总分 > 3 那么 是 否则 否", False),
        ("已核实", False),
    ],
)
def test_it_is_told_of_comparisons_with_the_quantity(text: str, told: bool) -> None:
    assert monotone(read(text), "total") is told


ATOMS = [
    *(f"总分 {comparator} {side}" for comparator in ("<", "<=", ">", ">=", "=") for side in "24"),
    *("总分 < 加减", "总分 >= 加减", "3 > 总分", "总分 属于 (1..4]", "总分 属于（< 3）", "已核实"),
]
CONDITIONS: st.SearchStrategy[Expr] = st.recursive(
    st.sampled_from(ATOMS).map(read),
    lambda inner: (
        inner.map(Not) | st.tuples(inner, inner).map(And) | st.tuples(inner, inner).map(Or)
    ),
    max_leaves=5,
)


@given(CONDITIONS, records())
def test_what_is_told_holds(condition: Expr, record: tuple[Value, ...]) -> None:
    truth = compile_expression(condition, {name: i for i, name in enumerate(COLUMNS)}, PARAMETERS)
    height = {False: 0, None: 1, True: 2}
    heights = [height[truth(record, {"total": total})] for total in range(-6, 7)]
    if monotone(condition, "total"):
        assert heights in (sorted(heights), sorted(heights, reverse=True))
