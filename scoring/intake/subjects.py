"""Who is assessed: the table of subjects, and the subject a row of evidence names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from rules.expr.kinds import TextKind
from rules.program import EvidenceKind, Field, SubjectKind, TextForm
from rules.values import Value
from scoring.evidence import Notice, Origin, Reject, Subject
from scoring.intake.cells import Column
from scoring.intake.check_digits import masked_within
from scoring.intake.faults import Fault, fault, listed
from scoring.intake.former_names import FormerNames
from scoring.intake.headings import (
    ABSENT,
    Headings,
    HeadingsError,
    Layouts,
    Slot,
    Usage,
    headings_of,
)
from scoring.intake.naming.forms import written
from scoring.intake.rows import Damage, Row, Table
from scoring.intake.sheets import titled

SUBJECT_HEADINGS = ("对象", "对象编号", "subject", "subject_id")


@dataclass(frozen=True, slots=True)
class Naming:
    """The columns that name a subject: one with the whole id, or its parts, joined by "/"."""

    parts: tuple[Slot, ...]

    def id_of(self, row: Row) -> str | Fault:
        words: list[str] = []
        for slot in self.parts:
            word = slot.read(row)
            if isinstance(word, Fault):
                return fault("missing-subject") if word.code == "missing-value" else word
            words.append(str(word))
        return joined(words)

    @property
    def heading(self) -> str:
        return "/".join(slot.heading for slot in self.parts)

    @property
    def indexes(self) -> tuple[int, ...]:
        return tuple(slot.index for slot in self.parts)

    def text(self, row: Row) -> str:
        return "/".join(slot.text(row) for slot in self.parts)


def joined(words: Sequence[str], *, followed: bool = False) -> str | Fault:
    """An identity of its parts; a part with "/" in it could be taken for two, unless it is the
    only one and nothing follows."""
    if (len(words) > 1 or followed) and any("/" in word for word in words):
        return fault("slash-in-identity")
    return "/".join(words)


@dataclass(slots=True)
class Subjects:
    """The subjects by id; `own` are those that were read or met row by row. Without a table
    (`listed` False) any id that a row names is one."""

    listed: bool
    own: dict[str, Subject] = field(default_factory=dict)
    known: Mapping[str, Subject] = field(init=False)
    rejected: set[str] = field(default_factory=set)
    former: FormerNames | None = None
    name_field: str | None = None
    _no_fields: Mapping[str, Value] = field(default_factory=dict)
    _written: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known = self.own

    def find(self, name: str, when: date | None = None) -> Subject | Fault:
        """`when` is the day of the record that names it: a former name holds for a time."""
        subject = self.known.get(name)
        if subject is not None:
            return subject
        meant = self.former.find(name, when) if self.former else None
        if isinstance(meant, Fault):
            return meant
        if meant is not None:
            return self.find(meant)
        if self.listed and name in self.rejected:
            return fault("rejected-subject")
        if self.listed:
            return fault("unknown-subject", suggestion=self._meant(name))
        self.own[name] = subject = Subject(name, self._no_fields)
        return subject

    def _meant(self, name: str) -> str:
        """The only subject whose id or name is this one, written another way; a hint, no more."""
        if not self._written:
            for key, subject in self.known.items():
                called = subject.fields.get(self.name_field) if self.name_field else None
                for word in {written(key), written(str(called or ""))} - {""}:
                    self._written[word] = "" if word in self._written else key
        return self._written.get(written(name), "")


def name_in_table(headings: Headings, kind: SubjectKind) -> Naming:
    """How a table of subjects names them: by its identity headings."""
    return _naming(headings, kind, kind.identity, (*SUBJECT_HEADINGS, kind.kind))


def name_in_evidence(headings: Headings, kind: EvidenceKind, subject: SubjectKind) -> Naming:
    """How evidence names its subject. An explicit heading of the evidence kind goes first; a kind
    that finds it along a relation names the other side of that."""
    if kind.along:
        return Naming((_other_side(headings, kind.fields[kind.index(kind.along.field)]),))
    if kind.subject:
        return _naming(headings, subject, (), kind.subject)
    for heading in SUBJECT_HEADINGS:
        if headings.holds(heading):
            return _naming(headings, subject, (), (heading,))
    return _naming(headings, subject, subject.identity, (subject.kind, *SUBJECT_HEADINGS))


def _naming(
    headings: Headings, subject: SubjectKind, identity: Sequence[str], single: Sequence[str]
) -> Naming:
    """By all identity headings, or by the first of the single ones that stands here."""
    if identity and all(headings.holds(heading) for heading in identity):
        return Naming(tuple(_id_slot(headings, subject, heading) for heading in identity))
    for heading in single:
        if headings.holds(heading):
            return Naming((_id_slot(headings, subject, heading),))
    if headings.fixed:
        accepted = [" + ".join(identity)] if identity else []
        raise HeadingsError(fault("no-subject-column", **listed([*accepted, *single])))
    return Naming((Slot(ABSENT, (*identity, *single)[0], Column(Field("subject", TextKind()))),))


def _id_slot(headings: Headings, subject: SubjectKind, heading: str) -> Slot:
    index = headings.find((heading,))
    field = Field(heading, TextKind(), form=_form(subject, heading))
    return Slot(ABSENT if index is None else index, heading, Column(field))


def _other_side(headings: Headings, field: Field) -> Slot:
    """Read a second time: as a field of the record it is told what is wrong with it."""
    index = headings.find(headings_of(field))
    return Slot(ABSENT if index is None else index, field.name, Column(field))


def _form(subject: SubjectKind, heading: str) -> TextForm | None:
    """A column with the whole id has the form of the subject's field that is the id."""
    word = subject.identity[0] if len(subject.identity) == 1 else heading
    return next((f.form for f in subject.fields if word in headings_of(f)), None)


