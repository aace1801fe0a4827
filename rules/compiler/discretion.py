"""Points awarded at discretion (酌情): always within a range, with a reason and an approver."""

from __future__ import annotations

from collections.abc import Iterable

from rules import program as plan
from rules.compiler.draft import Draft
from rules.expr.kinds import CategoryKind, NumberKind, TextKind
from rules.model import Evidence


def discretion_of(
    draft: Draft, text: Evidence, fields: Iterable[plan.Field]
) -> plan.Discretion | None:
    """Checks that intake refuses whatever is beyond the range or lacks reason or approver."""
    if text.discretion is None:
        return None
    stated, known = text.discretion, {field.name: field for field in fields}
    for key in ("points", "reason", "approver"):
        name, span = getattr(stated, key), stated.value_span(key)
        field = known.get(name)
        if field is None:
            draft.report("unknown-field", span, name=name)
        elif field.on_missing != "reject":
            draft.report("discretion-blank", span, name=name)
        elif key == "points" and not _is_ranged(field):
            draft.report("discretion-range", span, name=name)
        elif key != "points" and not isinstance(field.kind, TextKind | CategoryKind):
            draft.report("discretion-words", span, name=name)
    return plan.Discretion(stated.points, stated.reason, stated.approver)


def _is_ranged(field: plan.Field) -> bool:
    kind = field.kind
    return isinstance(kind, NumberKind) and kind.low is not None and kind.high is not None
