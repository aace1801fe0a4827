"""The rows of a request on their way to admission, and back from a reject to its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rules.program import EvidenceKind, Program
from scoring.evidence import Reject
from scoring.intake.admission import SUBJECTS
from scoring.intake.faults import Fault, IntakeError
from scoring.intake.kinds import Kinds
from scoring.intake.owning import Ownership
from service.api.fields import Row
from service.errors import Problem, Trouble, at, trouble

_MOST_TOLD = 100
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """One subject as it was sent, and where: `path` leads to its evidence, `own` to its fields."""

    subject: str
    fields: Mapping[str, object]
    evidence: Mapping[str, Sequence[Row]]
    own: Path
    path: Path


@dataclass(slots=True)
class Gathered:
    """The rows of some subjects by kind as it was spelled, and where each of them stood."""

    subjects: dict[str, Mapping[str, object]] = field(default_factory=dict)
    rows: dict[str, list[Mapping[str, object]]] = field(default_factory=dict)
    places: dict[str, list[Path]] = field(default_factory=dict)
    own: list[Path] = field(default_factory=list)

    def place(self, reject: Reject) -> str:
        """A JSON Pointer to the cell that was refused or is missing, else to its row."""
        if reject.file == SUBJECTS and SUBJECTS not in self.rows:
            path = self.own[reject.row - 1]
            row = list(self.subjects.values())[reject.row - 1]
        else:
            path = self.places[reject.file][reject.row - 1]
            row = self.rows[reject.file][reject.row - 1]
        # The heading of several cells at once is their headings joined.
        is_one_cell = reject.column in row or (reject.column and "/" not in reject.column)
        return at(*path, reject.column) if is_one_cell else at(*path)


class Gatherer:
    """Prepared once for a policy."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._kinds = Kinds(program)
        self._ownerships = {
            kind.name: Ownership(kind, program.subject) for kind in program.evidence
        }

    def gather(self, many: Iterable[Sent]) -> Gathered:
        """Raises Problem where a kind is unknown or a row names another subject."""
        found = Gathered()
        wrong: list[Trouble] = []
        for sent in many:
            found.subjects[sent.subject] = sent.fields
            found.own.append(sent.own)
            for word, rows in sent.evidence.items():
                kind = self._kinds.named(word)
                if isinstance(kind, Fault):
                    wrong.append(_of_fault(at(*sent.path, word), kind))
                    continue
                wrong += self._take(found, sent, word, rows, self._ownerships[kind.name])
        if wrong:
            raise Problem("evidence-refused", wrong[:_MOST_TOLD])
        return found

    def delivered(self, sent: Sent) -> frozenset[str]:
        """The kinds a subject brings, by their names in the policy."""
        kinds = (self._kinds.named(word) for word in sent.evidence)
        return frozenset(kind.name for kind in kinds if isinstance(kind, EvidenceKind))

    def _take(
        self, found: Gathered, sent: Sent, word: str, rows: Sequence[Row], ownership: Ownership
    ) -> Iterator[Trouble]:
        own, places = found.rows.setdefault(word, []), found.places.setdefault(word, [])
        for index, row in enumerate(rows):
            for key in ownership.others(row, sent.subject):
                yield trouble(at(*sent.path, word, index, key), "other-subject")
            own.append(ownership.owned(row, sent.subject))
            places.append((*sent.path, word, index))


def refused(error: IntakeError, place: Callable[[str], str]) -> Problem:
    """Evidence that cannot be used as a whole."""
    return Problem("evidence-refused", [_of_fault(place(error.file), error.fault)])


def troubles(gathered: Gathered, rejects: Iterable[Reject]) -> list[Trouble]:
    found = (
        Trouble(
            gathered.place(reject),
            reject.code,
            _unquoted(reject.reason_zh, reject.value),
            _unquoted(reject.reason_en, reject.value),
        )
        for reject in rejects
    )
    return list(found)[:_MOST_TOLD]


def _unquoted(reason: str, value: str) -> str:
    """What was sent is not sent back: a problem may end up in a log."""
    return reason.replace(f"“{value}”", "“…”") if value else reason


def _of_fault(pointer: str, fault: Fault) -> Trouble:
    return Trouble(pointer, fault.code, fault.reason("zh"), fault.reason("en"))
