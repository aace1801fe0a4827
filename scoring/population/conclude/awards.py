"""Award pools over everybody: weights, largest remainders in whole units, limits of a share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Truth, Word, entry_of, sql_of
from rules.program import GRADE, AwardPool, Program
from rules.values import Number, Rounding
from scoring.conclude.awards import LACKING, SHORT, UNKNOWN
from scoring.conclude.coefficients import rests_of
from scoring.population.alike import alike
from scoring.population.cannot import placed
from scoring.population.conclude.apportion import Portions, apportion
from scoring.population.conclude.coefficients import among
from scoring.population.course import Course
from scoring.population.grade.ranks import in_turn, ordering
from scoring.population.store import Store


@dataclass(frozen=True, slots=True)
class ShareColumns:
    """`state` is 0 for no share, 1 for one that waits, 2 for one that is there. `units` is missing
    where the pool is too small. `weight` is in proportion to which, of a fixed share the units due;
    `weights` is the sum of all."""

    pool: AwardPool
    state: str
    units: str
    weight: Scaled
    weights: Scaled
    winners: str
    turn: str
    provisional: str


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Who is before the pool: whether it is there, whether something of it may yet change, and what
    it weighs: a whole number where its scale and bottom are the same for all."""

    pool: AwardPool
    number: int
    weight: Scaled
    state: str
    unsure: str


def share_all(
    course: Course, program: Program, store: Store, pools: Sequence[AwardPool]
) -> list[ShareColumns]:
    """Only the graded share; whoever is 待定, or whose grade may yet change, may join or leave."""
    found = []
    for pool, truth in zip(pools, course.ask([pool.when for pool in pools]), strict=True):
        with placed(pool):
            found.append(_shared(course, store, _weighed(course, program, pool, truth)))
    return found


def _weighed(course: Course, program: Program, pool: AwardPool, truth: Truth) -> _Weighed:
    number = program.awards.index(pool)
    grade = course.summary.get(GRADE)
    part = "true"
    if isinstance(grade, Word):
        part = f"NOT {among(grade, [name for name, worth in pool.table if worth is None])}"
    settled = course.settle(truth, pool.on_unknown, pool.name, where=part)
    unknown = f"({part} AND {settled.sql} IS NULL)"
    if settled.nullable:
        course.note(pool.name, UNKNOWN, unknown)
    weight = course.number(_weight(course, pool))
    joins = f"({part} AND {settled.sql})"
    there = "true"
    if weight.nullable:
        there = f"({weight.top} IS NOT NULL)"
        course.note(pool.name, LACKING, f"({joins} AND NOT {there})")
    rests = rests_of(program, pool) | ({GRADE} if pool.table else frozenset())
    running = course.running[course.stage]
    state, unsure = f"state{number}", f"unsure{number}"
    course.add(
        {
            state: f"CASE WHEN NOT {running} THEN 0 WHEN {joins} THEN CASE WHEN {there} THEN 2 "
            f"ELSE 1 END WHEN {unknown} THEN 1 ELSE 0 END::TINYINT",
            unsure: f"({running} AND {course.changing(rests)})",
        }
    )
    return _Weighed(pool, number, weight, state, unsure)


# --- weights -------------------------------------------------------------------------------------


def _weight(course: Course, pool: AwardPool) -> Scaled:
    """What a share is in proportion to; of a fixed share the units due."""
    weight = numbers.whole_literal(1)
    grade = course.summary.get(GRADE)
    if pool.by is not None:
        weight = course.translator.number(pool.by)
    elif pool.table and isinstance(grade, Word):
        entries = [(name, worth) for name, worth in pool.table if worth is not None]
        weight = entry_of(entries, grade) if entries else numbers.NO_NUMBER
    if pool.months is not None:
        whole = numbers.whole_literal(pool.period_months)
        months = course.number(course.translator.number(pool.months))
        fewer = numbers.compared("<", months, whole)
        counted = numbers.chosen(fewer, months, whole, nullable=months.nullable)
        weight = numbers.divide(numbers.multiply(weight, counted), whole)
    if pool.method != "fixed":
        return weight
    return numbers.rounded(numbers.divide(weight, numbers.literal(pool.unit)), Rounding(0))


