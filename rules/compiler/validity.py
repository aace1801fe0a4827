"""The pass for validity: how long a record of a kind counts, by which of its fields."""

from __future__ import annotations

from collections.abc import Sequence

from rules import program as plan
from rules.compiler.class_tables import ClassTable, class_table, is_by_class
from rules.compiler.draft import Draft, named
from rules.compiler.spans import time_span
from rules.constructs.validity import Lasting, Validity
from rules.expr.kinds import CategoryKind, DateKind
from rules.model import Evidence, Formula
from rules.model import Validity as ValidityText
from rules.vocabulary import CHOICES, spellings_of
from rules.yaml_reader import ScalarNode

_WORDS = spellings_of(CHOICES, ("no_end", "until_rectified"))


def validity_of(draft: Draft, text: Evidence, kind: plan.EvidenceKind) -> Validity | None:
    stated = text.validity
    if stated is None:
        return None
    if kind.event_date is None:
        draft.report("validity-without-dates", text.key_span("validity"), kind=kind.name)
        return None
    _require(draft, stated, kind)
    class_field, rows = _rows(draft, stated, kind)
    lasting = rows[0][1] if rows and not class_field else None
    _check_rectified(draft, stated, [row for _, row in rows])
    return Validity(
        counted=stated.counted,
        to=stated.to or "",
        lasting=lasting,
        class_field=class_field,
        by_class=rows if class_field else (),
        rectified=stated.rectified or "",
    )


def _require(draft: Draft, stated: ValidityText, kind: plan.EvidenceKind) -> None:
    """The fields are dates of the record; where the last day may be missing, how long is said."""
    for key in ("to", "rectified"):
        name = getattr(stated, key)
        if name is None:
            continue
        found = next((field for field in _fields(kind) if field.name == name), None)
        if found is None:
            draft.report("unknown-field", stated.value_span(key), name=name)
        elif not isinstance(found.kind, DateKind):
            draft.report("validity-no-date", stated.value_span(key), name=name)
        elif key == "to" and found.on_missing == "keep" and stated.lasting is None:
            draft.report("missing-key", named(stated), key="时长", english="lasting")
    if stated.to is None and stated.lasting is None:
        draft.report("missing-key", named(stated), key="时长", english="lasting")


def _fields(kind: plan.EvidenceKind) -> Sequence[plan.Field]:
    """Those of a row; what a wide one unfolds is known too late."""
    unfolded = (kind.wide.item, kind.wide.value) if kind.wide else ()
    return [field for field in kind.fields if field.name not in unfolded]


def _rows(
    draft: Draft, stated: ValidityText, kind: plan.EvidenceKind
) -> tuple[str, tuple[tuple[str, Lasting], ...]]:
    """The field that decides, and how long for each of its words; without a field, one for all."""
    formula = stated.lasting
    if formula is None:
        return "", ()
    if not is_by_class(formula.node):
        found = _lasting(draft, formula)
        return "", (("", found),) if found else ()
    table = class_table(formula)
    if table is None:
        draft.report("bad-validity", formula.span, text=formula.text)
        return "", ()
    read = [(word, _lasting(draft, table.rows[word])) for word in _words(draft, table, kind)]
    return table.field.text, tuple((word, found) for word, found in read if found)


def _words(draft: Draft, table: ClassTable, kind: plan.EvidenceKind) -> tuple[str, ...]:
    name = table.field.text
    field = next((field for field in _fields(kind) if field.name == name), None)
    if field is None:
        draft.report("unknown-field", table.field.span, name=name)
        return ()
    if not isinstance(field.kind, CategoryKind) or field.on_missing == "keep":
        draft.report("validity-class", table.field.span, name=name)
        return ()
    if set(table.rows) != set(field.kind.words):
        given, words = "、".join(table.rows), "、".join(field.kind.words)
        draft.report("class-words", table.span, given=given, words=words)
        return ()
    return field.kind.words


def _lasting(draft: Draft, formula: Formula) -> Lasting | None:
    node = formula.node
    word = _WORDS.get(node.text) if isinstance(node, ScalarNode) else None
    match word:
        case "no_end" | "until_rectified":
            return word
    span = time_span(formula)
    if span is None:
        draft.report("bad-validity", formula.span, text=formula.text)
    return span


def _check_rectified(draft: Draft, stated: ValidityText, rows: Sequence[Lasting]) -> None:
    if "until_rectified" in rows and stated.rectified is None:
        draft.report("missing-key", named(stated), key="整改日", english="rectified")
    if stated.rectified is not None and "until_rectified" not in rows:
        draft.report("rectified-unused", stated.key_span("rectified"), name=stated.rectified)
