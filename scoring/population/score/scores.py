"""Scores of everybody: leaves from the sums of rules and from values, and whether they apply."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Truth
from rules.program import Indicator, Program
from scoring.population.course import Course
from scoring.population.find.findings import RuleTally
from scoring.population.find.limits import limited, limits_of
from scoring.population.measure.asking import both
from scoring.population.score.points import (
    NOTHING,
    STATES,
    THERE,
    Form,
    Points,
    any_form,
    by_form,
    forms_of,
    stated,
    wait_for_class,
)
from scoring.population.score.sources import SourcePoints, source_of
from scoring.score.scores import mark_of, unknown_gate


@dataclass(frozen=True, slots=True)
class _Draft:
    """A leaf whose value is known in each of its forms; `applies` is unknown where it waits."""

    leaf: Indicator
    forms: Sequence[Form]
    applies: Truth
    sources: Sequence[SourcePoints | None]

    @property
    def waits(self) -> bool:
        """Whether the state may be another one than that it has points."""
        lacking = any(source is not None and source.lacking for source in self.sources)
        return lacking or self.applies.sql != "true" or len(self.forms) > 1


def score_leaves(
    course: Course,
    program: Program,
    leaves: Sequence[Indicator],
    rules: Mapping[str, RuleTally],
    found: dict[str, Points],
) -> None:
    """Adds the points of some leaves to those that were found."""
    gates: dict[str, Truth] = {}
    drafts = [_draft(course, program, leaf, gates) for leaf in leaves]
    kept = _kept(course, drafts)
    scored = [_points(course, draft, rules) for draft in kept]
    sums = course.numbers([one.points for one in scored])
    states = course.keep([Truth(one.state) for one in scored if not one.always])
    names = iter(states)
    for draft, one, points in zip(kept, scored, sums, strict=True):
        state = THERE if one.always else _sql(next(names))
        found[draft.leaf.name] = _marked(draft, replace(one, points=points, state=state))
        course.summary[draft.leaf.name] = points


def _draft(course: Course, program: Program, leaf: Indicator, gates: dict[str, Truth]) -> _Draft:
    forms = forms_of(course, leaf)
    wait_for_class(course, leaf, forms)
    with course.within(any_form(forms) if leaf.variants else "true"):
        applies = _applies(course, program, leaf, gates)
    sources = []
    for form in forms:
        valued = form.indicator.valued
        with course.within(both(form.condition, applies.sql)):
            sources.append(None if valued is None else source_of(course, form.indicator, valued))
    return _Draft(leaf, forms, applies, sources)


def _applies(course: Course, program: Program, leaf: Indicator, gates: dict[str, Truth]) -> Truth:
    """Its own condition and those of the sections above, from the top; the first that does not hold
    decides."""
    whens, ahead = [], "true"
    for one in _above(program, leaf):
        if one.applies is None:
            continue
        if one.name not in gates:
            gates[one.name] = course.ask([one.applies])[0]
        with course.within(ahead):
            truth = course.settle(gates[one.name], one.applies_unknown, one.name)
            if truth.nullable:
                course.wait(unknown_gate(one.name), f"{truth.sql} IS NULL")
                whens.append(f"WHEN {truth.sql} IS NULL THEN NULL")
        whens.append(f"WHEN NOT {truth.sql} THEN false")
        ahead = both(ahead, truth.sql)
    if not whens:
        return Truth("true")
    kept = course.column(f"CASE {' '.join(whens)} ELSE true END")
    return Truth(kept, nullable=True)


def _above(program: Program, leaf: Indicator) -> Iterator[Indicator]:
    parent = next((one for one in program.indicators if one.name == leaf.parent), None)
    if parent is not None:
        yield from _above(program, parent)
    yield leaf


def _kept(course: Course, drafts: Sequence[_Draft]) -> list[_Draft]:
    """A layer with what every value came to."""
    there = [source for draft in drafts for source in draft.sources if source is not None]
    raws = iter(course.numbers([source.raw for source in there if source.raw is not None]))
    points = iter(course.numbers([source.points for source in there]))
    kept = []
    for draft in drafts:
        sources = [
            None
            if source is None
            else replace(
                source,
                raw=None if source.raw is None else next(raws),
                points=next(points),
            )
            for source in draft.sources
        ]
        kept.append(replace(draft, sources=sources))
    return kept


def _points(course: Course, draft: _Draft, rules: Mapping[str, RuleTally]) -> Points:
    forms, sources = draft.forms, draft.sources
    each = [
        limited(course, _sum(form.indicator, source, rules), limits_of(form.indicator))
        for form, source in zip(forms, sources, strict=True)
    ]
    points = by_form(forms, each)
    there = [source for source in sources if source is not None]
    raws = [source.raw for source in there if source.raw is not None]
    moves = list(zip(*(source.moves for source in there), strict=True))
    found = Points(
        points,
        raw=_own(course, forms, raws),
        taken=_own(course, forms, [source.points for source in there if source.raw is not None]),
        moves=[move for each in moves if (move := _own(course, forms, each)) is not None],
        meetings=[meeting for source in there for meeting in source.meetings],
    )
    if not draft.waits:
        return found
    applying = f"coalesce({draft.applies.sql}, false)"
    if draft.applies.sql != "true":
        points = numbers.chosen(applying, points, numbers.NO_NUMBER, nullable=False)
    points = course.number(points)
    return replace(found, points=points, state=_state(draft, points))


def _own(course: Course, forms: Sequence[Form], each: Sequence[Scaled]) -> Scaled | None:
    """The number of the subject's own form, kept; nothing where it is no part of the forms."""
    if len(each) < len(forms):
        return None
    return each[0] if len(forms) == 1 else course.number(by_form(forms, each))


