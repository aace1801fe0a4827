"""Measures relative to a group, of everybody: places, ratios, deviations, means, shares."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Term, sql_of
from rules.program import Measure, Relative
from rules.values import Number
from scoring.expressions import rounding_of
from scoring.measure.relative import NEGATIVE, NO_GROUP, NO_VALUE
from scoring.population.alike import alike
from scoring.population.companies import Company, partition
from scoring.population.course import Course
from scoring.population.store import Store


@dataclass(frozen=True, slots=True)
class _Beside:
    """The values of those who are `compared`, each beside those of its group."""

    course: Course
    relative: Relative
    subjects: int
    compared: str
    group: str

    def over(self, aggregate: str) -> str:
        """An aggregate over those of the group that are compared."""
        return f"{aggregate} FILTER (WHERE {self.compared}) OVER ({self.group})"

    def total(self, value: Scaled) -> Scaled:
        low, high = min(value.low, 0) * self.subjects, max(value.high, 0) * self.subjects
        width = numbers.require_width(low, high)
        top = f"coalesce({self.over(f'sum({value.top})')}, 0)::{width}"
        return self.course.number(replace(value, top=top, low=low, high=high, nullable=False))

    def mean(self, value: Scaled) -> Scaled:
        count = Scaled(self.course.column(self.over("count(*)")), 0, 0, self.subjects)
        return numbers.divide(self.total(value), count)


def beside(
    course: Course, store: Store, measure: Measure, doubtful: str, rests: Set[str]
) -> tuple[Term, Company]:
    """Of everybody who is not refused; who is `doubtful`, or has no value, holds the group open."""
    relative = measure.aggregate
    if not isinstance(relative, Relative):
        raise TypeError(f"{measure.name} is not relative to a group")
    (value,) = course.keep([course.translator.term(relative.of)])
    group = [sql_of(course.summary[field]) for field in relative.within]
    grouped = " AND ".join(f"{part} IS NOT NULL" for part in group) or "true"
    joins = course.column(f"(refusals = 0 AND {grouped})")
    there = f"{sql_of(value)} IS NOT NULL"
    course.note(measure.name, NO_GROUP, f"(refusals = 0 AND NOT ({grouped}))")
    course.note(measure.name, NO_VALUE, f"({joins} AND NOT ({there}))")
    compared = course.column(f"({joins} AND {there} AND NOT {doubtful})")
    # Once more for each measure, because what it is compared by may be another of them.
    course.put(store, f"beside_{compared}")
    company = Company(measure.name, group, compared, f"({joins} AND NOT {compared})", joins, rests)
    whole = alike(store, course.tables, value) if isinstance(value, Scaled) else value
    found = _Beside(course, relative, store.subjects.count, compared, partition(group))
    result = _valued(found, measure, whole)
    rounding = rounding_of(measure)
    if rounding is not None:
        result = numbers.rounded(result, rounding)
    own = numbers.chosen(compared, result, numbers.NO_NUMBER, nullable=False)
    return course.number(own), company


def _valued(group: _Beside, measure: Measure, value: Term) -> Scaled:
    how = group.relative.how
    if how == "place":
        return _place(group, value)
    if not isinstance(value, Scaled):
        return numbers.NO_NUMBER
    match how:
        case "group_mean":
            return group.mean(value)
        case "deviation":
            return numbers.subtract(value, group.mean(value))
        case "ratio_to_best":
            return _of_positive(group, measure, value, _to_best(group, value))
        case "share":
            share = _quotient(value, group.total(value), group.relative.when_zero)
            return _of_positive(group, measure, value, share)


def _place(group: _Beside, value: Term) -> Scaled:
    """1 + how many are better; equal values share a place. A word is compared by its order."""
    falls = "DESC" if group.relative.best_high else "ASC"
    among = group.group.replace("PARTITION BY ", f"PARTITION BY {group.compared}, ")
    among = among or f"PARTITION BY {group.compared}"
    ranked = f"rank() OVER ({among} ORDER BY {sql_of(value)} {falls})"
    return Scaled(ranked, 0, 0, group.subjects)


def _to_best(group: _Beside, value: Scaled) -> Scaled:
    how = "max" if group.relative.best_high else "min"
    best = group.course.number(replace(value, top=group.over(f"{how}({value.top})"), nullable=True))
    pair = (value, best) if group.relative.best_high else (best, value)
    return _quotient(*pair, group.relative.when_zero)


def _of_positive(group: _Beside, measure: Measure, value: Scaled, found: Scaled) -> Scaled:
    """There is no share where a value of the group is below zero."""
    if value.low >= 0:
        return found
    negative = group.course.column(f"coalesce({group.over(f'min({value.top})')} < 0, false)")
    group.course.note(measure.name, NEGATIVE, f"({group.compared} AND {negative})")
    return numbers.chosen(negative, numbers.NO_NUMBER, found, nullable=False)


def _quotient(over: Scaled, under: Scaled, when_zero: Number | None) -> Scaled:
    """Both have one bottom, which is no part of what they come to."""
    over, under = numbers.common(over, under)
    over, under = (replace(number, bottom=None, most=1) for number in (over, under))
    found = numbers.divide(over, under)
    if when_zero is None:
        return found
    instead = numbers.literal(when_zero)
    return numbers.chosen(f"({under.top} = 0)", instead, found, nullable=False)
