"""Rows that came with their subject: each is told whose it is, unless it says so itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules.program import EvidenceKind, SubjectKind
from scoring.intake.headings import fold, headings_of
from scoring.intake.layout import ID_HEADINGS
from scoring.intake.subjects import SUBJECT_HEADINGS


class Ownership:
    """How rows of one kind may name their subject."""

    def __init__(self, kind: EvidenceKind, subject: SubjectKind) -> None:
        single = kind.subject or (*SUBJECT_HEADINGS, subject.kind)
        self._heading = single[0]
        claimed = {fold(h) for wanted in kind.fields for h in headings_of(wanted)}
        claimed |= {fold(heading) for heading in ID_HEADINGS}
        identity = tuple(fold(heading) for heading in subject.identity)
        self._single = frozenset(fold(heading) for heading in single)
        # Where a heading of the identity means something else in this kind it names no subject.
        self._identity = () if kind.subject or claimed.intersection(identity) else identity

    def owned(self, row: Mapping[str, object], subject: str) -> Mapping[str, object]:
        """The row with its subject, under the heading that is read first."""
        return row if self._names(row) else {self._heading: subject, **row}

    def others(self, row: Mapping[str, object], subject: str) -> Sequence[str]:
        """The keys by which the row says that it is another subject's. A blank says nothing."""
        said = {fold(key): str(value).strip() for key, value in row.items() if value is not None}
        wrong = [h for h in said if h in self._single and said[h] != subject]
        if self._identity and all(heading in said for heading in self._identity):
            named = "/".join(said[heading] for heading in self._identity)
            wrong += self._identity if named != subject else ()
        return [key for key in row if fold(key) in wrong]

    def _names(self, row: Mapping[str, object]) -> bool:
        held = {fold(key) for key in row}
        return not held.isdisjoint(self._single) or (
            bool(self._identity) and held.issuperset(self._identity)
        )