def _over_one_bottom(course: Course, store: Store, one: _Weighed) -> tuple[Scaled, int]:
    """The weight as a whole number and the bottom that all of them share."""
    if one.weight.bottom is None:
        return one.weight, 1
    course.put(store, f"weighed{one.number}")
    top = f"CASE WHEN {one.state} = 2 THEN {one.weight.top} END"
    even = alike(store, course.tables, replace(one.weight, top=top, nullable=True))
    return course.number(replace(even, bottom=None, most=1)), int(even.bottom or 1)


# --- shares --------------------------------------------------------------------------------------


def _shared(course: Course, store: Store, one: _Weighed) -> ShareColumns:
    pool, number, subjects = one.pool, one.number, max(store.subjects.count, 1)
    weight, bottom = _over_one_bottom(course, store, one)
    keys = [sql_of(ordering(course, expr)) for expr, _ in pool.odd_units]
    order = in_turn([*keys, "s"], [*(falling for _, falling in pool.odd_units), False])
    won = f"({one.state} = 2)"
    turn, winners, weights, joining = (
        f"{name}{number}" for name in ("turn", "winners", "weights", "joining")
    )
    total = Scaled(
        weights, weight.scale, min(weight.low, 0) * subjects, max(weight.high, 0) * subjects
    )
    width = numbers.require_width(total.low, total.high)
    may_join = f"{course.pending} OR {one.unsure} OR {one.state} = 1"
    course.add(
        {
            turn: f"row_number() OVER (PARTITION BY {won} ORDER BY {order}) - 1",
            winners: f"count(*) FILTER (WHERE {won}) OVER ()",
            weights: f"coalesce(sum({weight.top}) FILTER (WHERE {won}) OVER (), 0)::{width}",
            joining: f"count(*) FILTER (WHERE {may_join}) OVER ()",
        }
    )
    portions = Portions(number, won, weight, total, _whole(pool), turn, subjects)
    units = _units(course, pool, portions)
    short = f"short{number}"
    course.add({f"units{number}": units, short: f"({won} AND {units} IS NULL)"})
    course.note(pool.name, SHORT, short)
    over = replace(weight, bottom=str(bottom)), replace(total, bottom=str(bottom))
    provisional = _provisional(pool, total, Scaled(joining, 0, 0, subjects), one.unsure)
    return ShareColumns(pool, one.state, f"units{number}", *over, winners, turn, provisional)


def _whole(pool: AwardPool) -> Scaled:
    return numbers.whole_literal(_in_units(pool, pool.amount or 0))


def _in_units(pool: AwardPool, amount: Number) -> int:
    return int(amount / Fraction(pool.unit))


def _units(course: Course, pool: AwardPool, portions: Portions) -> str:
    """Missing where fixed shares wait for a pool that is too small for them."""
    if pool.method != "fixed":
        cap = None if pool.cap is None else _in_units(pool, pool.cap)
        return apportion(course, portions, cap=cap, redistribute=pool.redistribute)
    due = portions.weight.top
    if pool.amount is None:
        return due
    less = "NULL"
    if pool.shortfall == "proportional":
        less = apportion(course, portions, cap=None, redistribute=False)
    return f"CASE WHEN {portions.total.top} <= {portions.units.top} THEN {due} ELSE {less} END"


def _provisional(pool: AwardPool, due: Scaled, joining: Scaled, unsure: str) -> str:
    """While anybody may yet join or leave; but fixed shares that the pool can pay to all of them
    touch each other not at all."""
    unsettled = f"({joining.top} > 0)"
    if pool.method != "fixed":
        return unsettled
    if pool.amount is None:
        return unsure
    most = max((_in_units(pool, worth) for _, worth in pool.table if worth is not None), default=0)
    needed = numbers.add(due, numbers.multiply(joining, numbers.whole_literal(most)))
    pays = numbers.compared("<=", needed, _whole(pool))
    return f"CASE WHEN {pays} THEN {unsure} ELSE {unsettled} END"
