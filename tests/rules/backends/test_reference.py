"""What expressions are worth, case by case: this table is the language."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from rules.backends.reference import ReferenceMatcher, compile_expression
from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    DurationKind,
    Kind,
    NumberKind,
    TableKind,
    TextKind,
)
from rules.expr.nodes import (
    Against,
    And,
    Arithmetic,
    Call,
    Comparator,
    Compare,
    Conditional,
    Expr,
    In,
    Interval,
    Literal,
    Negative,
    Not,
    Or,
    Ref,
)
from rules.matching import Matches
from rules.program import EvidenceKind, Field, Parameter, Rule
from rules.values import Value
from scoring.evidence import Origin, Record
from tests.strategies.programs import FIELDS, program_of

NUMBER = NumberKind()
SEVERITY = CategoryKind(("一般", "较重", "重大"), ordered=True)
PARAMETERS = (
    Parameter("limit", NumberKind(0), 7),
    Parameter("unset", NumberKind(0), None),
    Parameter("points", TableKind(("镇", "区"), NumberKind(0)), None, (("镇", 1), ("区", 3))),
)
COLUMNS = {"x": 0, "y": 1}


def x(kind: Kind = NUMBER) -> Ref:
    return Ref("record", "x", kind)


def y(kind: Kind = NUMBER) -> Ref:
    return Ref("record", "y", kind)


def parameter(name: str, kind: Kind = NUMBER) -> Ref:
    return Ref("parameter", name, kind)


def n(value: int | Fraction) -> Literal:
    return Literal(value, "number")


def t(value: str) -> Literal:
    return Literal(value, "text")


MISSING = Literal(None, "missing")
TRUE, FALSE = Literal(value=True, form="boolean"), Literal(value=False, form="boolean")
BOOL = BooleanKind()
UNKNOWN = x(BOOL)


def worth(expr: Expr, *values: Value, **summary: Value) -> Value:
    return compile_expression(expr, COLUMNS, PARAMETERS)(values, summary)


def exactly(value: Value) -> tuple[type, Value]:
    """The value with its type: 2 is not Fraction(2), True is not 1."""
    return type(value), value


@pytest.mark.parametrize(
    ("expr", "values", "expected"),
    [
        pytest.param(Arithmetic("+", x(), y()), (1, 2), 3, id="add"),
        pytest.param(Arithmetic("+", x(), y()), (Fraction(1, 2), Fraction(3, 2)), 2, id="whole"),
        pytest.param(Arithmetic("-", x(), y()), (1, 2), -1, id="subtract"),
        pytest.param(Arithmetic("*", x(), y()), (Fraction(1, 3), 3), 1, id="multiply"),
        pytest.param(Arithmetic("/", x(), y()), (1, 3), Fraction(1, 3), id="divide-exactly"),
        pytest.param(Arithmetic("/", x(), y()), (6, 3), 2, id="divide-whole"),
        pytest.param(Arithmetic("/", x(), y()), (-7, 2), Fraction(-7, 2), id="divide-negative"),
        pytest.param(Arithmetic("/", x(), y()), (1, 0), None, id="divide-by-zero-is-missing"),
        pytest.param(Arithmetic("/", x(), y()), (0, 0), None, id="zero-by-zero-is-missing"),
        pytest.param(Arithmetic("**", x(), n(2)), (Fraction(1, 2), 0), Fraction(1, 4), id="power"),
        pytest.param(Arithmetic("**", x(), n(0)), (0, 0), 1, id="power-zero"),
        pytest.param(Arithmetic("**", x(), n(9)), (-10, 0), -(10**9), id="power-nine"),
        pytest.param(Arithmetic("+", x(), y()), (None, 2), None, id="missing-left"),
        pytest.param(Arithmetic("*", x(), n(0)), (None, 2), None, id="missing-times-zero"),
        pytest.param(Negative(x()), (Fraction(1, 2),), Fraction(-1, 2), id="negative"),
        pytest.param(Negative(x()), (None,), None, id="negative-missing"),
        pytest.param(
            Arithmetic("-", x(DateKind()), y(DateKind())),
            (date(2026, 3, 1), date(2026, 2, 27)),
            2,
            id="dates-apart",
        ),
        pytest.param(
            Arithmetic("+", x(DateKind()), y(DurationKind())),
            (date(2026, 2, 27), 2),
            date(2026, 3, 1),
            id="date-later",
        ),
        pytest.param(
            Arithmetic("+", x(DateKind()), y(DurationKind())),
            (date(9999, 12, 31), 1),
            None,
            id="date-outside-the-calendar-is-missing",
        ),
        pytest.param(Call("abs", (x(),)), (-3,), 3, id="function"),
        pytest.param(Call("abs", (x(),)), (None,), None, id="function-of-missing"),
        pytest.param(Call("count", (x(), y())), (None, 4), 1, id="count-takes-missing"),
        pytest.param(Call("lookup", (parameter("points"), x(TextKind()))), ("区",), 3, id="lookup"),
        pytest.param(
            Call("lookup", (parameter("points"), x(TextKind()))), ("市",), None, id="lookup-none"
        ),
        pytest.param(parameter("limit"), (), 7, id="parameter"),
        pytest.param(Conditional(x(BOOL), n(1), n(2)), (True,), 1, id="if"),
        pytest.param(Conditional(x(BOOL), n(1), n(2)), (False,), 2, id="else"),
        pytest.param(Conditional(x(BOOL), n(1), n(2)), (None,), None, id="if-unknown-is-missing"),
        pytest.param(Conditional(x(BOOL), y(), n(2)), (True, None), None, id="then-missing"),
    ],
)
def test_value(expr: Expr, values: tuple[Value, ...], expected: Value) -> None:
    assert exactly(worth(expr, *values)) == exactly(expected)


@pytest.mark.parametrize(
    ("expr", "values", "expected"),
    [
        pytest.param(Compare("=", x(), n(5)), (5,), True, id="equal"),
        pytest.param(Compare("=", x(), n(5)), (Fraction(11, 2),), False, id="not-equal"),
        pytest.param(Compare("!=", x(), n(5)), (5,), False, id="unequal"),
        pytest.param(Compare("<", x(), n(5)), (5,), False, id="less-at-the-edge"),
        pytest.param(Compare("<=", x(), n(5)), (5,), True, id="at-most-at-the-edge"),
        pytest.param(Compare(">", x(), n(5)), (Fraction(5 * 10**40 + 1, 10**40),), True, id="just"),
        pytest.param(Compare(">=", x(), n(-5)), (-5,), True, id="at-least-negative"),
        pytest.param(Compare("<", n(5), x()), (6,), True, id="constant-first"),
        pytest.param(Compare("=", x(), n(5)), (None,), None, id="missing-equal"),
        pytest.param(Compare("!=", x(), n(5)), (None,), None, id="missing-unequal"),
        pytest.param(Compare("=", x(), y()), (None, None), None, id="missing-equals-missing"),
        pytest.param(Compare("=", x(), y()), (2, Fraction(2)), True, id="field-field"),
        pytest.param(Compare("=", x(), MISSING), (None,), True, id="is-missing"),
        pytest.param(Compare("=", x(), MISSING), (0,), False, id="zero-is-not-missing"),
        pytest.param(Compare("=", x(TextKind()), MISSING), ("",), False, id="empty-not-missing"),
        pytest.param(Compare("!=", x(), MISSING), (None,), False, id="is-present-missing"),
        pytest.param(Compare("!=", MISSING, x()), (1,), True, id="is-present"),
        pytest.param(
            Compare("=", Arithmetic("/", x(), y()), MISSING), (1, 0), True, id="outcome-missing"
        ),
        pytest.param(Compare("<", x(), MISSING), (1,), None, id="order-against-missing"),
        pytest.param(Compare(">", x(), parameter("limit")), (8,), True, id="parameter"),
        pytest.param(Compare(">", x(), parameter("unset")), (8,), None, id="unset-parameter"),
        pytest.param(Compare(">=", x(SEVERITY), t("较重")), ("重大",), True, id="category-above"),
        pytest.param(Compare(">=", x(SEVERITY), t("较重")), ("一般",), False, id="category-below"),
        pytest.param(Compare("<", x(SEVERITY), t("较重")), (None,), None, id="category-missing"),
        pytest.param(Compare("<", t("较重"), x(SEVERITY)), ("重大",), True, id="category-right"),
        pytest.param(
            Compare("<", x(SEVERITY), y(SEVERITY)), ("一般", "重大"), True, id="two-categories"
        ),
        pytest.param(
            Compare("<", Conditional(TRUE, x(SEVERITY), y(SEVERITY)), t("重大")),
            ("较重", "一般"),
            True,
            id="chosen-category",
        ),
        pytest.param(Compare("=", x(TextKind()), t("5")), ("05",), False, id="text-is-not-number"),
    ],
)
def test_comparison(expr: Expr, values: tuple[Value, ...], expected: bool | None) -> None:
    assert worth(expr, *values) is expected


@pytest.mark.parametrize(
    ("low", "high", "closed", "value", "expected"),
    [
        (1, 3, (True, True), 1, True),
        (1, 3, (False, True), 1, False),
        (1, 3, (True, True), 3, True),
        (1, 3, (True, False), 3, False),
        (None, 3, (False, False), -9, True),
        (1, None, (True, False), 9, True),
        (3, 1, (True, True), 2, False),
        (1, 3, (True, True), None, None),
    ],
)
def test_interval(
    low: int | None,
    high: int | None,
    closed: tuple[bool, bool],
    value: int | None,
    expected: bool | None,
) -> None:
    bounds = (None if low is None else n(low), None if high is None else n(high))
    assert worth(In(x(), (Interval(*bounds, *closed),)), value) is expected


def test_a_bound_that_is_missing_leaves_what_the_other_bound_decides() -> None:
    test = In(x(), (Interval(n(10), y(), low_closed=True, high_closed=True),))
    assert [worth(test, value, None) for value in (9, 10)] == [False, None]


def test_membership_is_true_where_one_test_is_and_unknown_only_where_none_is() -> None:
    test = In(x(), (Against("=", y()), Against(">", n(7))))
    cases = [(8, None), (3, None), (3, 3), (3, 4), (None, 3)]
    assert [worth(test, *case) for case in cases] == [True, None, True, False, None]


@pytest.mark.parametrize("left", [True, False, None])
@pytest.mark.parametrize("right", [True, False, None])
def test_logic_is_kleene(left: bool | None, right: bool | None) -> None:
    """And is the least, or the greatest, not the mirror of false < unknown < true."""
    rank = {False: 0, None: 1, True: 2}
    word = {0: False, 1: None, 2: True}
    a, b = x(BOOL), y(BOOL)
    assert worth(And((a, b)), left, right) is word[min(rank[left], rank[right])]
    assert worth(Or((a, b)), left, right) is word[max(rank[left], rank[right])]
    assert worth(Not(a), left, right) is word[2 - rank[left]]
    assert worth(And((a, b, TRUE)), left, right) is worth(And((a, b)), left, right)
    assert worth(Or((FALSE, a, b)), left, right) is worth(Or((a, b)), left, right)


def test_a_name_is_read_from_its_own_space() -> None:
    here, there = Ref("record", "x", NumberKind()), Ref("summary", "x", NumberKind())
    run = Ref("run", "as_of", DateKind())
    assert worth(Arithmetic("-", here, there), 5, x=3) == 2
    assert worth(run, as_of=date(2026, 12, 31)) == date(2026, 12, 31)


def test_a_summary_without_the_name_is_an_error_not_missing() -> None:
    with pytest.raises(KeyError):
        worth(Ref("summary", "total", NumberKind()))


@pytest.mark.parametrize("comparator", ["=", "!=", ">"])
def test_a_word_outside_its_category_is_an_error_not_false(comparator: Comparator) -> None:
    with pytest.raises(KeyError):
        worth(Compare(comparator, x(SEVERITY), t("一般")), "特大")


@pytest.mark.parametrize("value", [*SEVERITY.words, None])
@pytest.mark.parametrize("comparator", ["=", "!=", "<", "<=", ">", ">="])
def test_a_field_with_few_values_is_looked_up_as_a_quantity_is_computed(
    comparator: Comparator, value: str | None
) -> None:
    """What reads the summary is never known beforehand."""

    def conditions(of: Ref) -> tuple[Expr, ...]:
        compare = Compare(comparator, of, t("较重"))
        member = In(of, (Against("=", t("一般")), Against(comparator, t("重大"))))
        missing = Compare("=", of, Literal(None, "missing"))
        return (compare, member, missing, Not(compare), And((compare, member)), Or((Not(member),)))

    looked_up = [worth(condition, value) for condition in conditions(x(SEVERITY))]
    of_summary = conditions(Ref("summary", "q", SEVERITY))
    assert looked_up == [worth(condition, q=value) for condition in of_summary]


def test_the_matcher_tells_true_from_unknown_by_rule_and_record() -> None:
    kinds = tuple(
        EvidenceKind(name, (Field("days", FIELDS["days"], on_missing="keep"),)) for name in "ab"
    )
    days = Ref("record", "days", FIELDS["days"])
    rules = (
        Rule("long", "service", "a", Compare(">", days, n(7)), -1, n(2)),
        Rule("any", "service", "b", None, -1, n(1)),
        Rule("short", "service", "a", Compare("<=", days, n(7)), 1, n(1)),
    )
    facts = [
        Record(kind, f"r{i}", "s", None, (value,), Origin("f", i))
        for i, (kind, value) in enumerate([("a", 8), ("b", None), ("a", None), ("a", 7)])
    ]
    matcher = ReferenceMatcher(program_of(evidence=kinds, rules=rules))
    assert matcher.match(facts, {}) == Matches(
        true=((0, 0), (1, 1), (2, 3)), unknown=((0, 2), (2, 2))
    )
    assert matcher.decide("grade", {"total": Fraction(179, 2)}) == (False, True, True)
    assert matcher.decide("grade", {"total": None}) == (None, None, True)
