"""Who is assessed, in DuckDB: clean rows of the table of subjects, or whom the evidence names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, count
from pathlib import Path
from typing import Any

import duckdb

from rules.program import SubjectKind
from rules.values import Value
from scoring.evidence import Subject
from scoring.intake.admission import Admission
from scoring.intake.bulk import slow
from scoring.intake.bulk.cells import cell_of, text_cell
from scoring.intake.bulk.dictionaries import Dictionaries, is_text
from scoring.intake.bulk.known import Listed
from scoring.intake.bulk.plain import RAW, PlainFile, Taken, left_rows
from scoring.intake.bulk.room import Room
from scoring.intake.bulk.slow import NotPlainError
from scoring.intake.headings import Headings, HeadingsError, Slot
from scoring.intake.layout import Place
from scoring.intake.sheet_table import table_of
from scoring.intake.sheets import Sheet, SheetRow
from scoring.intake.subjects import SubjectLayout, SubjectReader, lay_out_subjects
from scoring.snapshot.filling import Filled, store
from scoring.snapshot.shapes import PlaceOf, StoredColumn

# The subjects met, by a number that is not their last one yet.
KNOWN = "known"
_AT_ONCE = 10_000
# Bytes of a subject that is known, and where its name is compared with those of others.
_LISTED, _NAMED = 40, 1_500


class Everybody:
    """The table KNOWN has `p`, the number, `subject`, the id, `place` and `row`, where the subject
    stood in the table of subjects, and `w0`, `w1`, … of its fields. `places` are what origins have
    in common."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        kind: SubjectKind,
        places: list[PlaceOf],
        room: Room,
    ) -> None:
        self.table, self.letter, self.fields = KNOWN, "w", kind.fields
        self.dictionaries = Dictionaries(connection, KNOWN, room, lambda _: False)
        self._connection, self._kind, self._places = connection, kind, places
        self._room = room
        self._numbers = count()
        types = ["VARCHAR" if is_text(field) else "INTEGER" for field in kind.fields]
        columns = "".join(f", w{i} {type_}" for i, type_ in enumerate(types))
        connection.execute(
            f"CREATE TABLE {KNOWN} "
            f"(p INTEGER, subject VARCHAR, place INTEGER, row INTEGER{columns})"
        )

    def read(self, file: PlainFile, work: Path, admission: Admission) -> None:
        """The table of subjects: the clean rows are staged, but for subjects that stand there more
        than once; the others go to the definition. Raises NotPlainError before anything does."""
        try:
            layout = lay_out_subjects(Headings(file.headings, True), self._kind)
        except HeadingsError:
            raise NotPlainError(slow.LACKING, file.name) from None
        if len(layout.naming.parts) > 1 or layout.naming.parts[0].index < 0:
            raise NotPlainError(slow.SEVERAL, file.name)
        if any(f.name == self._kind.name_field and not is_text(f) for f in self.fields):
            raise NotPlainError(slow.MORE, file.name)
        place = PlaceOf(file.name, "", "", "")
        self._places.append(place)
        left: list[SheetRow] = []
        read = 0
        for rows in file.chunks(self._connection, work):
            taken = self._stage(layout, read + 2)
            left += left_rows(self._connection, file, rows, [taken], self._room)
            read += rows
        # A line is its number; whoever comes later has one beyond all lines.
        self._numbers = count(read + 2)
        rest = chain([SheetRow(1, list(file.headings))], left)
        table = table_of(Sheet(file.name, "", rest, delimited=True))
        admission.read_subjects([replace(table, elsewhere=read - len(left))], beside=self._return)
        self.know(admission)

    def forget(self) -> None:
        self._connection.execute(f"DELETE FROM {KNOWN}")

    def know(self, admission: Admission) -> None:
        """What the definition has read of the table of subjects is staged too, and found there."""
        self.add(admission.subjects.own.values())
        admission.subjects.own.clear()
        names = [field.name for field in self.fields]
        called = self._kind.name_field
        name = f"w{names.index(called)}" if called else "NULL"
        found = self._rows(f"SELECT subject, {name} FROM {KNOWN} ORDER BY subject")
        admission.subjects.known = known = Listed(found, called)
        self._room.take(_NAMED if called else _LISTED, len(known))
        admission.subjects.rejected = {n for n in admission.subjects.rejected if n not in known}

    def add(self, subjects: Iterable[Subject]) -> None:
        """Subjects that the definition has read, or that evidence names."""
        found = list(subjects)
        if not found:
            return
        stood = [PlaceOf.of(one.origin) if one.origin else None for one in found]
        places = [None if place is None else self._place(place) for place in stood]
        columns: list[tuple[str, str, Sequence[Value]]] = [
            ("p", "INTEGER", [next(self._numbers) for _ in found]),
            ("subject", "VARCHAR", [one.id for one in found]),
            ("place", "INTEGER", places),
            ("row", "INTEGER", [one.origin.row if one.origin else None for one in found]),
        ]
        for i, field in enumerate(self.fields):
            values = [one.fields[field.name] for one in found]
            columns.append((f"w{i}", *self.dictionaries.stored(field, values)))
        store(
            self._connection,
            "met",
            [Filled(StoredColumn(name, type_), cells) for name, type_, cells in columns],
        )
        self._connection.execute(f"INSERT INTO {KNOWN} FROM met; DROP TABLE met")

    def meet(self, names: Sequence[str]) -> None:
        """Whom evidence names, where nobody else tells who there is."""
        texts = [Filled(StoredColumn("subject", "VARCHAR"), sorted(set(names)))]
        store(self._connection, "named", texts)
        new = self._rows(f"FROM named ANTI JOIN {KNOWN} USING (subject)")
        self.add([Subject(name) for (name,) in new])
        self._connection.execute("DROP TABLE named")

    def numbers(self, names: Iterable[str]) -> dict[str, int]:
        """Of some of them."""
        texts = [Filled(StoredColumn("subject", "VARCHAR"), sorted(set(names)))]
        store(self._connection, "named", texts)
        found = dict(self._rows(f"SELECT subject, p FROM {KNOWN} SEMI JOIN named USING (subject)"))
        self._connection.execute("DROP TABLE named")
        return found

    def _place(self, place: PlaceOf) -> int:
        if place not in self._places:
            self._places.append(place)
        return self._places.index(place)

    def _stage(self, layout: SubjectLayout, first: int) -> Taken:
        """Stages the clean rows of RAW, whose `first` line this is."""
        places = [Place(at, slot) for at, slot in enumerate(layout.slots)]
        cells = [cell_of(self.dictionaries, place, "ragged IS NULL") for place in places]
        (slot, *_) = layout.naming.parts
        name = f"x{slot.index}"
        clean = ["ragged IS NULL", self._plain_name(slot, name), *(cell.clean for cell in cells)]
        taken = ", ".join(["line", name, str(len(self._places) - 1), "line"])
        joins = " ".join(cell.join for cell in cells)
        ((count,),) = self._rows(
            f"INSERT INTO {KNOWN} SELECT {', '.join([taken, *(cell.value for cell in cells)])} "
            f"FROM {RAW} {joins} WHERE {' AND '.join(clean)}"
        )
        return Taken(count, f"line IN (SELECT row FROM {KNOWN} WHERE row >= {first})")

    def _plain_name(self, slot: Slot, name: str) -> str:
        """Whether an id is its text; one that has a form is read by the definition."""
        if is_text(slot.column.field):
            return text_cell(slot.column.field, name).clean
        texts = self._rows(f"SELECT DISTINCT {name} FROM {RAW} WHERE ragged IS NULL")
        other = [text for (text,) in texts if slot.column.read(text) != text]
        self._connection.execute("DROP TABLE IF EXISTS unclear")
        store(self._connection, "unclear", [Filled(StoredColumn("text", "VARCHAR"), other)])
        return f"{name} NOT IN (SELECT text FROM unclear)"

    def _return(self, reader: SubjectReader) -> None:
        """Rows of one subject are settled by the definition."""
        texts = [Filled(StoredColumn("subject", "VARCHAR"), sorted(reader.named))]
        store(self._connection, "again", texts)
        self._connection.execute(
            f"INSERT INTO again SELECT subject FROM {KNOWN} GROUP BY subject HAVING count(*) > 1"
        )
        values = "".join(f", w{i}" for i in range(len(self.fields)))
        twice = "subject IN (SELECT subject FROM again)"
        rows = self._rows(f"SELECT subject, place, row{values} FROM {KNOWN} WHERE {twice}")
        for subject, place, line, *cells in list(rows):
            read = {
                field.name: cell if is_text(field) or cell is None else self._value(at, cell)
                for at, (field, cell) in enumerate(zip(self.fields, cells, strict=True))
            }
            reader.take_read(Subject(subject, read, self._places[place].at(line)))
        self._connection.execute(f"DELETE FROM {KNOWN} WHERE {twice}; DROP TABLE again")

    def _value(self, at: int, code: int) -> Value:
        return self.dictionaries.of(self.fields[at]).values[code]

    def _rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Nothing else is asked until all of them were read."""
        self._connection.execute(query)
        while rows := self._connection.fetchmany(_AT_ONCE):
            yield from rows
