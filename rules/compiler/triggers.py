"""The pass for triggers: what is done to a subject, by when, and how far up a ladder."""

from __future__ import annotations

from rules import program as plan
from rules.compiler.cases import check_overdue, cool_off_of
from rules.compiler.class_tables import class_table, is_by_class
from rules.compiler.classes import words_of
from rules.compiler.draft import Draft, basis_of, named, on_unknown
from rules.compiler.effects import effects_of, overdue_effects_of
from rules.compiler.names import trigger_names
from rules.compiler.terms import term_of
from rules.expr.kinds import NumberKind
from rules.expr.nodes import Expr
from rules.model import Trigger
from rules.values import read_decimal


def compile_triggers(draft: Draft) -> None:
    check_overdue(draft)
    for name, text in draft.policy.triggers.items():
        when = draft.condition(text.when, trigger_names(draft))
        term_field, terms = _terms(draft, text)
        term = terms[0][1] if terms and not term_field else None
        ladder, level = _ladder(draft, name, text)
        if when is not None:
            draft.triggers.append(
                plan.Trigger(
                    name=name,
                    when=when,
                    action=text.action,
                    recipients=tuple(text.recipients),
                    days=term.days if term else None,
                    on_unknown=on_unknown(text.unknown),
                    label=text.label,
                    basis=basis_of(text),
                    working=term is not None and term.working,
                    term_field=term_field,
                    terms=terms if term_field else (),
                    ladder=ladder,
                    level=level,
                    effects=effects_of(draft, text.effect, laddered=bool(ladder)),
                    rectification=tuple(text.rectification),
                    cool_off=cool_off_of(draft, text),
                    overdue=text.overdue is not None and text.overdue.deduct is not None,
                    overdue_effects=overdue_effects_of(draft, text.overdue),
                )
            )


# --- deadlines -------------------------------------------------------------------------------


def _terms(draft: Draft, text: Trigger) -> tuple[str, tuple[tuple[str, plan.Term], ...]]:
    """The field of the subject that says which term holds, and the term for each of its words;
    one term for everybody has neither field nor word."""
    deadline = text.deadline
    if deadline is None:
        return "", ()
    if not is_by_class(deadline.node):
        term = term_of(draft, deadline)
        return "", (("", term),) if term else ()
    table = class_table(deadline)
    if table is None:
        draft.report("bad-deadline", deadline.span, text=deadline.text)
        return "", ()
    words = words_of(draft, table)
    read = [(word, term_of(draft, table.rows[word])) for word in words or ()]
    return table.field.text, tuple((word, term) for word, term in read if term)


# --- ladders ---------------------------------------------------------------------------------


def _ladder(draft: Draft, name: str, text: Trigger) -> tuple[tuple[plan.Rung, ...], Expr | None]:
    """The rungs, least first, and the quantity that says how far up."""
    if not text.ladder and text.by is None:
        return (), None
    if not text.ladder or text.by is None:
        key, english = ("按", "by") if text.ladder else ("递进", "ladder")
        draft.report("missing-key", named(text), key=key, english=english)
        return (), None
    if text.action:
        draft.report("ladder-and-action", text.key_span("action"), name=name)
    read = [(read_decimal(at), action) for at, action in text.ladder.items()]
    rungs = [plan.Rung(at, action) for at, action in read if at is not None]
    if len({rung.at for rung in rungs}) < len(read):
        draft.report("bad-rungs", text.value_span("ladder"), given="、".join(text.ladder))
    checked = draft.expression(text.by, trigger_names(draft))
    if checked is None:
        return (), None
    if not isinstance(checked[1], NumberKind):
        draft.report("level-not-a-number", text.by.span, text=text.by.text)
        return (), None
    return tuple(sorted(rungs, key=lambda rung: rung.at)), checked[0]
