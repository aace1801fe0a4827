"""The columns of results: what they hold and to how many decimals, by the policy alone.

A column's type never depends on the data, so that the tables of two runs fit together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import assert_never

from rules.expr.checker import kind_of
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
from rules.expr.nodes import Expr
from rules.program import (
    BandTable,
    Change,
    Decision,
    Deviation,
    Direct,
    Indicator,
    JointCap,
    KOfN,
    Linear,
    MarginalBrackets,
    Measure,
    Program,
    Recall,
    Rule,
    Scale,
    Source,
    StepTable,
    Stepwise,
    Tally,
    Valued,
    WholeBrackets,
)
from rules.values import Number, decimals_of
from scoring.package.table import Column


def value_column(name: str, kind: Kind) -> Column:
    """The column of a quantity of this kind; a percentage is its fraction: 59.50% is 0.5950."""
    match kind:
        case NumberKind():
            return _number_column(name, kind.decimals)
        case PercentKind():
            digits = None if kind.decimals is None else kind.decimals + 2
            return replace(_number_column(name, digits), form="percent")
        case DurationKind():
            return Column(name, "whole")
        case BooleanKind():
            return Column(name, "boolean")
        case DateKind():
            return Column(name, "date")
        case TextKind() | CategoryKind() | MissingKind() | TableKind():
            return Column(name, "text")
    assert_never(kind)


def measure_column(name: str, measure: Measure) -> Column:
    """A rounded measure has the digits of its rounding, of the percent figure for a percentage."""
    if measure.rounding is None:
        return value_column(name, measure.kind)
    if isinstance(measure.kind, PercentKind):
        return Column(name, "decimal", measure.rounding.digits + 2, "percent")
    return Column(name, "decimal", measure.rounding.digits)


def indicator_columns(program: Program) -> tuple[Column, ...]:
    """One column of points for each indicator, in policy order."""
    digits: dict[str, int | None] = {}
    by_name = {indicator.name: indicator for indicator in program.indicators}
    # Children stand after their sections, so the last come first.
    for indicator in reversed(program.indicators):
        forms = (indicator, *(variant for _, variant in indicator.variants))
        own = _most(
            [
                *(_weighted(by_name[child], digits[child]) for child in indicator.children),
                *(decimals_of(limit) for form in forms for limit in _limits(form)),
                *_rule_digits(program, indicator),
                *(_source_digits(form.valued) for form in forms if form.valued is not None),
            ]
        )
        digits[indicator.name] = None if indicator.restore else own
    return tuple(
        _number_column(f"points_{indicator.name}", digits[indicator.name])
        for indicator in program.indicators
    )


def history_columns(program: Program) -> Iterable[Column]:
    """One column of each quantity of history, and of a tally one without the period at hand."""
    for quantity in program.history:
        match quantity:
            case Tally(name=name):
                yield Column(f"history_{name}", "whole")
                yield Column(f"earlier_{name}", "whole")
            case Recall(name=name):
                yield value_column(f"history_{name}", quantity.kind)


def total_columns(program: Program) -> tuple[Column, ...]:
    """The column of the total; none where the policy has no points."""
    if program.total is None:
        return ()
    return (Column("total", "decimal", program.total.rounding.digits),)


def _number_column(name: str, digits: int | None) -> Column:
    return Column(name, "exact") if digits is None else Column(name, "decimal", digits)


def _limits(indicator: Indicator) -> tuple[Number, ...]:
    limits = (indicator.full, indicator.start, indicator.floor, indicator.cap)
    return tuple(limit for limit in limits if limit is not None)


def _weighted(child: Indicator, digits: int | None) -> int | None:
    """The digits of a child's points in the sum of its section."""
    forms = (child, *(variant for _, variant in child.variants))
    weight = _most(decimals_of(form.weight) for form in forms)
    return None if digits is None or weight is None else digits + weight


def _rule_digits(program: Program, indicator: Indicator) -> Iterable[int | None]:
    for rule in program.rules:
        if rule.indicator == indicator.name:
            yield _digits(rule.points)
            yield from map(decimals_of, _stated(program, rule))


def _source_digits(source: Source) -> int | None:
    """Not known of a mean that is not rounded, nor of a scale that multiplies or divides."""
    if source.rounding is not None:
        return source.rounding.digits
    if source.missing == "group_mean":
        return None
    match source:
        case Valued(value, scale):
            return _scale_digits(scale, value)
        case Decision():
            return _most(decimals_of(row.points) for row in source.rows)
        case Stepwise():
            return _most(chain.from_iterable(map(_change_digits, source.changes)))
    assert_never(source)


def _change_digits(change: Change) -> Iterable[int | None]:
    yield _digits(change.points)
    for limit in (change.floor, change.cap):
        if limit is not None:
            yield decimals_of(limit)


def _stated(program: Program, rule: Rule) -> Iterator[Number]:
    """The numbers that may take the place of a record's points: limits and later occurrences."""
    joints = [joint for joint in program.joint_caps if rule.id in joint.rules]
    limited: tuple[Rule | JointCap, ...] = (rule, *joints)
    for stated in limited:
        caps = (stated.cap, stated.cap_daily, stated.cap_monthly)
        yield from (cap for cap in caps if cap is not None)
    if rule.cap_each is not None:
        yield rule.cap_each
    yield from rule.later


def _scale_digits(scale: Scale, value: Expr) -> int | None:
    match scale:
        case StepTable():
            return _most(decimals_of(points) for _, points in scale.steps)
        case BandTable():
            return _most(decimals_of(points) for _, points in scale.bands)
        case Direct():
            return _digits(value)
        case Linear() | WholeBrackets() | MarginalBrackets() | Deviation() | KOfN():
            return None
    assert_never(scale)


def _digits(expression: Expr) -> int | None:
    """The decimals of a quantity that is not rounded, as the checker knows them; None is not
    known."""
    kind = kind_of(expression)
    return kind.decimals if isinstance(kind, NumberKind) else None


def _most(digits: Iterable[int | None]) -> int | None:
    """The largest, or None where one is not known; 0 of none."""
    known = list(digits)
    return None if None in known else max((d for d in known if d is not None), default=0)
