"""Lists of everybody; one that leaves out who ties at its cut is asked of the last of them too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Term, Truth
from rules.program import ListRule
from scoring.population.course import Course
from scoring.population.grade.ranks import RankColumns, members_of


def put_on_lists(
    course: Course, lists: Sequence[ListRule], ranks: Sequence[RankColumns]
) -> list[tuple[ListRule, str]]:
    """Whether each subject is on each list; missing is its 待定 sheet."""
    truths = course.ask([rule.when for rule in lists])
    if not all(rule.ties_in for rule in lists):
        truths = _without_ties(course, lists, truths, ranks)
    settled = [
        course.settle(truth, rule.on_unknown, rule.name)
        for rule, truth in zip(lists, truths, strict=True)
    ]
    kept = course.truths(settled)
    course.summary |= {rule.name: truth for rule, truth in zip(lists, kept, strict=True)}
    return [(rule, truth.sql) for rule, truth in zip(lists, kept, strict=True)]


def _without_ties(
    course: Course,
    lists: Sequence[ListRule],
    truths: Sequence[Truth],
    ranks: Sequence[RankColumns],
) -> list[Truth]:
    """The condition must hold, too, where the subject is given the place after all it ties with."""
    as_placed = dict(course.summary)
    for one in ranks:
        course.summary |= _behind_its_equals(course.summary, one)
    behind = course.ask([None if rule.ties_in else rule.when for rule in lists])
    course.summary = as_placed
    return [
        truth
        if rule.ties_in
        else Truth(f"({truth.sql} AND {other.sql})", truth.nullable or other.nullable)
        for rule, truth, other in zip(lists, truths, behind, strict=True)
    ]


def _behind_its_equals(summary: dict[str, Term], one: RankColumns) -> dict[str, Term]:
    name = one.rank.name
    place, last = summary[f"{name}.place"], summary[f"{name}.place_from_last"]
    if not isinstance(place, Scaled) or not isinstance(last, Scaled):
        raise TypeError(f"the places of {name} were not held")
    further = replace(place, top=f"({one.tied} - 1)", low=0)
    size = replace(place, top=one.size)
    return members_of(name, numbers.add(place, further), numbers.add(last, further), size)
