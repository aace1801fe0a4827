"""Rules that hold for some days only: an amended item keeps its old rule for what came before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rules import program as plan
from rules.compiler.draft import Draft
from rules.expr.nodes import And, Comparator, Compare, Expr, Literal, Ref
from rules.model import Rule


def in_force(
    draft: Draft, text: Rule, evidence: plan.EvidenceKind, when: Expr | None
) -> Expr | None:
    """The condition with the days the rule holds for, by the event date of the record."""
    dated = [key for key in ("from", "to") if key in text.at.keys]
    if not dated:
        return when
    if evidence.event_date is None:
        for key in dated:
            told = {"key": text.at.keys[key].text, "name": evidence.name}
            draft.report("dated-rule-without-dates", text.key_span(key), **told)
        return when
    if text.from_ and text.to and text.to < text.from_:
        span = text.value_span("to")
        draft.report("ends-before-it-starts", span, start=text.from_, to=text.to)
    kind = evidence.columns[evidence.index(evidence.event_date)].kind
    day = Ref("record", evidence.event_date, kind, text.key_span(dated[0]))
    own = when.parts if isinstance(when, And) else () if when is None else (when,)
    parts = (*_bounds(text, day), *own)
    return parts[0] if len(parts) == 1 else And(parts, text.at.whole)


def _bounds(text: Rule, day: Ref) -> Iterator[Expr]:
    sides: tuple[tuple[str, Comparator, date | None], ...] = (
        ("from", ">=", text.from_),
        ("to", "<=", text.to),
    )
    for key, sign, value in sides:
        if value is not None:
            span = text.value_span(key)
            yield Compare(sign, day, Literal(value, "date", span), span)
