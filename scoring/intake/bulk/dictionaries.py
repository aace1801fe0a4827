"""The texts of a column, each read once by the definition: a code for each value there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import duckdb

from rules.expr.kinds import TextKind
from rules.program import Field
from rules.values import Value
from scoring.intake.bulk import slow
from scoring.intake.bulk.room import Room
from scoring.intake.bulk.slow import NotPlainError
from scoring.intake.cells import read_cell
from scoring.intake.faults import Fault
from scoring.intake.identities import identity_text, tagged

# More different texts than this are no dictionary.
_MOST = 2_000_000
# Bytes of one of them, at most.
_EACH = 400


class Dictionaries:
    """Those of the fields of one kind, or of the subjects; `table` begins the names of theirs."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        table: str,
        room: Room,
        dates: Callable[[Value], bool],
    ) -> None:
        self._connection, self._table = connection, table
        self._room, self._dates = room, dates
        self._found: dict[str, Dictionary] = {}

    def of(self, field: Field) -> Dictionary:
        found = self._found.get(field.name)
        if found is None:
            table = f"{self._table}_{len(self._found)}"
            found = Dictionary(self._connection, table, field, self._room, self._dates)
            self._found[field.name] = found
        return found

    def stored(self, field: Field, values: Sequence[Value]) -> tuple[str, Sequence[Value]]:
        """The type of a field's column and the cells of it for these values: texts, or codes."""
        if is_text(field):
            return "VARCHAR", values
        return "INTEGER", [self.of(field).code_of(value) for value in values]


class Dictionary:
    """One field of one kind. Its table has `text`, `code`, the value as a part of an identity
    (`label`) and of a content (`tag`), and the `day` that dates a record; texts that are wrong
    have no code."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        table: str,
        field: Field,
        room: Room,
        dates: Callable[[Value], bool],
    ) -> None:
        self.table = table
        self.values: list[Value] = []
        self._connection = connection
        self._field = field
        self._room = room
        self._dates = dates
        self._codes: dict[Value, int] = {}
        self._texts = 0
        connection.execute(
            f"CREATE TABLE {table} "
            "(text VARCHAR, code INTEGER, label VARCHAR, tag VARCHAR, day DATE)"
        )

    def learn(self, texts: str) -> None:
        """Reads what is new among the `text`s of a query."""
        new = self._connection.execute(
            f"SELECT text FROM (SELECT DISTINCT text FROM ({texts})) ANTI JOIN {self.table} "
            "USING (text)"
        ).fetchall()
        self._room.take(_EACH, len(new))
        self._texts += len(new)
        if self._texts > _MOST:
            raise NotPlainError(slow.DIFFERENT)
        entries = [self._entry(text) for (text,) in new]
        for start in range(0, len(entries), 10_000):
            columns = list(zip(*entries[start : start + 10_000], strict=True))
            types = ("VARCHAR", "INTEGER", "VARCHAR", "VARCHAR", "DATE")
            cells = ", ".join(f"unnest(${i + 1}::{t}[])" for i, t in enumerate(types))
            self._connection.execute(
                f"INSERT INTO {self.table} SELECT {cells}", [list(column) for column in columns]
            )

    def code_of(self, value: Value) -> int:
        if value not in self._codes:
            self._codes[value] = len(self.values)
            self.values.append(value)
        return self._codes[value]

    def _entry(self, text: str) -> tuple[str, int | None, str, str, date | None]:
        value = read_cell(self._field, text)
        if isinstance(value, Fault):
            return text, None, "", "", None
        day = value if isinstance(value, date) and self._dates(value) else None
        return text, self.code_of(value), identity_text(value), tagged(value), day


def is_text(field: Field) -> bool:
    """Whether a value is its text, so that no dictionary is needed."""
    return isinstance(field.kind, TextKind) and field.form is None
