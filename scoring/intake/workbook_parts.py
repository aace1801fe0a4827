"""Which sheet of a workbook holds what: the subjects, or evidence of which kind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rules.program import SubjectKind
from scoring.intake.faults import Fault, IntakeError, fault, listed
from scoring.intake.headings import fold
from scoring.intake.kinds import Kinds
from scoring.intake.opening import Part
from scoring.intake.rows import Table
from scoring.intake.subjects import SUBJECT_HEADINGS


def subjects_part(parts: Sequence[Part], subject: SubjectKind, file: str) -> Part:
    """The only table of the file, or the sheet that has the subjects' name."""
    if len(parts) == 1:
        return parts[0]
    for part in parts:
        if fold(part.sheet) in _names(subject):
            return part
    sheets = listed([part.sheet for part in parts])
    raise IntakeError(fault("no-subject-sheet", kind=subject.kind, **sheets), file=file)


def evidence_tables(
    parts: Sequence[Part],
    kinds: Kinds,
    *,
    explicit: str | None,
    stem: str,
    file: str,
    subject: SubjectKind,
    both: bool,
) -> Iterator[tuple[Table, str]]:
    """Each table of evidence, and the word that may tell its kind: the name of its sheet where
    sheets are named for kinds, else the name of the file. `both`: the file holds the table of
    subjects too, whose sheet is no evidence, unless it is the only one. Raises IntakeError for
    sheets of which nothing tells the kind."""
    if both and len(parts) > 1:
        own = subjects_part(parts, subject, file)
        parts = [part for part in parts if part is not own]
    named = any(kinds.knows(part.sheet) for part in parts)
    words = {part.sheet: part.sheet if named else stem for part in parts}
    told = [part for part in parts if kinds.of_file(explicit, words[part.sheet], file)]
    untold: list[str] = []
    # First those of which only their rows can tell: all that do not are told at once.
    for part in parts:
        if part in told:
            continue
        table = part.open()
        by_row = table.headings is None or kinds.told_by(table.headings) is not None
        if by_row or not part.sheet:
            yield table, words[part.sheet]
        else:
            untold.append(part.sheet)
    if untold:
        raise IntakeError(_untold(untold, kinds, subject), file=file)
    for part in told:
        yield part.open(), words[part.sheet]


def _untold(sheets: Sequence[str], kinds: Kinds, subject: SubjectKind) -> Fault:
    for sheet in sheets:
        if fold(sheet) in _names(subject):
            return fault("subjects-not-said", sheet=sheet)
    named = listed(sheets)
    both = {"sheets_zh": named["words_zh"], "sheets_en": named["words_en"]}
    return fault("sheets-not-told", **both, **listed(kinds.names))


def _names(subject: SubjectKind) -> set[str]:
    return {fold(word) for word in (*SUBJECT_HEADINGS, "对象表", "subjects", subject.kind)}
