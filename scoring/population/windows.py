"""Counts within a window of days, of everybody: the fullest window that ends with each record."""

from __future__ import annotations

from rules.program import Windowed
from scoring.population.asking import Asked, Conclude, Taken, both, sql_of, whole_term
from scoring.population.gathering import Pass
from scoring.population.store import Store
from scoring.reading import MISSING_VALUE


def is_simple(windowed: Windowed) -> bool:
    """Whether a frame of rows can say it: months have no fixed length, and groups are made one
    after the other."""
    return windowed.length.unit == "day" and windowed.groups_of is None


def ask_window(
    asked: Asked, windowed: Windowed, store: Store, number: int
) -> tuple[Pass, Conclude]:
    """Makes a table of the fullest window of each subject, and the pass over it."""
    condition = asked.condition.sql
    keys = [whole_term(asked.translator.term(expr), expr) for expr in windowed.same]
    lacking = [f"{sql_of(key)} IS NULL" for key in keys if key.nullable]
    noted, met = asked.left_out(), condition
    if lacking:
        any_of = f"({' OR '.join(lacking)})"
        noted = asked.left_out((MISSING_VALUE, both(condition, any_of)))
        met = both(condition, f"NOT {any_of}")
    table = f"window{number}"
    joined = " JOIN subjects USING (s)" if asked.taken.fields else ""
    within = ", ".join(["s", *map(sql_of, keys)])
    store.connection.execute(
        f"CREATE TABLE {table} AS SELECT s, c FROM (SELECT s, count(*) OVER "
        f"(PARTITION BY {within} ORDER BY d RANGE BETWEEN INTERVAL {windowed.length.count - 1} DAY "
        f"PRECEDING AND CURRENT ROW) AS c FROM {asked.rows.table}{joined} WHERE {met})"
    )
    over = Pass(table)
    fullest = over.whole("max(c)")
    return over, lambda observed: Taken(observed.count(fullest), noted)
