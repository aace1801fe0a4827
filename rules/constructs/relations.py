"""Relations: who was with whom from when to when, and which of them a record belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Literal

from rules.constructs.words import ADDED
from rules.expr.kinds import Kind

# The day a relation is read at: that of the record, the last of the period, the as-of date; or who
# had the most days of the period, or of the month of the record; or each for its own days; or the
# day in a field of the record.
ReadAt = Literal["event", "period_end", "as_of", "longest", "month_longest", "by_tenure", "field"]


@dataclass(frozen=True, slots=True)
class Tenure:
    """The fields of the first and the last day, both inclusive; missing is open."""

    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Relation:
    """The other side of the subject is who the field `key` names; where it is `sole` the other side
    has one subject at a time. With `itself` the other side is a subject too, its own on the days on
    which it is nobody else's: who was merged into whom, and from when."""

    key: str
    sole: bool = False
    itself: bool = dataclass_field(default=False, metadata=ADDED)


@dataclass(frozen=True, slots=True)
class Inherited:
    """A field of the parent record, or of the relation, read as `its kind.field`."""

    name: str
    kind: Kind
    field: str


@dataclass(frozen=True, slots=True)
class Along:
    """A record belongs to whom the kind `relation` gives for what its own `field` names, and reads
    the other `fields` of that relation. `day` is the field that is `read_at`, where it is one."""

    relation: str
    field: str
    read_at: ReadAt = "event"
    fields: tuple[Inherited, ...] = ()
    day: str = dataclass_field(default="", metadata=ADDED)
