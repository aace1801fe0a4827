"""组均, of everybody: who lacks the value of a leaf gets the mean points of its group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import sql_of
from rules.program import Indicator, Program, Source
from rules.values import Value
from scoring.notes import Words
from scoring.population.alike import alike
from scoring.population.companies import Company, partition
from scoring.population.course import Course
from scoring.population.find.findings import RuleTally
from scoring.population.find.limits import limited, limits_of
from scoring.population.score.points import Form, Points, by_form, forms_of, stated
from scoring.population.score.scores import score_leaves
from scoring.population.store import Store
from scoring.score.group_means import MEAN_OF_PART, mean_for_missing, nobody_has_points
from scoring.score.scores import mark_of

_TAKES = "3"


@dataclass(frozen=True, slots=True)
class Means:
    """What the means are taken of: who is in the running, and who waits already."""

    store: Store
    program: Program
    rules: Mapping[str, RuleTally]
    running: str
    pending: str
    rests: Mapping[str, Set[str]]


def take_means(
    course: Course, means: Means, leaves: Sequence[Indicator], found: dict[str, Points]
) -> list[Company]:
    """Adds the points of some leaves, one after the other, to those that were found."""
    companies = []
    with course.within(means.running):
        for number, leaf in enumerate(leaves):
            score_leaves(course, means.program, [leaf], means.rules, found)
            own = _of_running(course, means, found[leaf.name])
            course.put(means.store, f"meant{number}")
            found[leaf.name], company = _meant(course, means, leaf, own)
            course.summary[leaf.name] = found[leaf.name].points
            companies.append(company)
    return companies


def _of_running(course: Course, means: Means, own: Points) -> Points:
    """Without those who are out of the running by now."""
    points = course.number(
        numbers.chosen(means.running, own.points, numbers.NO_NUMBER, nullable=False)
    )
    state = own.state
    if own.always:
        state = f"CASE WHEN {points.top} IS NOT NULL THEN 0 END"
    kept = course.column(f"(CASE WHEN {means.running} THEN {state} END)::TINYINT")
    return replace(own, points=points, state=kept)


@dataclass(frozen=True, slots=True)
class _Mean:
    """The mean of the group, how many have points in it, whether anybody's are lacking."""

    mean: Scaled
    count: str
    lacking: str


def _meant(course: Course, means: Means, leaf: Indicator, own: Points) -> tuple[Points, Company]:
    """The leaf with the means in the place of what is missing."""
    forms = forms_of(course, leaf)
    sources = [form.indicator.valued for form in forms]
    group = [sql_of(course.summary[field]) for field in _within(sources)]
    lacking = f"({means.pending} OR ({means.running} AND {own.state} IS NULL))"
    mean = _mean_of(course, means.store, own, group, lacking)
    takes = f"coalesce({own.state} = {_TAKES}, false)"
    finds = " AND ".join([f"{mean.count} > 0", *(f"{part} IS NOT NULL" for part in group)])
    course.wait(nobody_has_points(leaf.name), f"({takes} AND NOT ({finds}))")
    meant = course.column(f"({takes} AND {finds})")
    course.note(leaf.name, _counted, meant, {"count": mean.count})
    course.note(leaf.name, MEAN_OF_PART, f"({meant} AND {mean.lacking})")
    points, raw, taken = _taken(course, own, forms, mean, meant)
    mark = stated(forms, (mark_of(form.indicator) for form in forms))
    state = f"(CASE WHEN {meant} THEN 0 WHEN NOT {takes} THEN {own.state} END)::TINYINT"
    found = replace(
        own,
        points=points,
        state=course.column(state),
        raw=raw,
        taken=taken,
        meant=meant,
        mark=replace(_either(meant, mark, own.mark), nullable=False),
    )
    rests = means.rests[leaf.name] - {leaf.name}
    return found, Company(leaf.name, group, f"{own.state} = 0", lacking, meant, rests)


def _taken(
    course: Course, own: Points, forms: Sequence[Form], mean: _Mean, meant: str
) -> list[Scaled]:
    """The points, the mean and what it was rounded to, or what the subject has of its own."""
    rounded, limits = [], []
    for form in forms:
        how = None if form.indicator.valued is None else form.indicator.valued.rounding
        rounded.append(mean.mean if how is None else numbers.rounded(mean.mean, how))
        limits.append(limits_of(form.indicator))
    each = [limited(course, one, most) for one, most in zip(rounded, limits, strict=True)]
    parts = [
        _either(meant, by_form(forms, each), own.points),
        _either(meant, mean.mean, own.raw),
        _either(meant, by_form(forms, rounded), own.taken),
    ]
    return course.numbers(parts)


def _either(meant: str, by_mean: Scaled, before: Scaled | None) -> Scaled:
    return numbers.chosen(meant, by_mean, before or numbers.NO_NUMBER, nullable=False)


def _within(sources: Sequence[Source | None]) -> Sequence[str]:
    return next((source.within for source in sources if source is not None), ())


def _mean_of(
    course: Course, store: Store, own: Points, group: Sequence[str], lacking: str
) -> _Mean:
    have, window = f"({own.state} = 0)", partition(group)
    points = alike(store, course.tables, own.points)
    low, high = (end * store.subjects.count for end in (min(points.low, 0), max(points.high, 0)))
    width = numbers.require_width(low, high)
    total = f"coalesce(sum({points.top}) FILTER (WHERE {have}) OVER ({window}), 0)::{width}"
    summed = course.number(replace(points, top=total, low=low, high=high, nullable=False))
    count = course.column(f"count(*) FILTER (WHERE {have}) OVER ({window})")
    lacks = course.column(f"coalesce(bool_or({lacking}) OVER ({window}), false)")
    number = Scaled(count, 0, 0, store.subjects.count)
    return _Mean(course.number(numbers.divide(summed, number)), count, lacks)


def _counted(told: Mapping[str, Value]) -> Words:
    count = told["count"]
    if not isinstance(count, int):
        raise TypeError(f"a number of subjects was counted, {count!r} came out")
    return mean_for_missing(count)
