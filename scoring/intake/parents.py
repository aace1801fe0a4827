"""Gives each record the fields of the record it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from rules.program import EvidenceKind, Parent
from rules.values import Value
from scoring.evidence import Record, Reject, Subject
from scoring.intake.derived import Derivations
from scoring.intake.faults import Fault, fault
from scoring.intake.identities import identity_text

# A subject, and the identity fields of one of its records.
_Key: TypeAlias = tuple[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Family:
    """A kind and the kind its records belong to; `delivered` says whether there was a file of the
    parent kind."""

    kind: EvidenceKind
    parent: Parent
    of: EvidenceKind
    delivered: bool

    def join(
        self,
        records: Iterable[Record],
        parents: Sequence[Record],
        derivations: Derivations,
        subjects: Mapping[str, Subject],
    ) -> tuple[list[Record], list[Reject]]:
        """The records with the parent's fields and then the derived ones behind their own. A
        record whose key is missing has no parent, and its fields are missing; one whose key names
        no record of its subject is rejected."""
        by_key = self._by_key(parents)
        places = [self.of.index(field.field) for field in self.parent.fields]
        columns = [self.kind.index(key) for key in self.parent.keys]
        kept, rejects = [], []
        for record in records:
            key = tuple(record.values[column] for column in columns)
            parent = by_key.get((record.subject, key))
            if parent is None and None not in key:
                rejects.append(self._orphan(record, key))
                continue
            inherited = tuple(parent.values[at] if parent else None for at in places)
            subject = subjects[record.subject]
            values = derivations.extend((*record.values, *inherited), subject)
            kept.append(replace(record, values=values))
        return kept, rejects

    def _by_key(self, parents: Sequence[Record]) -> dict[_Key, Record]:
        identity = [self.of.index(name) for name in self.of.identity]
        return {
            (record.subject, tuple(record.values[at] for at in identity)): record
            for record in parents
        }

    def _orphan(self, record: Record, key: tuple[Value, ...]) -> Reject:
        text = "/".join(identity_text(part) for part in key)
        # Which cells hold the keys is not known any more: the record as a whole is told.
        origin = replace(record.origin, column="/".join(self.parent.keys), cell="")
        return self._cause(text).reject(origin, value=text)

    def _cause(self, text: str) -> Fault:
        if not self.delivered:
            return fault("parent-not-delivered", parent=self.of.name)
        return fault("no-parent", parent=self.of.name, id=text)
