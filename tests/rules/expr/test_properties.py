from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import compile_expression
from rules.diagnostics import PolicyError
from rules.expr.checker import check_expression, kind_of
from rules.expr.kinds import NumberKind, PercentKind
from rules.expr.lexer import KEYWORDS
from rules.expr.nodes import And, Call, Compare, Conditional, Expr, Literal, Not, Or, walk
from rules.expr.parser import parse_expression, parse_test
from rules.expr.printer import Spelling, print_expression
from rules.expr.rewrite import fold, negate, normal_form, references, substitute
from rules.source import Fragment
from rules.values import Value, decimals_of
from tests.strategies.expressions import (
    COLUMNS,
    NAMES,
    PARAMETERS,
    conditions,
    expressions,
    numbers,
    records,
    summaries,
)

PLACES = {name: i for i, name in enumerate(COLUMNS)}
LITERALS = {
    p.name: Literal(p.value, "percentage" if isinstance(p.kind, PercentKind) else "number")
    for p in PARAMETERS
    if not p.table
}
languages: st.SearchStrategy[Spelling] = st.sampled_from(["zh", "en"])


def worth(expr: Expr, record: tuple[Value, ...], summary: Mapping[str, Value]) -> Value:
    return compile_expression(expr, PLACES, PARAMETERS)(record, summary)


def parse(text: str) -> Expr:
    return parse_expression(Fragment.whole(text))


# --- text and tree -------------------------------------------------------------------------------


@settings(deadline=None, max_examples=300)
@given(expressions(), languages)
def test_a_printed_tree_is_read_back_as_the_same_tree(expr: Expr, language: Spelling) -> None:
    read = parse(print_expression(expr, language))
    assert check_expression(read, NAMES)[0] == expr


@settings(deadline=None, max_examples=200)
@given(expressions(), languages)
def test_printed_text_is_printed_again_as_the_same_text(expr: Expr, language: Spelling) -> None:
    text = print_expression(expr, language)
    read = parse(text)
    assert print_expression(read, language) == text
    assert parse(print_expression(read, "en")) == read


@settings(deadline=None, max_examples=200)
@given(expressions())
def test_checking_a_checked_tree_changes_nothing(expr: Expr) -> None:
    read = parse(print_expression(expr, "zh"))
    checked, kind = check_expression(read, NAMES)
    assert (checked, kind) == (expr, kind_of(checked))


# --- meaning -------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=400)
@given(conditions(), records(), summaries())
def test_a_normal_form_means_the_same(
    expr: Expr, record: tuple[Value, ...], summary: Mapping[str, Value]
) -> None:
    assert worth(normal_form(expr), record, summary) is worth(expr, record, summary)


@settings(deadline=None, max_examples=400)
@given(conditions(), records(), summaries())
def test_a_negation_is_the_opposite_and_unknown_stays_unknown(
    expr: Expr, record: tuple[Value, ...], summary: Mapping[str, Value]
) -> None:
    truth = worth(expr, record, summary)
    assert worth(negate(expr), record, summary) is (None if truth is None else not truth)


@settings(deadline=None, max_examples=400)
@given(expressions(), records(), summaries())
def test_folding_changes_no_value(
    expr: Expr, record: tuple[Value, ...], summary: Mapping[str, Value]
) -> None:
    assert worth(fold(expr), record, summary) == worth(expr, record, summary)


@settings(deadline=None, max_examples=200)
@given(expressions(), records(), summaries())
def test_parameters_may_be_put_in_as_constants(
    expr: Expr, record: tuple[Value, ...], summary: Mapping[str, Value]
) -> None:
    constant = fold(substitute(expr, LITERALS))
    assert worth(constant, record, summary) == worth(expr, record, summary)
    assert not {ref.name for ref in references(constant)} & LITERALS.keys()


