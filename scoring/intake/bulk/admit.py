"""Admits large files into a snapshot: the same bytes as the definition gives, without objects."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import duckdb

from rules.backends.sql_terms import quoted
from rules.program import EvidenceKind, Program
from scoring.evidence import Period
from scoring.intake.admission import Admission, Progress
from scoring.intake.bulk import slow
from scoring.intake.bulk.arranging import arrange, number_subjects
from scoring.intake.bulk.everybody import KNOWN, Everybody
from scoring.intake.bulk.plain import NONE_TAKEN, RAW, PlainFile, Taken, left_rows, plain_file
from scoring.intake.bulk.room import Room
from scoring.intake.bulk.settling import repeats, settle
from scoring.intake.bulk.slow import NotPlainError
from scoring.intake.bulk.staging import Stage
from scoring.intake.deliveries import Delivery
from scoring.intake.faults import Fault, IntakeError
from scoring.intake.headings import Headings, HeadingsError
from scoring.intake.identities import Harvest
from scoring.intake.layout import RecordLayout, lay_out
from scoring.intake.opening import open_parts
from scoring.intake.sheet_table import table_of
from scoring.intake.sheets import Sheet, SheetRow
from scoring.intake.sources import display_names, stem_of
from scoring.intake.workbook_parts import subjects_part
from scoring.package.digests import Described
from scoring.snapshot.connecting import connected
from scoring.snapshot.shapes import PlaceOf, Tables
from scoring.snapshot.writing import write_index, write_rejects, write_table


def admit_in_bulk(
    program: Program,
    *,
    period: Period,
    evidence: Sequence[Delivery],
    subjects: Path | None,
    passed_over: Sequence[str],
    folder: Path,
    originals: Mapping[str, Described],
    progress: Progress,
    memory: str | None = None,
    room: Room | None = None,
) -> None:
    """Writes the snapshot into the folder, which is not there yet. Raises NotPlainError, and
    nothing is written, where the definition has to read everything: quoted cells, wide tables,
    computed fields, fields of a parent, relations, validity, workbooks, JSON lines, several
    encodings; else as `admit` does. `memory` is what DuckDB may take, `room` what is held
    beside it."""
    names = display_names([*(one.path for one in evidence), *([subjects] if subjects else [])])
    files = _plain_files(program, evidence, names)
    admission = Admission(program, period, progress)
    admission.note_passed_over(passed_over)
    with tempfile.TemporaryDirectory(prefix=".admitting-", dir=folder.parent) as made:
        work = Path(made)
        paths = [*(file.path for file in files.values()), *([subjects] if subjects else [])]
        folders = [work, *sorted({path.parent for path in paths})]
        places = [PlaceOf(name, "", "", "") for name in sorted(f.name for f in files.values())]
        try:
            with connected(*folders, spill=work, memory=memory, locked=False) as connection:
                bulk = _Bulk(connection, program, period, admission, work, places, room or Room())
                if subjects:
                    bulk.read_subjects(subjects, names[subjects.resolve()])
                for delivery, file in files.items():
                    bulk.read(file, delivery.kind, progress)
                bulk.write(work / "snapshot", originals).rename(folder)
        except duckdb.InvalidInputException:
            raise NotPlainError(slow.VALUES) from None


def _plain_files(
    program: Program, evidence: Sequence[Delivery], names: Mapping[Path, str]
) -> Mapping[Delivery, PlainFile]:
    """Raises NotPlainError where one of them, or the policy, needs the definition, and IntakeError
    where one cannot be opened."""
    if any(_needs_more(kind) for kind in program.evidence):
        raise NotPlainError(slow.MORE)
    if len({one.path.resolve() for one in evidence}) < len(evidence):
        raise NotPlainError(slow.TWICE)
    return {one: plain_file(one.path, names[one.path.resolve()]) for one in evidence}


def _needs_more(kind: EvidenceKind) -> bool:
    """Whether a record of it is more than what stands in its row."""
    late = kind.settled_late or kind.case_records
    return bool(late or kind.derived or kind.validity or kind.imported)


class _Bulk:
    """Files one by one, then `write()`, once."""

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        program: Program,
        period: Period,
        admission: Admission,
        work: Path,
        places: list[PlaceOf],
        room: Room,
    ) -> None:
        self._connection = connection
        self._program = program
        self._period = period
        self._admission = admission
        self._work = work
        self._places = places
        self._room = room
        self._everybody = Everybody(connection, program.subject, places, room)
        self._stages = {
            kind.name: Stage(connection, number, kind, period, room)
            for number, kind in enumerate(program.evidence)
        }

    def read_subjects(self, path: Path, name: str) -> None:
        """The table of subjects, before any evidence."""
        try:
            file = plain_file(path, name)
            self._everybody.read(file, self._work, self._admission)
        except NotPlainError:
            self._everybody.forget()
            with open_parts(path, name) as parts:
                table = subjects_part(parts, self._program.subject, name).open()
                self._admission.read_subjects([table])
            self._everybody.know(self._admission)

    def read(self, file: PlainFile, explicit: str | None, progress: Progress) -> None:
        """The clean rows are staged; the others, and the first row of each kind, which tells which
        kinds are delivered by which headings, go to the definition."""
        self._admission.require_subjects()
        stem, kinds = stem_of(file.name), self._admission.kinds
        column = None if explicit is not None else kinds.told_by(file.headings)
        whole = kinds.of_file(explicit, stem, file.name) if column is None else None
        met: set[str] = set()
        left: list[SheetRow] = []
        read = 0
        for rows in file.chunks(self._connection, self._work):
            parts = [(whole, "true")] if whole else self._parts(column)
            taken = [self._stage(file, kind, chosen, met, read + 2) for kind, chosen in parts]
            left += left_rows(self._connection, file, rows, taken, self._room)
            read += rows
            progress(file.name, read)
        rest = chain([SheetRow(1, list(file.headings))], left)
        table = table_of(Sheet(file.name, "", rest, delimited=True))
        self._admission.read_evidence(replace(table, elsewhere=read - len(left)), explicit, stem)

    def _parts(self, column: int | None) -> list[tuple[EvidenceKind, str]]:
        """The kinds the rows of RAW tell, and the condition on a row of each."""
        if column is None:
            return []
        told = f"SELECT DISTINCT x{column} FROM {RAW} WHERE ragged IS NULL"
        words = self._connection.execute(told).fetchall()
        found: dict[str, list[str]] = {}
        for (word,) in words:
            kind = self._admission.kinds.named(word)
            if not isinstance(kind, Fault):
                found.setdefault(kind.name, []).append(quoted(word))
        return [
            (self._program.kinds[name], f"x{column} IN ({', '.join(spelled)})")
            for name, spelled in found.items()
        ]

    def _stage(
        self, file: PlainFile, kind: EvidenceKind, chosen: str, met: set[str], first: int
    ) -> Taken:
        chosen = f"ragged IS NULL AND {chosen}"
        if kind.name not in met:
            earliest = f"SELECT min(line) FROM {RAW} WHERE {chosen}"
            ((line,),) = self._connection.execute(earliest).fetchall()
            if line is None:
                return NONE_TAKEN
            met.add(kind.name)
            chosen = f"{chosen} AND line <> {line}"
        layout = self._lay_out(file, kind)
        if not self._admission.subjects.listed:
            self._meet(layout, chosen)
        place = [one.file for one in self._places].index(file.name)
        return self._stages[kind.name].take(layout, chosen, place, first)

    def _lay_out(self, file: PlainFile, kind: EvidenceKind) -> RecordLayout:
        """Raises IntakeError as the definition does at the first row of the kind."""
        try:
            headings = Headings(file.headings, True)
            layout = lay_out(headings, kind, self._program.subject)
            headings.require()
        except HeadingsError as error:
            raise IntakeError(error.fault, file=file.name, row=1) from None
        return layout

    def _meet(self, layout: RecordLayout, chosen: str) -> None:
        """Without a table of subjects whoever is named is one."""
        slot = layout.naming.parts[0]
        texts = self._connection.execute(
            f"SELECT DISTINCT x{slot.index} FROM {RAW} "
            f"ANTI JOIN {KNOWN} ON subject = x{slot.index} WHERE {chosen}"
        ).fetchall()
        self._everybody.meet([text for (text,) in texts if slot.column.read(text) == text])

    def write(self, folder: Path, originals: Mapping[str, Described]) -> Path:
        """Into a folder that is made."""
        connection, admission = self._connection, self._admission
        for kind in self._program.evidence:
            self._settle(self._stages[kind.name], admission.harvests[kind.name])
        listed = admission.subjects.listed
        admission.note_named(number_subjects(connection, self._stages, named=not listed))
        places = sorted({self._places[number] for number in self._used()})
        numbered = {place: number for number, place in enumerate(places)}
        last = [numbered.get(place, 0) for place in self._places]
        table, kinds = arrange(connection, self._stages, self._everybody, last)
        folder.mkdir()
        tables = Tables(self._period, table, kinds, admission.delivered, places, admission.notices)
        connection.execute("SET threads = 1")
        for one in tables.every:
            write_table(connection, one, folder)
        write_rejects(connection, admission.rejects, folder)
        write_index(self._program, tables, folder, originals)
        return folder

    def _settle(self, stage: Stage, harvest: Harvest) -> None:
        number = {place.file: at for at, place in enumerate(self._places)}
        if not self._admission.subjects.listed:
            self._everybody.meet([*self._admission.subjects.own])
        for records, made in ((harvest.named, False), (harvest.made, True)):
            numbers = self._everybody.numbers(record.subject for record in records)
            stage.add((r, numbers[r.subject], number[r.origin.file], made) for r in records)
        settled = settle(self._connection, stage, harvest, self._places)
        self._admission.note_settled(harvest, settled)
        self._admission.note_kind(stage.kind, repeats(self._connection, stage))

    def _used(self) -> list[int]:
        """The places records and subjects stood in."""
        stood = f"SELECT place AS o FROM {KNOWN} WHERE place IS NOT NULL"
        staged = (f"SELECT o FROM {stage.table}" for stage in self._stages.values())
        every = " UNION ".join([stood, *staged])
        return [place for (place,) in self._connection.execute(every).fetchall()]
