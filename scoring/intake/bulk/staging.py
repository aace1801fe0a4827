"""The clean rows of one kind of evidence, staged as codes and texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import duckdb

from rules.expr.kinds import TextKind
from rules.program import EvidenceKind, Field
from rules.values import Value
from scoring.evidence import Period, Record
from scoring.intake.bulk.dictionaries import Dictionary
from scoring.intake.bulk.plain import RAW, NotPlainError
from scoring.intake.cells import LONGEST_TEXT, read_cell
from scoring.intake.faults import Fault
from scoring.intake.layout import Place, RecordLayout
from scoring.snapshot.filling import Filled, store
from scoring.snapshot.shapes import StoredColumn

# The subjects met, by a number that is not their last one yet.
KNOWN = "known"
# Nothing a reader might trim or refuse: no blank at either end, nothing that is not shown.
_PLAIN_TEXT = r"[\p{L}\p{N}\p{P}\p{Sm}]([\p{L}\p{N}\p{P}\p{S} ]*[\p{L}\p{N}\p{P}\p{Sm}])?"


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a row as SQL over RAW and the dictionaries it joins: its value as it is staged,
    whether it is clean, and its text in an identity and in a content."""

    value: str
    clean: str
    label: str
    tag: str
    day: str = "NULL::DATE"
    join: str = ""


class Stage:
    """One kind. `table` has `p`, the number of the subject, `d`, `id`, whether that was `made` of
    the content, `o` and `line`, and `v0`, `v1`, … of its fields."""

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, number: int, kind: EvidenceKind, period: Period
    ) -> None:
        self.table = f"staged{number}"
        self.kind = kind
        self._connection = connection
        self._number = number
        self._period = period
        self._dictionaries: dict[str, Dictionary] = {}
        types = ["VARCHAR" if is_text(field) else "INTEGER" for field in kind.fields]
        columns = "".join(f", v{i} {type_}" for i, type_ in enumerate(types))
        connection.execute(
            f"CREATE TABLE {self.table} (p INTEGER, d DATE, id VARCHAR, made BOOLEAN, "
            f"o INTEGER, line INTEGER{columns})"
        )

    def dictionary(self, field: Field) -> Dictionary:
        found = self._dictionaries.get(field.name)
        if found is None:
            table = f"{self.table}_{len(self._dictionaries)}"
            found = Dictionary(self._connection, table, field, self._dated)
            self._dictionaries[field.name] = found
        return found

    def _dated(self, value: Value) -> bool:
        period = self._period
        return period.start <= value <= period.end and value <= period.as_of  # type: ignore[operator]  # a date

    def take(self, layout: RecordLayout, chosen: str, place: int, first: int) -> str:
        """Stages the clean rows among the chosen ones, and gives the condition that a row of RAW,
        whose `first` line this is, is one of them."""
        if layout.unfolding or len(layout.naming.parts) > 1:
            raise NotPlainError
        cells = {one.at: self._cell(one, chosen) for one in layout.places}
        named = layout.naming.parts[0].index
        if named < 0:
            raise NotPlainError
        clean = [chosen, "p IS NOT NULL"]
        clean += [cell.clean for cell in cells.values()]
        day = "NULL::DATE"
        if layout.event_date:
            day = cells[layout.event_date.at].day
            clean.append(f"{day} IS NOT NULL")
        identity, conditions = self._identity(layout, cells, day)
        values = [
            cells[at].value if at in cells else str(self.dictionary(field).code_of(None))
            for at, field in enumerate(self.kind.fields)
        ]
        joins = " ".join(cell.join for cell in cells.values())
        taken = ", ".join(["p", day, identity, str(not layout.identity), str(place), "line"])
        self._connection.execute(
            f"INSERT INTO {self.table} SELECT {', '.join([taken, *values])} FROM {RAW} "
            f"LEFT JOIN {KNOWN} ON {KNOWN}.subject = x{named} {joins} "
            f"WHERE {' AND '.join([*clean, *conditions])}"
        )
        return f"line IN (SELECT line FROM {self.table} WHERE o = {place} AND line >= {first})"

    def _cell(self, place: Place, chosen: str) -> Cell:
        field, index = place.slot.column.field, place.slot.index
        if index < 0:
            return self._constant(field)
        text = f"x{index}"
        if is_text(field):
            return _text_cell(field, text)
        dictionary = self.dictionary(field)
        dictionary.learn(f"SELECT {text} AS text FROM {RAW} WHERE {chosen}")
        name = f"j{place.at}"
        join = f"LEFT JOIN {dictionary.table} AS {name} ON {name}.text = {text}"
        own = (f"{name}.{part}" for part in ("code", "label", "tag", "day"))
        code, label, tag, day = own
        return Cell(code, f"{code} IS NOT NULL", label, tag, day, join)

    def _constant(self, field: Field) -> Cell:
        """What a column that is not there reads as."""
        value = read_cell(field, "")
        if isinstance(value, Fault) or value is not None:
            raise NotPlainError
        if is_text(field):
            return Cell("NULL::VARCHAR", "true", "''", "''")
        return Cell(str(self.dictionary(field).code_of(None)), "true", "''", "''")

    def _identity(
        self, layout: RecordLayout, cells: dict[int, Cell], day: str
    ) -> tuple[str, list[str]]:
        """The id of a row, and what must hold for it to be plain."""
        if not layout.identity:
            tags = [cells[at].tag if at in cells else "''" for at in range(len(self.kind.fields))]
            dated = f"coalesce('d' || ({day})::VARCHAR, '')"
            parts = [f"'{_quoted(self.kind.name)}'", f"{KNOWN}.subject", dated, *tags]
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
            if is_text(field):
                columns.append((f"v{i}", "VARCHAR", values))
            else:
                code_of = self.dictionary(field).code_of
                columns.append((f"v{i}", "INTEGER", [code_of(value) for value in values]))
        store(
            self._connection,
            "added",
            [Filled(StoredColumn(name, type_), cells) for name, type_, cells in columns],
        )
        self._connection.execute(f"INSERT INTO {self.table} SELECT * FROM added; DROP TABLE added")


def is_text(field: Field) -> bool:
    """Whether a value is its text, so that no dictionary is needed."""
    return isinstance(field.kind, TextKind) and field.form is None


def _text_cell(field: Field, text: str) -> Cell:
    plain = f"regexp_full_match({text}, '{_PLAIN_TEXT}') AND length({text}) <= {LONGEST_TEXT}"
    for null in field.null_values:
        plain += f" AND {text} <> '{_quoted(null)}'"
    if field.on_missing != "keep":
        return Cell(text, plain, text, f"('t' || {text})")
    value = f"nullif({text}, '')"
    tag = f"CASE WHEN {text} = '' THEN '' ELSE 't' || {text} END"
    return Cell(value, f"({text} = '' OR ({plain}))", text, f"({tag})")


def _quoted(text: str) -> str:
    return text.replace("'", "''")
