"""Grades that nobody can get, and totals that a condition beside them makes worth less."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rules import program as plan
from rules.check.lint import Lint
from rules.check.parts import Part
from rules.check.regions import EVERYWHERE, Box, Region, TooManyBoxes
from rules.check.witness import greatest, least, told, witness_of
from rules.diagnostics import Diagnostic, diagnose
from rules.expr.nodes import Ref
from rules.source import Span
from rules.values import Number, show_number


@dataclass(frozen=True, slots=True)
class _Given:
    """Where the standards give a grade."""

    grade: str
    where: Region


def check_grades(lint: Lint) -> Iterator[Diagnostic]:
    if lint.program.graded_by_place:
        return
    try:
        given = list(_given(lint))
    except TooManyBoxes:
        return
    others = _given_otherwise(lint.program)
    for one in given:
        if not one.where and one.grade not in others:
            yield diagnose("grade-never", _span(lint, one.grade), name=one.grade)
    total = _total(given)
    if total is not None:
        yield from _falls(lint, given, total)


def _given(lint: Lint) -> Iterator[_Given]:
    """The first whose condition holds is given; what is unknown gives none."""
    truth, left = lint.of_subjects, EVERYWHERE
    for grade in lint.program.grades:
        if grade.when is None:
            yield _Given(grade.name, left)
            return
        truths = truth.of(grade.when)
        yield _Given(grade.name, truth.space.both(left, truths.true))
        left = truth.space.both(left, truths.false)


def _given_otherwise(program: plan.Program) -> set[str]:
    """Grades that vetoes and direct grades give, and those a quota or a step down leads to."""
    found = {veto.grade for veto in program.vetoes} | {d.grade for d in program.direct_grades}
    names = [grade.name for grade in program.grades]
    if any(veto.effect in ("step_down", "bar") for veto in program.vetoes):
        found |= set(names[1:])
    for quota in (quota for quota in program.quotas if quota.hard):
        found |= {names[names.index(seats.grade) + 1] for seats in quota.seats[: len(names) - 1]}
    return found


def _span(lint: Lint, grade: str) -> Span | None:
    formula = lint.policy.grades.standards[grade]
    return formula.span if formula else lint.policy.grades.at.whole


# --- more points, a worse grade ------------------------------------------------------------------


def _total(given: Sequence[_Given]) -> Ref | None:
    quantities = (q for one in given for box in one.where for q in box)
    found = (q for q in quantities if isinstance(q, Ref) and q.name == plan.TOTAL)
    return next((ref for ref in found if ref.space == "summary"), None)


def _falls(lint: Lint, given: Sequence[_Given], total: Ref) -> Iterator[Diagnostic]:
    """Where more points give a worse grade while everything else stays as it is. In a policy in
    which fewer points are better it is said of none."""
    pairs = list(combinations(given, 2))
    falls = (_at_more(lint, better, worse, total) for better, worse in pairs)
    first = next((found for found in falls if found), None)
    if first is not None and any(_at_more(lint, worse, better, total) for better, worse in pairs):
        yield first


def _at_more(lint: Lint, one: _Given, other: _Given, total: Ref) -> Diagnostic | None:
    """A total that gives the one and a greater total that gives the other, all else alike."""
    space = lint.of_subjects.space
    for mine in one.where:
        for theirs in other.where:
            rest = witness_of(space.both((_without(mine, total),), (_without(theirs, total),)))
            less = least(mine.get(total, space.whole[total]), total.kind)
            more = _above(less, theirs.get(total, space.whole[total]), total)
            if rest is None or less is None or more is None:
                continue
            return diagnose(
                "grade-falls",
                _span(lint, other.grade),
                rest=told(rest, "zh"),
                rest_en=told(rest, "en"),
                less=show_number(less),
                lower=one.grade,
                more=show_number(more),
                higher=other.grade,
            )
    return None


def _above(number: Number | None, part: Part, total: Ref) -> Number | None:
    """A total of the part above the number, its least where that is one."""
    ends = (least(part, total.kind), greatest(part, total.kind))
    return next((e for e in ends if e is not None and number is not None and e > number), None)


def _without(box: Box, total: Ref) -> Box:
    return {quantity: part for quantity, part in box.items() if quantity != total}
