"""Sections and the total of everybody: weighted sums, what left restored, bonuses, the range."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.program import TOTAL, Indicator, Program, Total
from scoring.population.course import Course
from scoring.population.find.limits import limited, limits_of, stated
from scoring.population.score.points import (
    NOTHING,
    THERE,
    Form,
    Points,
    any_form,
    by_form,
    forms_of,
    tops_of,
    wait_for_class,
)
from scoring.population.score.points import stated as by_class
from scoring.score.composition import NOTHING_APPLIES


@dataclass(frozen=True, slots=True)
class _Together:
    """Weighted sums of some indicators: points, those of the points that have a full mark, that
    mark, and the marks that left. `state` is missing while one of them waits."""

    points: Scaled
    marked: Scaled
    mark: Scaled
    lost: Scaled
    gone: Scaled
    state: str

    @property
    def whole(self) -> bool:
        """Whether nothing ever leaves."""
        return self.lost.constant == 0 and self.gone.constant == 0

    def restored(self, course: Course, *, gone: bool) -> _Together:
        """The points scaled up to the full mark as it was before the marks left."""
        back = numbers.add(self.lost, self.gone) if gone else self.lost
        if back.constant == 0:
            return self
        whole = numbers.multiply(self.points, self.mark)
        more = numbers.multiply(self.marked, back)
        scaled = numbers.divide(numbers.add(whole, more), self.mark)
        restores = f"({back.top} <> 0 AND {self.mark.top} <> 0)"

        def either(restored: Scaled, before: Scaled) -> Scaled:
            nullable = before.nullable
            found = numbers.chosen(restores, restored, before, nullable=False)
            return replace(found, nullable=nullable)

        kept = course.numbers(
            [
                either(scaled, self.points),
                either(numbers.add(self.mark, back), self.mark),
                either(NOTHING, self.lost),
                either(NOTHING, self.gone) if gone else self.gone,
            ]
        )
        return replace(self, points=kept[0], mark=kept[1], lost=kept[2], gone=kept[3])


def _together(course: Course, parts: Sequence[Points]) -> _Together:
    adding = [numbers.multiply(part.adding(), part.weight) for part in parts]
    points = _added(adding)
    mark, lost, gone = (
        _sum(parts, of) for of in (lambda p: p.mark, lambda p: p.lost, lambda p: p.gone)
    )
    if all(part.always for part in parts):
        return _Together(points, NOTHING, mark, lost, gone, THERE)
    marked = [_where_marked(part, number) for part, number in zip(parts, adding, strict=True)]
    points, with_mark, mark, lost, gone = course.numbers([points, _added(marked), mark, lost, gone])
    state = course.column(_state(parts))
    return _Together(points, with_mark, mark, lost, gone, state)


def _sum(parts: Sequence[Points], of: Callable[[Points], Scaled]) -> Scaled:
    return _added([numbers.multiply(of(part), part.weight) for part in parts])


def _added(parts: Sequence[Scaled]) -> Scaled:
    """Those whose bottom is a number of the policy first, so that it is met only once."""
    return reduce(numbers.add, sorted(parts, key=lambda part: not numbers.is_even(part)))


def _where_marked(part: Points, number: Scaled) -> Scaled:
    if part.mark.constant is not None:
        return number if part.mark.constant else NOTHING
    # Taken once or not at all, so that its bottom stays the one it has in the sum of all.
    once = Scaled(f"(CASE WHEN {part.mark.top} <> 0 THEN 1 ELSE 0 END)", 0, 0, 1)
    return numbers.multiply(number, once)


def _state(parts: Sequence[Points]) -> str:
    """As soon as one part is there so is the whole; else it says why none is."""
    known = " AND ".join(part.known for part in parts)
    there = " OR ".join("true" if part.always else f"{part.state} = 0" for part in parts)
    left = " OR ".join("false" if part.always else f"{part.state} = 2" for part in parts)
    return (
        f"(CASE WHEN NOT ({known}) THEN NULL WHEN {there} THEN 0 WHEN {left} THEN 2 ELSE 1 END)"
        "::TINYINT"
    )


def compose_sections(
    course: Course, program: Program, found: dict[str, Points], running: str = "true"
) -> None:
    """Every section whose children are scored, from the deepest up, of those in the running."""
    for section in reversed(program.indicators):
        if not section.children or section.name in found:
            continue
        children = [found[child] for child in section.children if child in found]
        if len(children) == len(section.children):
            found[section.name] = _section(course, section, children, running)
            course.summary[section.name] = found[section.name].points


def _section(
    course: Course, section: Indicator, children: Sequence[Points], running: str
) -> Points:
    known = " AND ".join(dict.fromkeys([running, *(child.known for child in children)]))
    forms = forms_of(course, section)
    with course.within(known):
        wait_for_class(course, section, forms)
    sums = _together(course, children)
    each = [_form(course, form.indicator, sums) for form in forms]
    weight = by_class(forms, (form.indicator.weight for form in forms))
    points = by_form(forms, [one.points for one in each])
    if running != "true":
        points = numbers.chosen(f"({running})", points, numbers.NO_NUMBER, nullable=False)
    if sums.state == THERE:
        return Points(course.number(points), weight=weight, mark=_own(forms, each, _mark))
    points = numbers.chosen(f"({sums.state} = 0)", points, numbers.NO_NUMBER, nullable=False)
    parts = [points, *(_own(forms, each, of) for of in (_mark, _lost, _gone))]
    points, mark, lost, gone = course.numbers(parts)
    own = any_form(forms)
    scored = f"({sums.state} <> 0 OR {points.top} IS NOT NULL)"
    state = f"CASE WHEN {running} AND {own} AND {scored} THEN {sums.state} END"
    return Points(points, course.column(state), weight=weight, mark=mark, lost=lost, gone=gone)


def _own(forms: Sequence[Form], each: Sequence[Points], of: Callable[[Points], Scaled]) -> Scaled:
    return replace(by_form(forms, [of(one) for one in each]), nullable=False)


def _mark(points: Points) -> Scaled:
    return points.mark


def _lost(points: Points) -> Scaled:
    return points.lost


def _gone(points: Points) -> Scaled:
    return points.gone


def _form(course: Course, section: Indicator, sums: _Together) -> Points:
    """The section by the numbers of one class. One of which nothing applies does not apply."""
    after = sums.restored(course, gone=True) if section.restore else sums
    points = limited(course, after.points, limits_of(section))
    full = None if section.full is None else numbers.literal(section.full)
    if sums.whole:
        return Points(points, mark=sums.mark if full is None else full)
    mark = after.mark
    if full is not None:
        nothing_left = f"({after.lost.top} = 0 AND {after.gone.top} = 0)"
        mark = numbers.chosen(nothing_left, full, mark, nullable=False)
    there = f"({sums.state} = 0)"
    gone = sums.gone
    if full is not None:
        gone = numbers.chosen(f"({sums.lost.top} <> 0)", gone, full, nullable=False)
    return Points(
        points,
        mark=numbers.chosen(there, mark, NOTHING, nullable=False),
        lost=numbers.chosen(there, after.lost, sums.lost, nullable=False),
        gone=numbers.chosen(there, after.gone, gone, nullable=False),
    )


def total_of(course: Course, total: Total, program: Program, found: Mapping[str, Points]) -> Scaled:
    """The sum of the top indicators: restored, with bonuses up to the full mark, in its range,
    rounded; whoever waits has none."""
    tops = tops_of(program)
    parts = [found[one.name] for one in tops if not one.bonus_stop]
    bonuses = [found[one.name] for one in tops if one.bonus_stop]
    sums = _total(course, total, parts, running=f"NOT coalesce({course.waiting()}, false)")
    points = _with_bonuses(course, sums, bonuses)
    whole = numbers.rounded(limited(course, points, stated(total.low, total.high)), total.rounding)
    if course.waits:
        there = f"NOT coalesce({course.waiting()}, false)"
        whole = numbers.chosen(there, whole, numbers.NO_NUMBER, nullable=False)
    kept = course.number(whole)
    course.summary[TOTAL] = kept
    return kept


def _total(course: Course, total: Total, parts: Sequence[Points], *, running: str) -> _Together:
    """Whoever has nothing left to be scored by waits."""
    if not parts:
        course.wait(NOTHING_APPLIES, running)
        return _Together(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, THERE)
    sums = _together(course, parts)
    if sums.state != THERE:
        left = f"({sums.lost.top} <> 0 OR {sums.gone.top} <> 0) AND {sums.mark.top} = 0"
        course.wait(NOTHING_APPLIES, f"{running} AND ({sums.state} <> 0 OR ({left}))")
    return sums.restored(course, gone=total.restore)


def _with_bonuses(course: Course, sums: _Together, bonuses: Sequence[Points]) -> Scaled:
    """Each bonus as far as there is room up to the full mark."""
    points = sums.points
    if not bonuses:
        return points
    points = course.number(points)
    room = _above_zero(course, numbers.subtract(sums.mark, points))
    for part in bonuses:
        bonus = numbers.multiply(part.adding(), part.weight)
        bonus = course.number(numbers.common(bonus, room)[0])
        beyond = numbers.compared(">", bonus, room)
        nullable = bonus.nullable or room.nullable
        bonus = course.number(numbers.chosen(beyond, room, bonus, nullable=nullable))
        points = numbers.add(points, bonus)
        used = _above_zero(course, bonus)
        room = course.number(numbers.subtract(room, used))
    return points


def _above_zero(course: Course, number: Scaled) -> Scaled:
    return limited(course, number, [(0, True)])
