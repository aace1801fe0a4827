"""Coefficients: what a result recommends to the organisation that applies it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from rules.backends.reference import Evaluate
from rules.dependencies import names_read
from rules.expr.nodes import Expr
from rules.program import GRADE, AwardPool, Coefficient, Program
from rules.values import Number, Truth, Value, plain, round_number
from scoring.assessment import Recommendation
from scoring.expressions import NO_RECORD, Compile
from scoring.notes import Notes, Words
from scoring.resting import population_read

UNKNOWN = Words("条件不明，系数待定", "the condition is unknown, so the coefficient is pending")
LACKING = Words("数据缺失，系数待定", "a value is missing, so the coefficient is pending")


@dataclass(frozen=True, slots=True)
class CoefficientPlan:
    """`rests` are the ranks it rests on, `enough` the grades that are good enough."""

    coefficient: Coefficient
    enough: frozenset[str]
    value: Evaluate | None
    by: Evaluate | None
    base: Evaluate | None
    rests: frozenset[str]


def prepare_coefficient(
    program: Program, coefficient: Coefficient, compiled: Compile
) -> CoefficientPlan:
    def ready(expr: Expr | None) -> Evaluate | None:
        return None if expr is None else compiled(expr, None)

    words = [grade.name for grade in program.grades]
    least = words.index(coefficient.min_grade) + 1 if coefficient.min_grade else len(words)
    return CoefficientPlan(
        coefficient,
        frozenset(words[:least]),
        ready(coefficient.value),
        ready(coefficient.by),
        ready(coefficient.base),
        rests_of(program, coefficient),
    )


def recommend(
    plan: CoefficientPlan,
    truth: Truth,
    *,
    grade: str | None,
    summary: Mapping[str, Value],
    notes: Notes,
) -> Recommendation | None:
    """None where there is none: the grade is too low, the condition does not hold, or the table
    has nothing for the word."""
    given = plan.coefficient
    if grade not in plan.enough:
        return None
    settled = notes.settle(truth, given.on_unknown, given.name)
    if settled is None:
        notes.caution(given.name, UNKNOWN)
        return Recommendation(None)
    if not settled:
        return None
    word = _worth(plan.by, summary)
    if plan.by is not None and word is not None and dict(given.table)[str(word)] is None:
        return None
    factor = _worth(plan.value, summary) if plan.by is None else dict(given.table).get(str(word))
    base = _worth(plan.base, summary)
    if factor is None or (base is None and plan.base is not None):
        notes.caution(given.name, LACKING)
        return Recommendation(None)
    return _limited(given, cast(Number, factor), cast("Number | None", base))


def _worth(evaluate: Evaluate | None, summary: Mapping[str, Value]) -> Value:
    return None if evaluate is None else evaluate(NO_RECORD, summary)


def _limited(given: Coefficient, factor: Number, base: Number | None) -> Recommendation:
    """The factor with its base, rounded once, then kept within the limits."""
    match given.mode:
        case "direct":
            computed = factor
        case "uplift":
            computed = factor + (base or 0)
        case "multiply":
            computed = factor * (base or 0)
    value = computed = plain(computed)
    if given.rounding is not None:
        value = round_number(value, given.rounding)
    if given.floor is not None:
        value = max(value, given.floor)
    if given.cap is not None:
        value = min(value, given.cap)
    return Recommendation(value, factor, base, computed)


def rests_of(program: Program, given: Coefficient | AwardPool) -> frozenset[str]:
    """The ranks and relative measures a coefficient or pool rests on, itself or by what it reads.
    It may go by the grade without naming it."""
    rests = population_read(program)
    behind_grade = rests[GRADE] - {GRADE}
    return behind_grade.union(*(rests.get(name, ()) for name in names_read(given)))
