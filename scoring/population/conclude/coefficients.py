"""Coefficients of everybody: the factor with its base, rounded once, then kept within limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Text, Truth, Word, entry_of, quoted
from rules.program import GRADE, Coefficient, Program
from scoring.conclude.coefficients import LACKING, UNKNOWN, rests_of
from scoring.population.cannot import placed
from scoring.population.course import Course


@dataclass(frozen=True, slots=True)
class CoefficientColumns:
    """`state` is 0 for none, 1 for one that waits, 2 for one that is there. `base` is None where
    the policy has none."""

    coefficient: Coefficient
    state: str
    value: Scaled
    factor: Scaled
    base: Scaled | None
    computed: Scaled
    provisional: str


def recommend_all(
    course: Course, program: Program, given: Sequence[Coefficient]
) -> list[CoefficientColumns]:
    truths = course.ask([one.when for one in given])
    found = []
    for one, truth in zip(given, truths, strict=True):
        with placed(one):
            found.append(_recommended(course, program, one, truth))
    return found


def _recommended(
    course: Course, program: Program, given: Coefficient, truth: Truth
) -> CoefficientColumns:
    enough = _good_enough(course, program, given)
    settled = course.settle(truth, given.on_unknown, given.name, where=enough)
    unknown = f"({enough} AND {settled.sql} IS NULL)"
    if settled.nullable:
        course.note(given.name, UNKNOWN, unknown)
    factor, nothing = _factor(course, given)
    factor = course.number(factor)
    base = None
    if given.base is not None:
        base = course.number(course.translator.number(given.base))
    asked = f"({enough} AND {settled.sql} AND NOT {nothing})"
    missing = [f"{part.top} IS NULL" for part in (factor, base) if part and part.nullable]
    lacking = f"({' OR '.join(missing) or 'false'})"
    if missing:
        course.note(given.name, LACKING, f"({asked} AND {lacking})")
    computed = course.number(_computed(given, factor, base))
    value = course.number(_limited(given, computed))
    state = f"coefficient{program.coefficients.index(given)}"
    there = f"WHEN {asked} THEN CASE WHEN {lacking} THEN 1 ELSE 2 END"
    course.add({state: f"CASE {there} WHEN {unknown} THEN 1 ELSE 0 END::TINYINT"})
    provisional = course.changing(rests_of(program, given) | {GRADE})
    return CoefficientColumns(given, state, value, factor, base, computed, provisional)


def _good_enough(course: Course, program: Program, given: Coefficient) -> str:
    grade = course.summary.get(GRADE)
    if not isinstance(grade, Word):
        return "false"
    least = grade.words.index(given.min_grade) if given.min_grade else 0
    return f"({grade.sql} >= {least})"


def _factor(course: Course, given: Coefficient) -> tuple[Scaled, str]:
    """The factor, and whether the table has none for the word, as a condition."""
    if given.by is None:
        value = numbers.NO_NUMBER if given.value is None else course.translator.number(given.value)
        return value, "false"
    word = course.translator.term(given.by)
    entries = [(name, worth) for name, worth in given.table if worth is not None]
    if not isinstance(word, Word | Text):
        return numbers.NO_NUMBER, "false"
    factor = entry_of(entries, word) if entries else numbers.NO_NUMBER
    return factor, among(word, [name for name, worth in given.table if worth is None])


def among(term: Word | Text, names: Sequence[str]) -> str:
    """Whether it is one of some words; missing is none of them."""
    if not names:
        return "false"
    known = (str(term.words.index(n)) if isinstance(term, Word) else quoted(n) for n in names)
    return f"coalesce({term.sql} IN ({', '.join(known)}), false)"


def _computed(given: Coefficient, factor: Scaled, base: Scaled | None) -> Scaled:
    if base is None:
        return factor
    match given.mode:
        case "multiply":
            return numbers.multiply(factor, base)
        case "uplift" | "direct":
            return numbers.add(factor, base)


def _limited(given: Coefficient, computed: Scaled) -> Scaled:
    value = computed if given.rounding is None else numbers.rounded(computed, given.rounding)
    if given.floor is not None:
        value = numbers.held(value, numbers.literal(given.floor), lower=True)
    if given.cap is None:
        return value
    return numbers.held(value, numbers.literal(given.cap), lower=False)