@settings(deadline=None, max_examples=200)
@given(conditions())
def test_a_normal_form_is_and_and_or_over_atoms(expr: Expr) -> None:
    def check(part: Expr) -> None:
        match part:
            case And(parts) | Or(parts):
                assert len(parts) > 1
                assert not any(type(inner) is type(part) for inner in parts)
                for inner in parts:
                    check(inner)
            case Not(operand):
                assert isinstance(operand, Call | Conditional)
            case _:
                assert isinstance(part, Compare | Literal | Call | Conditional)

    form = normal_form(expr)
    check(form)
    assert normal_form(form) == form


@settings(deadline=None, max_examples=400)
@given(numbers(), records(), summaries())
def test_a_number_keeps_to_the_decimals_and_bounds_its_kind_foretells(
    expr: Expr, record: tuple[Value, ...], summary: Mapping[str, Value]
) -> None:
    kind = kind_of(expr)
    value = worth(expr, record, summary)
    assert isinstance(kind, NumberKind | PercentKind)
    if value is None:
        return
    assert isinstance(value, int) or value.denominator > 1
    if kind.decimals is not None:
        shift = 2 if isinstance(kind, PercentKind) else 0
        digits = decimals_of(value)
        assert digits is not None
        assert digits <= kind.decimals + shift
    assert kind.low is None or value >= kind.low
    assert kind.high is None or value <= kind.high


# --- refusal -------------------------------------------------------------------------------------

_SIGNS = '()[]（），、.+-*/=<>“”"%。{}\\ \n０９'
_pieces = st.sampled_from(
    [
        *KEYWORDS,
        *_SIGNS,
        *("..", "**", ">=", "90以上", "不满60", "5天", "min（", "日期（", "得分", "等次", "合格"),
        *("已核实且", "1.5", "60%", "2026-01-01", "  "),
    ]
)


@settings(deadline=None, max_examples=1500)
@given(st.lists(_pieces, max_size=12).map("".join) | st.text(max_size=20))
def test_any_text_is_an_expression_or_a_diagnostic_with_a_place(text: str) -> None:
    for read in (parse_expression, parse_test):
        try:
            read(Fragment.whole(text))
        except PolicyError as error:
            assert all(d.span is not None for d in error.diagnostics)  # noqa: PT017


@settings(deadline=None, max_examples=1000)
@given(st.lists(_pieces, max_size=6).map(" ".join))
def test_what_parses_is_resolved_or_refused_with_a_place(text: str) -> None:
    try:
        expr, _ = check_expression(parse(text), NAMES)
    except PolicyError as error:
        assert error.diagnostics  # noqa: PT017
        assert all(d.span is not None for d in error.diagnostics)  # noqa: PT017
        return
    assert not any(type(node).__name__ in ("Name", "Member") for node in walk(expr))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 5000 + "1" + ")" * 5000,
        "-" * 9000 + "1",
        "非（" * 2000 + "是" + "）" * 2000,
        "+".join(["1"] * 5000),
        "如果 是 那么 " * 500 + "1",
        "min(" * 2000,
        "1 属于（" * 1000,
        "a." * 3000 + "b",
        "1" * 10_001,
        "a ** 2 " * 1000,
        "（如果 是 那么 1 否则 " * 60 + "1" + "）" * 60,
    ],
    ids=lambda text: text[:12],
)
def test_no_size_and_no_depth_breaks_the_parser(text: str) -> None:
    for read in (parse_expression, parse_test):
        with pytest.raises(PolicyError):
            read(Fragment.whole(text))


def test_fifty_brackets_and_a_hundred_terms_are_fine() -> None:
    deep = "(a + " * 49 + "1" + ")" * 49
    assert print_expression(parse(deep), "en").count("(") == 48
    wide = " 且 ".join(["已核实"] * 900)
    assert check_expression(parse(wide), NAMES)[0] == And((NAMES.visible["已核实"],) * 900)
    long = " + ".join(["1"] * 99)
    assert fold(parse(long)) == Literal(99, "number")
