from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from rules.diagnostics import PolicyError
from rules.expr.lexer import is_name
from rules.expr.nodes import (
    Against,
    And,
    Arithmetic,
    Call,
    Compare,
    Conditional,
    Expr,
    In,
    Interval,
    Literal,
    Member,
    Name,
    Negative,
    Not,
    Or,
    Test,
    walk,
)
from rules.expr.parser import parse_expression, parse_test
from rules.source import Fragment, Source, Span


def number(value: int | Fraction) -> Literal:
    return Literal(value, "number")


def percent(figure: int) -> Literal:
    return Literal(Fraction(figure, 100), "percentage")


def days(value: int) -> Literal:
    return Literal(value, "duration")


def text(value: str) -> Literal:
    return Literal(value, "text")


A, B, C, X = Name("a"), Name("b"), Name("c"), Name("x")
TRUE, FALSE = Literal(True, "boolean"), Literal(False, "boolean")
MISSING = Literal(None, "missing")
ONE, TWO, THREE = number(1), number(2), number(3)


EXPRESSIONS: list[tuple[str, Expr]] = [
    # literals
    ("7", number(7)),
    ("0.50", number(Fraction(1, 2))),
    ("-3", number(-3)),
    ("60%", percent(60)),
    ("-12.5%", Literal(Fraction(-1, 8), "percentage")),
    ("1/3", Arithmetic("/", ONE, THREE)),
    ("５．５", number(Fraction(11, 2))),
    ("６０％", percent(60)),
    ('"较重"', text("较重")),
    ("“较重”", text("较重")),
    ('"“引”"', text("“引”")),
    ('“a"b”', text('a"b')),
    (r'"\\ \" \n \t \u4E2D \U01F600"', text('\\ " \n \t 中 \U0001f600')),
    ('"５＞（"', text("５＞（")),
    ("是", TRUE),
    ("false", FALSE),
    ("未填", MISSING),
    ("null", MISSING),
    ('date("2026-01-31")', Literal(date(2026, 1, 31), "date")),
    ("日期（“2024-02-29”）", Literal(date(2024, 2, 29), "date")),
    ("5 天", days(5)),
    ("5天", days(5)),
    ("-5 days", days(-5)),
    ("1 day", days(1)),
    # names
    ("办结天数", Name("办结天数")),
    ("超过3天件数", Name("超过3天件数")),
    ("第１季度", Name("第１季度")),
    ("是否党员", Name("是否党员")),
    ("andy", Name("andy")),
    ("天", Name("天")),
    ("街道排名.名次", Member(Name("街道排名"), "名次")),
    ("街道排名．倒数占比", Member(Name("街道排名"), "倒数占比")),
    # arithmetic and its precedence
    ("a + b * c", Arithmetic("+", A, Arithmetic("*", B, C))),
    ("(a + b) * c", Arithmetic("*", Arithmetic("+", A, B), C)),
    ("a - b - c", Arithmetic("-", Arithmetic("-", A, B), C)),
    ("a / b / c", Arithmetic("/", Arithmetic("/", A, B), C)),
    ("a - -b", Arithmetic("-", A, Negative(B))),
    ("a -3", Arithmetic("-", A, THREE)),
    ("-(3)", Negative(THREE)),
    ("--3", Negative(number(-3))),
    ("-a * b", Arithmetic("*", Negative(A), B)),
    ("a * b ** 2", Arithmetic("*", A, Arithmetic("**", B, TWO))),
    ("(-2) ** 3", Arithmetic("**", number(-2), THREE)),
    ("ａ", Name("ａ")),
    ("a＋b×c", Arithmetic("+", A, Arithmetic("*", B, C))),
    ("a－b÷c", Arithmetic("-", A, Arithmetic("/", B, C))),
    # comparison
    ("a = b", Compare("=", A, B)),
    ("a <> b", Compare("!=", A, B)),
    ("a ≠ b", Compare("!=", A, B)),
    ("a＞＝b", Compare(">=", A, B)),
    ("a ≥ b", Compare(">=", A, B)),
    ("a＜b", Compare("<", A, B)),
    ("a ≤ b", Compare("<=", A, B)),
    ("a + 1 > b", Compare(">", Arithmetic("+", A, ONE), B)),
    ("(a = b) = c", Compare("=", Compare("=", A, B), C)),
    # and, or, not
    ("a 且 b and c", And((A, B, C))),
    ("(a 且 b) 且 c", And((And((A, B)), C))),
    ("a 且（b 且 c）", And((A, And((B, C))))),
    ("a or b and c", Or((A, And((B, C))))),
    ("a and b or c", Or((And((A, B)), C))),
    ("a = 1 且 b = 2 或 c", Or((And((Compare("=", A, ONE), Compare("=", B, TWO))), C))),
    ("（a）或（b）", Or((A, B))),
    ("非（a）", Not(A)),
    ("not(a or b) and c", And((Not(Or((A, B))), C))),
    # in, between
    ("x in [60..75)", In(X, (Interval(number(60), number(75), True, False),))),
    ("x in (0..1]", In(X, (Interval(number(0), ONE, False, True),))),
    ("x 属于［1..2］", In(X, (Interval(ONE, TWO, True, True),))),
    ("x in [1, 2]", In(X, (Against("=", ONE), Against("=", TWO)))),
    ("x 属于（a、b）", In(X, (Against("=", A), Against("=", B)))),
    ("x in (> 3, [1..2])", In(X, (Against(">", THREE), Interval(ONE, TWO, True, True)))),
    ("x in > 3", In(X, (Against(">", THREE),))),
    ("x 属于 60以上不满90", In(X, (Interval(number(60), number(90), True, False),))),
    ("x in [a + 1..-b]", In(X, (Interval(Arithmetic("+", A, ONE), Negative(B), True, True),))),
    (
        "x in ((1 + 2) * 3)",
        In(X, (Against("=", Arithmetic("*", Arithmetic("+", ONE, TWO), THREE)),)),
    ),
    (
        "x between 1 and 2 and a",
        And((In(X, (Interval(ONE, TWO, True, True),)), A)),
    ),
    ("x 介于 1 到 2 且 a", And((In(X, (Interval(ONE, TWO, True, True),)), A))),
    ("x + 1 in (a) or b", Or((In(Arithmetic("+", X, ONE), (Against("=", A),)), B))),
    # if
    ("如果 a 那么 1 否则 2", Conditional(A, ONE, TWO)),
    (
        "if a then 1 否则 if b then 2 else 3",
        Conditional(A, ONE, Conditional(B, TWO, THREE)),
    ),
    (
        "if a then if b then 1 else 2 else 3",
        Conditional(A, Conditional(B, ONE, TWO), THREE),
    ),
    ("1 + (if a then 1 else 2)", Arithmetic("+", ONE, Conditional(A, ONE, TWO))),
    ("if a or b then 1 else 2 + 3", Conditional(Or((A, B)), ONE, Arithmetic("+", TWO, THREE))),
    # calls
    ("天数（a，b）", Call("days", (A, B))),
    ("days(a, b)", Call("days", (A, B))),
    ("max(a, min(b, 1)) + 1", Arithmetic("+", Call("max", (A, Call("min", (B, ONE)))), ONE)),
    ("count(a, 未填)", Call("count", (A, MISSING))),
    ("查表（a，“甲”）", Call("lookup", (A, text("甲")))),
    ("min = 1", Compare("=", Name("min"), ONE)),
    # layout
    ("  a\n且\tb　", And((A, B))),
]


