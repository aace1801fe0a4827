"""The last day of something to be done: a day, a day by class, or a term from another day."""

from __future__ import annotations

import re
from datetime import date

from rules import program as plan
from rules.compiler.class_tables import class_table, is_by_class
from rules.compiler.classes import words_of
from rules.compiler.draft import Draft
from rules.compiler.terms import term_of
from rules.expr.checker import Names
from rules.expr.kinds import CategoryKind, DateKind
from rules.expr.nodes import Arithmetic, Compare, Conditional, Expr, Literal, Ref
from rules.model import Check, Formula
from rules.yaml_reader import ScalarNode

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def last_day(draft: Draft, text: Check, names: Names) -> plan.Formula | plan.WorkingTerm | None:
    if text.deadline is None:
        return None
    if text.from_ is not None:
        return _after(draft, text.from_, text.deadline, names)
    if is_by_class(text.deadline.node):
        return _by_class(draft, text.deadline)
    day = _day(draft, text.deadline)
    return plan.Formula(day) if day else None


def _after(
    draft: Draft, start: Formula, deadline: Formula, names: Names
) -> plan.Formula | plan.WorkingTerm | None:
    """So many days after `start`."""
    checked = draft.expression(start, names, DateKind())
    term = term_of(draft, deadline)
    if checked is None or term is None:
        return None
    if term.working:
        return plan.WorkingTerm(checked[0], term.days)
    return plan.Formula(Arithmetic("+", checked[0], Literal(term.days, "duration"), deadline.span))


def _by_class(draft: Draft, deadline: Formula) -> plan.Formula | None:
    """By a word of the subject; without the word there is no day."""
    table = class_table(deadline)
    if table is None:
        draft.report("bad-last-day", deadline.span, text=deadline.text)
        return None
    words = words_of(draft, table)
    days = [(word, _day(draft, table.rows[word])) for word in words or ()]
    if not days or any(day is None for _, day in days):
        return None
    field = Ref("summary", table.field.text, CategoryKind(tuple(words or ())), table.field.span)
    value: Expr = Literal(None, "missing")
    for word, day in reversed(days):
        if day is not None:
            value = Conditional(Compare("=", field, Literal(word, "text")), day, value)
    return plan.Formula(value)


def _day(draft: Draft, formula: Formula) -> Literal | None:
    node = formula.node
    if isinstance(node, ScalarNode) and _DAY.fullmatch(node.text):
        try:
            return Literal(date.fromisoformat(node.text), "date", formula.span)
        except ValueError:
            pass
    draft.report("bad-last-day", formula.span, text=formula.text)
    return None
