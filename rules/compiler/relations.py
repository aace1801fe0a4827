"""Relations: what is from–to, what is a relation, and along which one a record goes."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from rules.compiler.draft import Draft
from rules.constructs.relations import ReadAt
from rules.diagnostics import closest
from rules.expr.kinds import CategoryKind, DateKind, TextKind
from rules.model import Evidence as EvidenceText
from rules.program import Along, EvidenceKind, Field, Inherited, Relation, Tenure
from rules.relation_model import Owner
from rules.source import Span
from rules.vocabulary import chinese

_UNDATED: tuple[ReadAt, ...] = ("period_end", "as_of", "longest")
_DATED: tuple[ReadAt, ...] = ("event", *_UNDATED, "month_longest")


class _Way(NamedTuple):
    field: str
    relation: str
    span: Span | None


def with_relations(draft: Draft, text: EvidenceText, kind: EvidenceKind) -> EvidenceKind:
    tenure = _tenure(draft, text, kind)
    relation = _relation(draft, text, kind, tenure)
    kind = replace(kind, tenure=tenure, relation=relation)
    way = _way(text, kind)
    if way is None:
        _check_no_day(draft, text)
        return kind
    along = _along(draft, text, kind, way)
    return replace(kind, subject=(), along=along)


def _tenure(draft: Draft, text: EvidenceText, kind: EvidenceKind) -> Tenure | None:
    if not text.tenure:
        return None
    span = text.value_span("tenure")
    if len(set(text.tenure)) != 2 or len(text.tenure) != 2:
        draft.report("tenure-fields", span)
        return None
    for name in text.tenure:
        found = _field(draft, kind, name, span)
        if found is None:
            return None
        if not isinstance(found.kind, DateKind):
            draft.report("tenure-kind", span, name=name)
            return None
        if name == kind.event_date:
            draft.report("tenure-date", span, name=name)
            return None
    if kind.wide is not None:
        draft.report("tenure-wide", span)
        return None
    return Tenure(*text.tenure)


def _relation(
    draft: Draft, text: EvidenceText, kind: EvidenceKind, tenure: Tenure | None
) -> Relation | None:
    stated = text.relations
    if stated is None:
        return None
    if not text.tenure:
        draft.report("relation-tenure", text.key_span("relations"))
    field = _named(draft, kind, stated.key, stated.value_span("key"))
    if not field or not tenure:
        return None
    return Relation(stated.key, stated.sole, itself=stated.otherwise == "itself")


def _way(text: EvidenceText, kind: EvidenceKind) -> _Way | None:
    """Along what a record finds its subject, where it does: the short form is told from a heading
    by a field of the kind before its last dot."""
    owner = text.subject
    if owner is None:
        return None
    short = not owner.along
    if short and len(owner.headings) != 1:
        return None
    said = owner.headings[0] if short else owner.along
    field, dot, relation = said.rpartition(".")
    if short and not (dot and any(one.name == field for one in kind.fields)):
        return None
    span = text.value_span("subject") if owner.at.whole is None else owner.at.whole
    return _Way(field, relation, span if short else owner.value_span("along"))


def _along(draft: Draft, text: EvidenceText, kind: EvidenceKind, way: _Way) -> Along | None:
    owner = text.subject
    if owner is not None and owner.along and owner.headings:
        draft.report("owner-twice", way.span)
    if kind.relation is not None:
        draft.report("relation-along", way.span)
        return None
    above = {name for name in draft.evidence if draft.policy.evidence[name].relations}
    if way.relation not in above:
        draft.report(
            "relation-above",
            way.span,
            name=way.relation,
            suggestion=closest(way.relation, above),
        )
        return None
    whole = draft.evidence[way.relation].relation is not None
    broken = text.tenure and kind.tenure is None
    if _named(draft, kind, way.field, way.span) is None or not whole or broken:
        return None
    told = told_along(draft.evidence[way.relation])
    if owner is not None and owner.dated_in:
        day = _day_field(draft, owner, kind)
        return Along(way.relation, way.field, "field", told, day) if day else None
    read_at = _read_at(draft, text, kind)
    return Along(way.relation, way.field, read_at, told) if read_at else None


def told_along(relation: EvidenceKind) -> tuple[Inherited, ...]:
    """What a record may read of the relation: what it says besides who and when."""
    who = {relation.relation.key} if relation.relation else set()
    when = {relation.tenure.since, relation.tenure.until} if relation.tenure else set()
    return tuple(
        Inherited(f"{relation.name}.{one.name}", one.kind, one.name)
        for one in relation.fields
        if one.name not in who | when
    )


def _read_at(draft: Draft, text: EvidenceText, kind: EvidenceKind) -> ReadAt | None:
    """The day of a record; from–to evidence goes to each for its own days. Whatever has no day says
    which one it is."""
    owner = text.subject
    stated: ReadAt | None = owner.dated if owner else None
    possible, usual = _days_of(kind)
    stated = stated or usual
    if stated in possible:
        return stated
    span = owner.value_span("dated") if owner and owner.dated else text.value_span("subject")
    words = [chinese(word, "choice") for word in possible]
    draft.report("relation-day", span, allowed="、".join(words), english=", ".join(possible))
    return None


def _check_no_day(draft: Draft, text: EvidenceText) -> None:
    """Who is named by a column of the record is the same on every day."""
    for key in ("dated", "dated_in"):
        if text.subject and key in text.subject.at.keys:
            draft.misplaced(text.subject, key, ("headings",))


def _day_field(draft: Draft, owner: Owner, kind: EvidenceKind) -> str | None:
    """The field of the day that a relation is read at: a date that is always there."""
    span = owner.value_span("dated_in")
    if owner.dated is not None:
        draft.misplaced(owner, "dated", ("along", "dated_in"))
        return None
    found = _field(draft, kind, owner.dated_in, span)
    if found is None:
        return None
    if not isinstance(found.kind, DateKind) or found.on_missing != "reject":
        draft.report("relation-day-field", span, name=owner.dated_in)
        return None
    return found.name


def _days_of(kind: EvidenceKind) -> tuple[tuple[ReadAt, ...], ReadAt | None]:
    """What may be said, and what holds where nothing is said."""
    if kind.event_date is not None:
        return _DATED, "event"
    if kind.tenure is not None:
        return (*_UNDATED, "by_tenure"), "by_tenure"
    return _UNDATED, None


def _field(draft: Draft, kind: EvidenceKind, name: str, span: Span | None) -> Field | None:
    found = next((one for one in kind.fields if one.name == name), None)
    if found is None:
        draft.report("unknown-field", span, name=name)
    return found


def _named(draft: Draft, kind: EvidenceKind, name: str, span: Span | None) -> Field | None:
    """A field that names somebody: a text, never blank."""
    found = _field(draft, kind, name, span)
    if found is None:
        return None
    if not isinstance(found.kind, TextKind | CategoryKind) or found.on_missing != "reject":
        draft.report("relation-key", span, name=name)
        return None
    return found
