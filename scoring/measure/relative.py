"""Measures relative to a group: place, ratio to the best, deviation, mean, share of the sum."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

from rules.backends.reference import Evaluate
from rules.expr.checker import kind_of
from rules.expr.kinds import CategoryKind
from rules.program import Measure, Relative
from rules.values import Number, Rounding, Value, plain, quotient, round_number
from scoring.expressions import NO_RECORD, Compile, number_of, rounding_of
from scoring.measure.spreads import mean_of
from scoring.notes import NEEDS_POPULATION, Words
from scoring.standing import Company, Standing

NO_GROUP = Words(
    "分组字段缺失，没有可比的对象",
    "the field of the group is missing, so there is nobody to compare with",
)
NO_VALUE = Words("所比的数值缺失", "what is compared is missing")
NEGATIVE = Words(
    "组里有小于零的数值，不能算比例", "a value of the group is below zero, so there is no share"
)

GroupKey: TypeAlias = tuple[Value, ...]
# Any: numbers, or for a place whatever has an order.
Within: TypeAlias = Callable[[Any], Value]
Beside: TypeAlias = Callable[[Sequence[Any]], Within]


@dataclass(frozen=True, slots=True)
class RelativePlan:
    """`scored` says that the total or the grade rests on the measure; `rests` is what the compared
    value rests on of other groups."""

    measure: Measure
    relative: Relative
    value: Evaluate
    beside: Beside
    rounding: Rounding | None
    scored: bool
    rests: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Group:
    company: Company = field(default_factory=Company)
    entries: list[tuple[Standing, Any]] = field(default_factory=list)


def prepare_relative(
    measure: Measure, compiled: Compile, *, scored: bool, rests: frozenset[str]
) -> RelativePlan:
    relative = measure.aggregate
    if not isinstance(relative, Relative):
        raise TypeError(f"{measure.name} is not relative to a group")
    value, rounding = compiled(relative.of, None), rounding_of(measure)
    return RelativePlan(measure, relative, value, _beside(relative), rounding, scored, rests)


def hold_relative(plan: RelativePlan, standings: Sequence[Standing]) -> None:
    """The value of each subject beside those of its group: the eligible ones that have a value.

    Whoever may yet join the group, or get its value, holds the group open (`Company.lacking`)."""
    groups: dict[GroupKey, _Group] = {}
    for standing in standings:
        if standing.state != "not_graded":
            _join(plan, standing, groups)
    for group in groups.values():
        if group.entries:
            _measure(plan, group)


def _measure(plan: RelativePlan, group: _Group) -> None:
    values = [value for _, value in group.entries]
    within = plan.beside(values)
    share = plan.relative.how in ("ratio_to_best", "share")
    negative = share and min(values) < 0
    for standing, value in group.entries:
        if negative:
            standing.notes.caution(plan.measure.name, NEGATIVE)
        standing.measure(plan.measure.name, _rounded(within(value), plan.rounding))


def leave_relative(plan: RelativePlan, standing: Standing) -> None:
    """For a subject alone there is no group: what rests on one waits."""
    name = plan.measure.name
    standing.notes.caution(name, NEEDS_POPULATION)
    standing.measure(name, None)
    if plan.scored:
        zh, en = NEEDS_POPULATION
        standing.notes.wait(Words(f"统计口径“{name}”{zh}", f"measure “{name}” {en}"))


def _join(plan: RelativePlan, standing: Standing, groups: dict[GroupKey, _Group]) -> None:
    name = plan.measure.name
    key = tuple(standing.summary[part] for part in plan.relative.within)
    if None in key:
        standing.notes.caution(name, NO_GROUP)
        standing.measure(name, None)
        return
    group = groups.setdefault(key, _Group())
    standing.companies[name] = group.company
    value = plan.value(NO_RECORD, standing.summary)
    if value is None:
        standing.notes.caution(name, NO_VALUE)
    if value is None or standing.doubtful:
        group.company.lacking.append(standing)
        standing.measure(name, None)
    else:
        group.company.take_in(standing, plan.rests)
        group.entries.append((standing, value))


def _rounded(value: Value, rounding: Rounding | None) -> Value:
    number = number_of(value)
    return number if number is None or rounding is None else round_number(number, rounding)


def _beside(relative: Relative) -> Beside:
    match relative.how:
        case "place":
            return partial(_places, relative)
        case "ratio_to_best":
            return partial(_ratios, relative)
        case "deviation":
            return _deviations
        case "group_mean":
            return _means
        case "share":
            return partial(_shares, relative)


def _places(relative: Relative, values: Sequence[Any]) -> Within:
    """1 + how many are better; equal values share a place. A word is compared by its order."""
    kind = kind_of(relative.of)
    order = kind.words.index if isinstance(kind, CategoryKind) else _same
    ascending = sorted(order(value) for value in values)

    def place(value: Any) -> Value:
        if relative.best_high:
            return 1 + len(ascending) - bisect_right(ascending, order(value))
        return 1 + bisect_left(ascending, order(value))

    return place


def _same(value: Any) -> Any:
    return value


def _means(values: Sequence[Number]) -> Within:
    mean = mean_of(values)
    return lambda _: mean


def _deviations(values: Sequence[Number]) -> Within:
    mean = mean_of(values) or 0
    return lambda value: plain(value - mean)


def _ratios(relative: Relative, values: Sequence[Number]) -> Within:
    least, greatest = min(values), max(values)
    if least < 0:
        return lambda _: None
    if relative.best_high:
        return lambda value: _quotient(value, greatest, relative.when_zero)
    return lambda value: _quotient(least, value, relative.when_zero)


def _shares(relative: Relative, values: Sequence[Number]) -> Within:
    total = sum(values)
    if min(values) < 0:
        return lambda _: None
    return lambda value: _quotient(value, total, relative.when_zero)


def _quotient(over: Number, under: Number, when_zero: Number | None) -> Number | None:
    return quotient(over, under) if under else when_zero
