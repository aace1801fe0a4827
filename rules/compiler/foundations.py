"""Passes for what everything else stands on: the head, parameters, the subject, evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from rules import program as plan
from rules.compiler.cases import case_fields
from rules.compiler.discretion import discretion_of
from rules.compiler.draft import Draft, basis_of, named, on_unknown
from rules.compiler.fields import field_of
from rules.compiler.names import constant_names, eligibility_names, record_names
from rules.compiler.parents import parent_of
from rules.compiler.relations import with_relations
from rules.compiler.validity import validity_of
from rules.expr.kinds import (
    CategoryKind,
    DateKind,
    Kind,
    NumberKind,
    PercentKind,
    TableKind,
    TextKind,
)
from rules.model import Evidence as EvidenceText
from rules.model import Formula, Policy
from rules.model import Parameter as ParameterText
from rules.model import Wide as WideText
from rules.source import Span
from rules.values import Number, Rounding, Value, round_number
from rules.vocabulary import BUILT_INS, CHOICES, spellings_of

_YEAR = re.compile("[12][0-9]{3}")
_EVENT_DATE = spellings_of(BUILT_INS, {plan.EVENT_DATE})
_NONE = spellings_of(CHOICES, {"none"})
_UNSET = spellings_of(CHOICES, {"unset"})
_APPLIED = spellings_of(CHOICES, ("same_year", "next_year"))


def head_of(policy: Policy) -> plan.Head:
    return plan.Head(
        language=policy.language,
        id=policy.id,
        title=policy.policy,
        version=policy.version,
        status=policy.status,
        period=policy.period,
        effective_from=policy.effective.from_,
        effective_to=policy.effective.to,
        document_number=policy.document_number,
        issuer=policy.issuer,
        applied_year=_APPLIED.get(policy.applied_year, policy.applied_year),
        systems=tuple(policy.systems),
        basis=basis_of(policy),
        extends=_extends(policy),
    )


def _extends(policy: Policy) -> plan.Extends | None:
    text = policy.extends
    return None if text is None else plan.Extends(text.id, text.version, text.digest)


def check_head(draft: Draft) -> None:
    applied = draft.policy.applied_year
    if applied and applied not in _APPLIED and not _YEAR.fullmatch(applied):
        draft.report("bad-applied-year", draft.policy.value_span("applied_year"), text=applied)
    effective = draft.policy.effective
    if effective.to is not None and effective.to < effective.from_:
        draft.report(
            "ends-before-it-starts",
            effective.value_span("to"),
            start=effective.from_,
            to=effective.to,
        )


# --- parameters ------------------------------------------------------------------------------


def compile_parameters(draft: Draft) -> None:
    """In order: a parameter may be made of the ones above it."""
    for name, text in draft.policy.parameters.items():
        value, kind, table = _parameter_value(draft, text)
        draft.parameters[name] = plan.Parameter(name, kind, value, table, text.unit, basis_of(text))


def _parameter_value(
    draft: Draft, text: ParameterText
) -> tuple[Value, Kind, tuple[tuple[str, Number], ...]]:
    if text.table is not None and text.value is None:
        return _table(draft, text.table, named(text))
    if text.value is None or text.table is not None:
        draft.report("value-or-table", named(text))
        return 0, NumberKind(), ()
    if text.value.text in _UNSET:
        return None, NumberKind(), ()
    found = draft.constant(text.value, constant_names(draft))
    return (found[0], found[1], ()) if found else (0, NumberKind(), ())


def _table(
    draft: Draft, table: Mapping[str, Formula], span: Span | None
) -> tuple[Value, Kind, tuple[tuple[str, Number], ...]]:
    rows: list[tuple[str, Number]] = []
    kinds: list[Kind] = []
    for word, formula in table.items():
        found = draft.constant(formula, constant_names(draft))
        if found:
            rows.append((word, found[0]))
            kinds.append(found[1])
    if len({type(kind) for kind in kinds}) > 1:
        draft.report("mixed-table", span)
    values = [number for _, number in rows] or [0]
    decimals = [k.decimals for k in kinds if isinstance(k, NumberKind | PercentKind)]
    most = None if None in decimals else max((d for d in decimals if d is not None), default=0)
    of = PercentKind if kinds and isinstance(kinds[0], PercentKind) else NumberKind
    kind = TableKind(tuple(word for word, _ in rows), of(most, min(values), max(values)))
    return None, kind, tuple(rows)


# --- the subject -----------------------------------------------------------------------------


def compile_subject(draft: Draft) -> None:
    text = draft.policy.subject
    fields = tuple(field_of(draft, name, field, []) for name, field in text.fields.items())
    if text.name_field is not None and text.name_field not in text.fields:
        draft.report("unknown-field", text.value_span("name_field"), name=text.name_field)
    draft.subject = plan.SubjectKind(
        text.kind, tuple(text.identity), fields, text.name_field, text.public_names
    )


def compile_ineligibilities(draft: Draft) -> None:
    for text in draft.policy.subject.not_assessed:
        when = draft.condition(text.when, eligibility_names(draft))
        if when is not None:
            unknown = on_unknown(text.unknown)
            draft.ineligibilities.append(plan.Ineligibility(when, text.reason, unknown))


# --- evidence --------------------------------------------------------------------------------


def compile_evidence(draft: Draft) -> None:
    for name, text in draft.policy.evidence.items():
        kind = _plain_kind(draft, name, text)
        _check_fields_named(draft, text, kind)
        kind = with_relations(draft, text, kind)
        kind = replace(
            kind, parent=parent_of(draft, text, kind), validity=validity_of(draft, text, kind)
        )
        draft.evidence[name] = _with_derived(draft, text, kind)


def _plain_kind(draft: Draft, name: str, text: EvidenceText) -> plan.EvidenceKind:
    """The kind without its derived fields."""
    fields = [*case_fields(draft, text)]
    for field_name, field in text.fields.items():
        canonical = _EVENT_DATE.get(field_name, field_name)
        fields.append(field_of(draft, canonical, field, text.null_values))
    event_date = _event_date(text)
    if event_date == plan.EVENT_DATE and plan.EVENT_DATE not in {f.name for f in fields}:
        fields.append(plan.Field(plan.EVENT_DATE, DateKind()))
    return plan.EvidenceKind(
        name=name,
        fields=tuple(fields),
        label=text.label,
        aliases=tuple(text.aliases),
        event_date=event_date,
        identity=tuple(_column(text, name) for name in text.identity),
        subject=tuple(text.subject.headings) if text.subject else (),
        one_matter=_one_matter(text),
        discretion=discretion_of(draft, text, fields),
        wide=_wide(draft, text),
        basis=basis_of(text),
        case_records=text.case_records,
    )


def _event_date(text: EvidenceText) -> str | None:
    if text.event_date is None:
        return None if text.tenure else plan.EVENT_DATE
    if text.event_date in _NONE:
        return None
    return _EVENT_DATE.get(text.event_date, text.event_date)


def _one_matter(text: EvidenceText) -> plan.OneMatter | None:
    if text.one_matter is None:
        return None
    matter = text.one_matter
    keys = tuple(_column(text, name) for name in matter.keys)
    return plan.OneMatter(keys, matter.keep, matter.within_scope, matter.matter)


def _column(text: EvidenceText, name: str) -> str:
    """The name of a column; the event date goes by its own name or by 发生日."""
    return (_event_date(text) or name) if name in _EVENT_DATE else name


def _wide(draft: Draft, text: EvidenceText) -> plan.Wide | None:
    if text.wide is None:
        return None
    wide = text.wide
    item = text.fields.get(wide.item)
    words = (item.words or item.ordered or []) if item else []
    columns = wide.columns if wide.columns is not None else {word: word for word in words}
    if not columns:
        draft.report("wide-without-columns", named(wide), item=wide.item)
    return plan.Wide(tuple(columns.items()), wide.item, wide.cell)


def _check_fields_named(draft: Draft, text: EvidenceText, kind: plan.EvidenceKind) -> None:
    """Fields that the kind's other keys name must exist."""
    known = {field.name for field in kind.fields}
    uses = [(name, text.value_span("identity")) for name in kind.identity]
    if text.one_matter and kind.one_matter:
        spot = text.one_matter.value_span("keys")
        uses += [(name, spot) for name in kind.one_matter.keys if name not in text.derived]
        if not kind.one_matter.keys:
            draft.report("missing-key", spot, key="键", english="keys")
    if text.wide:
        uses += [(text.wide.item, text.wide.value_span("item"))]
        uses += [(text.wide.cell, text.wide.value_span("cell"))]
    if kind.event_date is not None and kind.event_date != plan.EVENT_DATE:
        uses.append((kind.event_date, text.value_span("event_date")))
    for name, span in uses:
        if name not in known:
            draft.report("unknown-field", span, name=name)
    if text.wide:
        _check_wide(draft, text.wide, kind)
    dates = [f for f in kind.fields if f.name == kind.event_date]
    if dates and not isinstance(dates[0].kind, DateKind):
        draft.report("event-date-kind", text.value_span("event_date"), name=dates[0].name)


