"""The JSON Schema of what a policy takes: a question about one subject, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias, assert_never

from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    DurationKind,
    MissingKind,
    NumberKind,
    PercentKind,
    TableKind,
    TextKind,
)
from rules.program import EVENT_DATE, EvidenceKind, Field, Program
from rules.values import Number, show_number
from scoring.intake.cells import LONGEST_TEXT
from scoring.intake.headings import headings_of
from scoring.period import example_of
from service.api.questions import AssessmentIn

Schema: TypeAlias = dict[str, Any]

_NUMBER = r"^\s*-?(0|[1-9][0-9]{0,29})(\.[0-9]{1,30})?\s*$"
_PERCENT = r"^\s*-?(0|[1-9][0-9]{0,29})(\.[0-9]{1,30})?%\s*$"
_BARE_OR_PERCENT = r"^\s*-?(0|[1-9][0-9]{0,29})(\.[0-9]{1,30})?%?\s*$"
_WHOLE = r"^\s*-?(0|[1-9][0-9]{0,29})(\.0{1,30})?\s*$"
_TRUTH = r"^\s*(是|否|[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])\s*$"
_DATE = r"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}\s*$"


def question_schema(program: Program) -> Schema:
    """Of the body of an assessment. It lets nothing pass that has no chance; bounds on text that is
    a number and the number of decimals are for admission to hold."""
    head = program.head
    schema = AssessmentIn.model_json_schema()
    properties = schema["properties"]
    properties["period"]["examples"] = [example_of(head.period)]
    subject = schema["$defs"]["SubjectIn"]["properties"]
    subject["fields"] = _rows(program.subject.fields)
    if any(wanted.on_missing == "reject" for wanted in program.subject.fields):
        schema["$defs"]["SubjectIn"]["required"].append("fields")
    properties["evidence"] = {
        "type": "object",
        "properties": _by_words(program),
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:kaoping:policy:{head.id}:{head.version}",
        "title": f"{head.title}（{head.version}）",
        **{key: value for key, value in schema.items() if key not in ("title", "description")},
    }


def _by_words(program: Program) -> Schema:
    """Kinds by every word that names them."""
    found: Schema = {}
    for kind in program.evidence:
        rows = {"type": "array", "items": _record(kind)}
        rows["description"] = kind.label or kind.name
        for word in (kind.name, kind.label, *kind.aliases):
            if word:
                found.setdefault(word, rows)
    return found


def _record(kind: EvidenceKind) -> Schema:
    """A row of a kind: its fields, its date and what tells it apart."""
    known = {wanted.name for wanted in kind.fields}
    wide = {kind.wide.item, kind.wide.value} if kind.wide else set[str]()
    # A result of another policy is dated as its period ends, or names the period.
    undated = {EVENT_DATE} if kind.imported else set[str]()
    beside = []
    if kind.event_date is not None and kind.event_date not in known:
        beside.append(Field(kind.event_date, DateKind()))
    beside += [Field(name, TextKind()) for name in kind.identity if name not in {*known, *wide}]
    schema = _rows([*kind.fields, *beside], optional=wide | undated)
    if kind.wide:
        value = kind.fields[kind.index(kind.wide.value)]
        for heading, _ in kind.wide.columns:
            schema["properties"][heading] = _cell(value)
    return schema


def _rows(fields: Iterable[Field], optional: Iterable[str] = ()) -> Schema:
    """An object with a key for each field: its name, its label or an alias. Other keys are not
    read, and an answer says so."""
    properties: Schema = {}
    needed: list[Schema] = []
    for wanted in fields:
        headings = headings_of(wanted)
        for heading in headings:
            properties[heading] = _cell(wanted)
        if wanted.on_missing == "reject" and wanted.name not in optional:
            needed.append({"anyOf": [{"required": [heading]} for heading in headings]})
    schema: Schema = {"type": "object", "properties": properties}
    return {**schema, "allOf": needed} if needed else schema


def _cell(wanted: Field) -> Schema:
    forms = list(_forms(wanted))
    if wanted.on_missing != "reject":
        forms.append({"enum": [None, "", *wanted.null_values]})
    schema: Schema = forms[0] if len(forms) == 1 else {"anyOf": forms}
    described = "；".join(filter(None, (wanted.label, wanted.unit)))
    return {"description": described, **schema} if described else schema


def _forms(wanted: Field) -> Iterable[Schema]:
    match wanted.kind:
        case NumberKind():
            whole = wanted.kind.decimals == 0
            bounds = _bounds(wanted.kind.low, wanted.kind.high)
            yield {"type": "integer" if whole else "number", **bounds}
            yield {"type": "string", "pattern": _WHOLE if whole else _NUMBER}
        case PercentKind():
            bare = wanted.unit == "%"
            if bare:
                low, high = wanted.kind.low, wanted.kind.high
                yield {"type": "number", **_bounds(_hundredfold(low), _hundredfold(high))}
            yield {"type": "string", "pattern": _BARE_OR_PERCENT if bare else _PERCENT}
        case DurationKind():
            yield {"type": "integer"}
            yield {"type": "string", "pattern": _WHOLE}
        case BooleanKind():
            yield {"type": "boolean"}
            yield {"type": "string", "pattern": _TRUTH}
        case DateKind():
            yield {"type": "string", "pattern": _DATE}
        case CategoryKind(words=words):
            yield {"enum": list(words)}
        case TextKind():
            # A number or a truth is taken as the text it is written with.
            yield {"type": ["string", "number", "boolean"], "maxLength": LONGEST_TEXT}
        case TableKind() | MissingKind():
            raise TypeError(f"no column holds the kind of {wanted.name!r}")
        case _:
            assert_never(wanted.kind)


def _hundredfold(bound: Number | None) -> Number | None:
    return None if bound is None else bound * 100


def _bounds(low: Number | None, high: Number | None) -> Mapping[str, Any]:
    """Where a bound is a whole number; JSON Schema has no fractions, and a rounded bound would
    refuse what is right."""
    bounds = {"minimum": low, "maximum": high}
    return {
        name: int(bound)
        for name, bound in bounds.items()
        if bound is not None and "." not in show_number(bound) and "/" not in show_number(bound)
    }
