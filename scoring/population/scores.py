"""Scores of everybody: leaves from the sums of rules and from values, sections, the total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import CannotError
from rules.program import TOTAL, BandTable, Indicator, Program, Total, Valued, WholeBrackets
from rules.values import Number
from scoring.notes import Words
from scoring.population.course import Course
from scoring.population.findings import RuleTally
from scoring.population.scales import scaled
from scoring.scores import FULL_FOR_MISSING, ZERO_FOR_MISSING

NOTHING = numbers.whole_literal(0)


@dataclass(frozen=True, slots=True)
class LeafPoints:
    """`raw` is what a value came to before it was rounded to `taken`; None without a value."""

    points: Scaled
    raw: Scaled | None = None
    taken: Scaled | None = None


def score_all(
    course: Course, program: Program, rules: Mapping[str, RuleTally]
) -> Mapping[str, LeafPoints]:
    """The points of every indicator, children before their sections."""
    leaves = [one for one in program.indicators if not one.children]
    for one in program.indicators:
        if one.variants or one.applies is not None or one.restore or one.bonus_stop:
            raise CannotError("indicator")
    sources = [_source(course, leaf) for leaf in leaves]
    kept = _kept(course, sources)
    found = {
        leaf.name: _leaf(course, leaf, rules, source)
        for leaf, source in zip(leaves, kept, strict=True)
    }
    sums = course.keep([one.points for one in found.values()])
    for (name, leaf_points), points in zip(list(found.items()), sums, strict=True):
        found[name] = replace(leaf_points, points=_number(points))
        course.summary[name] = points
    for section in reversed(program.indicators):
        if section.children:
            found[section.name] = LeafPoints(_section(course, section, program, found))
    return found


def _source(course: Course, leaf: Indicator) -> LeafPoints | None:
    """What the value of a leaf comes to, as the policy says it where it is missing."""
    source = leaf.valued
    if source is None:
        return None
    if not isinstance(source, Valued) or source.missing in ("exclude", "group_mean"):
        raise CannotError("indicator")
    value = course.translator.number(source.value)
    if value.bottom is not None:
        value = _number(course.keep([value])[0])
    raw = scaled(source.scale, value, leaf.full or 0, course.translator.condition)
    if raw.nullable:
        raw = _number(course.keep([raw])[0])
    missing = f"{value.top} IS NULL"
    if isinstance(source.scale, BandTable | WholeBrackets):
        nowhere = Words(
            f"指标“{leaf.name}”的取值不在任何一档之内",
            f"the value of “{leaf.name}” lies in none of its bands",
        )
        course.wait(nowhere, f"({raw.top} IS NULL AND {value.top} IS NOT NULL)")
    if value.nullable:
        raw = _for_missing(course, leaf, source, raw, missing)
    taken = raw if source.rounding is None else numbers.rounded(raw, source.rounding)
    return LeafPoints(taken, raw, taken)


def _for_missing(
    course: Course, leaf: Indicator, source: Valued, raw: Scaled, missing: str
) -> Scaled:
    match source.missing:
        case "full" | "zero":
            full = source.missing == "full"
            course.note(leaf.name, FULL_FOR_MISSING if full else ZERO_FOR_MISSING, missing)
            instead = numbers.literal((leaf.full or 0) if full else 0)
            return numbers.chosen(f"({missing})", instead, raw, nullable=False)
        case _:
            words = Words(f"指标“{leaf.name}”的取值缺失", f"the value of “{leaf.name}” is missing")
            course.wait(words, missing)
            return raw


def _kept(course: Course, sources: Sequence[LeafPoints | None]) -> list[LeafPoints | None]:
    there = [one for one in sources if one is not None and one.raw and one.taken]
    raws = course.keep([one.raw for one in there if one.raw])
    takens = course.keep([one.taken for one in there if one.taken])
    terms = iter(zip(raws, takens, strict=True))
    kept: list[LeafPoints | None] = []
    for one in sources:
        if one is None:
            kept.append(None)
            continue
        raw, taken = next(terms)
        kept.append(LeafPoints(_number(taken), _number(raw), _number(taken)))
    return kept


def _leaf(
    course: Course, leaf: Indicator, rules: Mapping[str, RuleTally], source: LeafPoints | None
) -> LeafPoints:
    parts = [numbers.literal(leaf.start)] if leaf.start else []
    for name in leaf.rules:
        tally = rules[name]
        signed = tally.applied if tally.rule.sign > 0 else numbers.negative(tally.applied)
        parts.append(signed)
    if source is not None:
        parts.append(source.points)
    before = reduce(numbers.add, parts, NOTHING)
    points = _limited(course, before, _limits(leaf))
    if source is None:
        return LeafPoints(points)
    return LeafPoints(points, source.raw, source.taken)


def _limits(indicator: Indicator) -> Sequence[tuple[Number, bool]]:
    """Floor and cap, then 0 and the full mark; whether each is a lower one."""
    stated = (
        (indicator.floor, True),
        (indicator.cap, False),
        (None if indicator.full is None else 0, True),
        (indicator.full, False),
    )
    return [(limit, lower) for limit, lower in stated if limit is not None]


def _limited(course: Course, points: Scaled, limits: Sequence[tuple[Number, bool]]) -> Scaled:
    """A limit that nobody reaches is left out; the others act one after the other."""
    for number, lower in limits:
        limit = numbers.literal(number)
        if _never_beyond(points, number, lower=lower):
            continue
        points = _number(course.keep([points])[0])
        beyond = numbers.compared("<" if lower else ">", points, limit)
        held = numbers.chosen(beyond, limit, points, nullable=points.nullable)
        if held.bottom is None:
            level = numbers.raised(limit, held.scale).low
            low = max(held.low, level) if lower else held.low
            held = replace(held, low=low, high=held.high if lower else min(held.high, level))
        points = held
    return points


def _never_beyond(points: Scaled, limit: Number, *, lower: bool) -> bool:
    """Whether the bounds say so; those of a fraction are of its top, and only tell its sign."""
    level: Number = limit * 10**points.scale
    if points.bottom is not None:
        return lower and limit <= 0 <= points.low
    return points.low >= level if lower else points.high <= level


def _section(
    course: Course, section: Indicator, program: Program, found: Mapping[str, LeafPoints]
) -> Scaled:
    by_name = {one.name: one for one in program.indicators}
    parts = [
        numbers.multiply(found[child].points, numbers.literal(by_name[child].weight))
        for child in section.children
    ]
    points = _limited(course, reduce(numbers.add, parts), _limits(section))
    kept = _number(course.keep([points])[0])
    course.summary[section.name] = kept
    return kept


def total_of(
    course: Course, total: Total, program: Program, found: Mapping[str, LeafPoints]
) -> Scaled:
    """The sum of the top indicators in its range, rounded; whoever waits has none."""
    if total.restore:
        raise CannotError("indicator")
    tops = [one for one in program.indicators if one.parent is None]
    parts = [numbers.multiply(found[one.name].points, numbers.literal(one.weight)) for one in tops]
    limits = [(n, lower) for n, lower in ((total.low, True), (total.high, False)) if n is not None]
    whole = numbers.rounded(_limited(course, reduce(numbers.add, parts), limits), total.rounding)
    there = f"NOT coalesce({course.waiting()}, false)"
    if course.waits:
        whole = numbers.chosen(there, whole, numbers.NO_NUMBER, nullable=False)
    kept = _number(course.keep([whole])[0])
    course.summary[TOTAL] = kept
    return kept


def _number(term: object) -> Scaled:
    if isinstance(term, Scaled):
        return term
    raise TypeError(f"a number was kept, {term!r} came out")
