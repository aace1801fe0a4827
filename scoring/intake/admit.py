"""The admit stage: files, or rows in memory, in; typed evidence with its rejects out."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from rules.program import Program
from scoring.evidence import Evidence, Period
from scoring.intake.admission import Admission, Progress
from scoring.intake.deliveries import Delivery
from scoring.intake.faults import Fault, IntakeError, fault
from scoring.intake.imports import read_packages
from scoring.intake.json_lines import read_mappings
from scoring.intake.kinds import Kinds
from scoring.intake.mapping.delivered import MappedFiles
from scoring.intake.mapping.plan import SheetMapping
from scoring.intake.opening import open_parts
from scoring.intake.results_told import dated_rows
from scoring.intake.rows import Table
from scoring.intake.sources import display_names, stem_of
from scoring.intake.unpacking import is_zip, unpacked
from scoring.intake.workbook_parts import evidence_tables, subjects_part


def _silent(_file: str, _rows: int) -> None:
    """Progress that nobody watches."""


class _Given(NamedTuple):
    """A file that was given, or one of a zip, by the name it is shown by. `both`: it holds the
    table of subjects too."""

    path: Path
    name: str
    kind: str | None
    both: bool


def admit(
    program: Program,
    *,
    period: Period,
    evidence: Sequence[Delivery],
    subjects: Path | None,
    passed_over: Sequence[str] = (),
    mapping: SheetMapping | None = None,
    imports: Sequence[Path] = (),
    progress: Progress = _silent,
) -> Evidence:
    """Types the evidence files of one run. A path may be the table of subjects and evidence too.
    The files a mapping names are read by it, the others as they stand.

    Raises IntakeError for a file that cannot be used at all, PolicyError for a mapping that does
    not fit; whatever is wrong with a row or a cell is a reject. Neither the order of files nor that
    of rows shows in the result, the places told by origins and rejects aside. `passed_over` are
    files of the delivery that are no evidence; `imports` are packages of other policies."""
    paths = [delivery.path for delivery in evidence] + ([subjects] if subjects else [])
    names = display_names(paths)
    admission = Admission(program, period, progress)
    _check_deliveries(evidence, names, admission.kinds)
    admission.note_passed_over(passed_over)
    with _collector_paused(), ExitStack() as zips:
        given = [
            _Given(path, name, delivery.kind, _same(delivery.path, subjects))
            for delivery in evidence
            for name, path in zips.enter_context(_files(delivery.path, names, admission)).items()
        ]
        listed = [(subjects, names[subjects.resolve()])] if subjects else []
        mapped = MappedFiles(mapping, [*listed, *((file.path, file.name) for file in given)])
        admission.read_subjects(_subject_tables(program, listed, mapped))
        _read_mapped(admission, mapped)
        for file in given:
            if not mapped.covers(file.name):
                _read(program, admission, file)
            elif file.kind and mapping:
                raise IntakeError(fault("kind-and-mapping", mapping=mapping.name), file=file.name)
        admission.read_imports(read_packages(imports))
        return admission.evidence()


def admit_records(
    program: Program,
    *,
    period: Period,
    evidence: Mapping[str, Iterable[Mapping[str, object]]],
    subjects: Mapping[str, Mapping[str, object]] | None = None,
) -> Evidence:
    """The same for what is already in memory: rows by evidence kind, subjects by id.

    A kind with no rows is delivered and empty; a kind that is no key is not delivered. Rows and
    subjects are read exactly as JSON lines are: keys are headings, numbers are int, Decimal,
    Fraction or text, never float. A place is told as the kind (or `subjects`) and the row's number
    from 1."""
    admission = Admission(program, period, _silent, files=False)
    if subjects is not None:
        admission.take_subjects(subjects)
    for name, rows in evidence.items():
        kind = admission.kinds.named(name)
        told = rows if isinstance(kind, Fault) else dated_rows(kind, period, rows)
        admission.read_evidence(read_mappings(name, told), name, name)
    return admission.evidence()


@contextmanager
def _files(
    path: Path, names: Mapping[Path, str], admission: Admission
) -> Iterator[Mapping[str, Path]]:
    """The file, or the files of a zip, by the name they are shown by."""
    name = names[path.resolve()]
    if not is_zip(name):
        yield {name: path}
        return
    with unpacked(path, name) as found:
        admission.note_passed_over(found.passed_over)
        yield found.files


def _same(path: Path, other: Path | None) -> bool:
    return other is not None and path.resolve() == other.resolve()


def _subject_tables(
    program: Program, listed: Sequence[tuple[Path, str]], mapped: MappedFiles
) -> Iterator[Table]:
    """Of the file that is the table of subjects, and those a mapping reads as such."""
    for path, name in listed:
        if not mapped.covers(name):
            with open_parts(path, name) as parts:
                yield subjects_part(parts, program.subject, name).open()
    yield from mapped.subjects()


def _read_mapped(admission: Admission, mapped: MappedFiles) -> None:
    if mapped.mapping is None:
        return
    admission.accept_former_names(mapped.mapping.former_names)
    for kind, table in mapped.evidence():
        admission.read_evidence(table, kind, kind)
    used = fault("mapping-used", mapping=mapped.mapping.name).notice()
    admission.note([used, *mapped.notices])


def _read(program: Program, admission: Admission, file: _Given) -> None:
    with open_parts(file.path, file.name) as parts:
        for table, word in evidence_tables(
            parts,
            admission.kinds,
            explicit=file.kind,
            stem=stem_of(file.name),
            file=file.name,
            subject=program.subject,
            both=file.both,
        ):
            admission.read_evidence(table, file.kind, word)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Millions of small objects without a cycle: looking through them for cycles again and again
    took two fifths of the time."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _check_deliveries(
    evidence: Sequence[Delivery], names: Mapping[Path, str], kinds: Kinds
) -> None:
    """One file may come twice only as two kinds, each of them said."""
    seen: dict[Path, list[str | None]] = {}
    for delivery in evidence:
        path = delivery.path.resolve()
        kind = kinds.of_file(delivery.kind, "", names[path]) if delivery.kind else None
        others = seen.setdefault(path, [])
        name = kind.name if kind else None
        if others and (None in (name, *others) or name in others):
            raise IntakeError(fault("same-file-twice"), file=names[path])
        others.append(name)
