from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from rules.diagnostics import PolicyError
from rules.expr.checker import Names, check_expression, check_tests, kind_text
from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    DurationKind,
    Kind,
    MissingKind,
    NumberKind,
    PercentKind,
    TableKind,
    TextKind,
)
from rules.expr.nodes import (
    Against,
    And,
    Arithmetic,
    Compare,
    Conditional,
    Expr,
    In,
    Literal,
    Name,
    Ref,
)
from rules.expr.parser import parse_expression, parse_test
from rules.source import Fragment
from tests.strategies.expressions import GRADE, NAMES, RATER, SEVERITY

REFS = NAMES.visible


def checked(text: str, expected: Kind | None = None, names: Names = NAMES) -> tuple[Expr, Kind]:
    return check_expression(parse_expression(Fragment.whole(text)), names, expected)


def codes(text: str, expected: Kind | None = None, names: Names = NAMES) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        checked(text, expected, names)
    assert all(d.span is not None for d in caught.value.diagnostics)
    return [d.code for d in caught.value.diagnostics]


def test_of_two_unknown_names_the_one_before_the_sign_is_reported() -> None:
    with pytest.raises(PolicyError) as caught:
        checked("严重程渡 = 较中")
    assert [d.args["name"] for d in caught.value.diagnostics] == ["严重程渡"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("7", NumberKind(0, 7, 7)),
        ("0.25", NumberKind(2, Fraction(1, 4), Fraction(1, 4))),
        ("60%", PercentKind(0, Fraction(3, 5), Fraction(3, 5))),
        ("59.5%", PercentKind(1, Fraction(119, 200), Fraction(119, 200))),
        ("未填", MissingKind()),
        ("得分", NumberKind(2, 0, 100)),
        ("-得分", NumberKind(2, -100, 0)),
        ("得分 + 办结天数", NumberKind(2, 0, 1100)),
        ("得分 - 加减", NumberKind(2, -5, 105)),
        ("得分 * 加减", NumberKind(4, -500, 500)),
        ("得分 * 街道排名.名次", NumberKind(2, 0, None)),
        ("得分 / 办结天数", NumberKind(None, 0, None)),
        ("得分 / （办结天数 + 1）", NumberKind(None, 0, 100)),
        ("得分 / -（办结天数 + 1）", NumberKind(None, -100, 0)),
        ("得分 / 加减", NumberKind()),
        ("得分 / 4", NumberKind(None, 0, 25)),
        ("得分 / -4", NumberKind(None, -25, 0)),
        ("加减 ** 2", NumberKind(4, 0, 25)),
        ("加减 ** 3", NumberKind(6, -125, 125)),
        ("加减 ** 0", NumberKind(0, 1, 1)),
        ("满意率 * 得分", NumberKind(6, 0, 100)),
        ("满意率 * 满意率", PercentKind(6, 0, 1)),
        ("满意率 / 同比", NumberKind()),
        ("得分 / 满意率", NumberKind(None, 0, None)),
        ("满意率 / 2", PercentKind(None, 0, Fraction(1, 2))),
        ("100% + 满意率", PercentKind(2, 1, 2)),
        ("同比 - 5%", PercentKind()),
        ("办结日 - 受理日", DurationKind()),
        ("受理日 + 时限", DateKind()),
        ("5 天 + 受理日", DateKind()),
        ("受理日 - 5 天", DateKind()),
        ("时限 * 2", DurationKind()),
        ("办结时限 * 1 天", DurationKind()),
        ("-时限", DurationKind()),
        ("最小（得分，加减）", NumberKind(2, -5, 5)),
        ("最大（得分，街道排名.名次）", NumberKind(2, 1, None)),
        ("最小（满意率，50%）", PercentKind(2, 0, Fraction(1, 2))),
        ("最小（满意率，同比）", PercentKind(None, None, 1)),
        ("最大（满意率，同比）", PercentKind(None, 0, None)),
        ("最大（受理日，办结日）", DateKind()),
        ("求和（得分，得分，1）", NumberKind(2, 1, 201)),
        ("平均（得分，加减）", NumberKind(None, -5, 100)),
        ("绝对值（加减）", NumberKind(2, 0, 5)),
        ("绝对值（时限）", DurationKind()),
        ("四舍五入（得分 / 3，1）", NumberKind(1, 0, Fraction(333, 10))),
        ("四舍五入（办结天数，2）", NumberKind(0, 0, 1000)),
        ("向下取整（得分 / 3）", NumberKind(0, 0, 33)),
        ("向上取整（得分 / 3）", NumberKind(0, 0, 34)),
        ("计数（得分，备注，已核实）", NumberKind(0, 0, 3)),
        ("长度（严重程度）", NumberKind(0, 0, None)),
        ("月（受理日）", NumberKind(0, 1, 12)),
        ("天数（受理日，截止日）", NumberKind(0)),
        ("查表（权重，评价人）", NumberKind(1, 0, 1)),
        ("查表（权重，党员）", NumberKind(1, 0, 1)),
        ("如果 已核实 那么 得分 否则 加减", NumberKind(2, -5, 100)),
        ("如果 已核实 那么 得分 否则 未填", NumberKind(2, 0, 100)),
        ("如果 已核实 那么 严重程度 否则 一般", SEVERITY),
        ("如果 已核实 那么 街道 否则 评价人", TextKind()),
        ("得分 > 60 且 已核实", BooleanKind()),
    ],
)
def test_the_kind_is(text: str, kind: Kind) -> None:
    assert checked(text)[1] == kind


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("等次 = 合格", Compare("=", REFS["grade"], Literal("合格", "text"))),
        ("合格 = 等次", Compare("=", Literal("合格", "text"), REFS["grade"])),
        ("等次 >= “合格”", Compare(">=", REFS["grade"], Literal("合格", "text"))),
        ("grade = total", None),
        (
            "严重程度 属于（较重、重大）",
            In(
                REFS["严重程度"],
                (Against("=", Literal("较重", "text")), Against("=", Literal("重大", "text"))),
            ),
        ),
        (
            "等次 = 如果 已核实 那么 优秀 否则 合格",
            None,
        ),
        (
            "等次 =（如果 已核实 那么 优秀 否则 合格）",
            Compare(
                "=",
                REFS["grade"],
                Conditional(REFS["已核实"], Literal("优秀", "text"), Literal("合格", "text")),
            ),
        ),
        (
            "（如果 已核实 那么 优秀 否则 合格）>= 等次",
            Compare(
                ">=",
                Conditional(REFS["已核实"], Literal("优秀", "text"), Literal("合格", "text")),
                REFS["grade"],
            ),
        ),
        ("街道排名.place <= 3", Compare("<=", REFS["街道排名.place"], Literal(3, "number"))),
        ("街道排名.名次 <= 3", Compare("<=", REFS["街道排名.place"], Literal(3, "number"))),
        ("总分 = 未填", Compare("=", REFS["total"], Literal(None, "missing"))),
    ],
)
def test_names_and_words_are_resolved(text: str, tree: Expr | None) -> None:
    if tree is None:
        with pytest.raises(PolicyError):
            checked(text)
    else:
        assert checked(text) == (tree, BooleanKind())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("得份 > 1", ["unknown-name"]),
        ("已核实且办结天数 > 7", ["keyword-boundary"]),
        ("街道 = 城东", ["text-needs-quotes"]),
        ("等次 = 良好", ["word-not-allowed"]),
        ("等次 = “良好”", ["word-not-allowed"]),
        ("严重程度 属于（较重、特大）", ["word-not-allowed"]),
        ("街道排名.第几", ["unknown-name"]),
        ("得分 = “60”", ["kinds-differ"]),
        ("得分 = 街道", ["kinds-differ"]),
        ("得分 > 已核实", ["kinds-differ"]),
        ("受理日 > 5", ["kinds-differ"]),
        ("时限 > 5", ["kinds-differ"]),
        ("评价人 = 严重程度", ["kinds-differ"]),
        ("满意率 >= 0.6", ["percent-against-number"]),
        ("满意率 >= 60", ["percent-against-number"]),
        ("得分 >= 60%", ["percent-against-number"]),
        ("满意率 属于 [0.6..1]", ["percent-against-number", "percent-against-number"]),
        ("街道 < “城”", ["no-order"]),
        ("评价人 > 党员", ["no-order"]),
        ("已核实 > 是", ["no-order"]),
        ("街道 > 严重程度", ["no-order"]),
        ("评价人 = 严重程度 或 等次 > 严重程度", ["kinds-differ", "kinds-differ"]),
        ("得分 > 未填", ["missing-order"]),
        ("得分 + 未填", ["arithmetic-kinds"]),
        ("得分 + 街道", ["arithmetic-kinds"]),
        ("受理日 + 办结日", ["arithmetic-kinds"]),
        ("5 天 - 受理日", ["arithmetic-kinds"]),
        ("时限 * 0.5", ["arithmetic-kinds"]),
        ("时限 / 2", ["arithmetic-kinds"]),
        ("1 + 满意率", ["percent-plus-number"]),
        ("受理日 + 办结时限", ["date-plus-number"]),
        ("-街道", ["negative-kind"]),
        ("得分 / 0", ["division-by-zero"]),
        ("得分 /（1 - 1）", ["division-by-zero"]),
        ("得分 且 已核实", ["condition-expected"]),
        ("未填 且 已核实", ["condition-expected"]),
        ("非（得分）", ["condition-expected"]),
        ("如果 得分 那么 1 否则 2", ["condition-expected"]),
        ("如果 已核实 那么 1 否则 街道", ["branches-differ"]),
        ("如果 已核实 那么 1 否则 60%", ["branches-differ"]),
        ("得分 属于 [90..60]", ["reversed-range"]),
        ("得分 属于 [60..60)", ["reversed-range"]),
        ("受理日 属于 [5..6]", ["kinds-differ", "kinds-differ"]),
        ("权重 > 1", ["table-use"]),
        ("权重", ["table-use"]),
        ("查表（得分，党员）", ["text-needs-quotes"]),
        ("查表（权重，严重程度）", ["lookup-gap"]),
        ("查表（权重，经理）", ["word-not-allowed"]),
        ("最小（得分，满意率）", ["arguments-differ"]),
        ("最小（街道）", ["argument-kind"]),
        ("四舍五入（满意率，2）", ["argument-kind"]),
        ("四舍五入（得分，办结天数）", ["rounding-digits"]),
        ("四舍五入（得分，13）", ["rounding-digits"]),
        ("四舍五入（得分，-1）", ["rounding-digits"]),
        ("天数（受理日，7）", ["argument-kind"]),
        ("包含（得分，“a”）", ["argument-kind"]),
        ("甲 = 1 且 乙 > 2", ["unknown-name", "unknown-name"]),
        ("得分 > 街道 且 满意率 > 1", ["kinds-differ", "percent-against-number"]),
    ],
)
def test_what_is_wrong_is_told_at_its_place(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "fits"),
    [
        ("得分 > 60", BooleanKind(), True),
        ("得分", BooleanKind(), False),
        ("得分 * 2", NumberKind(), True),
        ("满意率", NumberKind(), False),
        ("0.6", PercentKind(), False),
        ("60%", PercentKind(), True),
        ("未填", NumberKind(), True),
        ("严重程度", TextKind(), True),
        ("街道", SEVERITY, False),
        ("较重", SEVERITY, True),
        ("如果 已核实 那么 较重 否则 一般", SEVERITY, True),
        ("评价人", SEVERITY, False),
        ("评价人", CategoryKind((*RATER.words, "其他")), True),
        ("受理日", DateKind(), True),
    ],
)
def test_a_place_takes_what_fits(text: str, expected: Kind, fits: bool) -> None:
    if fits:
        checked(text, expected)
    else:
        assert codes(text, expected) == ["expected-kind"]


