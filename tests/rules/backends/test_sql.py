"""SQL against the definition: the same truth and the same number of every row, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import duckdb
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules.backends.reference import compile_expression
from rules.backends.sql import Translator
from rules.backends.sql_numbers import Scaled, TooWideError, literal, rounded
from rules.backends.sql_terms import CannotError, Truth, Word, constant
from rules.expr.kinds import CategoryKind, Kind, NumberKind
from rules.expr.nodes import Arithmetic, Call, Compare, Expr, Literal, Ref
from rules.values import Number, Rounding, Value, plain, round_number
from scoring.population.store import term_of
from scoring.snapshot.filling import store, stored
from tests.strategies.programs import FIELDS, PARAMETERS, SUMMARY, record_conditions, values_of

SUBJECT = dict(list(SUMMARY.items())[:2])
AS_OF = date(2026, 12, 31)


def computed(
    expr: Expr,
    kinds: Mapping[str, Kind],
    rows: Sequence[Sequence[Value]],
    subject: Any,
    *,
    unknown: bool = False,
) -> tuple[list[Value], Any]:
    """The value of each row as DuckDB computes it, or whether it is unknown, and the term."""
    columns = [
        stored(f"c{i}", kind, [row[i] for row in rows]) for i, kind in enumerate(kinds.values())
    ]
    own = [
        stored(f"f{i}", SUBJECT[name], [value] * len(rows))
        for i, (name, value) in enumerate(subject.items())
    ]
    record = {
        name: term_of(kind, filled.column)
        for (name, kind), filled in zip(kinds.items(), columns, strict=True)
    }
    summary = {
        name: term_of(SUBJECT[name], filled.column)
        for name, filled in zip(subject, own, strict=True)
    }
    translator = Translator(
        record, {**summary, "as_of": constant(AS_OF)}, {p.name: p for p in PARAMETERS}
    )
    term = Truth(translator.unknown(expr)) if unknown else translator.term(expr)
    with duckdb.connect(config={"threads": 1}) as connection:
        store(connection, "t", [*columns, *own])
        taken = f"{term.top}, {term.bottom or 1}" if isinstance(term, Scaled) else f"{term.sql}, 1"
        found = connection.execute(f"SELECT {taken} FROM t ORDER BY rowid").fetchall()
    if isinstance(term, Scaled):
        scale = 10**term.scale
        return [t if t is None else plain(Fraction(t, b * scale)) for t, b in found], term
    words = term.words if isinstance(term, Word) else None
    return [words[t] if words and t is not None else t for t, _ in found], term


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_conditions_hold_fail_and_are_unknown_where_the_definition_says_so(
    data: st.DataObject,
) -> None:
    expr = data.draw(record_conditions())
    cells = [values_of(kind) for kind in FIELDS.values()]
    rows = data.draw(st.lists(st.tuples(*cells), min_size=1, max_size=5))
    subject = {name: data.draw(values_of(kind)) for name, kind in SUBJECT.items()}
    try:
        found, term = computed(expr, FIELDS, rows, subject)
    except CannotError:
        assume(False)
    ours = compile_expression(expr, {name: i for i, name in enumerate(FIELDS)}, PARAMETERS)
    truths = [ours(row, {**subject, "as_of": AS_OF}) for row in rows]
    assert found == truths
    assert term.nullable or None not in found
    unknown, _ = computed(expr, FIELDS, rows, subject, unknown=True)
    assert unknown == [truth is None for truth in truths]


NUMBERS: Mapping[str, Kind] = {"a": NumberKind(2), "b": NumberKind(1), "c": NumberKind()}
A, B, C = (Ref("record", name, kind) for name, kind in NUMBERS.items())
HUNDREDTHS = st.none() | st.integers(-2000, 2000).map(lambda n: plain(Fraction(n, 100)))


def formulas() -> st.SearchStrategy[Expr]:
    leaves = st.sampled_from([A, B, C]) | st.integers(-5, 5).map(lambda n: Literal(n, "number"))

    def deeper(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
        pair = st.tuples(inner, inner)
        return st.one_of(
            st.builds(lambda sign, two: Arithmetic(sign, *two), st.sampled_from("+-*/"), pair),
            st.builds(
                lambda name, two: Call(name, two), st.sampled_from(["min", "max", "mean"]), pair
            ),
            st.builds(
                lambda name, one, digits: Call(name, (one, Literal(digits, "number"))),
                st.sampled_from(["round", "round_half_even", "round_up", "round_down"]),
                inner,
                st.integers(0, 3),
            ),
            st.builds(
                lambda name, one: Call(name, (one,)),
                st.sampled_from(["abs", "floor", "ceiling"]),
                inner,
            ),
        )

    return st.recursive(leaves, deeper, max_leaves=5)


@settings(deadline=None, max_examples=100)
@given(formulas(), st.lists(st.tuples(HUNDREDTHS, HUNDREDTHS, HUNDREDTHS), min_size=1, max_size=6))
def test_formulas_are_exact(expr: Expr, rows: list[tuple[Value, ...]]) -> None:
    try:
        found, _ = computed(expr, NUMBERS, rows, {})
    except CannotError as error:
        assume(error.what != "wide")
        raise
    ours = compile_expression(expr, {"a": 0, "b": 1, "c": 2})
    assert found == [ours(row, {}) for row in rows]


@settings(deadline=None, max_examples=50)
@given(formulas(), st.lists(st.tuples(HUNDREDTHS, HUNDREDTHS, HUNDREDTHS), min_size=1, max_size=6))
def test_a_comparison_is_unknown_where_its_number_is_missing(
    expr: Expr, rows: list[tuple[Value, ...]]
) -> None:
    above = Compare(">", expr, Literal(1, "number"))
    try:
        found, _ = computed(above, NUMBERS, rows, {}, unknown=True)
    except CannotError as error:
        assume(error.what != "wide")
        raise
    ours = compile_expression(above, {"a": 0, "b": 1, "c": 2})
    assert found == [ours(row, {}) is None for row in rows]


def test_nothing_times_a_great_number_is_nothing():
    """The product of 0 and what does not fit 64 bits is bounded by 0, its parts are not."""
    for sign in "*/":
        expr = Compare("=", Arithmetic(sign, A, C), Literal(0, "number"))
        assert computed(expr, NUMBERS, [(0, None, 10**30)], {})[0] == [True]
    both = Arithmetic("+", A, C)
    assert computed(both, NUMBERS, [(-(10**30), None, 10**30)], {})[0] == [0]


HALVES = [plain(Fraction(n, 8)) for n in range(-21, 22)]


@pytest.mark.parametrize("mode", ["half_up", "half_even", "up", "down"])
@pytest.mark.parametrize("digits", [0, 1, 2, 4])
def test_rounding_is_that_of_the_definition_at_every_half(mode: Any, digits: int) -> None:
    name = {
        "half_up": "round",
        "half_even": "round_half_even",
        "up": "round_up",
        "down": "round_down",
    }
    third = Arithmetic("/", A, Literal(3, "number"))
    for expr, of in ((A, lambda n: n), (third, lambda n: Fraction(n) / 3)):
        call = Call(name[mode], (expr, Literal(digits, "number")))
        found, _ = computed(call, {"a": NumberKind(3)}, [(n,) for n in HALVES], {})
        assert found == [round_number(of(n), Rounding(digits, mode)) for n in HALVES]


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63 - 1), 2**63, 8 * 10**37], ids=str)
def test_integers_are_as_wide_as_they_must_be(number: Number) -> None:
    found, _ = computed(Arithmetic("+", A, A), {"a": NumberKind(0)}, [(number,)], {})
    assert found == [number + number]


def test_what_may_need_more_than_127_bits_is_refused_and_never_approximated() -> None:
    with pytest.raises(CannotError, match="wide"):
        computed(Arithmetic("*", A, A), {"a": NumberKind(0)}, [(10**20,)], {})
    with pytest.raises(TooWideError):
        rounded(literal(10**38), Rounding(0)).top and literal(10**39)


def test_words_of_two_different_orders_are_not_compared_by_one_of_them() -> None:
    one, other = CategoryKind(("低", "高"), ordered=True), CategoryKind(("高", "低"), ordered=True)
    expr = Compare("<", Ref("record", "a", one), Ref("record", "b", other))
    with pytest.raises(CannotError, match="orders"):
        computed(expr, {"a": one, "b": other}, [("低", "高")], {})
    same = Compare("=", Ref("record", "a", one), Ref("record", "b", other))
    found, _ = computed(same, {"a": one, "b": other}, [("低", "高"), ("低", "低")], {})
    assert found == [False, True]