@pytest.mark.parametrize(("written", "tree"), EXPRESSIONS, ids=[t for t, _ in EXPRESSIONS])
def test_an_expression_is_read_as(written: str, tree: Expr) -> None:
    assert parse_expression(Fragment.whole(written)) == tree


def at_least(value: Expr) -> Against:
    return Against(">=", value)


SIXTY, NINETY = number(60), number(90)
HALF_OPEN = Interval(SIXTY, NINETY, True, False)
WORDS = (Against("=", Name("较重")), Against("=", Name("重大")))

TESTS: list[tuple[str, tuple[Test, ...]]] = [
    ("> 7", (Against(">", number(7)),)),
    ("＞7", (Against(">", number(7)),)),
    ("!= 较重", (Against("!=", Name("较重")),)),
    ("7", (Against("=", number(7)),)),
    ("是", (Against("=", TRUE),)),
    ("未填", (Against("=", MISSING),)),
    ("[60..75)", (Interval(SIXTY, number(75), True, False),)),
    ("(a..b]", (Interval(A, B, False, True),)),
    ("(60 + 5)", (Against("=", Arithmetic("+", SIXTY, number(5))),)),
    ("较重", (Against("=", Name("较重")),)),
    ("较重、重大", WORDS),
    ("较重, 重大", WORDS),
    ("（较重、重大）", WORDS),
    ("[较重, 重大]", WORDS),
    ("< 60, >= 90", (Against("<", SIXTY), at_least(NINETY))),
    ("[1..2]、5", (Interval(ONE, TWO, True, True), Against("=", number(5)))),
    # bands: Civil Code, article 1259
    ("90以上", (at_least(NINETY),)),
    ("90 以上", (at_least(NINETY),)),
    ("９０以上", (at_least(NINETY),)),
    ("59.5以上", (at_least(number(Fraction(119, 2))),)),
    ("90以下", (Against("<=", NINETY),)),
    ("5天以内", (Against("<=", days(5)),)),
    ("不满60", (Against("<", SIXTY),)),
    ("不满 60", (Against("<", SIXTY),)),
    ("不足60%", (Against("<", percent(60)),)),
    ("低于60", (Against("<", SIXTY),)),
    ("超过60", (Against(">", SIXTY),)),
    ("高于-5", (Against(">", number(-5)),)),
    ("不低于60", (at_least(SIXTY),)),
    ("不超过 60", (Against("<=", SIXTY),)),
    ("及格线 以上", (at_least(Name("及格线")),)),
    ("不满 及格线", (Against("<", Name("及格线")),)),
    ("60以上不满90", (HALF_OPEN,)),
    ("60 以上 不满 90", (HALF_OPEN,)),
    ("不满90 60以上", (HALF_OPEN,)),
    ("不低于60低于90", (HALF_OPEN,)),
    ("60%以上不满90%", (Interval(percent(60), percent(90), True, False),)),
    ("60以上90以下", (Interval(SIXTY, NINETY, True, True),)),
    ("超过60不超过90", (Interval(SIXTY, NINETY, False, True),)),
    ("5天以上不满10天", (Interval(days(5), days(10), True, False),)),
    ("及格线 以上 不满 优秀线", (Interval(Name("及格线"), Name("优秀线"), True, False),)),
    ("60以上不满70、90以上", (Interval(SIXTY, number(70), True, False), at_least(NINETY))),
    ("不满", (Against("=", Name("不满")),)),
    ("满意、不满", (Against("=", Name("满意")), Against("=", Name("不满")))),
]


