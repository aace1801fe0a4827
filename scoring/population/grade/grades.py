"""Grades of everybody: vetoes of the total, the bands, and what the other vetoes leave of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Truth, Word
from rules.program import GRADE, TOTAL, DirectGrade, Grade, Program, Veto
from scoring.grade.grades import NO_GRADE
from scoring.notes import Words
from scoring.population.course import Course, when
from scoring.population.grade.direct_grades import any_of, grant, lowest, with_direct
from scoring.population.measure.asking import both

# Called with what is said, and of whom.
Say: TypeAlias = Callable[[Words, str], None]


@dataclass(frozen=True, slots=True)
class Graded:
    """`before` is the grade before any veto, `after` the one they left, where it is told; `grade`
    is held until quotas take it. `fired` are the vetoes in policy order, `granted` the direct
    grades."""

    grade: Word
    before: Word
    after: Word
    fired: Sequence[tuple[Veto, str]]
    granted: Sequence[tuple[DirectGrade, str]] = ()


def veto_totals(
    course: Course, program: Program, total: Scaled
) -> tuple[Scaled, Sequence[tuple[Veto, str]]]:
    """A positive total becomes 0; while it is unknown whether it does, there is no total, and
    nothing else of the stage is asked."""
    vetoes = [veto for veto in program.vetoes if veto.effect == "zero"]
    if not vetoes:
        return total, ()
    fired = _fired(course, vetoes)
    unknown = [f"{truth.sql} IS NULL" for _, truth in fired if truth.nullable]
    holds = f"({' OR '.join(truth.sql for _, truth in fired)})"
    zero = numbers.whole_literal(0)
    left = numbers.chosen(
        f"(coalesce({holds}, false) AND {total.top} > 0)", zero, total, nullable=total.nullable
    )
    if unknown:
        doubtful = f"({' OR '.join(unknown)})"
        left = numbers.chosen(doubtful, numbers.NO_NUMBER, left, nullable=False)
    kept = course.number(left)
    course.summary[TOTAL] = kept
    if unknown:
        course.guard = f"({kept.top} IS NOT NULL)"
    return kept, [(veto, truth.sql) for veto, truth in fired]


def grade_all(
    course: Course, program: Program, before: Scaled | None, zeroed: Sequence[tuple[Veto, str]]
) -> Graded:
    """`before` is the total that no veto has made 0, `zeroed` are the vetoes that did."""
    fired = _fired(course, [veto for veto in program.vetoes if veto.effect != "zero"])
    words = tuple(grade.name for grade in reversed(program.grades))
    granted = grant(course, program.direct_grades)
    direct = lowest(course, words, granted)
    made_zero = any_of(zeroed)
    # Who has a direct grade is held against the standards only where a veto made the total 0.
    asked = "true" if direct is None else f"({direct} IS NULL OR {made_zero})"
    earned = _banded(course, program.grades, words, _of_those(course.wait, asked))
    earlier = earned
    if any(veto.effect == "zero" for veto in program.vetoes):
        where = "true" if direct is None else f"({direct} IS NULL)"
        earlier = _without_veto(course, program.grades, earned, before, where)
    given, first = earned.sql, earlier.sql
    if direct is not None:
        given = with_direct(given, direct, made_zero)
        first = f"coalesce({direct}, {first})"
    kept = _kept(course, f"CASE WHEN NOT {course.waiting()} THEN {given} END", words)
    final = _kept(course, _after(program.grades, kept, fired), words)
    course.summary[GRADE] = final
    truths = [(veto, truth.sql) for veto, truth in fired]
    after = final.sql
    if program.graded_by_place:
        # All grades are open to everyone up to here.
        first = direct or "NULL::TINYINT"
        told = " OR ".join([f"{first} IS NOT NULL", any_of(truths)])
        after = f"CASE WHEN {told} THEN {final.sql} END"
    return Graded(final, _word(first, words), _word(after, words), truths, granted)


def _kept(course: Course, sql: str, words: tuple[str, ...]) -> Word:
    return course.word(_word(f"({sql})::TINYINT", words))


def _word(sql: str, words: tuple[str, ...]) -> Word:
    return Word(sql, words, nullable=True)


def _of_those(say: Say, where: str) -> Say:
    return say if where == "true" else lambda words, told: say(words, f"({where} AND {told})")


def _fired(course: Course, vetoes: Sequence[Veto]) -> list[tuple[Veto, Truth]]:
    truths = course.ask([veto.when for veto in vetoes])
    settled = [
        course.settle(truth, veto.on_unknown, veto.id)
        for veto, truth in zip(vetoes, truths, strict=True)
    ]
    for veto, truth in zip(vetoes, settled, strict=True):
        if truth.nullable:
            name = veto.label or veto.id
            said = Words(
                f"一票否决“{name}”的条件不明", f"the condition of veto “{name}” is unknown"
            )
            course.wait(said, f"{truth.sql} IS NULL")
    return list(zip(vetoes, settled, strict=True))


def _banded(course: Course, grades: Sequence[Grade], words: tuple[str, ...], say: Say) -> Word:
    """The first grade whose condition holds; `say` of whoever comes to an unknown one first."""
    truths = course.ask([grade.when for grade in grades])
    kept = _kept(course, _first(grades, truths, words), words)
    ahead = "true"
    for grade, truth in zip(grades, truths, strict=True):
        if truth.nullable:
            said = Words(
                f"等次“{grade.name}”的条件不明", f"the condition of grade “{grade.name}” is unknown"
            )
            say(said, both(ahead, f"{truth.sql} IS NULL"))
        ahead = both(ahead, f"NOT {truth.sql}")
    if grades[-1].when is not None:
        say(NO_GRADE, ahead)
    return kept


def _first(grades: Sequence[Grade], truths: Sequence[Truth], words: tuple[str, ...]) -> str:
    whens = []
    for grade, truth in zip(grades, truths, strict=True):
        if truth.nullable:
            whens.append(f"WHEN {truth.sql} IS NULL THEN NULL")
        whens.append(f"WHEN {truth.sql} THEN {words.index(grade.name)}")
    return f"CASE {' '.join(whens)} END"


def _without_veto(
    course: Course, grades: Sequence[Grade], grade: Word, before: Scaled | None, where: str
) -> Word:
    """The grade the total would have had before a veto made it 0; nobody waits for it."""
    total = course.summary[TOTAL]
    if before is None or not isinstance(total, Scaled):
        raise TypeError("a policy without a total has no veto that makes it 0")
    changed = f"({total.top} <> {before.top})"
    course.summary[TOTAL] = before

    def say(words: Words, condition: str) -> None:
        course.note("grade_before_veto", words, f"({changed} AND {condition})")

    found = _banded(course, grades, grade.words, _of_those(say, where))
    course.summary[TOTAL] = total
    sql = f"CASE WHEN {changed} THEN {found.sql} ELSE {grade.sql} END"
    return _kept(course, sql, grade.words)


def _after(grades: Sequence[Grade], kept: Word, fired: Sequence[tuple[Veto, Truth]]) -> str:
    """Steps add up; the lowest of what the vetoes allow. A grade is its place from the worst up."""
    best = len(grades) - 1
    places = {grade.name: best - i for i, grade in enumerate(grades)}
    steps = " + ".join(
        f"{veto.steps} * {when(truth.sql)}" for veto, truth in fired if veto.effect == "step_down"
    )
    ceilings = []
    for veto, truth in fired:
        match veto.effect:
            case "force" | "cap":
                ceilings.append(f"CASE WHEN {truth.sql} THEN {places[veto.grade]} ELSE {best} END")
            case "bar":
                ceilings.append(f"CASE WHEN {truth.sql} THEN {max(best - 1, 0)} ELSE {best} END")
            case _:
                pass
    lowered = f"({kept.sql} - ({steps}))" if steps else kept.sql
    if ceilings:
        # No ceiling is ever missing; who has no grade is left out before.
        lowered = f"least({', '.join([lowered, *ceilings])})"
    return f"CASE WHEN {kept.sql} IS NOT NULL THEN greatest({lowered}, 0) END"
