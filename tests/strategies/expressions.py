"""Well-kinded, resolved expressions as Hypothesis strategies, with names to resolve them again.

`conditions()`, `numbers()`, `percentages()`, … draw trees over REFS; NAMES resolves what they print
as; `records()` draws values for COLUMNS and `summaries()` for the rest, missing included.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from rules.expr.checker import Names
from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    DurationKind,
    Kind,
    NumberKind,
    PercentKind,
    TableKind,
    TextKind,
)
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
    Test,
)
from rules.program import Parameter
from rules.values import Value, plain

SEVERITY = CategoryKind(("一般", "较重", "重大"), ordered=True)
RATER = CategoryKind(("党员", "业委会", "业主代表"))
GRADE = CategoryKind(("不合格", "合格", "优秀"), ordered=True)
WEIGHTS = TableKind(RATER.words, NumberKind(1, 0, 1))

COLUMNS: Mapping[str, Kind] = {
    "办结天数": NumberKind(0, 0, 1000),
    "得分": NumberKind(2, 0, 100),
    "加减": NumberKind(2, -5, 5),
    "满意率": PercentKind(2, 0, 1),
    "同比": PercentKind(),
    "已核实": BooleanKind(),
    "是否重复": BooleanKind(),
    "严重程度": SEVERITY,
    "评价人": RATER,
    "受理日": DateKind(),
    "办结日": DateKind(),
    "时限": DurationKind(),
    "街道": TextKind(),
    "备注": TextKind(),
}
SUMMARY: Mapping[str, Kind] = {
    "total": NumberKind(2, 0, 105),
    "grade": GRADE,
    "街道排名.place": NumberKind(0, 1),
    "街道排名.share_from_last": PercentKind(None, 0, 1),
}
RUN: Mapping[str, Kind] = {"as_of": DateKind()}
PARAMETERS: tuple[Parameter, ...] = (
    Parameter("办结时限", NumberKind(0), 7),
    Parameter("及格率", PercentKind(0), Fraction(3, 5)),
    Parameter("权重", WEIGHTS, None, (("党员", Fraction(3, 10)), ("业委会", 1), ("业主代表", 0))),
)

TABLE = Ref("parameter", "权重", WEIGHTS)
REFS: tuple[Ref, ...] = (
    *(Ref("record", name, kind) for name, kind in COLUMNS.items()),
    *(Ref("summary", name, kind) for name, kind in SUMMARY.items()),
    *(Ref("run", name, kind) for name, kind in RUN.items()),
    *(Ref("parameter", p.name, p.kind) for p in PARAMETERS if not p.table),
)
_CHINESE = {
    "total": "总分",
    "grade": "等次",
    "as_of": "截止日",
    "街道排名.place": "街道排名.名次",
    "街道排名.share_from_last": "街道排名.倒数占比",
}
NAMES = Names(
    {
        spelling: ref
        for ref in (*REFS, TABLE)
        for spelling in (ref.name, _CHINESE.get(ref.name, ref.name))
    }
)
MISSING = Literal(None, "missing")

Build = Callable[[st.DrawFn, int], Expr]


# --- leaves --------------------------------------------------------------------------------------

whole_numbers = st.integers(-12, 120) | st.sampled_from([0, 1, 7, 10**29, -(10**29)])
decimals = st.builds(
    lambda n, d: plain(Fraction(n, 10**d)), st.integers(-9999, 9999), st.integers(1, 4)
)
dates = st.dates(date(2025, 11, 1), date(2026, 3, 31)) | st.sampled_from([date.min, date.max])
texts = st.sampled_from(["", "城东", "a", "“引”", '"', "\\", "\n\t", "且", "：#"]) | st.text(
    max_size=4
)

_LITERALS: Mapping[type[Kind], st.SearchStrategy[Literal]] = {
    NumberKind: (whole_numbers | decimals).map(lambda v: Literal(v, "number")),
    PercentKind: decimals.map(lambda v: Literal(v, "percentage")),
    BooleanKind: st.booleans().map(lambda v: Literal(v, "boolean")),
    DateKind: dates.map(lambda v: Literal(v, "date")),
    DurationKind: st.integers(-30, 30).map(lambda v: Literal(v, "duration")),
    TextKind: texts.map(lambda v: Literal(v, "text")),
}
_REFS: Mapping[type[Kind], st.SearchStrategy[Ref]] = {
    sort: st.sampled_from([ref for ref in REFS if isinstance(ref.kind, sort)])
    for sort in (NumberKind, PercentKind, BooleanKind, DateKind, DurationKind, TextKind)
}


def _leaf(draw: st.DrawFn, sort: type[Kind]) -> Expr:
    return draw(_REFS[sort] | _LITERALS[sort])


# --- values --------------------------------------------------------------------------------------


def _value(draw: st.DrawFn, sort: type[Kind], depth: int) -> Expr:
    if depth == 0 or draw(st.integers(0, 2)) == 0:
        return _leaf(draw, sort)
    return draw(st.sampled_from((*_BUILDERS[sort], _choice(sort))))(draw, depth - 1)


def _choice(sort: type[Kind]) -> Build:
    def build(draw: st.DrawFn, depth: int) -> Expr:
        condition = _condition(draw, depth)
        branches = [_value(draw, sort, depth), draw(st.just(MISSING) | _REFS[sort])]
        then, otherwise = draw(st.permutations(branches))
        return Conditional(condition, then, otherwise)

    return build


def _operation(draw: st.DrawFn, depth: int) -> Expr:
    sign = draw(st.sampled_from(["+", "-", "*"]))
    left, right = (_value(draw, NumberKind, depth) for _ in range(2))
    return Arithmetic(sign, left, right)


def _division(draw: st.DrawFn, depth: int) -> Expr:
    nonzero = _LITERALS[NumberKind].filter(lambda literal: literal.value != 0)
    return Arithmetic("/", _value(draw, NumberKind, depth), draw(nonzero | _REFS[NumberKind]))


def _power(draw: st.DrawFn, depth: int) -> Expr:
    exponent = Literal(draw(st.integers(0, 9)), "number")
    return Arithmetic("**", _leaf(draw, NumberKind), exponent)


def _negative(sort: type[Kind]) -> Build:
    return lambda draw, depth: Negative(_value(draw, sort, depth))


def _scaled(draw: st.DrawFn, depth: int) -> Expr:
    sides = [_value(draw, NumberKind, depth), _value(draw, PercentKind, depth)]
    return Arithmetic("*", *draw(st.permutations(sides)))


def _quotient(draw: st.DrawFn, depth: int) -> Expr:
    return Arithmetic("/", _value(draw, PercentKind, depth), draw(_REFS[PercentKind]))


def _rounded(draw: st.DrawFn, depth: int) -> Expr:
    function = draw(st.sampled_from(["round", "round_half_even", "round_up", "round_down"]))
    digits = Literal(draw(st.integers(0, 3)), "number")
    return Call(function, (_value(draw, NumberKind, depth), digits))


def _call(sort: type[Kind], *names: str, most: int = 1) -> Build:
    """A call over one to `most` arguments of one sort."""

    def build(draw: st.DrawFn, depth: int) -> Expr:
        count = draw(st.integers(1, most))
        arguments = tuple(_value(draw, sort, depth) for _ in range(count))
        return Call(draw(st.sampled_from(names)), arguments)

    return build


def _count(draw: st.DrawFn, depth: int) -> Expr:
    sorts = draw(st.lists(st.sampled_from(tuple(_REFS)), min_size=1, max_size=3))
    return Call("count", tuple(_value(draw, sort, depth) for sort in sorts))


def _days(draw: st.DrawFn, depth: int) -> Expr:
    return Call("days", (_value(draw, DateKind, depth), _value(draw, DateKind, depth)))


def _lookup(draw: st.DrawFn, depth: int) -> Expr:
    rater = Ref("record", "评价人", RATER)
    word = Literal(draw(st.sampled_from(RATER.words)), "text")
    return Call("lookup", (TABLE, draw(st.sampled_from([rater, word]))))


def _percent_sum(draw: st.DrawFn, depth: int) -> Expr:
    sign = draw(st.sampled_from(["+", "-", "*"]))
    return Arithmetic(sign, _value(draw, PercentKind, depth), _value(draw, PercentKind, depth))


def _share(draw: st.DrawFn, depth: int) -> Expr:
    return Arithmetic("/", _value(draw, PercentKind, depth), draw(_REFS[NumberKind]))


def _moved(draw: st.DrawFn, depth: int) -> Expr:
    sign = draw(st.sampled_from(["+", "-"]))
    return Arithmetic(sign, _value(draw, DateKind, depth), _value(draw, DurationKind, depth))


def _gap(draw: st.DrawFn, depth: int) -> Expr:
    return Arithmetic("-", _value(draw, DateKind, depth), _value(draw, DateKind, depth))


def _times_days(draw: st.DrawFn, depth: int) -> Expr:
    factor = Ref("record", "办结天数", COLUMNS["办结天数"])
    sides = [_value(draw, DurationKind, depth), factor]
    return Arithmetic("*", *draw(st.permutations(sides)))


_BUILDERS: Mapping[type[Kind], tuple[Build, ...]] = {
    NumberKind: (
        _operation,
        _division,
        _power,
        _negative(NumberKind),
        _scaled,
        _quotient,
        _rounded,
        _call(NumberKind, "abs", "floor", "ceiling"),
        _call(NumberKind, "min", "max", "sum", "mean", most=3),
        _call(TextKind, "length"),
        _call(DateKind, "year", "month", "day"),
        _count,
        _days,
        _lookup,
    ),
    PercentKind: (
        _percent_sum,
        _share,
        _negative(PercentKind),
        _call(PercentKind, "abs"),
        _call(PercentKind, "min", "max", "sum", "mean", most=3),
    ),
    DateKind: (_moved, _call(DateKind, "min", "max", most=3)),
    DurationKind: (_gap, _times_days, _negative(DurationKind), _call(DurationKind, "abs")),
    TextKind: (lambda draw, depth: _leaf(draw, TextKind),),
    BooleanKind: (lambda draw, depth: _condition(draw, depth),),
}


# --- conditions ----------------------------------------------------------------------------------

_SIZES = (NumberKind, PercentKind, DateKind, DurationKind)
_COMPARATORS = ("=", "!=", "<", "<=", ">", ">=")


def _condition(draw: st.DrawFn, depth: int) -> Expr:
    if depth == 0:
        return draw(_REFS[BooleanKind]) if draw(st.booleans()) else _comparison(draw, 0)
    forms = (
        _comparison,
        _comparison,
        _words,
        _missing_test,
        _member,
        _not,
        _and_or,
        _text,
        _either,
    )
    return draw(st.sampled_from(forms))(draw, depth - 1)


def _comparison(draw: st.DrawFn, depth: int) -> Expr:
    sort = draw(st.sampled_from(_SIZES))
    sides = (_value(draw, sort, depth), _value(draw, sort, depth))
    return Compare(draw(st.sampled_from(_COMPARATORS)), *sides)


def _words(draw: st.DrawFn, depth: int) -> Expr:
    """A category against an allowed word, an ordered one by its order, or a text by equality."""
    name, kind = draw(st.sampled_from([("严重程度", SEVERITY), ("评价人", RATER)]))
    ref = Ref("record", name, kind)
    word = Literal(draw(st.sampled_from(kind.words)), "text")
    choice = Conditional(draw(_REFS[BooleanKind]), ref, word)
    sides = draw(st.permutations([draw(st.sampled_from([ref, choice])), word]))
    comparators = _COMPARATORS if kind.ordered else _COMPARATORS[:2]
    if draw(st.booleans()):
        return Compare(draw(st.sampled_from(comparators)), *sides)
    return Compare(
        draw(st.sampled_from(_COMPARATORS[:2])), draw(_REFS[TextKind]), _leaf(draw, TextKind)
    )


def _missing_test(draw: st.DrawFn, depth: int) -> Expr:
    sort = draw(st.sampled_from(tuple(_REFS)))
    return Compare(draw(st.sampled_from(["=", "!="])), _value(draw, sort, depth), MISSING)


def _member(draw: st.DrawFn, depth: int) -> Expr:
    sort = draw(st.sampled_from(_SIZES))
    operand = _value(draw, sort, depth)
    count = draw(st.integers(1, 3))
    return In(operand, tuple(_test(draw, sort, depth) for _ in range(count)))


def _test(draw: st.DrawFn, sort: type[Kind], depth: int) -> Test:
    if draw(st.booleans()):
        if draw(st.integers(0, 4)) == 0:
            return Against(draw(st.sampled_from(["=", "!="])), MISSING)
        return Against(draw(st.sampled_from(_COMPARATORS)), _value(draw, sort, depth))
    low, high = draw(_LITERALS[sort]), draw(_LITERALS[sort])
    if low.value > high.value:
        low, high = high, low
    closed = (True, True) if low == high else draw(st.tuples(st.booleans(), st.booleans()))
    bounds = draw(
        st.sampled_from([(low, high), (draw(_REFS[sort]), high), (low, draw(_REFS[sort]))])
    )
    return Interval(*bounds, *closed)


def _not(draw: st.DrawFn, depth: int) -> Expr:
    return Not(_condition(draw, depth))


def _and_or(draw: st.DrawFn, depth: int) -> Expr:
    parts = tuple(_condition(draw, depth) for _ in range(draw(st.integers(2, 3))))
    return draw(st.sampled_from([And, Or]))(parts)


def _text(draw: st.DrawFn, depth: int) -> Expr:
    function = draw(st.sampled_from(["contains", "starts_with", "ends_with"]))
    return Call(function, (draw(_REFS[TextKind]), _leaf(draw, TextKind)))


def _either(draw: st.DrawFn, depth: int) -> Expr:
    branches = (_condition(draw, depth), _condition(draw, depth))
    return Conditional(_condition(draw, depth), *branches)


# --- what others draw ----------------------------------------------------------------------------


@st.composite
def conditions(draw: st.DrawFn, depth: int = 3) -> Expr:
    return _condition(draw, depth)


@st.composite
def values(draw: st.DrawFn, depth: int = 3) -> Expr:
    """An expression of any sort but a category."""
    return _value(draw, draw(st.sampled_from(tuple(_BUILDERS))), depth)


@st.composite
def numbers(draw: st.DrawFn, depth: int = 3) -> Expr:
    """A number or a percentage."""
    return _value(draw, draw(st.sampled_from((NumberKind, PercentKind))), depth)


def expressions(depth: int = 3) -> st.SearchStrategy[Expr]:
    return conditions(depth) | values(depth)


def values_of(kind: Kind) -> st.SearchStrategy[Value]:
    """Values that the kind allows, missing included."""
    match kind:
        case NumberKind() | PercentKind():
            digits = 2 if kind.decimals is None else kind.decimals
            digits += 2 if isinstance(kind, PercentKind) else 0
            low = -50 if kind.low is None else int(kind.low)
            high = 50 if kind.high is None else int(kind.high)
            scaled = st.integers(low * 10**digits, high * 10**digits)
            return st.none() | scaled.map(lambda n: plain(Fraction(n, 10**digits)))
        case BooleanKind():
            return st.none() | st.booleans()
        case CategoryKind():
            return st.none() | st.sampled_from(kind.words)
        case DateKind():
            return st.none() | dates
        case DurationKind():
            return st.none() | st.integers(-30, 30)
    return st.none() | texts


def records() -> st.SearchStrategy[tuple[Value, ...]]:
    return st.tuples(*(values_of(kind) for kind in COLUMNS.values()))


def summaries() -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries({n: values_of(k) for n, k in (*SUMMARY.items(), *RUN.items())})
