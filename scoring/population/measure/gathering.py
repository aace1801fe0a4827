"""One pass over each table of records: what findings and measures ask of it, once per subject."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from scoring.population.store import Store

TALLIES = "tallies"


@dataclass(slots=True)
class Pass:
    """What is taken of one table of records for each subject, or by more than that. A condition or
    an amount that is asked for twice is computed once. `fields` says that the subject's fields are
    read."""

    source: str
    fields: bool = False
    by: str = "s"
    _taken: dict[str, str] = field(default_factory=dict)
    sums: set[str] = field(default_factory=set)
    counts: set[str] = field(default_factory=set)

    def count(self, condition: str = "true") -> str:
        """The name of the number of records for which a condition holds."""
        # Faster than a filter of every record, and as exact: it adds up whole numbers.
        taken = "count(*)" if condition == "true" else f"count_if({condition})::BIGINT"
        name = self._take(taken, zero=True)
        self.counts.add(name)
        return name

    def total(self, amount: Scaled, condition: str, rows: int) -> Scaled:
        """Their sum, 0 where there are none. A fraction has no sum here."""
        low, high = min(0, amount.low * rows), max(0, amount.high * rows)
        width = numbers.require_width(low, high)
        # Faster than a filter where conditions are mixed: nothing branches. Where the condition is
        # unknown the product is missing, and a sum leaves it out.
        added = amount.top if condition == "true" else f"({amount.top}) * ({condition})::TINYINT"
        name = self._take(f"sum({added})::{width}", zero=True)
        return Scaled(name, amount.scale, low, high)

    def other(self, sql: str) -> str:
        """Any aggregate, NULL where there are no records."""
        return self._take(sql, zero=False)

    def whole(self, sql: str) -> str:
        """An aggregate that counts or adds up, 0 where there are no records."""
        return self._take(sql, zero=True)

    def _take(self, sql: str, *, zero: bool) -> str:
        name = self._taken.setdefault(sql, f"{self.source.partition(' ')[0]}_{len(self._taken)}")
        if zero:
            self.sums.add(name)
        return name

    @property
    def names(self) -> list[str]:
        return list(self._taken.values())

    def columns(self) -> Iterable[str]:
        for name in self._taken.values():
            yield f"coalesce({name}, 0) AS {name}" if name in self.sums else name

    def select(self) -> str:
        taken = ", ".join(f"{sql} AS {name}" for sql, name in self._taken.items())
        joined = " JOIN subjects USING (s)" if self.fields else ""
        return f"SELECT {self.by}, {taken} FROM {self.source}{joined} GROUP BY {self.by}"


def gather(store: Store, passes: Iterable[Pass]) -> None:
    """The table of tallies: a row for each subject, with or without records."""
    filled = [one for one in passes if one.names]
    columns = ", ".join(["subjects.*", *(column for one in filled for column in one.columns())])
    joins = " ".join(
        f"LEFT JOIN ({one.select()}) AS g{i} USING (s)" for i, one in enumerate(filled)
    )
    store.connection.execute(f"CREATE TABLE {TALLIES} AS SELECT {columns} FROM subjects {joins}")


class Observed:
    """The bounds that the tallies really have, which are narrower than what any records might have
    made of them."""

    def __init__(self, store: Store, passes: Iterable[Pass], table: str = TALLIES) -> None:
        least = {
            name: "0" if name in one.counts else f"min({name})"
            for one in passes
            for name in one.names
            if name in one.sums
        }
        names = [*least]
        taken = ", ".join(f"{low}, max({name})" for name, low in least.items())
        found = store.observed(f"SELECT {taken} FROM {table}", "bounds")[0] if names else ()
        self._bounds = {
            name: (int(found[2 * i] or 0), int(found[2 * i + 1] or 0))
            for i, name in enumerate(names)
        }

    def number(self, tally: Scaled) -> Scaled:
        low, high = self._bounds[tally.top]
        return replace(tally, low=low, high=high)

    def count(self, name: str) -> Scaled:
        low, high = self._bounds[name]
        return Scaled(name, 0, low, high)