@pytest.mark.parametrize(("written", "tests"), TESTS, ids=[t for t, _ in TESTS])
def test_a_cell_is_read_as(written: str, tests: tuple[Test, ...]) -> None:
    assert parse_test(Fragment.whole(written)) == tests


def test_every_node_has_its_place_in_the_source() -> None:
    source = Source("p.yaml", "当: '已核实 且 天数（受理日，办结日） > 7'")
    start = 4
    written = source.text[start:-1]
    offsets = tuple(range(start, start + len(written) + 1))
    tree = parse_expression(Fragment(written, source, offsets))
    assert [node.span.text for node in walk(tree) if node.span] == [
        "已核实 且 天数（受理日，办结日） > 7",
        "已核实",
        "天数（受理日，办结日） > 7",
        "天数（受理日，办结日）",
        "受理日",
        "办结日",
        "7",
    ]


def test_a_diagnostic_stands_where_its_text_stands() -> None:
    with pytest.raises(PolicyError) as caught:
        parse_expression(Fragment.whole("a + b c", "p.yaml"))
    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.args) == ("left-over", {"found": "c"})
    assert diagnostic.span == Span(diagnostic.span.source, 6, 7)


@pytest.mark.parametrize(
    ("written", "usable"),
    [
        ("办结天数", True),
        ("超过3天件数", True),
        ("是否党员", True),
        ("_a1", True),
        ("且", False),
        ("是", False),
        ("and", False),
        ("不满", False),
        ("不满60", False),
        ("天", False),
        ("3天", False),
        ("满意度（%）", False),
        ("a b", False),
        ("a.b", False),
        ("", False),
    ],
)
def test_a_name_is_an_identifier_that_is_no_keyword(written: str, usable: bool) -> None:
    assert is_name(written) is usable


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("三分之一", "1 / 3"),
        ("十二分之十一", "11 / 12"),
        ("百分之三十五", "35%"),
        ("百分之百", "100%"),
        ("得分 * 三分之二", "得分 * (2 / 3)"),
    ],
)
def test_a_spoken_fraction_is_the_fraction(spoken: str, written: str) -> None:
    assert parse_expression(Fragment.whole(spoken)) == parse_expression(Fragment.whole(written))
    assert not is_name("三分之一")
    assert is_name("三分之一天")
