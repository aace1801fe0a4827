"""What is declared and never read: parameters, measures, kinds of evidence, fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rules.check.lint import Lint
from rules.constructs.checks import WAIVERS
from rules.diagnostics import Diagnostic, PolicyError, diagnose
from rules.expr.lexer import tokens
from rules.formula import Formula
from rules.model import Construct
from rules.program import EVENT_DATE
from rules.reading.nodes import scalars
from rules.source import Fragment
from rules.vocabulary import BUILT_INS, spellings_of

# Words for people, which name nothing.
_TOLD = frozenset(("at", "label", "aliases", "unit", "basis", "action", "policy"))
_EVENT_DATE = spellings_of(BUILT_INS, {EVENT_DATE})


def check_unused(lint: Lint) -> Iterator[Diagnostic]:
    policy = lint.policy
    read = set(_words(policy))
    # What exceptions are recorded in is read by the checks, and its author did not write it.
    evidence = {n: kind for n, kind in policy.evidence.items() if n != WAIVERS}
    # Case records are read by every run.
    assessed = {n: kind for n, kind in evidence.items() if not kind.case_records}
    groups: tuple[tuple[str, Mapping[str, Construct]], ...] = (
        ("unused-parameter", policy.parameters),
        ("unused-measure", {**policy.history, **policy.measures}),
        ("unused-evidence", {**assessed, **policy.imports}),
        ("unused-field", policy.subject.fields),
    )
    for code, constructs in groups:
        for name, construct in constructs.items():
            if name not in read:
                yield diagnose(code, construct.at.name or construct.at.whole, name=name)
    for kind, own in evidence.items():
        if kind not in read:
            continue
        fields: Mapping[str, Construct] = {**own.fields, **own.derived}
        for name, construct in fields.items():
            if name not in read and name not in _EVENT_DATE:
                span = construct.at.name or construct.at.whole
                yield diagnose("unused-field", span, name=name)


def _words(part: Any) -> Iterator[str]:
    """Every word of a formula, and every name that stands for itself, below a construct."""
    match part:
        case Formula():
            yield from _of_formula(part)
        case Construct():
            for name in type(part).model_fields.keys() - _TOLD:
                yield from _words(getattr(part, name))
        case str():
            yield part
            yield from part.split(".")
        case dict():
            yield from _words(list(part.values()))
        case list():
            for value in part:
                yield from _words(value)


def _of_formula(formula: Formula) -> Iterator[str]:
    heads = [formula.key] if formula.key else []
    for scalar in (*heads, *scalars(formula.node)):
        yield from _of_text(scalar.fragment)


def _of_text(fragment: Fragment) -> Iterator[str]:
    """The words of an expression; a text that is none may still be a name."""
    yield fragment.text
    try:
        yield from (token.text for token in tokens(fragment) if token.kind in ("word", "text"))
    except PolicyError:
        return
