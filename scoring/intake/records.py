"""Reads rows as records of one evidence kind: a long row is one record, a wide row one per item.

This is the row loop that a columnar reader would replace.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rules.program import Program
from rules.values import Value
from scoring.evidence import Origin, Period, Record, Subject
from scoring.intake.check_digits import masked_within
from scoring.intake.derived import Derivations
from scoring.intake.faults import Fault, fault
from scoring.intake.headings import Headings, Layouts, Slot, Usage
from scoring.intake.identities import Harvest, content_id, identity_text
from scoring.intake.layout import RecordLayout, Unfolding, lay_out
from scoring.intake.rows import Damage, Row, Table
from scoring.intake.subjects import Naming, Subjects, joined
from scoring.intake.timeliness import untimely


class Wrong(NamedTuple):
    """`indexes` are the cells that hold the text."""

    heading: str
    text: str
    fault: Fault
    indexes: tuple[int, ...] = ()


class Common(NamedTuple):
    """What all records of one row share. `identity` is empty where the row has none."""

    row: Row
    subject: Subject
    date: date | None
    identity: str


class RecordReader:
    """Reads the rows of one kind in one table into a harvest. Everything wrong with the cells of a
    row is told; its first reject counts the records lost."""

    def __init__(
        self,
        harvest: Harvest,
        table: Table,
        usage: Usage,
        *,
        program: Program,
        period: Period,
        subjects: Subjects,
    ) -> None:
        self._harvest = harvest
        self._kind = harvest.kind
        self._subject_kind = program.subject
        self._table = table
        self._period = period
        self._subjects = subjects
        self._derivations = Derivations(program, harvest.kind, period)
        self._layouts = Layouts(table, usage, self._lay_out)
        self._expected = len(self._kind.wide.columns) if self._kind.wide else 1
        if table.headings is not None:
            layout = self._layouts.of(table.headings)
            self._expected = self._expected if isinstance(layout, Fault) else layout.records

    def take(self, row: Row) -> None:
        layout = self._layouts.of(row.headings)
        if isinstance(layout, Fault):
            self.refuse(Damage(row.number, layout))
            return
        row = row.padded()
        wrong: list[Wrong] = []
        values: list[Value] = [None] * layout.stretch
        common = self._common(layout, row, values, wrong)
        if common is None:
            self._refuse_row(row, layout.records, wrong)
        elif layout.unfolding:
            self._unfold(layout.unfolding, common, values[: layout.width])
        else:
            origin = Origin(self._table.name, row.number, "", self._table.sheet)
            self._add(common, common.identity, tuple(values[: layout.width]), origin)

    def refuse(self, damage: Damage) -> None:
        """A row of which nothing can be read: all it should have held is lost."""
        fields = (*self._kind.fields, *self._subject_kind.fields)
        wrong = Wrong(damage.column, masked_within(damage.value, fields), damage.fault)
        self._refuse_row(damage, self._expected * damage.records, [wrong])

    def _common(
        self,
        layout: RecordLayout,
        row: Row,
        values: list[Value],
        wrong: list[Wrong],
    ) -> Common | None:
        """Fills in the values of the row; None where anything is wrong with it."""
        cells: list[Wrong] = []
        _fill(values, layout, row, cells)
        when = values[layout.event_date.at] if layout.event_date else None
        subject = self._subject(layout.naming, row, when, wrong)
        wrong += cells
        if subject is None or wrong:
            return None
        when = self._date(layout, row, values, wrong)
        identity = _identity(layout, row, values, wrong)
        return None if wrong else Common(row, subject, when, identity)

    def _subject(self, naming: Naming, row: Row, when: Value, wrong: list[Wrong]) -> Subject | None:
        name = naming.id_of(row)
        if self._kind.along:
            # Who it is follows when all relations are there; a blank is told as a field's.
            return Subject("" if isinstance(name, Fault) else name)
        day = when if isinstance(when, date) else None
        subject = name if isinstance(name, Fault) else self._subjects.find(name, day)
        if isinstance(subject, Fault):
            wrong.append(Wrong(naming.heading, naming.text(row), subject, naming.indexes))
            return None
        return subject

    def _date(
        self,
        layout: RecordLayout,
        row: Row,
        values: Sequence[Value],
        wrong: list[Wrong],
    ) -> date | None:
        """A kind that dates its records takes none that is undated or does not count."""
        place = layout.event_date
        if place is None:
            return None
        when = values[place.at]
        if isinstance(when, date):
            cause = untimely(self._kind, self._period, when, values)
        else:
            cause = fault("missing-value")
        if cause:
            wrong.append(_wrong(place.slot, row, cause))
        return when if isinstance(when, date) else None

    def _unfold(self, unfolding: Unfolding, common: Common, values: list[Value]) -> None:
        """A record for each item; a wrong cell is the loss of its own record only."""
        for slot, word in unfolding.items:
            value = slot.read(common.row)
            if isinstance(value, Fault):
                self._refuse_row(common.row, 1, [_wrong(slot, common.row, value)])
                continue
            values[unfolding.item_at] = word
            values[unfolding.value_at] = value
            identity = common.identity and f"{common.identity}/{word}"
            origin = self._table.origin(common.row, slot.heading, slot.index)
            self._add(common, identity, tuple(values), origin)

    def _add(
        self, common: Common, identity: str, values: tuple[Value, ...], origin: Origin
    ) -> None:
        kind, subject = self._kind.name, common.subject
        if self._kind.imported:
            # As results of a package: of one period a subject has one.
            identity = f"{self._kind.imported.policy}/{common.date}/{subject.id}"
        sink = self._harvest.named if identity else self._harvest.made
        identity = identity or content_id(kind, subject.id, common.date, values)
        if not self._kind.settled_late:
            values = self._derivations.extend(values, subject)
        sink.append(Record(kind, identity, subject.id, common.date, values, origin))

    def _refuse_row(self, line: Row | Damage, records: int, wrong: Sequence[Wrong]) -> None:
        for heading, text, cause, indexes in wrong:
            origin = self._table.origin(line, heading, *indexes)
            self._harvest.rejects.append(cause.reject(origin, value=text, records=records))
            records = 0

    def _lay_out(self, headings: Headings) -> RecordLayout:
        return lay_out(headings, self._kind, self._subject_kind)


def _wrong(slot: Slot, row: Row, cause: Fault) -> Wrong:
    return Wrong(slot.heading, slot.text(row), cause, (slot.index,))


def _fill(values: list[Value], layout: RecordLayout, row: Row, wrong: list[Wrong]) -> None:
    for at, slot in layout.places:
        value = slot.read(row)
        if isinstance(value, Fault):
            wrong.append(_wrong(slot, row, value))
        else:
            values[at] = value


def _identity(layout: RecordLayout, row: Row, values: Sequence[Value], wrong: list[Wrong]) -> str:
    """The row's identity; a long row of a wide kind has its item at the end, as wide ones do."""
    if not layout.identity:
        return ""
    followed = layout.item is not None or layout.unfolding is not None
    words = [identity_text(values[place.at]) for place in layout.identity]
    name = joined(words, followed=followed) if all(words) else fault("missing-identity")
    if isinstance(name, Fault):
        heading = "/".join(place.slot.heading for place in layout.identity)
        indexes = tuple(place.slot.index for place in layout.identity)
        text = "/".join(place.slot.text(row) for place in layout.identity)
        wrong.append(Wrong(heading, text, name, indexes))
        return ""
    return f"{name}/{identity_text(values[layout.item.at])}" if layout.item else name
