"""Indicators with numbers by class: compiled once for each class of the subjects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from rules import program as plan
from rules.compiler.class_tables import ClassTable, class_table, class_tables
from rules.compiler.draft import Draft
from rules.expr.checker import Names
from rules.expr.kinds import CategoryKind, Kind, NumberKind
from rules.expr.nodes import Compare, Conditional, Expr, Literal, Ref
from rules.model import Formula, Indicator
from rules.values import Number, decimals_of

# Parts of an indicator that are not its own numbers.
_APART = frozenset({"items", "deduct", "add"})


def by_class(
    draft: Draft, name: str, text: Indicator, compiled: Callable[[], plan.Indicator]
) -> None:
    """The indicator as compiled; one with tables by class has a variant for each class instead."""
    tables = list(class_tables(text, without=_APART))
    if not tables:
        draft.indicators[name] = compiled()
        return
    field = tables[0].field.text
    for table in tables:
        if table.field.text != field:
            draft.report("two-classes", table.span, one=field, other=table.field.text)
            return
    words = [words_of(draft, table) for table in tables]
    if not all(words):
        return
    variants, before = [], draft.of_class
    for word in words[0] or ():
        draft.of_class = (field, word)
        known = list(draft.problems)
        variants.append((word, compiled()))
        fresh = [problem for problem in draft.problems[len(known) :] if problem not in known]
        draft.problems = [*known, *fresh]
    draft.of_class = before
    shell = draft.indicators[name]
    draft.indicators[name] = replace(shell, class_field=field, variants=tuple(variants))


def words_of(draft: Draft, table: ClassTable) -> tuple[str, ...] | None:
    """The words of the field, each with its number."""
    kind = _field_kind(draft, table.field.text)
    if not isinstance(kind, CategoryKind):
        draft.report("class-field", table.field.span, name=table.field.text)
        return None
    if set(table.rows) != set(kind.words):
        given, words = "、".join(table.rows), "、".join(kind.words)
        draft.report("class-words", table.span, given=given, words=words)
        return None
    return kind.words


def _field_kind(draft: Draft, name: str) -> Kind | None:
    fields = draft.subject.fields if draft.subject else ()
    return next((field.kind for field in fields if field.name == name), None)


def points_by_class(draft: Draft, formula: Formula, names: Names) -> tuple[Expr, Kind] | None:
    """Points as an expression; a table by class chooses by the subject's own word."""
    table = class_table(formula)
    if table is None:
        return draft.expression(formula, names)
    words, kind = words_of(draft, table), _field_kind(draft, table.field.text)
    if words is None or kind is None:
        return None
    numbers = [(word, draft.number(table.rows[word], names)) for word in words]
    known = [(Literal(word, "text"), number) for word, number in numbers if number is not None]
    if len(known) < len(numbers):
        return None
    return number_by(Ref("summary", table.field.text, kind, table.field.span), known)


def number_by(field: Ref, numbers: Sequence[tuple[Literal, Number]]) -> tuple[Expr, NumberKind]:
    """The number that stands beside what the field says, which is one of those given."""
    *others, (_, last) = numbers
    chosen: Expr = Literal(last, "number")
    for word, number in reversed(others):
        condition = Compare("=", field, word)
        chosen = Conditional(condition, Literal(number, "number"), chosen)
    values = [number for _, number in numbers]
    decimals = [decimals_of(number) for number in values]
    most = None if None in decimals else max(d for d in decimals if d is not None)
    return chosen, NumberKind(most, min(values), max(values))