def test_a_plain_number_for_a_percentage_is_told_the_percentage() -> None:
    for written, meant in (("0.6", "60%"), ("60", "60%"), ("59.5", "59.5%")):
        with pytest.raises(PolicyError) as caught:
            checked(f"满意率 >= {written}")
        assert caught.value.diagnostics[0].args["suggestion"] == meant


def test_a_name_that_is_also_an_allowed_word_is_the_word_where_only_the_word_fits() -> None:
    flag = Ref("summary", "合格", BooleanKind())
    names = Names({"等次": REFS["等次"], "合格": flag})
    assert checked("等次 = 合格", names=names)[0] == Compare(
        "=", REFS["grade"], Literal("合格", "text")
    )
    assert checked("合格", names=names)[0] == flag


def test_a_name_that_is_also_an_allowed_word_needs_quotes_where_both_fit() -> None:
    other = Ref("summary", "合格", TextKind())
    names = Names({"等次": REFS["等次"], "合格": other})
    assert codes("等次 = 合格", names=names) == ["ambiguous-word"]
    assert checked("等次 = “合格”", names=names)[0] == Compare(
        "=", REFS["grade"], Literal("合格", "text")
    )


def test_a_name_declared_elsewhere_says_why_it_is_of_no_use_here() -> None:
    names = Names({}, {"等次": "unset-number"})
    assert codes("等次 = 1", names=names) == ["unset-number"]


