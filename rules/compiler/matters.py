"""The pass for matters that several kinds of evidence share (同一事项 with a 事项)."""

from __future__ import annotations

from collections.abc import Sequence

from rules import program as plan
from rules.compiler.draft import Draft
from rules.expr.kinds import Kind


def check_matters(draft: Draft) -> None:
    """Kinds that share a matter identify it by as many keys of the same types, keep the same
    record of it, and count it once beyond a single rule, which reads one kind only."""
    shared: dict[str, list[plan.EvidenceKind]] = {}
    for kind in draft.evidence.values():
        if kind.one_matter and kind.one_matter.name:
            shared.setdefault(kind.one_matter.name, []).append(kind)
    for name, kinds in shared.items():
        _check_matter(draft, name, kinds)


def _check_matter(draft: Draft, name: str, kinds: Sequence[plan.EvidenceKind]) -> None:
    first = kinds[0]
    if len(kinds) == 1:
        _report(draft, "matter-of-one", first, name)
    for kind in kinds:
        if kind.one_matter and kind.one_matter.within == "rule":
            _report(draft, "matter-within-rule", kind, name)
        elif _shape(kind) != _shape(first):
            _report(draft, "matter-differs", kind, name, other=first.name)


def _shape(kind: plan.EvidenceKind) -> tuple[object, ...]:
    matter = kind.one_matter
    if matter is None:
        return ()
    types: dict[str, Kind] = {column.name: column.kind for column in kind.columns}
    return matter.keep, matter.within, *(type(types.get(key)) for key in matter.keys)


def _report(draft: Draft, code: str, kind: plan.EvidenceKind, name: str, other: str = "") -> None:
    text = draft.policy.evidence[kind.name].one_matter
    span = text.key_span("matter") if text else None
    draft.report(code, span, name=name, kind=kind.name, other=other)
