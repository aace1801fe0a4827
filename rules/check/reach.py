"""How few and how many points there can be: bounds of rules, leaves, sections and the total.

Bounds may be too wide and are never too narrow: a limit outside of them is never met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

from rules import program as plan
from rules.expr.checker import kind_of
from rules.expr.kinds import Kind, NumberKind, PercentKind
from rules.expr.nodes import Expr, Literal, Ref
from rules.expr.rewrite import fold, substitute
from rules.values import Number, add_up, plain, round_number

_MONTHS: Mapping[plan.PeriodKind, int | None] = {
    "month": 1,
    "quarter": 3,
    "half_year": 6,
    "year": 12,
    "custom": None,
}


@dataclass(frozen=True, slots=True)
class Range:
    """Both ends included; None is without end."""

    low: Number | None
    high: Number | None

    def __contains__(self, number: Number) -> bool:
        above = self.low is None or number >= self.low
        return above and (self.high is None or number <= self.high)

    def kept(self, low: Number | None, high: Number | None) -> Range:
        """The range once whatever lies beyond a limit is set to it."""
        return Range(_clamp(self.low, low, high, low), _clamp(self.high, low, high, high))

    def times(self, weight: Number) -> Range:
        """By a weight above zero."""
        low, high = (None if end is None else plain(end * weight) for end in (self.low, self.high))
        return Range(low, high)


NOTHING = Range(0, 0)


def _clamp(
    end: Number | None, low: Number | None, high: Number | None, unbounded: Number | None
) -> Number | None:
    if end is None:
        return unbounded
    if low is not None:
        end = max(end, low)
    return end if high is None else min(end, high)


def added(ranges: Iterable[Range]) -> Range:
    found = list(ranges)
    lows = [r.low for r in found if r.low is not None]
    highs = [r.high for r in found if r.high is not None]
    return Range(
        add_up(lows) if len(lows) == len(found) else None,
        add_up(highs) if len(highs) == len(found) else None,
    )


def united(ranges: Iterable[Range]) -> Range:
    found = list(ranges)
    lows = [r.low for r in found if r.low is not None]
    highs = [r.high for r in found if r.high is not None]
    return Range(
        min(lows) if lows and len(lows) == len(found) else None,
        max(highs) if highs and len(highs) == len(found) else None,
    )


def _at(*points: Number) -> Range:
    return Range(min(points), max(points))


def constants_of(program: plan.Program) -> Mapping[str, Literal]:
    """The parameters that have a number, as literals."""
    return {
        p.name: Literal(p.value, "percentage" if isinstance(p.kind, PercentKind) else "number")
        for p in program.parameters
        if p.value is not None
    }


@dataclass(frozen=True)
class Reach:
    program: plan.Program
    constants: Mapping[str, Literal]

    @cached_property
    def rules(self) -> Mapping[str, plan.Rule]:
        return {rule.id: rule for rule in self.program.rules}

    @cached_property
    def indicators(self) -> Mapping[str, plan.Indicator]:
        return {indicator.name: indicator for indicator in self.program.indicators}

    @cached_property
    def total(self) -> Range:
        """The sum of the topmost items, before the limits of the total."""
        tops = [i for i in self.program.indicators if i.parent is None]
        whole = self.program.total
        if whole is None or whole.restore:
            return Range(None, None)
        return added(self.brings(top) for top in tops)

    def points(self, rule: plan.Rule) -> Range:
        """What one record gives or takes, without a sign."""
        found = [self.number(rule.points), *(_at(later) for later in rule.later)]
        return united(found).kept(0, None)

    def sums(self, rule: plan.Rule) -> Range:
        """What a rule gives (above zero) or takes (below) in a period, before its own cap."""
        one = self.points(rule)
        months = _MONTHS[self.program.head.period]
        most: Number | None = 0 if one.high == 0 else None
        if rule.cap_monthly is not None and months is not None:
            most = rule.cap_monthly * months
        return _signed(rule, most)

    def capped(self, rule: plan.Rule) -> Range:
        found = self.sums(rule)
        if rule.cap is None:
            return found
        return found.kept(None, rule.cap) if rule.sign > 0 else found.kept(-rule.cap, None)

    def before_limits(self, indicator: plan.Indicator) -> Range:
        """The points of an item before its own full mark, floor and cap."""
        if indicator.children:
            if indicator.restore:
                return Range(None, None)
            return added(self.brings(self.indicators[name]) for name in indicator.children)
        rules = added(self.capped(self.rules[name]) for name in indicator.rules)
        source = NOTHING if indicator.valued is None else self._source(indicator, indicator.valued)
        start = NOTHING if isinstance(indicator.valued, plan.Stepwise) else _at(indicator.start)
        return added((start, rules, source))

    def of(self, indicator: plan.Indicator) -> Range:
        """The points of an item; over all classes where its numbers depend on the class."""
        if indicator.variants:
            return united(self.of(variant) for _, variant in indicator.variants)
        full = indicator.full
        limited = self.before_limits(indicator)
        found = limited.kept(None if full is None else 0, indicator.ceiling)
        return found.kept(indicator.floor, indicator.cap)

    def number(self, expr: Expr) -> Range:
        kind = self.kind(expr)
        if isinstance(kind, NumberKind | PercentKind):
            return Range(kind.low, kind.high)
        return Range(None, None)

    def kind(self, expr: Expr) -> Kind:
        """What is known of a value once the parameters stand."""
        folded = fold(substitute(expr, self.constants))
        return folded.kind if isinstance(folded, Ref) else kind_of(folded)

    def brings(self, indicator: plan.Indicator) -> Range:
        """What an item brings to its section; nothing where it does not apply."""
        forms = [variant for _, variant in indicator.variants] or [indicator]
        found = [self.of(form).times(form.weight) for form in forms]
        if any(i.applies for i in forms) or any(_may_be_left_out(form) for form in forms):
            found.append(NOTHING)
        return united(found)

    def _source(self, item: plan.Indicator, source: plan.Source) -> Range:
        full = item.full or 0
        match source:
            case plan.Decision():
                found = _table(source)
            case plan.Stepwise():
                found = self._steps(item.start, source)
            case plan.Valued():
                found = self._scale(source, full)
            case _:
                assert_never(source)
        if source.rounding is not None:
            low, high = (
                None if end is None else round_number(end, source.rounding)
                for end in (found.low, found.high)
            )
            found = Range(low, high)
        given = {"zero": [_at(0)], "full": [_at(full)]}.get(source.missing or "", [])
        return united((found, *given))

    def _steps(self, start: Number, source: plan.Stepwise) -> Range:
        found = _at(start)
        for change in source.changes:
            points = self.number(change.points)
            if change.sign < 0:
                points = Range(*(None if e is None else -e for e in (points.high, points.low)))
            changed = added((found, points))
            found = united((found, united((found, changed)).kept(change.floor, change.cap)))
        return found

    def _scale(self, source: plan.Valued, full: Number) -> Range:
        value = self.number(source.value)
        match source.scale:
            case plan.Direct():
                return value
            case plan.Linear():
                return _at(0, full)
            case plan.StepTable(steps):
                return _at(0, *(points for _, points in steps))
            case plan.BandTable(bands):
                return _at(*(points for _, points in bands))
            case plan.WholeBrackets(bands):
                return _rated(value, [rate for _, rate in bands])
            case plan.MarginalBrackets(parts):
                return _rated(value, [rate for _, rate in parts])
            case plan.Deviation(floor=floor):
                return Range(floor, full)
            case plan.KOfN(most=most):
                return _at(0, full, plain(full + most))
        assert_never(source.scale)


def _signed(rule: plan.Rule, most: Number | None) -> Range:
    if rule.sign > 0:
        return Range(0, most)
    return Range(None if most is None else -most, 0)


def _may_be_left_out(indicator: plan.Indicator) -> bool:
    return indicator.valued is not None and indicator.valued.missing == "exclude"


def _table(table: plan.Decision) -> Range:
    points = [row.points for row in table.rows]
    if table.hit == "collect_sum":
        return Range(add_up(p for p in points if p < 0), add_up(p for p in points if p > 0))
    return _at(*points)


def _rated(value: Range, rates: list[Number]) -> Range:
    """Between the whole value at the lowest and at the highest rate; the value is not negative."""
    ends = [None if value.high is None else plain(value.high * rate) for rate in rates]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return Range(None if min(rates) < 0 else 0, None if max(rates) > 0 else 0)
    return _at(0, *known)
