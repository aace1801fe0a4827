"""Which evidence kind a file, or a row of it, is."""

from __future__ import annotations

from collections.abc import Sequence

from rules.program import EvidenceKind, Program
from scoring.intake.faults import Fault, IntakeError, fault, listed, near
from scoring.intake.headings import fold, headings_of

KIND_HEADINGS = ("kind", "种类", "数据种类")


class Kinds:
    """The kinds of a policy by name, label and alias. A heading that a field of the policy claims
    (a complaint has a 种类 too) never tells the kind."""

    def __init__(self, program: Program) -> None:
        self._words: dict[str, EvidenceKind] = {}
        for kind in program.evidence:
            for word in (kind.name, kind.label, *kind.aliases):
                if word:
                    self._words.setdefault(fold(word), kind)
        self.names = [kind.name for kind in program.evidence]
        self._only = program.evidence[0] if len(program.evidence) == 1 else None
        fields = [*program.subject.fields, *(f for kind in program.evidence for f in kind.fields)]
        claimed = {fold(heading) for wanted in fields for heading in headings_of(wanted)}
        self._headings = frozenset(KIND_HEADINGS) - claimed

    def named(self, word: str) -> EvidenceKind | Fault:
        kind = self._words.get(fold(word))
        if kind is None:
            meant = near(fold(word), self._words)
            return fault("unknown-kind", suggestion=meant, **listed(self.names))
        return kind

    def knows(self, word: str) -> bool:
        return fold(word) in self._words

    def told_by(self, headings: Sequence[str]) -> int | None:
        """The column that tells each row's kind."""
        for index, heading in enumerate(headings):
            if fold(heading) in self._headings:
                return index
        return None

    def of_file(self, explicit: str | None, stem: str, file: str) -> EvidenceKind | None:
        """What the sender said, else what the name of the file says, else the policy's only kind;
        None where none of them tells."""
        if explicit is not None:
            kind = self.named(explicit)
            if isinstance(kind, Fault):
                raise IntakeError(kind, file=file)
            return kind
        return self._words.get(fold(stem), self._only)

    def untold(self, stem: str) -> Fault:
        return fault("kind-not-told", stem=stem, **listed(self.names))
