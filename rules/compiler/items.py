"""Measures of measures: one value for each item, then an aggregate over the items."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from rules import program as plan
from rules.compiler.aggregates import Over, extreme, over_numbers, report_unknown_kind
from rules.compiler.draft import Draft, named
from rules.compiler.names import check_local_name, measure_names, record_names
from rules.diagnostics import closest
from rules.expr.checker import Names
from rules.expr.kinds import Kind
from rules.expr.nodes import Expr, Ref
from rules.model import Measure

Quantity: TypeAlias = Callable[[Draft, str, Measure, Names], plan.Measure | None]
_OUTER = ("sum", "mean", "weighted_mean", "trimmed_mean", "median", "minimum", "maximum")

Outer: TypeAlias = plan.OverNumbers | plan.WeightedMean | plan.Extreme


@dataclass(frozen=True, slots=True)
class _Items:
    """`evidence` is the kind whose records name the items (`listed`: are the items); `own` are
    the names a formula over an item may read of it."""

    evidence: plan.EvidenceKind
    listed: bool
    identity: tuple[Expr, ...]
    keys: Mapping[str, tuple[Expr, ...]]
    own: Mapping[str, Ref]


def per_item(
    draft: Draft, text: Measure, how: str, quantity: Quantity
) -> tuple[plan.PerItem, Kind] | None:
    items = _items(draft, text)
    if items is None:
        return None
    visible = {**measure_names(draft).visible, **items.own}
    inner: list[plan.Measure] = []
    for name, part in text.inner.items():
        check_local_name(draft, name, named(part), {*items.own, *(m.name for m in inner)})
        made = quantity(draft, name, part, Names(visible))
        if made is None or not _belongs(draft, part, made, items):
            return None
        inner.append(made)
        visible[name] = Ref("summary", name, made.kind)
    known = {made.name: Ref("summary", made.name, made.kind) for made in inner}
    outer = _outer(draft, text, how, items, known)
    if outer is None:
        return None
    used = {_kind_of(made) for made in inner}
    keys = tuple((kind, refs) for kind, refs in items.keys.items() if kind in used)
    listed = items.evidence.name if items.listed else ""
    return plan.PerItem(listed, items.identity, keys, tuple(inner), outer[0]), outer[1]


def _items(draft: Draft, text: Measure) -> _Items | None:
    """`逐项: 项目` are the records of a kind that others belong to, `逐项: 评分.项目号` the
    different values of a field."""
    name, _, field = (text.per_item or "").partition(".")
    evidence = draft.evidence.get(name)
    if evidence is None:
        report_unknown_kind(draft, name, text.value_span("per_item"))
        return None
    visible = record_names(draft, evidence).visible
    own = {n: ref for n, ref in visible.items() if isinstance(ref, Ref) and ref.space == "record"}
    if not field:
        return _listed_items(draft, text, evidence, own)
    if field not in own:
        draft.report("unknown-field", text.value_span("per_item"), name=field)
        return None
    parent = evidence.parent
    inherits = parent is not None and parent.keys == (field,)
    shared = {f.name for f in parent.fields} if parent and inherits else set()
    named_by = (own[field],)
    readable = {n: ref for n, ref in own.items() if n == field or ref.name in shared}
    return _Items(evidence, False, named_by, {name: named_by}, readable)


def _listed_items(
    draft: Draft, text: Measure, evidence: plan.EvidenceKind, own: Mapping[str, Ref]
) -> _Items | None:
    keys: dict[str, tuple[Expr, ...]] = {}
    for kind in draft.evidence.values():
        if kind.parent is not None and kind.parent.evidence == evidence.name:
            keys[kind.name] = _refs(kind, kind.parent.keys)
    if not keys:
        draft.report("item-without-records", text.value_span("per_item"), name=evidence.name)
        return None
    return _Items(evidence, True, _refs(evidence, evidence.identity), keys, own)


def _refs(kind: plan.EvidenceKind, fields: tuple[str, ...]) -> tuple[Expr, ...]:
    return tuple(Ref("record", f, kind.columns[kind.index(f)].kind) for f in fields)


def _kind_of(measure: plan.Measure) -> str:
    """The evidence an inner quantity aggregates; empty for a formula."""
    return getattr(measure.aggregate, "evidence", "")


def _belongs(draft: Draft, text: Measure, made: plan.Measure, items: _Items) -> bool:
    """An inner quantity is a formula, or an aggregate of records that belong to the item."""
    formula = isinstance(made.aggregate, plan.Formula | plan.YearOnYear)
    if formula or _kind_of(made) in items.keys:
        return True
    draft.report("foreign-inner", named(text), name=made.name, kinds="、".join(items.keys))
    return False


def _outer(
    draft: Draft, text: Measure, how: str, items: _Items, inner: Mapping[str, Ref]
) -> tuple[Outer, Kind] | None:
    target = getattr(text, how)
    if how not in _OUTER:
        draft.report("outer-aggregate", text.key_span(how), key=text.at.keys[how].text)
        return None
    if target not in inner:
        draft.report(
            "outer-target",
            text.value_span(how),
            name=target,
            known="、".join(inner),
            suggestion=closest(target, inner),
        )
        return None
    value = inner[target]
    over = Over(items.evidence, Names({**items.own, **inner}), value, value.kind, None)
    if how in ("minimum", "maximum"):
        return extreme(draft, text, how, over)
    found = over_numbers(draft, text, how, over)
    if found is None or isinstance(found[0], plan.GroupMean):
        return None
    return found[0], found[1]
