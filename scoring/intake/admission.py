"""Gathers one run's evidence, table by table, and puts it in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from rules.diagnostics import PolicyError, diagnose
from rules.expr.kinds import TextKind
from rules.program import Along, EvidenceKind, Field, Parent, Program, Tenure
from scoring.evidence import Evidence, Notice, Period, Record, Reject, Subject, place_order
from scoring.intake.attributing import Attribution
from scoring.intake.cells import read_cell
from scoring.intake.derived import Derivations
from scoring.intake.evidence_table import EvidenceTable
from scoring.intake.faults import Fault, IntakeError, fault, listed, near
from scoring.intake.former_names import FormerName, FormerNames, by_name
from scoring.intake.headings import Usage, headings_of
from scoring.intake.identities import Harvest, same_content
from scoring.intake.imports import Package, import_results
from scoring.intake.json_lines import row_of
from scoring.intake.kinds import Kinds
from scoring.intake.naming.reporting import naming_notices
from scoring.intake.parents import Family
from scoring.intake.records import RecordReader
from scoring.intake.rows import Damage, Row, Table
from scoring.intake.subjects import SubjectReader, Subjects
from scoring.intake.tenures import Holdings, settle_tenures
from scoring.intake.timeliness import carried

# Told the file's display name and how many of its rows are read: now and then, and at its end.
Progress: TypeAlias = Callable[[str, int], None]

SUBJECTS = "subjects"
_BETWEEN_REPORTS = 10_000


class Admission:
    """Subjects first, then evidence, then `evidence()`, once."""

    def __init__(
        self, program: Program, period: Period, progress: Progress, *, files: bool = True
    ) -> None:
        """In `files` of evidence there are no results of other policies: those are packages."""
        self.kinds = Kinds(program)
        self._program = program
        self._period = period
        self._progress = progress
        self._files = files
        self.subjects = Subjects(listed=False)
        self.harvests = {kind.name: Harvest(kind) for kind in program.evidence}
        self._holdings: dict[str, Holdings] = {}
        self._delivered: set[str] = set()
        self._usages: dict[str, Usage] = {}
        self._rejects: list[Reject] = []
        self._notices: list[Notice] = []

    def read_subjects(
        self, tables: Iterable[Table], *, beside: Callable[[SubjectReader], None] | None = None
    ) -> None:
        """All tables of subjects there are, at once: rows of one subject must agree. Who has read
        the other rows stands `beside`, and returns those of the same subjects."""
        reader: SubjectReader | None = None
        for table in tables:
            reader = SubjectReader(table, self._usage(table), self._program.subject, after=reader)
            for line in self._lines(table):
                if isinstance(line, Damage):
                    reader.refuse(line)
                else:
                    reader.take(line)
        if reader:
            if beside is not None:
                beside(reader)
            self._settle(reader)

    def accept_former_names(self, entries: Sequence[FormerName]) -> None:
        """Once the subjects are known. Raises PolicyError for names that cannot be former ones."""
        known, problems = self.subjects.known, []
        for entry in entries:
            if entry.name in known:
                problems.append(diagnose("former-name-in-use", entry.span, name=entry.name))
            if self.subjects.listed and entry.subject not in {*known, *self.subjects.rejected}:
                meant = near(entry.subject, known)
                problem = diagnose(
                    "former-name-of-nobody", entry.span, subject=entry.subject, suggestion=meant
                )
                problems.append(problem)
        if problems:
            raise PolicyError(problems)
        self.subjects.former = FormerNames(self._period, by_name(entries))

    def take_subjects(self, subjects: Mapping[str, Mapping[str, object]]) -> None:
        table = Table(SUBJECTS, None, iter(()))
        reader = SubjectReader(table, self._usage(table), self._program.subject)
        for number, (key, fields) in enumerate(subjects.items(), start=1):
            name = read_cell(Field(SUBJECTS, TextKind()), key)
            line = row_of(number, fields)
            if isinstance(name, Fault):
                reader.refuse(Damage(number, name, value=key))
            elif isinstance(line, Damage):
                reader.refuse_named(str(name), line)
            else:
                reader.take_named(str(name), line)
        self._settle(reader)

    def require_subjects(self) -> None:
        """Before any evidence is read: it names subjects, and says nothing of their fields."""
        if self._program.subject.fields and not self.subjects.listed:
            wanted = [*self._program.subject.identity, *self._subject_headings()]
            raise IntakeError(fault("subjects-needed", **listed(wanted)), file="")

    def read_evidence(self, table: Table, explicit: str | None, stem: str) -> None:
        usage = self._usage(table)
        self.require_subjects()

        def open_reader(kind: EvidenceKind) -> RecordReader:
            if kind.imported and self._files:
                raise IntakeError(fault("import-as-evidence", kind=kind.name), file=table.title)
            self._delivered.add(kind.name)
            return RecordReader(
                self.harvests[kind.name],
                table,
                usage,
                program=self._program,
                period=self._period,
                subjects=self.subjects,
            )

        reader = EvidenceTable(
            table, usage, kinds=self.kinds, explicit=explicit, stem=stem, open_reader=open_reader
        )
        for line in self._lines(table):
            if isinstance(line, Damage):
                reader.refuse(line)
            else:
                reader.take(line)
        self._rejects += reader.rejects

    def read_imports(self, packages: Sequence[Package]) -> None:
        """Results of other policies, once the subjects are known."""
        found = import_results(self._program, self._period, packages, self.subjects)
        for kind, records in found.records.items():
            self.harvests[kind].named += records
        self._delivered |= found.delivered
        self._rejects += found.rejects
        self._notices += found.notices

    def note_passed_over(self, names: Sequence[str]) -> None:
        if names:
            wrong = fault("passed-over", **listed(names))
            self._notices.append(wrong.notice(len(names)))

    def note(self, notices: Iterable[Notice]) -> None:
        self._notices += notices

    def evidence(self) -> Evidence:
        records: list[Record] = []
        settled_by_kind: dict[str, list[Record]] = {}
        for harvest in self.harvests.values():
            settled = self._settled(harvest, settled_by_kind)
            self.note_kind(harvest.kind, same_content(harvest.kind, settled))
            self._note_carried(harvest.kind, settled)
            records += settled
            settled_by_kind[harvest.kind.name] = settled
        by_subject = _by_subject(records)
        return Evidence(
            period=self._period,
            subjects=self.those_assessed(by_subject),
            records=by_subject,
            delivered=self.delivered,
            rejects=self.rejects,
            notices=self.notices,
        )

    def note_settled(self, harvest: Harvest, settled: int) -> None:
        self._rejects += harvest.rejects
        if harvest.rejects and not settled:
            self._note("all-rejected", len(harvest.rejects), kind=harvest.kind.name)

    def note_kind(self, kind: EvidenceKind, repeats: int) -> None:
        if repeats:
            self._note("same-content", repeats, kind=kind.name)
        if kind.name not in self._delivered:
            self._note("kind-not-delivered", kind=kind.name)

    def _note_carried(self, kind: EvidenceKind, settled: Sequence[Record]) -> None:
        number = carried(self._period, settled)
        if number and not kind.imported:
            self._note("carried", number, kind=kind.name)

    def those_assessed(self, named: Collection[str]) -> Mapping[str, Subject]:
        """The subjects in order, once all records are settled: without a table of subjects those
        that records name."""
        known = self.subjects.known
        self.note_named(len(named))
        if not self.subjects.listed:
            known = {name: known[name] for name in named}
        return {name: known[name] for name in sorted(known)}

    def note_named(self, subjects: int) -> None:
        """How many subjects records name, where nothing else tells who there is."""
        if not self.subjects.listed:
            self._note("subjects-from-evidence", subjects)

    @property
    def delivered(self) -> frozenset[str]:
        return frozenset(self._delivered)

    @property
    def rejects(self) -> tuple[Reject, ...]:
        return tuple(sorted(self._rejects, key=place_order))

    @property
    def notices(self) -> tuple[Notice, ...]:
        return tuple(sorted(self._all_notices(), key=lambda notice: (notice.code, notice.zh)))

    def _settled(self, harvest: Harvest, before: Mapping[str, Sequence[Record]]) -> list[Record]:
        """The records that stay, whole: what they are attributed along and the kinds of their
        parents stand before."""
        kind, settled = harvest.kind, harvest.settle()
        self.note_settled(harvest, len(settled))
        if kind.tenure:
            settled = self._cut(kind, kind.tenure, settled)
        if kind.along:
            settled = self._attributed(kind, kind.along, settled)
        if kind.parent:
            return self._joined(kind, kind.parent, settled, before)
        return self._derived(kind, settled) if kind.settled_late else settled

    def _cut(self, kind: EvidenceKind, tenure: Tenure, records: list[Record]) -> list[Record]:
        found = settle_tenures(kind, tenure, records, self._period)
        self._rejects += found.rejects
        self._notices += found.notices
        if found.holdings:
            delivered = kind.name in self._delivered
            self._holdings[kind.name] = replace(found.holdings, delivered=delivered)
        return found.records

    def _attributed(self, kind: EvidenceKind, along: Along, records: list[Record]) -> list[Record]:
        holdings = self._holdings[along.relation]
        if not holdings.delivered:
            # Nothing of it can be used: measures of it are missing, not zero.
            self._delivered.discard(kind.name)
        attribution = Attribution(kind, along, holdings, self._period, self.subjects.find)
        found, rejects = attribution.attribute(records)
        self._rejects += rejects
        if more := len(found) - len({record.origin for record in found}):
            self._note("several-holders", more, kind=kind.name, relation=along.relation)
        return found

    def _derived(self, kind: EvidenceKind, records: list[Record]) -> list[Record]:
        derivations, known = Derivations(self._program, kind, self._period), self.subjects.known
        return [
            replace(record, values=derivations.extend(record.values, known[record.subject]))
            for record in records
        ]

    def _joined(
        self,
        kind: EvidenceKind,
        parent: Parent,
        settled: list[Record],
        before: Mapping[str, Sequence[Record]],
    ) -> list[Record]:
        of = self._program.kinds[parent.evidence]
        family = Family(kind, parent, of, of.name in self._delivered)
        if not family.delivered:
            # Nothing of it can be used: measures of it are missing, not zero.
            self._delivered.discard(kind.name)
        derivations = Derivations(self._program, kind, self._period)
        joined, orphans = family.join(settled, before[of.name], derivations, self.subjects.known)
        self._rejects += orphans
        return joined

    def _lines(self, table: Table) -> Iterator[Row | Damage]:
        """The rows of a table, blank ones counted and passed over, with progress."""
        read, blank = table.elsewhere, 0
        for line in table.rows:
            if line is None:
                blank += 1
                continue
            read += 1
            yield line
            if read % _BETWEEN_REPORTS == 0:
                self._progress(table.title, read)
        self._progress(table.title, read)
        if blank:
            self._note("blank-rows", blank, file=table.title)
        if not read:
            self._note("no-records", file=table.title)
        self._notices += table.notices()

    def _usage(self, table: Table) -> Usage:
        return self._usages.setdefault(table.title, Usage(table.title))

    def _note(self, code: str, count: int = 1, **args: str) -> None:
        self._notices.append(fault(code, **args).notice(count))

    def _all_notices(self) -> list[Notice]:
        """Also of names that may be one subject's, where there are names."""
        found = [*self._notices, *(n for usage in self._usages.values() for n in usage.notices)]
        name_field, subjects = self._program.subject.name_field, self.subjects
        if name_field:
            found += naming_notices(subjects.known, name_field)
        return found + list(subjects.former.notices) if subjects.former else found

    def _subject_headings(self) -> list[str]:
        return [headings_of(wanted)[0] for wanted in self._program.subject.fields]

    def _settle(self, reader: SubjectReader) -> None:
        self.subjects, notices = reader.settle()
        self._rejects += reader.rejects
        self._notices += notices


def _by_subject(records: list[Record]) -> dict[str, tuple[Record, ...]]:
    """In code-point order of the subjects, each one's records by date and id; undated go first."""
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.subject, []).append(record)
    for own in found.values():
        own.sort(key=lambda record: (record.date or date.min, record.id, record.kind))
    return {name: tuple(found[name]) for name in sorted(found)}
