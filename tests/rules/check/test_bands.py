"""Bands against brute force: every value lies in one band, or it is said which does not."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.check.bands import Band, check_bands
from rules.expr.kinds import NumberKind, PercentKind
from rules.expr.nodes import Against, Compare, Expr, In, Interval, Literal, Ref
from rules.values import Number, plain

KIND = NumberKind(0, 0, 12)


def literal(number: Number) -> Literal:
    return Literal(number, "number")


def codes(bands: list[Expr], kind: NumberKind | PercentKind) -> list[tuple[str, str]]:
    named = [Band(str(i), None, when) for i, when in enumerate(bands)]
    found = check_bands(named, kind, {}, None)
    return [(d.code, d.args.get("gap") or d.args["overlap"]) for d in found]


@st.composite
def band(draw: st.DrawFn) -> Expr:
    """A condition over a whole number 0 … 12, in one of the forms authors use."""
    total = Ref("summary", "total", KIND)
    one, other = sorted(draw(st.tuples(st.integers(-2, 14), st.integers(-2, 14))))
    halves = draw(st.sampled_from([Fraction(0), Fraction(1, 2)]))
    low, high = literal(plain(one + halves)), literal(plain(other + halves))
    form = draw(st.integers(0, 2))
    if form == 0:
        return Compare(draw(st.sampled_from(["<", "<=", ">", ">=", "=", "!="])), total, low)
    if form == 1:
        ends = draw(st.tuples(st.booleans(), st.booleans()))
        return In(total, (Interval(low, high, *ends),))
    return In(total, (Against("=", low), Interval(high, None, True, False)))


def holds(expr: Expr, value: int) -> bool:
    def test(against: Against | Interval) -> bool:
        if isinstance(against, Against):
            assert isinstance(against.value, Literal)
            return compare(against.comparator, value, against.value.value)
        low = against.low is None or compare(
            ">=" if against.low_closed else ">",
            value,
            against.low.value,  # type: ignore[union-attr]
        )
        high = against.high is None or compare(
            "<=" if against.high_closed else "<",
            value,
            against.high.value,  # type: ignore[union-attr]
        )
        return low and high

    if isinstance(expr, In):
        return any(test(t) for t in expr.tests)
    assert isinstance(expr, Compare)
    return compare(expr.comparator, value, expr.right.value)  # type: ignore[union-attr]


def compare(comparator: str, left: object, right: object) -> bool:
    truth: bool = {
        "=": left == right,
        "!=": left != right,
        "<": left < right,  # type: ignore[operator]
        "<=": left <= right,  # type: ignore[operator]
        ">": left > right,  # type: ignore[operator]
        ">=": left >= right,  # type: ignore[operator]
    }[comparator]
    return truth


@settings(deadline=None, max_examples=400)
@given(st.lists(band(), min_size=1, max_size=4))
def test_a_gap_or_overlap_is_reported_exactly_when_there_is_one(bands: list[Expr]) -> None:
    hits = [sum(holds(when, value) for when in bands) for value in range(13)]
    # A band may be several stretches; the same band twice over a value counts as an overlap too.
    found = {code for code, _ in codes(bands, KIND)}
    assert ("band-gap" in found) == (0 in hits)
    if max(hits) > 1:
        assert "band-overlap" in found


def test_the_values_concerned_are_named_to_the_last_digit() -> None:
    total = Ref("summary", "total", NumberKind(1, 0, 100))
    bands: list[Expr] = [
        Compare(">=", total, literal(90)),
        In(total, (Interval(literal(60), literal(89), True, True),)),
        Compare("<", total, literal(60)),
    ]
    assert codes(bands, NumberKind(1, 0, 100)) == [("band-gap", "89.1 – 89.9")]
    assert codes(bands, NumberKind(0, 0, 100)) == []
    assert codes(bands, NumberKind(None, 0, 100)) == [("band-gap", "(89, 90)")]


def test_without_a_range_the_open_ends_count() -> None:
    total = Ref("summary", "total", NumberKind(0))
    assert codes([Compare(">=", total, literal(60))], NumberKind(0)) == [("band-gap", "… – 59")]
    both: list[Expr] = [Compare(">=", total, literal(60)), Compare("<=", total, literal(60))]
    assert codes(both, NumberKind(0)) == [("band-overlap", "60")]


def test_percentages_are_named_as_percentages() -> None:
    rate = Ref("summary", "rate", PercentKind(2, 0, 1))
    bands: list[Expr] = [Compare(">", rate, Literal(Fraction(4, 5), "percentage"))]
    assert codes(bands, PercentKind(2, 0, 1)) == [("band-gap", "0.00% – 80.00%")]
