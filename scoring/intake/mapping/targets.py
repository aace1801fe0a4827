"""What a table may be mapped to: its kind's fields, and what names the subject and a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rules.expr.kinds import TextKind
from rules.program import EvidenceKind, Field, Program, SubjectKind
from scoring.intake.headings import fold, headings_of
from scoring.intake.layout import ID_HEADINGS
from scoring.intake.subjects import SUBJECT_HEADINGS


@dataclass(frozen=True, slots=True)
class Targets:
    """`known` finds a field by any of its folded headings; `naming` are the ways to name the
    subject, each of them a group of headings that belong together."""

    known: Mapping[str, Field]
    naming: tuple[tuple[str, ...], ...]
    required: tuple[Field, ...]

    def find(self, word: str) -> Field | None:
        return self.known.get(fold(word))

    def named(self, name: str) -> Field:
        """The field of this name, which is one of them."""
        return self.known[fold(name)]

    def lacking(self, given: Iterable[str]) -> list[str]:
        """What a table with these targets lacks."""
        names = set(given)
        lacks = [wanted.name for wanted in self.required if wanted.name not in names]
        if not any(names.issuperset(group) for group in self.naming):
            lacks.insert(0, " + ".join(self.naming[0]))
        return lacks


def targets_of(program: Program, kind: EvidenceKind | None) -> Targets:
    """Of an evidence kind, or of the table of subjects."""
    subject = program.subject
    fields = subject.fields if kind is None else kind.fields
    naming = tuple(_naming(subject, kind))
    known: dict[str, Field] = {}
    for wanted in fields:
        for heading in headings_of(wanted):
            known.setdefault(fold(heading), wanted)
    for word in (*(word for group in naming for word in group), *_identity(kind)):
        known.setdefault(fold(word), Field(word, TextKind()))
    required = tuple(wanted for wanted in fields if wanted.on_missing == "reject")
    return Targets(known, naming, required)


def _naming(subject: SubjectKind, kind: EvidenceKind | None) -> Iterator[tuple[str, ...]]:
    """As admission looks for them (`subjects.py`)."""
    if kind is not None and kind.along:
        yield (kind.along.field,)
        return
    if kind is not None and kind.subject:
        yield from ((heading,) for heading in kind.subject)
        return
    if subject.identity:
        yield subject.identity
    yield from ((heading,) for heading in (*SUBJECT_HEADINGS, subject.kind))


def _identity(kind: EvidenceKind | None) -> tuple[str, ...]:
    if kind is None:
        return ()
    return kind.identity or ID_HEADINGS