def _with_derived(draft: Draft, text: EvidenceText, kind: plan.EvidenceKind) -> plan.EvidenceKind:
    """Derived fields in order; each reads the fields and the derived fields above it."""
    for name, derived in text.derived.items():
        names = record_names(draft, kind)
        later = set(list(text.derived)[list(text.derived).index(name) :])
        names = type(names)(
            names.visible, {**names.hidden, **dict.fromkeys(later, "derived-order")}
        )
        checked = draft.expression(derived.formula, names)
        if checked is None:
            continue
        rounding = draft.rounding(derived.round)
        kind_of, expr = rounded_kind(checked[1], rounding), checked[0]
        column = plan.Derived(name, kind_of, expr, rounding)
        kind = replace(kind, derived=(*kind.derived, column))
    return kind


def rounded_kind(kind: Kind, rounding: Rounding | None) -> Kind:
    """The kind once rounded: its decimals are those of the rounding."""
    if rounding is None or not isinstance(kind, NumberKind | PercentKind):
        return kind
    places = rounding.digits + (2 if isinstance(kind, PercentKind) else 0)
    ends = (kind.low, kind.high)
    low, high = (e if e is None else round_number(e, Rounding(places, rounding.mode)) for e in ends)
    return type(kind)(rounding.digits, low, high)


def _check_wide(draft: Draft, wide: WideText, kind: plan.EvidenceKind) -> None:
    """The item is a word of its own field, and one of its words where it has some."""
    item = next((field.kind for field in kind.fields if field.name == wide.item), TextKind())
    if not isinstance(item, CategoryKind | TextKind) or wide.cell == wide.item:
        draft.report("wide-item-kind", wide.value_span("item"), item=wide.item)
    words = item.words if isinstance(item, CategoryKind) else ()
    for word in (wide.columns or {}).values():
        if words and word not in words:
            span = wide.value_span("columns")
            draft.report("unknown-word", span, text=word, allowed="、".join(words))
