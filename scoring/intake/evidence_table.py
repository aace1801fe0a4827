"""Hands each row of an evidence table to the reader of its kind."""

from __future__ import annotations

from collections.abc import Callable

from rules.program import EvidenceKind
from scoring.evidence import Reject
from scoring.intake.faults import Fault, IntakeError
from scoring.intake.headings import Usage
from scoring.intake.kinds import Kinds
from scoring.intake.records import RecordReader
from scoring.intake.rows import Damage, Row, Table


class EvidenceTable:
    """The kind of a row is, in this order: what the sender said of the file, what the row's own
    kind column says, what the file's name says, the policy's only kind."""

    def __init__(
        self,
        table: Table,
        usage: Usage,
        *,
        kinds: Kinds,
        explicit: str | None,
        stem: str,
        open_reader: Callable[[EvidenceKind], RecordReader],
    ) -> None:
        self.rejects: list[Reject] = []
        self._table = table
        self._usage = usage
        self._kinds = kinds
        self._explicit = explicit is not None
        self._stem = stem
        self._open_reader = open_reader
        self._readers: dict[str, RecordReader] = {}
        self._columns: dict[tuple[str, ...], int | None] = {}
        self._file_kind = kinds.of_file(explicit, stem, table.title)
        self._by_row = False
        if table.headings is not None:
            self._by_row = self._kind_column(table.headings) is not None
        if not self._by_row and (self._explicit or table.headings is not None):
            # Even a file without a row delivers its kind, and its headings are checked.
            self._reader(self._kind_of_file(table.heading_row))

    def take(self, row: Row) -> None:
        column = self._kind_column(row.headings)
        if column is None:
            self._reader(self._kind_of_file(row.number)).take(row)
            return
        kind = row.faults.get(column) or self._kinds.named(row.cells[column])
        if isinstance(kind, Fault):
            heading, word = row.headings[column], row.cells[column]
            origin = self._table.origin(row, heading, column)
            self.rejects.append(kind.reject(origin, value=word))
        else:
            self._reader(kind).take(row)

    def refuse(self, damage: Damage) -> None:
        """Where only the row could have told its kind, it counts as one record lost."""
        if self._file_kind and not self._by_row:
            self._reader(self._file_kind).refuse(damage)
            return
        origin = self._table.origin(damage, damage.column)
        self.rejects.append(damage.fault.reject(origin, value=damage.value))

    def _reader(self, kind: EvidenceKind) -> RecordReader:
        reader = self._readers.get(kind.name)
        if reader is None:
            reader = self._readers[kind.name] = self._open_reader(kind)
        return reader

    def _kind_of_file(self, row: int) -> EvidenceKind:
        if self._file_kind is None:
            raise IntakeError(self._kinds.untold(self._stem), file=self._table.title, row=row)
        return self._file_kind

    def _kind_column(self, headings: tuple[str, ...]) -> int | None:
        if self._explicit:
            return None
        if headings not in self._columns:
            column = self._kinds.told_by(headings)
            if column is not None:
                self._usage.read.add(headings[column])
            self._columns[headings] = column
        return self._columns[headings]
