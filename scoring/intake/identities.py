"""Tells records apart: by the identity they came with, or by one made from their content."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from rules.expr.kinds import TextKind
from rules.program import EvidenceKind, Field
from rules.values import Value, show_number
from scoring.evidence import Record, Reject
from scoring.intake.check_digits import masked_within
from scoring.intake.faults import fault

Content: TypeAlias = tuple[str, date | None, tuple[Value, ...]]


@dataclass(slots=True)
class Harvest:
    """The records of one kind as they were read. Ids of `made` come from the content and are not
    told apart yet."""

    kind: EvidenceKind
    named: list[Record] = field(default_factory=list)
    made: list[Record] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def settle(self) -> list[Record]:
        """The records that stay, each with an id of its own within the kind.

        Where records of one identity are the same in all else, one stays and the others are
        rejected. Where they differ, all are rejected: whichever stayed would have been chosen
        silently, and by the order of rows or files. Neither outcome hangs on that order."""
        records = self.named + numbered(self.made)
        together: dict[str, list[Record]] = {}
        first: dict[str, Record] = {}
        for record in records:
            earlier = first.setdefault(record.id, record)
            if earlier is not record:
                together.setdefault(record.id, [earlier]).append(record)
        if not together:
            return records
        for id_, same in together.items():
            same.sort(key=_origin)
            alike = all(_content(record) == _content(same[0]) for record in same)
            if alike:
                first[id_] = same.pop(0)
            else:
                del first[id_]
            code = "duplicate-identity" if alike else "conflicting-identity"
            self.rejects += [self._refused(record, code) for record in same]
        return list(first.values())

    def _refused(self, record: Record, code: str) -> Reject:
        shown = masked_within(record.id, self.kind.fields)
        return fault(code, id=shown).reject(record.origin, value=shown)


def numbered(records: Sequence[Record]) -> list[Record]:
    """Records with ids made from their content: equal ones are told apart by -2, -3, …"""
    times = Counter(record.id for record in records)
    if len(times) == len(records):
        return list(records)
    given: Counter[str] = Counter()
    apart = [record for record in records if times[record.id] == 1]
    for record in sorted((r for r in records if times[r.id] > 1), key=_origin):
        given[record.id] += 1
        number = given[record.id]
        apart.append(record if number == 1 else replace(record, id=f"{record.id}-{number}"))
    return apart


def content_id(kind: str, subject: str, when: date | None, values: Iterable[Value]) -> str:
    """The first 16 hexadecimal digits of SHA-256 over the content; derived fields are no part."""
    parts = [kind, subject, tagged(when), *map(tagged, values)]
    # Each part behind its length, so that no two lists of parts give the same text.
    text = "".join([f"{len(part)}:{part}" for part in parts])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def identity_text(value: Value) -> str:
    """A value as part of an identity; a missing one has no text."""
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
    return show_number(value)


def same_content(kind: EvidenceKind, records: Iterable[Record]) -> int:
    """How many records say what an earlier one of the same subject says, but for their identity:
    the number each was given. Of several identity fields that is the only text among them (a sheet
    number, not the item it is about); where there are two texts all of them is content."""
    kept = content_places(kind)
    met: set[Content] = set()
    repeats = 0
    for record in records:
        values = record.values
        content = (record.subject, record.date, tuple([values[at] for at in kept]))
        repeats += content in met
        met.add(content)
    return repeats


def content_places(kind: EvidenceKind) -> list[int]:
    """Which of its fields are content, as `same_content` compares it."""
    texts = [at for at, wanted in enumerate(kind.fields) if _is_number_given(kind, wanted)]
    return [at for at in range(len(kind.fields)) if len(texts) > 1 or at not in texts]


def _is_number_given(kind: EvidenceKind, wanted: Field) -> bool:
    return wanted.name in kind.identity and isinstance(wanted.kind, TextKind)


def tagged(value: Value) -> str:
    """Text that no other value has."""
    match value:
        case None:
            return ""
        case str():
            return "t" + value
        case bool():
            return "b1" if value else "b0"
        case date():
            return "d" + value.isoformat()
    return f"n{value}"


def _content(record: Record) -> Content:
    return (record.subject, record.date, record.values)


def _origin(record: Record) -> tuple[str, str, int, str]:
    origin = record.origin
    return (origin.file, origin.sheet, origin.row, origin.column)
