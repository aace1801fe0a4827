"""What the rule engine decides itself, what is handed to it, and that no value is too much."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("durable_rules_engine", exc_type=ImportError)

from rules.backends.durable import Coverage, DurableMatcher
from rules.backends.patterns import LIMIT, LONGEST_TEXT, number_code
from rules.backends.reference import ReferenceMatcher
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
    Negative,
    Not,
    Or,
    Ref,
)
from rules.matching import Matches
from rules.values import Number, Value
from tests.strategies.programs import FIELDS, RUN, SUMMARY, program_of, program_with, record

DATES: Mapping[str, Value] = dict.fromkeys(RUN, date(2026, 12, 31))
BLANK: Mapping[str, Value] = {**dict.fromkeys(SUMMARY), **DATES}
MISSING = Literal(None, "missing")


def field(name: str) -> Ref:
    return Ref("record", name, FIELDS[name])


def known(name: str) -> Ref:
    return Ref("summary", name, SUMMARY[name])


def number(value: Number) -> Literal:
    return Literal(value, "number")


def text(value: str) -> Literal:
    return Literal(value, "text")


def found(when: Expr, **values: Value) -> bool:
    """Whether the rule engine finds the condition true of a record with these fields."""
    return bool(DurableMatcher(program_with(when)).match([record(**values)], BLANK).true)


DAYS, FINE, NOTE, SHARE = field("days"), field("fine"), field("note"), field("share")
LATE = Compare(">", DAYS, number(7))
AS_OF = Ref("run", "as_of", RUN["as_of"])
NOTHING = Arithmetic("/", number(1), number(0))
LIMIT_DAYS = Ref("parameter", "limit", FIELDS["days"])


@pytest.mark.parametrize(
    ("when", "decided", "handed"),
    [
        pytest.param(LATE, 1, 0, id="number"),
        pytest.param(Compare(">", number(7), DAYS), 1, 0, id="constant-first"),
        pytest.param(Compare(">", FINE, number(Fraction(1, 3))), 1, 0, id="third"),
        pytest.param(Compare(">", DAYS, LIMIT_DAYS), 1, 0, id="parameter"),
        pytest.param(Compare(">", LIMIT_DAYS, DAYS), 1, 0, id="parameter-first"),
        pytest.param(Compare("<", DAYS, Negative(LIMIT_DAYS)), 1, 0, id="negative-parameter"),
        pytest.param(
            Compare("<", DAYS, Arithmetic("*", LIMIT_DAYS, number(2))), 1, 0, id="sum-of-constants"
        ),
        pytest.param(Compare("=", SHARE, Literal(Fraction(19, 20), "percentage")), 1, 0, id="%"),
        pytest.param(Compare("=", field("rater"), text("党员")), 1, 0, id="word"),
        pytest.param(Compare(">=", field("severity"), text("较重")), 1, 0, id="ordered-word"),
        pytest.param(Compare("=", NOTE, text("5")), 1, 0, id="text"),
        pytest.param(
            Compare("<", field("closed"), Literal(date(2026, 1, 1), "date")), 1, 0, id="date"
        ),
        pytest.param(Compare("<=", field("term"), Literal(5, "duration")), 1, 0, id="duration"),
        pytest.param(field("confirmed"), 1, 0, id="boolean"),
        pytest.param(Not(field("confirmed")), 1, 0, id="not-boolean"),
        pytest.param(Compare("=", DAYS, MISSING), 1, 0, id="missing"),
        pytest.param(Compare(">", known("months"), number(6)), 1, 0, id="field-of-the-subject"),
        pytest.param(
            In(DAYS, (Interval(number(1), number(5), True, False), Against("=", number(9)))),
            3,
            0,
            id="tests",
        ),
        pytest.param(Compare("=", DAYS, FINE), 0, 1, id="field-against-field"),
        pytest.param(
            Compare("=", field("closed"), Ref("run", "as_of", RUN["as_of"])), 0, 1, id="run"
        ),
        pytest.param(Compare(">", Arithmetic("/", DAYS, FINE), number(1)), 0, 1, id="arithmetic"),
        pytest.param(Compare("=", Arithmetic("/", DAYS, FINE), MISSING), 0, 1, id="no-outcome"),
        pytest.param(Call("contains", (NOTE, text("水"))), 0, 1, id="text-test"),
        pytest.param(Not(Call("contains", (NOTE, text("水")))), 0, 1, id="not-text-test"),
        pytest.param(Conditional(field("confirmed"), LATE, LATE), 0, 1, id="choice"),
        pytest.param(Compare("=", DAYS, number(LIMIT)), 0, 1, id="large-constant"),
        pytest.param(Compare("=", NOTE, text("x" * (LONGEST_TEXT + 1))), 0, 1, id="long-constant"),
        pytest.param(
            Compare("=", DAYS, Arithmetic("/", number(1), number(0))), 0, 1, id="no-constant"
        ),
        pytest.param(And((LATE, Compare("=", DAYS, FINE))), 1, 1, id="both"),
        pytest.param(None, 0, 0, id="every-record"),
    ],
)
def test_coverage(when: Expr | None, decided: int, handed: int) -> None:
    bands = 2  # the grades of the little program
    program = program_with(when)
    assert DurableMatcher(program).coverage == Coverage(decided + bands, handed)


@given(
    value=st.fractions(),
    constant=st.integers(-(10**6), 10**6),
    scale=st.integers(1, 10**4),
)
@settings(deadline=None)
def test_codes_stand_to_constants_as_the_numbers_do(
    value: Fraction, constant: int, scale: int
) -> None:
    code, bound = number_code(value, scale), number_code(Fraction(constant, scale), scale)
    exact = Fraction(constant, scale)
    assert (code < bound, code == bound) == (value < exact, value == exact)


@pytest.mark.parametrize("value", [LIMIT, 10**30, 2**63, 2**64 + 7, Fraction(10**40 + 1, 7)])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_number_beyond_the_engine_still_compares_exactly(value: Number, sign: int) -> None:
    largest = number(LIMIT // 2 - 1)
    outcomes = {
        comparator: found(Compare(comparator, FINE, largest), fine=sign * value)
        for comparator in ("=", "!=", "<", "<=", ">", ">=")
    }
    above = sign > 0
    expected = {"=": False, "!=": True, "<": not above, "<=": not above, ">": above, ">=": above}
    assert outcomes == expected


def test_a_fraction_finer_than_any_decimal_keeps_its_side() -> None:
    just_below = Fraction(90 * 10**40 - 1, 10**40)
    ninety = Compare(">=", FINE, number(90))
    assert [found(ninety, fine=value) for value in (just_below, 90)] == [False, True]


def test_constants_of_different_fineness_share_a_field() -> None:
    thirds = (Compare(">", FINE, number(Fraction(bound, 3))) for bound in (1, 2))
    program = program_with(*thirds, Compare(">=", FINE, number(Fraction(1, 2))), LATE)
    facts = [record(0, fine=Fraction(2, 5)), record(1, fine=Fraction(1, 2)), record(2, fine=1)]
    matches = DurableMatcher(program).match(facts, BLANK)
    assert matches.true == ((0, 0), (0, 1), (0, 2), (1, 2), (2, 1), (2, 2))


def test_texts_are_told_apart_to_the_last_character() -> None:
    longest = "x" * LONGEST_TEXT
    cases = {
        ("5", "05"): False,
        ("", "0"): False,
        ("5", "5"): True,
        ("中", "\\u4e2d"): False,
        ('"', '\\"'): False,
        ("a\0b", "a"): False,
        ("a\0b", "a\0b"): True,
        ("A", "a"): False,
        ("e\u0301", "\u00e9"): False,
        (longest, longest): True,
        (longest, longest + "x"): False,
        (longest, longest + "y" * 65_536): False,
        ("\ud800", "\ud800"): True,
        ("", ""): True,
    }
    assert {
        (wanted, value): found(Compare("=", NOTE, text(wanted)), note=value)
        for wanted, value in cases
    } == cases


def test_a_match_by_several_alternatives_is_one_match() -> None:
    either = Or((LATE, Compare(">", DAYS, number(5)), field("confirmed")))
    program = program_with(either)
    facts = [record(0, days=9, confirmed=True), record(1, days=1, confirmed=True)]
    assert DurableMatcher(program).match(facts, BLANK) == Matches(((0, 0), (0, 1)), None)


def test_more_facts_than_one_session_takes_are_all_matched() -> None:
    facts = [record(i, days=i % 10) for i in range(2_345)]
    matches = DurableMatcher(program_with(LATE, None)).match(facts, BLANK)
    late = [(0, i) for i in range(len(facts)) if i % 10 > 7]
    assert matches.true == (*late, *((1, i) for i in range(len(facts))))


def test_a_kind_without_rules_and_no_records_at_all_match_nothing() -> None:
    matcher = DurableMatcher(program_with(LATE))
    assert matcher.match([], BLANK) == Matches((), None)
    bare = DurableMatcher(program_with())
    assert bare.match([record(days=9)], BLANK) == Matches((), None)


def test_alternatives_of_alternatives_do_not_multiply() -> None:
    """Thirteen choices of two would be 8,192 ways to one match."""
    pairs = And(
        tuple(
            Or((Compare("=", DAYS, number(1)), Compare("!=", DAYS, number(i + 2))))
            for i in range(13)
        )
    )
    matcher = DurableMatcher(program_with(pairs))
    assert matcher.coverage == Coverage(2, 26)
    started = time.process_time()
    matches = matcher.match([record(i, days=1) for i in range(500)], BLANK)
    assert len(matches.true) == 500
    assert time.process_time() - started < 5


@given(data=st.data(), outer=st.sampled_from([And, Or]), inner=st.sampled_from([And, Or]))
@settings(deadline=None, max_examples=60)
def test_conditions_of_any_size_are_matched(
    data: st.DataObject, outer: type[And | Or], inner: type[And | Or]
) -> None:
    """As an author's long list of cases is: up to 30 parts of up to 30 atoms."""
    atoms = st.builds(Compare, st.just("="), st.just(DAYS), st.integers(0, 3).map(number))
    parts = atoms | st.lists(atoms, min_size=2, max_size=30).map(lambda p: inner(tuple(p)))
    when = outer(tuple(data.draw(st.lists(parts, min_size=2, max_size=30))))
    program = program_with(when, Not(when))
    facts = [record(i, days=days) for i, days in enumerate((0, 1, 2, 3, None))]
    durable, reference = DurableMatcher(program), ReferenceMatcher(program)
    assert durable.match(facts, BLANK).true == reference.match(facts, BLANK).true


def test_a_summary_is_true_false_or_unknown() -> None:
    bad = Or(
        (Compare("<", known("total"), number(60)), Compare(">=", known("accidents"), number(1)))
    )
    program = program_of(evidence=program_with().evidence, vetoes=[bad, Not(bad)], lists=[bad])
    matcher, reference = DurableMatcher(program), ReferenceMatcher(program)
    cases: list[tuple[Value, Value, bool | None]] = [
        (59, None, True),
        (None, 1, True),
        (60, 0, False),
        (60, None, None),
        (None, 0, None),
        (Fraction(5999, 100), 0, True),
    ]
    for total, accidents, truth in cases:
        summary = {**BLANK, "total": total, "accidents": accidents}
        opposite = None if truth is None else not truth
        assert matcher.decide("zero", summary) == (truth,)
        assert matcher.decide("veto", summary) == (opposite,)
        assert matcher.decide("list", summary) == (truth,)
        assert matcher.decide("trigger", summary) == ()
        assert matcher.decide("grade", summary) == reference.decide("grade", summary)
