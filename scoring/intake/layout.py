"""Where a row of one evidence kind has what: subject, fields, event date, identity, wide items."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from rules.expr.kinds import DateKind, TextKind
from rules.program import EvidenceKind, Field, SubjectKind, Wide
from scoring.intake.headings import Headings, Slot, headings_of
from scoring.intake.subjects import Naming, name_in_evidence

ID_HEADINGS = ("编号", "证据编号", "id", "evidence_id")


class Place(NamedTuple):
    """A slot, and where its value stands among the values of a row."""

    at: int
    slot: Slot

    @property
    def name(self) -> str:
        return self.slot.column.field.name


class Item(NamedTuple):
    """A wide column: its cell is the value of a record whose item is `word`."""

    slot: Slot
    word: str


@dataclass(frozen=True, slots=True)
class Unfolding:
    """How a wide row becomes records: `item_at` and `value_at` stand among the row's values."""

    items: tuple[Item, ...]
    item_at: int
    value_at: int


@dataclass(frozen=True, slots=True)
class RecordLayout:
    """A row is read as `stretch` values: the first `width` are the kind's fields in order, behind
    them stands what is no field (a date, an identity). `item` is set for a long row of a wide
    kind."""

    naming: Naming
    places: tuple[Place, ...]
    width: int
    stretch: int
    event_date: Place | None
    identity: tuple[Place, ...]
    item: Place | None = None
    unfolding: Unfolding | None = None

    @property
    def records(self) -> int:
        """How many records one row holds."""
        return len(self.unfolding.items) if self.unfolding else 1


def lay_out(headings: Headings, kind: EvidenceKind, subject: SubjectKind) -> RecordLayout:
    """Raises HeadingsError. A wide kind may also come long: with an item column and without any of
    the wide ones."""
    naming = name_in_evidence(headings, kind, subject)
    wide = kind.wide if kind.wide and _is_wide(headings, kind, kind.wide) else None
    places = [
        Place(at, headings.slot(wanted))
        for at, wanted in enumerate(kind.fields)
        if not (wide and wanted.name in (wide.item, wide.value))
    ]
    item = next((p for p in places if kind.wide and p.name == kind.wide.item), None)
    event_date = None
    if kind.event_date is not None:
        event_date = _place(places, headings, Field(kind.event_date, DateKind()), kind)
    identity = [
        _place(places, headings, Field(name, TextKind()), kind)
        for name in _identity(headings, kind, naming)
    ]
    return RecordLayout(
        naming=naming,
        places=tuple(places),
        width=len(kind.fields),
        stretch=max([len(kind.fields), *(place.at + 1 for place in places)]),
        event_date=event_date,
        identity=tuple(identity),
        item=item,
        unfolding=_unfolding(headings, kind, wide) if wide else None,
    )


def _is_wide(headings: Headings, kind: EvidenceKind, wide: Wide) -> bool:
    item = kind.fields[kind.index(wide.item)]
    return any(headings.holds(heading) for heading, _ in wide.columns) or not any(
        headings.holds(heading) for heading in headings_of(item)
    )


def _unfolding(headings: Headings, kind: EvidenceKind, wide: Wide) -> Unfolding:
    value = kind.fields[kind.index(wide.value)]
    items = tuple(
        Item(headings.slot(replace(value, name=heading, label="", aliases=())), word)
        for heading, word in wide.columns
    )
    return Unfolding(items, kind.index(wide.item), kind.index(wide.value))


def _place(places: list[Place], headings: Headings, wanted: Field, kind: EvidenceKind) -> Place:
    """The field of this name, or a column that is read beside the fields."""
    for place in places:
        if place.name == wanted.name:
            return place
    beside = sum(place.at >= len(kind.fields) for place in places)
    place = Place(len(kind.fields) + beside, headings.slot(wanted))
    places.append(place)
    return place


def _identity(headings: Headings, kind: EvidenceKind, naming: Naming) -> list[str]:
    """The fields or headings the kind names; else the first usual heading that does not name the
    subject; else none. The item of a wide kind is no part: it follows by itself."""
    if kind.identity:
        return [name for name in kind.identity if not (kind.wide and name == kind.wide.item)]
    taken = {slot.index for slot in naming.parts}
    for heading in ID_HEADINGS:
        if headings.index(heading) not in (None, *taken):
            return [_field_under(kind, heading)]
    return []


def _field_under(kind: EvidenceKind, heading: str) -> str:
    """The field that this heading is found by, or the heading itself."""
    found = [wanted.name for wanted in kind.fields if heading in headings_of(wanted)]
    return found[0] if found else heading
