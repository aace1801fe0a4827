"""Whole units of money split by weight over everybody: largest remainder, with a limit each."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from scoring.population.course import Course


@dataclass(frozen=True, slots=True)
class Portions:
    """`units` for those of whom `won` holds, by `weight`, of which `total` is the sum; of equal
    remainders the one whose `turn` is first gets the odd unit. There are at most `winners`;
    `number` makes names of its own."""

    number: int
    won: str
    weight: Scaled
    total: Scaled
    units: Scaled
    turn: str
    winners: int


def apportion(course: Course, portions: Portions, *, cap: int | None, redistribute: bool) -> str:
    """A column of units. What a share loses to `cap` goes to the others in proportion where
    `redistribute`, otherwise to nobody."""
    if cap is None:
        return _largest_remainder(course, portions)
    if redistribute:
        return _capped(course, portions, cap)
    share = _largest_remainder(course, portions)
    return f"CASE WHEN {share} > {cap} THEN {cap} ELSE {share} END"


def _largest_remainder(course: Course, of: Portions) -> str:
    whole, rest, turn, share = (
        f"{name}{of.number}" for name in ("whole", "rest", "after", "share")
    )
    due = numbers.multiply(of.units, of.weight).top
    total = of.total.top
    course.add(
        {
            whole: f"CASE WHEN {total} > 0 THEN {due} // {total} ELSE 0 END",
            rest: f"CASE WHEN {total} > 0 THEN {due} % {total} ELSE 0 END",
        }
    )
    left = f"{of.units.top} - sum({whole}) FILTER (WHERE {of.won}) OVER ()"
    course.add(
        {
            turn: f"row_number() OVER (PARTITION BY {of.won} ORDER BY {rest} DESC, {of.turn})",
            f"odd{of.number}": f"CASE WHEN {total} > 0 THEN {left} ELSE 0 END",
        }
    )
    odd = f"CASE WHEN {turn} <= odd{of.number} THEN 1 ELSE 0 END"
    course.add({share: f"CASE WHEN {of.won} THEN {whole} + {odd} END"})
    return share


def _capped(course: Course, of: Portions, cap: int) -> str:
    """Whoever would get more than the cap gets the cap and the others share the rest, until nobody
    does. Those who weigh most are capped first, and each raises what a weight of 1 is worth: so it
    is all before the first one who would not be."""
    nth, below, capped = (f"{name}{of.number}" for name in ("nth", "below", "capped"))
    heaviest = f"PARTITION BY {of.won} ORDER BY {of.weight.top} DESC, {of.turn}"
    further = "ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING"
    width = numbers.require_width(of.total.low, of.total.high)
    course.add(
        {
            nth: f"row_number() OVER ({heaviest}) - 1",
            below: f"(sum({of.weight.top}) OVER ({heaviest} {further}))::{width}",
        }
    )
    limit = numbers.whole_literal(cap)
    ahead = Scaled(nth, 0, 0, of.winners)
    rest = numbers.subtract(of.units, numbers.multiply(limit, ahead))
    over = numbers.compared(
        ">",
        numbers.multiply(rest, of.weight),
        numbers.multiply(limit, replace(of.total, top=below)),
    )
    course.add({capped: f"min({nth}) FILTER (WHERE {of.won} AND NOT {over}) OVER ()"})
    free, left, weights = (f"{name}{of.number}" for name in ("free", "left", "freed"))
    course.add({free: f"({of.won} AND coalesce({nth} >= {capped}, false))"})
    remaining = numbers.subtract(of.units, numbers.multiply(limit, replace(ahead, top=capped)))
    course.add(
        {
            left: remaining.top,
            weights: f"coalesce(sum({of.weight.top}) FILTER (WHERE {free}) OVER (), 0)::{width}",
        }
    )
    others = replace(
        of, won=free, total=replace(of.total, top=weights), units=replace(remaining, top=left)
    )
    share = _largest_remainder(course, others)
    return f"CASE WHEN {free} THEN {share} ELSE {cap} END"