def test_a_literal_may_stand_behind_a_name() -> None:
    names = Names({"线": Literal(60, "number")})
    assert checked("线 + 1", names=names) == (
        Arithmetic("+", Literal(60, "number"), Literal(1, "number")),
        NumberKind(0, 61, 61),
    )


def test_tests_become_one_condition_on_their_operand() -> None:
    def tested(text: str, name: str) -> Expr:
        return check_tests(parse_test(Fragment.whole(text)), Name(name), NAMES)

    assert tested("> 7", "得分") == Compare(">", REFS["得分"], Literal(7, "number"))
    assert tested("是", "已核实") == Compare("=", REFS["已核实"], Literal(True, "boolean"))
    assert tested("较重", "严重程度") == Compare("=", REFS["严重程度"], Literal("较重", "text"))
    assert tested("较重 以上", "严重程度") == Compare(
        ">=", REFS["严重程度"], Literal("较重", "text")
    )
    assert tested("党员、业委会", "评价人") == In(
        REFS["评价人"],
        (Against("=", Literal("党员", "text")), Against("=", Literal("业委会", "text"))),
    )

    def refused(text: str, name: str) -> list[str]:
        with pytest.raises(PolicyError) as caught:
            tested(text, name)
        return [d.code for d in caught.value.diagnostics]

    assert refused("0.6", "满意率") == ["percent-against-number"]
    assert refused("较重以上", "严重程度") == ["keyword-boundary"]


def test_a_date_is_compared_with_a_date() -> None:
    day = Literal(date(2026, 1, 1), "date")
    assert checked("受理日 >= 日期（“2026-01-01”）且 已核实")[0] == And(
        (Compare(">=", REFS["受理日"], day), REFS["已核实"])
    )


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (NumberKind(), ("数字", "a number")),
        (PercentKind(), ("百分比", "a percentage")),
        (
            GRADE,
            ("依次的几个词（不合格、合格、优秀）", "one of the ordered words 不合格, 合格, 优秀"),
        ),
        (RATER, ("几个词（党员、业委会、业主代表）", "one of the words 党员, 业委会, 业主代表")),
        (TableKind(("甲",), NumberKind()), ("参数表", "a parameter table")),
    ],
)
def test_a_kind_has_a_name_in_both_languages(kind: Kind, names: tuple[str, str]) -> None:
    assert kind_text(kind) == names
