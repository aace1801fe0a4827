"""The pass for imports: results of other policies become kinds of evidence."""

from __future__ import annotations

import re
from typing import Literal

from rules.circles import circle_words
from rules.compiler.draft import Draft, basis_of, named
from rules.compiler.fields import MOST_DECIMALS, on_missing_of
from rules.compiler.names import constant_names
from rules.compiler.relations import told_along
from rules.constructs.imports import Import, Taken
from rules.constructs.relations import ReadAt
from rules.diagnostics import closest
from rules.expr.kinds import BooleanKind, CategoryKind, DateKind, Kind, NumberKind, TextKind
from rules.model import Import as ImportText
from rules.model import Taken as TakenText
from rules.program import EVENT_DATE, GRADE, TOTAL, Along, EvidenceKind, Field
from rules.vocabulary import BUILT_INS, KEYS, spellings_of

_What = Literal["total", "grade", "list", "trigger"]
_OWN = spellings_of(BUILT_INS, {TOTAL, GRADE})
_LISTS = spellings_of(KEYS, {"lists"})
_TRIGGERS = spellings_of(KEYS, {"triggers"})
_ID = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)(?:@([0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*))?")
# The keys that go beside each thing that is taken.
_BESIDE = {
    "total": ("of", "range", "decimals", "missing", "label"),
    "grade": ("of", "ordered", "missing", "label"),
    "list": ("of", "missing", "label"),
    "trigger": ("of", "missing", "label"),
}


def compile_imports(draft: Draft) -> None:
    """After evidence, for what is imported along a relation names one."""
    for name, text in draft.policy.imports.items():
        if name in draft.evidence:
            first = named(draft.policy.evidence[name])
            line = first.position.line if first else ""
            draft.report("name-twice", named(text), name=name, line=line)
            continue
        kind = _kind(draft, name, text)
        if kind is not None:
            draft.evidence[name] = kind


def _kind(draft: Draft, name: str, text: ImportText) -> EvidenceKind | None:
    match = _ID.fullmatch(text.policy)
    if match is None:
        draft.report("import-id", text.value_span("policy"), text=text.policy)
        return None
    if match[1] == draft.policy.id and text.which != "last":
        span = text.value_span("policy")
        draft.report("import-cycle", span, cycle=circle_words([(match[1], span)]))
        return None
    along = _along(draft, text)
    found = [_taken(draft, field, one) for field, one in text.fields.items()]
    if None in found or (text.along and along is None):
        return None
    taken = [one for one in found if one is not None]
    key = () if along is None else (Field(along.field, TextKind()),)
    if along and along.field in text.fields:
        span = named(text.fields[along.field])
        draft.report("name-twice", span, name=along.field, line=span.position.line if span else "")
    wanted = Import(
        policy=match[1],
        which=text.which,
        results=tuple(one for one, _ in taken),
        version=match[2] or "",
        final=text.accepts == "final",
    )
    return EvidenceKind(
        name=name,
        fields=(Field(EVENT_DATE, DateKind()), *key, *(field for _, field in taken)),
        label=text.label,
        basis=basis_of(text),
        along=along,
        imported=wanted,
    )


def _along(draft: Draft, text: ImportText) -> Along | None:
    """The relation leads from whose result it is to the subject."""
    if not text.along:
        if text.dated:
            draft.misplaced(text, "dated", ("policy", "which", "accepts", "fields"))
        return None
    span = text.value_span("along")
    relations = [
        name
        for name, given in draft.policy.evidence.items()
        if given.relations and name in draft.evidence
    ]
    if text.along not in relations:
        meant = closest(text.along, relations)
        draft.report("relation-above", span, name=text.along, suggestion=meant)
        return None
    if text.dated == "longest" and text.which != "this":
        draft.report("import-longest", text.value_span("dated"))
        return None
    relation = draft.evidence[text.along].relation
    if relation is None:
        return None
    told = told_along(draft.evidence[text.along])
    return Along(text.along, relation.key, _read_at(text), told)


def _read_at(text: ImportText) -> ReadAt:
    """A result is dated at the end of its own period."""
    if text.dated == "longest":
        return "longest"
    return "period_end" if text.dated == "this_period_end" else "event"


def _taken(draft: Draft, name: str, text: TakenText) -> tuple[Taken, Field] | None:
    what, outcome = _meant(text.of)
    if what is None:
        draft.report("import-result", text.value_span("of"), text=text.of)
        return None
    for key in text.at.keys:
        if key not in _BESIDE[what]:
            draft.misplaced(text, key, _BESIDE[what])
    kind = _kind_of(draft, what, text)
    if kind is None:
        return None
    on_missing, fill = on_missing_of(draft, text.missing, kind)
    field = Field(name, kind, text.label, on_missing=on_missing, fill=fill)
    return Taken(name, what, outcome), field


def _meant(text: str) -> tuple[_What | None, str]:
    """总分, 等次, 名单.红榜, 处置.约谈."""
    if text in _OWN:
        return ("total" if _OWN[text] == TOTAL else "grade"), ""
    section, dot, name = text.partition(".")
    if dot and name and section in _LISTS:
        return "list", name
    return ("trigger", name) if dot and name and section in _TRIGGERS else (None, "")


def _kind_of(draft: Draft, what: _What, text: TakenText) -> Kind | None:
    match what:
        case "grade" if text.ordered is None:
            draft.report("import-grades", text.value_span("of"))
            return None
        case "grade":
            words = tuple(text.ordered or ())
            if len(set(words)) < len(words):
                draft.report("word-twice", named(text))
            return CategoryKind(words, ordered=True)
        case "total":
            bounds = draft.interval(text.range, constant_names(draft))
            low, high = bounds[:2] if bounds else (None, None)
            return NumberKind(MOST_DECIMALS if text.decimals is None else text.decimals, low, high)
    return BooleanKind()
