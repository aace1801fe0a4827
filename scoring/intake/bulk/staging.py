"""The clean rows of one kind of evidence, staged as codes and texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb

from rules.program import EvidenceKind
from rules.values import Value
from scoring.evidence import Period, Record
from scoring.intake.bulk import slow
from scoring.intake.bulk.cells import Cell, cell_of, escaped
from scoring.intake.bulk.dictionaries import Dictionaries, is_text
from scoring.intake.bulk.everybody import KNOWN
from scoring.intake.bulk.plain import RAW, Taken
from scoring.intake.bulk.room import Room
from scoring.intake.bulk.slow import NotPlainError
from scoring.intake.layout import RecordLayout
from scoring.snapshot.filling import Filled, store
from scoring.snapshot.shapes import StoredColumn


class Stage:
    """One kind. `table` has `p`, the number of the subject, `d`, `id`, whether that was `made` of
    the content, `o` and `line`, and `v0`, `v1`, … of its fields."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        number: int,
        kind: EvidenceKind,
        period: Period,
        room: Room,
    ) -> None:
        self.table = f"staged{number}"
        self.kind, self.letter, self.fields = kind, "v", kind.fields
        self._connection = connection
        self._number = number
        self._period = period
        self.dictionaries = Dictionaries(connection, self.table, room, self._dated)
        types = ["VARCHAR" if is_text(field) else "INTEGER" for field in kind.fields]
        columns = "".join(f", v{i} {type_}" for i, type_ in enumerate(types))
        connection.execute(
            f"CREATE TABLE {self.table} (p INTEGER, d DATE, id VARCHAR, made BOOLEAN, "
            f"o INTEGER, line INTEGER{columns})"
        )

    def _dated(self, value: Value) -> bool:
        period = self._period
        return period.start <= value <= period.end and value <= period.as_of  # type: ignore[operator]  # a date

    def take(self, layout: RecordLayout, chosen: str, place: int, first: int) -> Taken:
        """Stages the clean rows among the chosen ones of RAW, whose `first` line this is."""
        if layout.unfolding:
            raise NotPlainError(slow.WIDE)
        if len(layout.naming.parts) > 1:
            raise NotPlainError(slow.SEVERAL)
        cells = {one.at: cell_of(self.dictionaries, one, chosen) for one in layout.places}
        named = layout.naming.parts[0].index
        if named < 0:
            raise NotPlainError(slow.LACKING)
        clean = [chosen, "p IS NOT NULL"]
        clean += [cell.clean for cell in cells.values()]
        day = "NULL::DATE"
        if layout.event_date:
            day = cells[layout.event_date.at].day
            clean.append(f"{day} IS NOT NULL")
        identity, conditions = self._identity(layout, cells, day)
        values = [
            cells[at].value if at in cells else str(self.dictionaries.of(field).code_of(None))
            for at, field in enumerate(self.kind.fields)
        ]
        joins = " ".join(cell.join for cell in cells.values())
        taken = ", ".join(["p", day, identity, str(not layout.identity), str(place), "line"])
        ((count,),) = self._connection.execute(
            f"INSERT INTO {self.table} SELECT {', '.join([taken, *values])} FROM {RAW} "
            f"LEFT JOIN {KNOWN} ON {KNOWN}.subject = x{named} {joins} "
            f"WHERE {' AND '.join([*clean, *conditions])}"
        ).fetchall()
        lines = f"SELECT line FROM {self.table} WHERE o = {place} AND line >= {first}"
        return Taken(count, f"line IN ({lines})")

    def _identity(
        self, layout: RecordLayout, cells: dict[int, Cell], day: str
    ) -> tuple[str, list[str]]:
        """The id of a row, and what must hold for it to be plain."""
        if not layout.identity:
            tags = [cells[at].tag if at in cells else "''" for at in range(len(self.kind.fields))]
            dated = f"coalesce('d' || ({day})::VARCHAR, '')"
            parts = [f"'{escaped(self.kind.name)}'", f"{KNOWN}.subject", dated, *tags]
            text = " || ".join(f"length({part}) || ':' || {part}" for part in parts)
            return f"sha256({text})[:16]", []
        words = [cells[place.at].label for place in layout.identity]
        conditions = [f"{word} <> ''" for word in words]
        if len(words) > 1 or layout.item:
            conditions += [f"NOT contains({word}, '/')" for word in words]
        if layout.item:
            words.append(cells[layout.item.at].label)
        return " || '/' || ".join(words), conditions

    def add(self, records: Iterable[tuple[Record, int, int, bool]]) -> None:
        """Records that the definition admitted, with their subject, place and whether the id was
        made."""
        found = list(records)
        if not found:
            return
        columns: list[tuple[str, str, Sequence[Value]]] = [
            ("p", "INTEGER", [subject for _, subject, _, _ in found]),
            ("d", "DATE", [record.date for record, _, _, _ in found]),
            ("id", "VARCHAR", [record.id for record, _, _, _ in found]),
            ("made", "BOOLEAN", [made for _, _, _, made in found]),
            ("o", "INTEGER", [place for _, _, place, _ in found]),
            ("line", "INTEGER", [record.origin.row for record, _, _, _ in found]),
        ]
        for i, field in enumerate(self.kind.fields):
            values = [record.values[i] for record, _, _, _ in found]
            columns.append((f"v{i}", *self.dictionaries.stored(field, values)))
        store(
            self._connection,
            "added",
            [Filled(StoredColumn(name, type_), cells) for name, type_, cells in columns],
        )
        self._connection.execute(f"INSERT INTO {self.table} SELECT * FROM added; DROP TABLE added")
