"""The fields of evidence and of subjects: what kind each is, and what a blank cell means."""

from __future__ import annotations

from collections.abc import Mapping

from rules import program as plan
from rules.compiler.draft import Draft, is_number, named
from rules.compiler.names import constant_names
from rules.diagnostics import closest
from rules.expr.checker import check_expression
from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    Kind,
    NumberKind,
    PercentKind,
    TextKind,
)
from rules.expr.parser import parse_expression
from rules.model import DataField, FillIn, Formula
from rules.values import Value, decimals_of
from rules.vocabulary import CHOICES, spellings_of
from rules.yaml_reader import ScalarNode

MOST_DECIMALS = 4  # what a number field may carry unless it declares more (language §4a)
_TYPES = spellings_of(
    CHOICES,
    ("text", "integer", "number", "percentage", "date", "boolean", "credit_code", "id_card"),
)
_PLAIN_KINDS: Mapping[str | None, Kind] = {
    "text": TextKind(),
    "date": DateKind(),
    "boolean": BooleanKind(),
    "credit_code": TextKind(),
    "id_card": TextKind(),
}
_FORMS: Mapping[str | None, plan.TextForm] = {"credit_code": "credit_code", "id_card": "id_card"}
# The keys that say what values a field takes.
_SHAPES = ("type", "range", "decimals", "words", "ordered")
_UNSET = spellings_of(CHOICES, {"unset"})


def field_of(draft: Draft, name: str, text: DataField, null_values: list[str]) -> plan.Field:
    kind = _field_kind(draft, text)
    on_missing, fill = on_missing_of(draft, text.missing, kind)
    return plan.Field(
        name=name,
        kind=kind,
        label=text.label,
        aliases=tuple(text.aliases),
        unit=text.unit,
        null_values=tuple(dict.fromkeys((*null_values, *text.null_values))),
        on_missing=on_missing,
        fill=fill,
        form=_FORMS.get(_TYPES.get(_type_text(text))),
    )


def _field_kind(draft: Draft, text: DataField) -> Kind:
    fitting = _fitting(text)
    for key in _SHAPES:
        if key in text.at.keys and key not in fitting:
            draft.misplaced(text, key, fitting)
    words = text.words or text.ordered
    if words is not None:
        if len(set(words)) < len(words):
            draft.report("word-twice", named(text))
        return CategoryKind(tuple(words), ordered=text.ordered is not None)
    stated = _TYPES.get(_type_text(text))
    if stated in _PLAIN_KINDS:
        return _PLAIN_KINDS[stated]
    if text.type is not None and stated is None and not _type_text(text).startswith("["):
        word = _type_text(text)
        draft.report("unknown-type", text.type.span, text=word, suggestion=closest(word, _TYPES))
        return NumberKind()
    bounds = draft.interval(_range_of(text), constant_names(draft))
    low, high, of = bounds if bounds else (None, None, NumberKind())
    if bounds and text.range and stated and (stated == "percentage") != isinstance(of, PercentKind):
        code = "number-for-percent" if stated == "percentage" else "percent-for-number"
        draft.report(code, text.range.span, text=text.range.text)
    if stated is None and _range_of(text) is None:
        draft.report("missing-key", named(text), key="类型", english="type")
    decimals = MOST_DECIMALS if text.decimals is None else text.decimals
    if stated == "percentage" or (stated is None and isinstance(of, PercentKind)):
        return PercentKind(decimals, low, high)
    return NumberKind(0 if stated == "integer" else decimals, low, high)


def _fitting(text: DataField) -> tuple[str, ...]:
    """Which of the keys that shape a field go together with what it is."""
    if text.words is not None:
        return ("words",)
    if text.ordered is not None:
        return ("ordered",)
    stated = _TYPES.get(_type_text(text))
    if stated in _PLAIN_KINDS:
        return ("type",)
    if stated == "integer":
        return ("type", "range")
    if text.type is not None and stated is None:
        return ("type", "decimals")
    return ("type", "range", "decimals")


def _range_of(text: DataField) -> Formula | None:
    """The stated range; in the short form the range stands where the type would."""
    if text.range is not None or _type_text(text) in _TYPES:
        return text.range
    return text.type


def _type_text(text: DataField) -> str:
    """The word given as the type; empty where there is none."""
    node = text.type.node if text.type else None
    return node.text if isinstance(node, ScalarNode) else ""


def on_missing_of(draft: Draft, missing: FillIn | None, kind: Kind) -> tuple[plan.OnMissing, Value]:
    if missing is None:
        return "reject", None
    if missing.action is not None:
        return missing.action, None
    if missing.fill is None:
        draft.report("missing-key", named(missing), key="按", english="fill")
        return "reject", None
    node = missing.fill.node
    if isinstance(node, ScalarNode) and isinstance(kind, TextKind | CategoryKind):
        if isinstance(kind, CategoryKind) and node.text not in kind.words:
            draft.report("unknown-word", node.span, text=node.text, allowed="、".join(kind.words))
        return "fill", node.text
    return "fill", _fill_value(draft, missing.fill, kind)


def _fill_value(draft: Draft, formula: Formula, kind: Kind) -> Value:
    if not isinstance(formula.node, ScalarNode):
        draft.report("expected-expression", formula.span)
        return None
    fragment = formula.node.fragment
    if fragment.text in _UNSET:
        draft.report("unset-number", formula.span)
        return None
    checked = draft.attempt(
        lambda: check_expression(parse_expression(fragment), constant_names(draft), kind)
    )
    if checked is None:
        return None
    draft.require_set(checked[0])
    value = draft.fold(checked[0])
    if not _may_be(kind, value):
        draft.report("fill-outside", formula.span, text=formula.text)
    return value


def _may_be(kind: Kind, value: Value) -> bool:
    """Whether a field of the kind can have the value, which is none where nothing is known."""
    if not isinstance(kind, NumberKind | PercentKind) or not is_number(value):
        return value is not None
    decimals = decimals_of(value * 100 if isinstance(kind, PercentKind) else value)
    fine = decimals is not None and (kind.decimals is None or decimals <= kind.decimals)
    above = kind.low is None or value >= kind.low
    return fine and above and (kind.high is None or value <= kind.high)
