"""Counts within a window, of everybody: the fullest one, or whole groups one after the other."""

from __future__ import annotations

from rules.backends.sql_terms import sql_of
from rules.program import TimeSpan, Windowed
from scoring.measure.reading import MISSING_VALUE
from scoring.population.measure.asking import Asked, Conclude, Taken, both, whole_term
from scoring.population.measure.gathering import Pass
from scoring.population.store import Store


def ask_window(
    asked: Asked, windowed: Windowed, store: Store, number: int
) -> tuple[Pass, Conclude]:
    """Makes a table of what each subject has, and the pass over it."""
    condition = asked.condition.sql
    keys = [whole_term(asked.translator.term(expr), expr) for expr in windowed.same]
    lacking = [f"{sql_of(key)} IS NULL" for key in keys if key.nullable]
    noted, met = asked.left_out(), condition
    if lacking:
        any_of = f"({' OR '.join(lacking)})"
        noted = asked.left_out((MISSING_VALUE, both(condition, any_of)))
        met = both(condition, f"NOT {any_of}")
    joined = " JOIN subjects USING (s)" if asked.taken.fields else ""
    same = ", ".join(["s", *map(sql_of, keys)])
    # The sort of a record as a number, and its day; `low` is the day before its window begins.
    sorts = (
        f"SELECT s, dense_rank() OVER (ORDER BY {same}) AS sort, d, "
        f"{_before('d', windowed.length)} AS low FROM {asked.rows.table}{joined} WHERE {met}"
    )
    table = f"window{number}"
    counted = _fullest() if windowed.groups_of is None else _groups(windowed.groups_of)
    store.connection.execute(
        f"CREATE TABLE {table} AS WITH RECURSIVE sorts AS ({sorts}), {counted}"
    )
    over = Pass(table)
    most = over.whole("max(c)")
    return over, lambda observed: Taken(observed.count(most), noted)


def _before(day: str, span: TimeSpan) -> str:
    """The day before a window that ends on this one: `before_window` of the definition."""
    if span.unit == "day":
        back = f"{day} - {span.count}"
    else:
        months = f"CAST({day} - INTERVAL {span.count} MONTH AS DATE)"
        back = f"CASE WHEN {day} = last_day({day}) THEN last_day({months}) ELSE {months} END"
    return f"greatest({back}, DATE '0001-01-01')"


def _fullest() -> str:
    """For each record those of its sort in the window that ends with it."""
    return (
        "counted AS (SELECT s, count(*) OVER (PARTITION BY sort ORDER BY d - DATE '0001-01-01' "
        "RANGE BETWEEN (d - low - 1) PRECEDING AND CURRENT ROW) AS c FROM sorts) "
        "SELECT s, c FROM counted"
    )


def _groups(size: int) -> str:
    """The next group begins at the first record, from the `place` behind the group before, that is
    in the window of the one `size` - 1 records later; that record is `held` at its own place."""
    return (
        "placed AS (SELECT *, row_number() OVER (PARTITION BY sort ORDER BY d) AS place "
        "FROM sorts), "
        "whole AS (SELECT a.s, a.sort, a.place, b.low < a.d AS whole FROM placed a "
        f"LEFT JOIN placed b ON b.sort = a.sort AND b.place = a.place + {size - 1}), "
        "next AS (SELECT s, sort, place, min(CASE WHEN whole THEN place END) OVER (PARTITION BY "
        "sort ORDER BY place ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS held "
        "FROM whole), "
        "made AS (SELECT s, sort, held FROM next WHERE place = 1 AND held IS NOT NULL UNION ALL "
        "SELECT next.s, next.sort, next.held FROM made JOIN next ON next.sort = made.sort "
        f"AND next.place = made.held + {size} WHERE next.held IS NOT NULL) "
        "SELECT s, count(*) AS c FROM made GROUP BY s"
    )
