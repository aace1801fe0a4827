"""Where a condition holds, against the definition asked at every place there is."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import compile_expression
from rules.check.parts import Line, Part, Words, everything, meet, minus
from rules.check.regions import NOWHERE, Box, Region, TooManyBoxes
from rules.check.truths import Truth
from rules.check.witness import told, witness_of
from rules.expr.kinds import BooleanKind, CategoryKind, Kind, NumberKind, PercentKind, TextKind
from rules.expr.nodes import (
    Against,
    And,
    Compare,
    Conditional,
    Expr,
    In,
    Interval,
    Literal,
    Not,
    Or,
    Ref,
)
from rules.expr.rewrite import references
from rules.values import Value, plain

HALVES = NumberKind(1, 0, 2)
SEVERITY = CategoryKind(("一般", "较重", "重大"), ordered=True)
FIELDS: dict[str, tuple[Kind, tuple[Value, ...], bool]] = {
    "件数": (NumberKind(0, 0, 4), tuple(range(5)), False),
    "得分": (HALVES, tuple(plain(Fraction(n, 10)) for n in range(21)), True),
    "程度": (SEVERITY, SEVERITY.words, True),
    "核实": (BooleanKind(), (True, False), False),
    "来源": (TextKind(), ("信", "访", "网"), True),
}
COLUMNS = {name: place for place, name in enumerate(FIELDS)}
REFS = {name: Ref("record", name, kind) for name, (kind, _, _) in FIELDS.items()}
MISSING = Literal(None, "missing")


def everywhere(names: list[str]) -> Iterator[tuple[Value, ...]]:
    """Every record there is, the fields that are not named being missing or anything."""
    values = [
        (*(known if name in names else known[:1]), *((None,) if gaps else ()))
        for name, (_, known, gaps) in FIELDS.items()
    ]
    return product(*values)


def truth() -> Truth:
    def whole(ref: Ref) -> Part:
        return everything(ref.kind, may_be_missing=FIELDS[ref.name][2])

    return Truth({}, lambda _: None, whole)


def number(value: Fraction | int) -> Literal:
    return Literal(plain(Fraction(value)), "number")


@st.composite
def atom(draw: st.DrawFn) -> Expr:
    name = draw(st.sampled_from(list(FIELDS)))
    ref = REFS[name]
    if draw(st.integers(0, 5)) == 0:
        return Compare(draw(st.sampled_from(["=", "!="])), ref, MISSING)
    match name:
        case "件数" | "得分":
            ends = [number(Fraction(draw(st.integers(-2, 10)), 2)) for _ in range(2)]
            if draw(st.booleans()):
                ends.sort(key=lambda end: end.value)  # type: ignore[arg-type, return-value]
                closed = draw(st.tuples(st.booleans(), st.booleans()))
                return In(ref, (Interval(*ends, *closed), Against("=", ends[0])))
            sign = draw(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]))
            sides = (ref, ends[0]) if draw(st.booleans()) else (ends[0], ref)
            return Compare(sign, *sides)
        case "程度":
            sign = draw(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]))
            return Compare(sign, ref, Literal(draw(st.sampled_from(SEVERITY.words)), "text"))
        case "来源":
            sign = draw(st.sampled_from(["=", "!="]))
            return Compare(sign, ref, Literal(draw(st.sampled_from(["信", "访", "外"])), "text"))
    return ref


def conditions() -> st.SearchStrategy[Expr]:
    def grown(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
        parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            parts.map(And),
            parts.map(Or),
            inner.map(Not),
            st.builds(Conditional, inner, inner, inner),
        )

    return st.recursive(atom(), grown, max_leaves=5)


def inside(values: tuple[Value, ...], box: Box) -> bool:
    return all(_in_part(values[COLUMNS[r.name]], box[r]) for r in REFS.values() if r in box)


def _in_part(value: Value, part: Part) -> bool:
    if value is None:
        return part.missing
    if isinstance(part.known, Words):
        return (value in part.known.values) != part.known.others
    at = (0, Fraction(value), 0)  # type: ignore[arg-type]  # a number, on a line
    return any(low <= at < high for low, high in part.known.stretches)


def holds(values: tuple[Value, ...], region: Region) -> int:
    return sum(inside(values, box) for box in region)


def read_by(condition: Expr) -> list[str]:
    return [reference.name for reference in references(condition)]


@settings(deadline=None, max_examples=60)
@given(conditions())
def test_the_regions_are_where_the_definition_says_true_and_false(condition: Expr) -> None:
    truths = truth().of(condition)
    evaluate = compile_expression(condition, COLUMNS)
    for values in everywhere(read_by(condition)):
        asked = evaluate(values, {})
        found = (holds(values, truths.true), holds(values, truths.false))
        assert found == (int(asked is True), int(asked is False)), values


@settings(deadline=None, max_examples=60)
@given(conditions())
def test_a_witness_is_a_record_for_which_the_condition_holds(condition: Expr) -> None:
    true = truth().of(condition).true
    witness = witness_of(true)
    if witness is None:
        assert true == NOWHERE
        return
    values = {ref.name: value for ref, value in witness.items()}
    record = tuple(values.get(name, known[0]) for name, (_, known, _) in FIELDS.items())
    assert compile_expression(condition, COLUMNS)(record, {}) is True
    assert told(witness, "zh").count("=") == len(witness)


@pytest.mark.parametrize(
    ("one", "other", "both", "rest"),
    [
        (
            Words(frozenset("甲乙")),
            Words(frozenset("乙丙")),
            Words(frozenset("乙")),
            Words(frozenset("甲")),
        ),
        (
            Words(frozenset("甲"), others=True),
            Words(frozenset("甲乙")),
            Words(frozenset("乙")),
            Words(frozenset("甲乙"), others=True),
        ),
    ],
    ids=["listed", "all but some"],
)
def test_words_meet_and_leave(one: Words, other: Words, both: Words, rest: Words) -> None:
    assert meet(Part(one), Part(other)) == Part(both)
    assert minus(Part(one, missing=True), Part(other)) == Part(rest, missing=True)


def side_by_side(sign: str, left: str, right: str) -> Compare:
    return Compare(sign, REFS[left], REFS[right])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("condition", "never"),
    [
        (And((side_by_side("<", "件数", "得分"), side_by_side("<", "得分", "件数"))), True),
        (And((side_by_side("<=", "件数", "得分"), side_by_side("<=", "得分", "件数"))), False),
        (And((side_by_side("=", "件数", "得分"), side_by_side("!=", "件数", "得分"))), True),
        (Or((side_by_side("<", "件数", "得分"), side_by_side(">", "件数", "得分"))), False),
    ],
    ids=["both less", "equal", "equal and not", "either"],
)
def test_two_fields_side_by_side_are_less_equal_or_more(condition: Expr, never: bool) -> None:
    assert (truth().of(condition).true == NOWHERE) is never


def test_what_is_too_ragged_is_not_known() -> None:
    odd = [
        In(
            Ref("record", f"字段{n}", NumberKind(0)),
            tuple(Against("=", number(2 * i)) for i in range(4)),
        )
        for n in range(12)
    ]
    lines = Truth({}, lambda _: None, lambda ref: everything(ref.kind, may_be_missing=False))
    evens = And(
        tuple(Or((Compare("<", one.operand, number(-n)), one)) for n, one in enumerate(odd))
    )
    with pytest.raises(TooManyBoxes):
        lines.of(And((evens, Not(Or((*odd, evens))), Not(And(tuple(odd))))))


def test_a_percentage_is_told_as_one() -> None:
    rate = Ref("summary", "办结率", PercentKind(2, 0, 1))
    region = ({rate: Part(Line((((0, Fraction(1, 2), 1), (0, Fraction(1), 1)),)))},)
    assert told(witness_of(region) or {}, "zh") == "办结率 = 50.00%"
