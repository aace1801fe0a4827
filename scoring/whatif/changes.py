"""Changes to the evidence of one subject, and the evidence after them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeAlias

from rules.expr.kinds import TextKind
from rules.program import EvidenceKind, Program
from rules.values import Value
from scoring.evidence import Evidence, Record
from scoring.intake.derived import Derivations
from scoring.intake.parents import Family


@dataclass(frozen=True, slots=True)
class Without:
    """A record that would not be there."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A record whose field would read otherwise."""

    kind: str
    id: str
    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class More:
    """`count` records besides, each saying what `like` says, a record of anybody's."""

    like: Record
    count: int


Change: TypeAlias = Without | Reading | More


def records_in(changes: Sequence[Change]) -> int:
    """The size of a change: how many records would not be as they are."""
    more = sum(change.count for change in changes if isinstance(change, More))
    touched = {(c.kind, c.id) for c in changes if not isinstance(c, More)}
    return more + len(touched)


class Changing:
    """The evidence of one subject, as it would be after changes. Derived fields and those of the
    parent record follow what they are made of; where a parent is gone its records are gone too."""

    def __init__(self, program: Program, evidence: Evidence, subject: str) -> None:
        self._program = program
        self._evidence = evidence
        self.subject = evidence.subjects[subject]
        self._parents = {kind.parent.evidence for kind in program.evidence if kind.parent}
        self._derivations = {
            kind.name: Derivations(program, kind, evidence.period) for kind in program.evidence
        }

    def alone(self, changes: Sequence[Change]) -> Evidence:
        """The evidence with this subject in it and nobody else."""
        name = self.subject.id
        return replace(
            self._evidence,
            subjects={name: self.subject},
            records={name: self.records(changes)},
            rejects=(),
            notices=(),
        )

    def among_all(self, changes: Sequence[Change]) -> Evidence:
        records = {**self._evidence.records, self.subject.id: self.records(changes)}
        return replace(self._evidence, records=records)

    def records(self, changes: Sequence[Change]) -> tuple[Record, ...]:
        more = [change for change in changes if isinstance(change, More)]
        copies = [copy for change in more for copy in self._copies(change)]
        adds = len(more) == len(changes) and not any(one.like.kind in self._parents for one in more)
        settled = self._beside(copies) if adds else self._settled([*self._own(changes), *copies])
        settled.sort(key=lambda record: (record.date or date.min, record.id, record.kind))
        return tuple(settled)

    def _beside(self, copies: Sequence[Record]) -> list[Record]:
        """The subject's records as they are, and more that no other record is computed of."""
        found = list(self._as_they_are)
        for kind in self._program.evidence:
            own = [_stated(kind, record) for record in copies if record.kind == kind.name]
            if own:
                found += self._computed(kind, own, self._by_kind)
        return found

    @cached_property
    def _as_they_are(self) -> Sequence[Record]:
        return self._settled(list(self._own(())))

    @cached_property
    def _by_kind(self) -> Mapping[str, list[Record]]:
        return self._kinds_of(self._as_they_are)

    def _own(self, changes: Sequence[Change]) -> Iterator[Record]:
        """The subject's own records after changes, what is computed of them not yet followed up."""
        gone = {(c.kind, c.id) for c in changes if isinstance(c, Without)}
        readings: dict[tuple[str, str], list[Reading]] = {}
        for change in changes:
            if isinstance(change, Reading):
                readings.setdefault((change.kind, change.id), []).append(change)
        for record in self._evidence.of(self.subject.id):
            key = (record.kind, record.id)
            if key not in gone:
                kind = self._program.kinds[record.kind]
                yield _read_otherwise(kind, record, readings.get(key, ()))

    def _copies(self, change: More) -> Iterator[Record]:
        """Each with an identity, and a matter, of its own."""
        like = change.like
        kind = self._program.kinds[like.kind]
        own = {*kind.identity, *(kind.one_matter.keys if kind.one_matter else ())}
        texts = [
            at
            for at, field in enumerate(kind.fields)
            if field.name in own and isinstance(field.kind, TextKind)
        ]
        for number in range(1, change.count + 1):
            values = list(like.values)
            for at in texts:
                values[at] = f"{values[at]}+{number}"
            id_ = f"{like.id}+{number}"
            yield replace(like, id=id_, subject=self.subject.id, values=tuple(values))

    def _settled(self, records: Sequence[Record]) -> list[Record]:
        """Everything that is computed of what is stated, computed again."""
        by_kind = self._kinds_of(records)
        for kind in self._program.evidence:
            own = [_stated(kind, record) for record in by_kind[kind.name]]
            by_kind[kind.name] = self._computed(kind, own, by_kind)
        return [record for own in by_kind.values() for record in own]

    def _kinds_of(self, records: Sequence[Record]) -> dict[str, list[Record]]:
        by_kind: dict[str, list[Record]] = {kind.name: [] for kind in self._program.evidence}
        for record in records:
            by_kind[record.kind].append(record)
        return by_kind

    def _computed(
        self, kind: EvidenceKind, own: list[Record], by_kind: Mapping[str, list[Record]]
    ) -> list[Record]:
        derivations = self._derivations[kind.name]
        if kind.parent is None:
            return [
                replace(record, values=derivations.extend(record.values, self.subject))
                for record in own
            ]
        of = self._program.kinds[kind.parent.evidence]
        family = Family(kind, kind.parent, of, delivered=True)
        known = {self.subject.id: self.subject}
        kept, _ = family.join(own, by_kind[of.name], derivations, known)
        return kept


def _stated(kind: EvidenceKind, record: Record) -> Record:
    return replace(record, values=record.values[: len(kind.stated)])


def _read_otherwise(kind: EvidenceKind, record: Record, readings: Sequence[Reading]) -> Record:
    values = list(record.values)
    for reading in readings:
        values[kind.index(reading.field)] = reading.after
    return replace(record, values=tuple(values))