def _sum(leaf: Indicator, source: SourcePoints | None, rules: Mapping[str, RuleTally]) -> Scaled:
    steps = source is not None and source.raw is None
    parts = [numbers.literal(leaf.start)] if leaf.start and not steps else []
    for name in leaf.rules:
        tally = rules[name]
        parts.append(tally.applied if tally.rule.sign > 0 else numbers.negative(tally.applied))
    if source is not None:
        parts.append(source.points)
    return reduce(numbers.add, parts, NOTHING)


def _state(draft: _Draft, points: Scaled) -> str:
    whens = []
    if draft.applies.sql != "true":
        applies = draft.applies.sql
        whens.append(f"WHEN {applies} IS NULL THEN NULL WHEN NOT {applies} THEN 1")
    for form, source in zip(draft.forms, draft.sources, strict=True):
        if source is not None and source.lacking:
            lacks = both(form.condition, source.lacking)
            whens.append(f"WHEN {lacks} THEN {STATES.index(source.absent)}")
    return f"(CASE {' '.join(whens)} WHEN {points.top} IS NULL THEN NULL ELSE 0 END)::TINYINT"


def _marked(draft: _Draft, scored: Points) -> Points:
    """With what the leaf brings to the full mark of its section."""
    mark = stated(draft.forms, (mark_of(form.indicator) for form in draft.forms))
    weight = stated(draft.forms, (form.indicator.weight for form in draft.forms))
    if scored.always:
        return replace(scored, weight=weight, mark=mark)
    gone, lost = (
        numbers.chosen(f"({scored.state} = {STATES.index(why)})", mark, NOTHING, nullable=False)
        for why in ("not_applicable", "excluded")
    )
    own = numbers.chosen(f"({scored.state} = 0)", mark, NOTHING, nullable=False)
    return replace(scored, weight=weight, mark=own, gone=gone, lost=lost)


def _sql(term: object) -> str:
    if isinstance(term, Truth):
        return term.sql
    raise TypeError(f"a condition was kept, {term!r} came out")
