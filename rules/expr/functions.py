"""The one table of functions: names in both languages, kinds in, kind out, and the value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from types import MappingProxyType
from typing import Any, TypeAlias, cast

from rules.expr.arithmetic import Extent, added, opposite, union
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
from rules.values import (
    Number,
    Rounding,
    RoundingMode,
    Value,
    add_up,
    quotient,
    round_number,
)

Sort: TypeAlias = tuple[type[Kind], ...]


@dataclass(frozen=True, slots=True)
class Function:
    """`chinese` are its Chinese spellings, the written one first. `takes` are the kinds of its
    arguments in order; where `repeats` the last may come any number of times (at least once), and
    where `alike` all arguments are of one kind. `value` maps values to a value; missing gives
    missing unless `takes_missing`. Of a table it takes the mapping. `kind` maps the kinds of the
    arguments to the kind of the value."""

    name: str
    chinese: tuple[str, ...]
    takes: tuple[Sort, ...]
    kind: Callable[..., Kind]
    value: Callable[..., Value]
    repeats: bool = False
    alike: bool = False
    takes_missing: bool = False

    def __call__(self, *arguments: Any) -> Value:
        if not self.takes_missing and any(argument is None for argument in arguments):
            return None
        return self.value(*arguments)

    def sort(self, index: int) -> Sort:
        """The kinds that the argument at this place may have."""
        return self.takes[min(index, len(self.takes) - 1)]

    def accepts(self, count: int) -> bool:
        return count >= len(self.takes) if self.repeats else count == len(self.takes)


MOST_DIGITS = 12

_NUMBER: Sort = (NumberKind,)
_AMOUNT: Sort = (NumberKind, PercentKind)
_SIZE: Sort = (NumberKind, PercentKind, DurationKind)
_ORDERED: Sort = (NumberKind, PercentKind, DateKind, DurationKind)
_TEXT: Sort = (TextKind, CategoryKind)
_DATE: Sort = (DateKind,)
_ANY: Sort = (
    NumberKind,
    PercentKind,
    TextKind,
    BooleanKind,
    DateKind,
    DurationKind,
    CategoryKind,
    MissingKind,
)


# --- kinds out ---------------------------------------------------------------------------------


def _numeric(
    kinds: tuple[NumberKind | PercentKind, ...], combine: Callable[[tuple[Extent, ...]], Extent]
) -> NumberKind | PercentKind:
    extent = combine(tuple(Extent.of(kind) for kind in kinds))
    return extent.kind(percent=isinstance(kinds[0], PercentKind))


def _pick(pick: Callable[[list[Number]], Number]) -> Callable[..., Kind]:
    """The kind of the least or the greatest argument."""

    def bound(bounds: list[Number | None], *, enough: bool) -> Number | None:
        """One known bound is enough on the side the choice goes to."""
        known = [bound for bound in bounds if bound is not None]
        return pick(known) if known and (enough or len(known) == len(bounds)) else None

    def combine(extents: tuple[Extent, ...]) -> Extent:
        return Extent(
            union(extents).decimals,
            bound([extent.low for extent in extents], enough=pick is max),
            bound([extent.high for extent in extents], enough=pick is min),
        )

    def kind(*kinds: Any) -> Kind:
        numeric = isinstance(kinds[0], NumberKind | PercentKind)
        return _numeric(kinds, combine) if numeric else cast(Kind, kinds[0])

    return kind


def _sum_kind(*kinds: NumberKind | PercentKind) -> Kind:
    return _numeric(kinds, lambda extents: reduce(added, extents))


def _mean_kind(*kinds: NumberKind | PercentKind) -> Kind:
    def combine(extents: tuple[Extent, ...]) -> Extent:
        hull = union(extents)
        return Extent(None, hull.low, hull.high)

    return _numeric(kinds, combine)


def _size_kind(size: NumberKind | PercentKind | DurationKind) -> Kind:
    if isinstance(size, DurationKind):
        return size
    hull = union((Extent.of(size), opposite(Extent.of(size))))
    return Extent(hull.decimals, 0, hull.high).kind(percent=isinstance(size, PercentKind))


def _rounded_kind(mode: RoundingMode) -> Callable[..., Kind]:
    def kind(number: NumberKind, digits: NumberKind) -> Kind:
        to = Rounding(int(digits.low or 0), mode)
        kept = to.digits if number.decimals is None else min(to.digits, number.decimals)
        low, high = (
            bound if bound is None else round_number(bound, to)
            for bound in (number.low, number.high)
        )
        return NumberKind(kept, low, high)

    return kind


def _whole_kind(whole: Callable[[Number], Number]) -> Callable[..., Kind]:
    def kind(number: NumberKind) -> Kind:
        low, high = (None if b is None else whole(b) for b in (number.low, number.high))
        return NumberKind(0, low, high)

    return kind


def _whole(low: int | None = None, high: int | None = None) -> Callable[..., Kind]:
    return lambda *_: NumberKind(0, low, high)


def _boolean(*_: Kind) -> Kind:
    return BooleanKind()


def _entry(table: TableKind, _: Kind) -> Kind:
    return table.of


# --- values ------------------------------------------------------------------------------------


def _round(mode: RoundingMode) -> Callable[[Number, int], Value]:
    return lambda number, digits: round_number(number, Rounding(digits, mode))


def _floor(number: Number) -> Number:
    return number.__floor__()


def _ceiling(number: Number) -> Number:
    return number.__ceil__()


def _sum(*numbers: Number) -> Value:
    return add_up(numbers)


def _mean(*numbers: Number) -> Value:
    return quotient(add_up(numbers), len(numbers))


def _count(*values: Value) -> Value:
    return sum(value is not None for value in values)


def _days(first: date, last: date) -> Value:
    return (last - first).days


def _lookup(table: Mapping[str, Number], key: str) -> Value:
    return table.get(key)


# --- the table ---------------------------------------------------------------------------------

_ALL: tuple[Function, ...] = (
    Function("min", ("最小", "最小值"), (_ORDERED,), _pick(min), lambda *v: min(v), True, True),
    Function("max", ("最大", "最大值"), (_ORDERED,), _pick(max), lambda *v: max(v), True, True),
    Function("sum", ("求和", "合计"), (_AMOUNT,), _sum_kind, _sum, True, True),
    Function("mean", ("平均", "平均值"), (_AMOUNT,), _mean_kind, _mean, True, True),
    Function("abs", ("绝对值",), (_SIZE,), _size_kind, abs),
    Function(
        "count",
        ("计数", "个数"),
        (_ANY,),
        lambda *kinds: NumberKind(0, 0, len(kinds)),
        _count,
        repeats=True,
        takes_missing=True,
    ),
    Function(
        "round", ("四舍五入",), (_NUMBER, _NUMBER), _rounded_kind("half_up"), _round("half_up")
    ),
    Function(
        "round_half_even",
        ("四舍六入五成双",),
        (_NUMBER, _NUMBER),
        _rounded_kind("half_even"),
        _round("half_even"),
    ),
    Function("round_up", ("向上舍入",), (_NUMBER, _NUMBER), _rounded_kind("up"), _round("up")),
    Function(
        "round_down", ("向下舍入",), (_NUMBER, _NUMBER), _rounded_kind("down"), _round("down")
    ),
    Function("floor", ("向下取整",), (_NUMBER,), _whole_kind(_floor), _floor),
    Function("ceiling", ("向上取整",), (_NUMBER,), _whole_kind(_ceiling), _ceiling),
    Function("length", ("长度", "字数"), (_TEXT,), _whole(low=0), len),
    Function("contains", ("包含",), (_TEXT, _TEXT), _boolean, lambda text, part: part in text),
    Function("starts_with", ("开头是",), (_TEXT, _TEXT), _boolean, str.startswith),
    Function("ends_with", ("结尾是",), (_TEXT, _TEXT), _boolean, str.endswith),
    Function("year", ("年",), (_DATE,), _whole(1, 9999), lambda day: day.year),
    Function("month", ("月",), (_DATE,), _whole(1, 12), lambda day: day.month),
    Function("day", ("日",), (_DATE,), _whole(1, 31), lambda day: day.day),
    Function("days", ("天数",), (_DATE, _DATE), _whole(), _days),
    Function("lookup", ("查表",), ((TableKind,), _TEXT), _entry, _lookup),
)

FUNCTIONS: Mapping[str, Function] = MappingProxyType({f.name: f for f in _ALL})
SPELLINGS: Mapping[str, Function] = MappingProxyType(
    {spelling: f for f in _ALL for spelling in (f.name, *f.chinese)}
)
ROUNDINGS: frozenset[str] = frozenset({"round", "round_half_even", "round_up", "round_down"})

# Known words that this version does not do yet.
LATER: frozenset[str] = frozenset({"matches", "匹配", "working_days", "工作日数"})
# Words that count records, which stand under 统计口径 and are no functions.
MEASURES: frozenset[str] = frozenset({"same_person", "同一人在"})
