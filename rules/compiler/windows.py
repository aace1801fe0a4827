"""Counts of what comes together: so many records of the same sort within so many days."""

from __future__ import annotations

from rules import program as plan
from rules.compiler.draft import Draft, named
from rules.compiler.names import constant_names
from rules.compiler.spans import time_span
from rules.expr.kinds import Kind, NumberKind
from rules.expr.nodes import Expr, Ref
from rules.model import Formula, Measure


def counted(
    draft: Draft, text: Measure, evidence: plan.EvidenceKind, when: Expr | None
) -> tuple[plan.Count | plan.Windowed, Kind] | None:
    """A count; with 时段内 the count within a window."""
    kind = NumberKind(0, 0, None)
    if text.window is None:
        for key in ("same", "groups_of"):
            if key in text.at.keys:
                draft.misplaced(text, key, ("count", "when"))
        return plan.Count(evidence.name, when), kind
    if evidence.event_date is None:
        draft.report("window-without-dates", text.key_span("window"), kind=evidence.name)
        return None
    span = time_span(text.window)
    if span is None:
        draft.report("bad-window", text.window.span, text=text.window.text)
    same = _same(draft, text, evidence)
    size = _size(draft, text.groups_of) if text.groups_of else None
    if span is None or same is None or (text.groups_of and size is None):
        return None
    return plan.Windowed(evidence.name, span, same, size, when), kind


def _same(draft: Draft, text: Measure, evidence: plan.EvidenceKind) -> tuple[Expr, ...] | None:
    columns = {column.name: column.kind for column in evidence.columns}
    unknown = [name for name in text.same if name not in columns]
    for name in unknown:
        draft.report("unknown-field", text.value_span("same"), name=name)
    if "same" in text.at.keys and not text.same:
        draft.report("missing-key", named(text), key="相同", english="same")
    span = text.value_span("same")
    return None if unknown else tuple(Ref("record", n, columns[n], span) for n in text.same)


def _size(draft: Draft, formula: Formula) -> int | None:
    """How many make a group; one would be a plain count."""
    size = draft.number(formula, constant_names(draft))
    if size is None:
        return None
    if not isinstance(size, int) or size < 2:
        draft.report("out-of-bounds", formula.span, text=formula.text, bounds="≥ 2")
        return None
    return size