def _place(subject: Subject) -> str:
    return titled(subject.origin.file, subject.origin.sheet) if subject.origin else ""


# --- the table ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SubjectLayout:
    naming: Naming
    slots: tuple[Slot, ...]


def lay_out_subjects(headings: Headings, kind: SubjectKind) -> SubjectLayout:
    """Raises HeadingsError."""
    naming = name_in_table(headings, kind)
    return SubjectLayout(naming, tuple(headings.slot(field) for field in kind.fields))


class SubjectReader:
    """Reads a table of subjects. Rows of one subject that differ are all rejected: to take one of
    them would be a silent choice, and would hang on the order of the rows."""

    def __init__(
        self, table: Table, usage: Usage, kind: SubjectKind, *, after: SubjectReader | None = None
    ) -> None:
        """`after` has read the tables before this one: it goes on from there."""
        self.rejects: list[Reject] = after.rejects if after else []
        self._table = table
        self._kind = kind
        self._layouts = Layouts(table, usage, self._layout)
        self._rows: dict[str, list[Subject]] = after._rows if after else {}
        self._bad: set[str] = after._bad if after else set()
        if table.headings is not None:
            self._layouts.of(table.headings)

    def take(self, row: Row) -> None:
        layout = self._layouts.of(row.headings)
        if isinstance(layout, Fault):
            self.refuse(Damage(row.number, layout))
            return
        row, naming = row.padded(), layout.naming
        name = naming.id_of(row)
        if isinstance(name, Fault):
            origin = self._table.origin(row, naming.heading, *naming.indexes)
            self._refuse(origin, name, naming.text(row))
        else:
            self._take(name, row, layout.slots)

    def take_named(self, name: str, row: Row) -> None:
        """A row that does not hold its subject's id itself."""
        layout = self._layouts.of(row.headings)
        if isinstance(layout, Fault):
            self.refuse_named(name, Damage(row.number, layout))
        else:
            self._take(name, row.padded(), layout.slots)

    @property
    def named(self) -> Collection[str]:
        """The subjects of which a row was read."""
        return self._rows.keys()

    def take_read(self, subject: Subject) -> None:
        """A row of the table that somebody else has read."""
        own = self._rows.setdefault(subject.id, [])
        own.append(subject)
        own.sort(key=lambda one: one.origin.row if one.origin else 0)

    def refuse_named(self, name: str, damage: Damage) -> None:
        self._bad.add(name)
        self.refuse(replace(damage, value=name))

    def _take(self, name: str, row: Row, slots: Sequence[Slot]) -> None:
        """Everything wrong with the row is told."""
        values: dict[str, Value] = {}
        for slot in slots:
            value = slot.read(row)
            if isinstance(value, Fault):
                self._bad.add(name)
                origin = self._table.origin(row, slot.heading, slot.index)
                self._refuse(origin, value, slot.text(row))
            else:
                values[slot.column.field.name] = value
        if len(values) == len(slots):
            subject = Subject(name, values, self._table.origin(row))
            self._rows.setdefault(name, []).append(subject)

    def refuse(self, damage: Damage) -> None:
        value = masked_within(damage.value, self._kind.fields)
        self._refuse(self._table.origin(damage, damage.column), damage.fault, value)

    def _refuse(self, origin: Origin, wrong: Fault, value: str) -> None:
        """No evidence record is lost with the row itself."""
        self.rejects.append(wrong.reject(origin, value=value, records=0))

    def settle(self) -> tuple[Subjects, list[Notice]]:
        subjects = Subjects(listed=True, name_field=self._kind.name_field)
        repeats: Counter[str] = Counter()
        for name, rows in self._rows.items():
            if any(row.fields != rows[0].fields for row in rows):
                self._bad.add(name)
                for row in rows:
                    origin = row.origin or Origin(self._table.name, 0)
                    shown = masked_within(name, self._kind.fields)
                    self._refuse(origin, fault("conflicting-subject"), shown)
            else:
                subjects.own[name] = rows[0]
                repeats.update(_place(row) for row in rows[1:])
        subjects.rejected = self._bad - subjects.known.keys()
        return subjects, [
            fault("repeated-subject", file=place).notice(times) for place, times in repeats.items()
        ]

    def _layout(self, headings: Headings) -> SubjectLayout:
        return lay_out_subjects(headings, self._kind)
