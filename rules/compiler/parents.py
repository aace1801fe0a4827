"""Parent records: which record of another kind a record belongs to, and what it reads of it."""

from __future__ import annotations

from rules.compiler.draft import Draft
from rules.diagnostics import closest
from rules.model import Evidence as EvidenceText
from rules.model import Parent as ParentText
from rules.program import EvidenceKind, Inherited, Parent


def parent_of(draft: Draft, text: EvidenceText, kind: EvidenceKind) -> Parent | None:
    """The parent stands above in the policy, so that no record belongs to itself by a circle."""
    if text.parent is None:
        return None
    stated = text.parent
    parent = draft.evidence.get(stated.parent_kind)
    if parent is None:
        known = list(draft.evidence)
        draft.report(
            "parent-above",
            stated.value_span("parent_kind"),
            name=stated.parent_kind,
            suggestion=closest(stated.parent_kind, known),
        )
        return None
    if not parent.identity or parent.wide is not None:
        draft.report("parent-identity", stated.value_span("parent_kind"), name=parent.name)
        return None
    if not _keys_fit(draft, stated, kind, parent):
        return None
    inherited = tuple(
        Inherited(f"{parent.name}.{column.name}", column.kind, column.name)
        for columns in (parent.fields, parent.derived)
        for column in columns
    )
    return Parent(parent.name, tuple(stated.keys), inherited)


def _keys_fit(draft: Draft, stated: ParentText, kind: EvidenceKind, parent: EvidenceKind) -> bool:
    """As many keys as the parent has identity fields, of the same kinds in the same order."""
    span = stated.value_span("keys")
    own = {field.name: type(field.kind) for field in kind.fields}
    for key in stated.keys:
        if key not in own:
            draft.report("unknown-field", span, name=key)
            return False
    theirs = [type(parent.columns[parent.index(name)].kind) for name in parent.identity]
    if [own[key] for key in stated.keys] != theirs:
        draft.report(
            "parent-keys",
            span,
            keys="、".join(stated.keys),
            name=parent.name,
            identity="、".join(parent.identity),
        )
        return False
    return True
