"""Direct grades of everybody: the lowest that a condition gives, whatever the points are worth."""

from __future__ import annotations

from collections.abc import Sequence

from rules.backends.sql_terms import Word
from rules.program import DirectGrade
from scoring.notes import Words
from scoring.population.course import Course


def grant(course: Course, rules: Sequence[DirectGrade]) -> list[tuple[DirectGrade, str]]:
    """Whether each direct grade is given, in policy order."""
    truths = course.ask([rule.when for rule in rules])
    given = []
    for rule, truth in zip(rules, truths, strict=True):
        settled = course.settle(truth, rule.on_unknown, rule.id)
        if settled.nullable:
            name = rule.label or rule.id
            said = Words(
                f"直接评定“{name}”的条件不明", f"the condition of direct grade “{name}” is unknown"
            )
            course.wait(said, f"{settled.sql} IS NULL")
        given.append((rule, settled.sql))
    return given


def lowest(
    course: Course, words: tuple[str, ...], granted: Sequence[tuple[DirectGrade, str]]
) -> str | None:
    """A column of the lowest grade given directly, missing where there is none; None where the
    policy gives none. A grade is its place among `words` from the worst up."""
    if not granted:
        return None
    rising = sorted(granted, key=lambda pair: words.index(pair[0].grade))
    whens = [f"WHEN {sql} THEN {words.index(rule.grade)}" for rule, sql in rising]
    sql = f"(CASE {' '.join(whens)} END)::TINYINT"
    return course.word(Word(sql, words, nullable=True)).sql


def with_direct(earned: str, direct: str, made_zero: str) -> str:
    """The direct grade, or where there is none the one `earned`; where a veto made the total 0 not
    better than what that is worth."""
    worse = (
        f"CASE WHEN {earned} < {direct} THEN {earned} WHEN {earned} >= {direct} THEN {direct} END"
    )
    return (
        f"CASE WHEN {direct} IS NULL THEN {earned} WHEN {made_zero} THEN {worse} ELSE {direct} END"
    )


def any_of(holding: Sequence[tuple[object, str]]) -> str:
    """Whether any of these holds, unknown or not."""
    return f"({' OR '.join(f'coalesce({sql}, false)' for _, sql in holding) or 'false'})"
