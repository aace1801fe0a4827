"""Rows that came with their subject: each is told whose it is, unless it says so itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules.program import EvidenceKind, SubjectKind
from scoring.intake.headings import fold, headings_of
from scoring.intake.layout import ID_HEADINGS
from scoring.intake.subjects import SUBJECT_HEADINGS

_REMEMBERED = 1000


class Ownership:
    """How rows of one kind may name their subject. It remembers what the keys of a row mean, for
    rows of a kind mostly have the same."""

    def __init__(self, kind: EvidenceKind, subject: SubjectKind) -> None:
        single = kind.subject or (*SUBJECT_HEADINGS, subject.kind)
        self._along = kind.along is not None
        self._heading = single[0]
        claimed = {fold(h) for wanted in kind.fields for h in headings_of(wanted)}
        claimed |= {fold(heading) for heading in ID_HEADINGS}
        identity = tuple(fold(heading) for heading in subject.identity)
        self._single = frozenset(fold(heading) for heading in single)
        # Where a heading of the identity means something else in this kind it names no subject.
        self._identity = () if kind.subject or claimed.intersection(identity) else identity
        self._known: dict[tuple[str, ...], Naming] = {}

    def owned(self, row: Mapping[str, object], subject: str) -> Mapping[str, object]:
        """The row with its subject, under the heading that is read first; as it is where a relation
        tells whose it is."""
        return row if self._along or self._naming(row) else {self._heading: subject, **row}

    def others(self, row: Mapping[str, object], subject: str) -> Sequence[str]:
        """The keys by which the row says that it is another subject's. A blank says nothing."""
        wrong: list[str] = []
        if self._along:
            return wrong
        for keys in self._naming(row):
            said = [row[key] for key in keys]
            if None not in said and "/".join(str(part).strip() for part in said) != subject:
                wrong += keys
        return wrong

    def _naming(self, row: Mapping[str, object]) -> Naming:
        keys = tuple(row)
        found = self._known.get(keys)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[keys] = found = self._read(keys)
        return found

    def _read(self, keys: Sequence[str]) -> Naming:
        by_fold = {fold(key): key for key in keys}
        single = tuple((key,) for folded, key in by_fold.items() if folded in self._single)
        if not self._identity or not by_fold.keys() >= set(self._identity):
            return single
        return (*single, tuple(by_fold[heading] for heading in self._identity))


# Each of these groups of keys names the subject by itself, part by part.
Naming = tuple[tuple[str, ...], ...]
