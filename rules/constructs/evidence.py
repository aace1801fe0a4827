"""What is admitted: fields, kinds of evidence, the subject."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from rules.constructs.head import Basis
from rules.constructs.imports import Import
from rules.constructs.relations import Along, Inherited, Relation, Tenure
from rules.constructs.validity import Validity
from rules.constructs.words import ADDED, EVENT_DATE, OnUnknown
from rules.expr.kinds import Kind
from rules.expr.nodes import Expr
from rules.values import Rounding, Value

# A blank field: the record is rejected · the value stays missing · a stated value takes its place.
OnMissing = Literal["reject", "keep", "fill"]


PublicNames = Literal["in_full", "masked"]

# A text that is a registered number, checked by its check digit.
TextForm = Literal["credit_code", "id_card"]


@dataclass(frozen=True, slots=True)
class Field:
    """One typed column. Headings match `name`, `label` or an alias; `null_values` read as blank.
    For a percentage with `unit` "%" a bare number is the percent figure. A text may have a
    `form`; an id card number is told to nobody in full."""

    name: str
    kind: Kind
    label: str = ""
    aliases: tuple[str, ...] = ()
    unit: str = ""
    null_values: tuple[str, ...] = ()
    on_missing: OnMissing = "reject"
    fill: Value = None
    form: TextForm | None = None


@dataclass(frozen=True, slots=True)
class Derived:
    """A field computed from earlier fields, the subject's fields and the run's dates."""

    name: str
    kind: Kind
    formula: Expr
    rounding: Rounding | None = None


@dataclass(frozen=True, slots=True)
class Parent:
    """The record of `evidence` a record belongs to: of the same subject, with its identity fields
    equal to the record's `keys`."""

    evidence: str
    keys: tuple[str, ...]
    fields: tuple[Inherited, ...]


@dataclass(frozen=True, slots=True)
class OneMatter:
    """Records with equal keys are one matter and count once: the heaviest finding or the earliest,
    among the findings of one rule, of one indicator, or of the whole policy. Kinds that give it
    the same `name` share their matters, key by key."""

    keys: tuple[str, ...]
    keep: Literal["highest", "first"]
    within: Literal["rule", "indicator", "policy"]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Discretion:
    """Fields of a record whose points a person awards: the points, always within a stated range,
    and the reason and the approver, never blank."""

    points: str
    reason: str
    approver: str


@dataclass(frozen=True, slots=True)
class Wide:
    """Columns that become records: each of `columns` (heading, word) gives one record whose field
    `item` is the word and whose field `value` is the cell."""

    columns: tuple[tuple[str, str], ...]
    item: str
    value: str


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """A record's values are one tuple: `fields` in order, then those of the relation it goes along,
    those of its parent, and `derived` in order.

    `event_date` names the date field that dates a record, None where records carry no date and
    belong to the period of the run. `identity` are the fields that tell records apart; where empty
    the identity is made from the record's content. `subject` are the headings of the column that
    names the subject; with `along` no column does. With a `tenure` the two dates are cut to the
    period. What is `imported` is no evidence of a sender. Without `validity` a record counts in
    the period of its event date alone; `case_records`, which tell what was done about cases, are
    of any day up to the as-of date."""

    name: str
    fields: tuple[Field, ...]
    derived: tuple[Derived, ...] = ()
    label: str = ""
    aliases: tuple[str, ...] = ()
    event_date: str | None = EVENT_DATE
    identity: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    one_matter: OneMatter | None = None
    discretion: Discretion | None = None
    wide: Wide | None = None
    basis: tuple[Basis, ...] = ()
    parent: Parent | None = None
    validity: Validity | None = field(default=None, metadata=ADDED)
    case_records: bool = field(default=False, metadata=ADDED)
    tenure: Tenure | None = field(default=None, metadata=ADDED)
    relation: Relation | None = field(default=None, metadata=ADDED)
    along: Along | None = field(default=None, metadata=ADDED)
    imported: Import | None = field(default=None, metadata=ADDED)

    @property
    def settled_late(self) -> bool:
        """Whether a record is whole only when all records are there."""
        return self.parent is not None or self.tenure is not None or self.along is not None

    @property
    def taken(self) -> frozenset[str]:
        """The fields that are results of another policy."""
        results = self.imported.results if self.imported else ()
        return frozenset(one.field for one in results)

    @property
    def columns(self) -> tuple[Field | Inherited | Derived, ...]:
        inherited = self.parent.fields if self.parent else ()
        return (*self.stated, *inherited, *self.derived)

    @property
    def stated(self) -> tuple[Field | Inherited, ...]:
        """What is not computed of anything in the record."""
        return (*self.fields, *(self.along.fields if self.along else ()))

    def index(self, name: str) -> int:
        """The position of a field in a record's values."""
        return next(i for i, column in enumerate(self.columns) if column.name == name)


@dataclass(frozen=True, slots=True)
class Ineligibility:
    """A subject for which `when` holds is 未评 with this reason."""

    when: Expr
    reason: str
    on_unknown: OnUnknown = "pending"


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """`identity` are the headings whose cells, joined by "/", are the subject's id. `public_names`
    is how documents for the public name subjects; None leaves it to whoever makes them."""

    kind: str
    identity: tuple[str, ...]
    fields: tuple[Field, ...] = ()
    name_field: str | None = None
    public_names: PublicNames | None = field(default=None, metadata=ADDED)
