"""Checks and decisions as quantities of a subject: measures with words as their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules import program as plan
from rules.compiler.draft import Draft, basis_of, named
from rules.compiler.last_days import last_day
from rules.compiler.names import measure_names
from rules.compiler.waivers import on_record
from rules.constructs.checks import (
    EXCEPTED,
    LAST_DAY,
    MET,
    NOT_APPLICABLE,
    NOT_MET,
    RESULTS,
    UNRECORDED,
)
from rules.expr.checker import Names
from rules.expr.kinds import BooleanKind, CategoryKind, DateKind
from rules.expr.nodes import And, Compare, Conditional, Expr, Literal, Ref
from rules.model import Check, Choice, Decide
from rules.vocabulary import CHOICES, chinese, spellings_of
from rules.yaml_reader import ScalarNode

_ELSE = spellings_of(CHOICES, {"else"})
_MISSING = Literal(None, "missing")
_FALSE = Literal(False, "boolean")


# --- checks ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """What must hold; of a deadline the day something is done, and the measure of the last day."""

    met: Expr
    when: Expr | None = None
    done: Expr | None = None
    due: str = ""


def compile_check(draft: Draft, name: str, text: Check) -> None:
    names = measure_names(draft)
    asked = _asked(draft, name, text, names)
    applies = draft.condition(text.applies, names) if text.applies else None
    record = None
    if text.strength == "in_principle":
        record = on_record(draft, name, text.value_span("strength"))
        if record is None:
            return
    if asked is None or (applies is None and text.applies is not None):
        return
    _judge(draft, name, _result(asked.met, applies, record), text)
    draft.structure.append(
        plan.Check(
            name=name,
            strength=text.strength,
            when=asked.when,
            applies=applies,
            done=asked.done,
            due=asked.due,
            record=record.name if record else "",
            label=text.label,
            basis=basis_of(text),
        )
    )


def _asked(draft: Draft, name: str, text: Check, names: Names) -> _Asked | None:
    if (text.when is None) == (text.done is None):
        draft.report("one-check", named(text), name=name)
        return None
    if text.when is not None:
        for key in ("from", "deadline", "missing"):
            if key in text.at.keys:
                draft.misplaced(text, key, ("when", "strength", "applies", "label", "basis"))
        when = draft.condition(text.when, names)
        return _Asked(when, when) if when is not None else None
    return _in_time(draft, name, text, names)


def _in_time(draft: Draft, name: str, text: Check, names: Names) -> _Asked | None:
    """Done by the last day. A day that is missing is unknown, or where 缺失 says so it is not done:
    unmet once the last day is past, and unknown before."""
    for key in ("deadline", "missing"):
        if getattr(text, key) is None:
            draft.report("missing-key", named(text), key=chinese(key), english=key)
    done = draft.expression(text.done, names, DateKind()) if text.done else None
    due = last_day(draft, text, names)
    if done is None or due is None or text.missing is None:
        return None
    known = f"{name}.{LAST_DAY}"
    draft.measures[known] = plan.Measure(known, DateKind(), due)
    last = Ref("summary", known, DateKind(), text.value_span("deadline"))
    day, as_of = done[0], Ref("run", "as_of", DateKind())
    span = text.value_span("done")
    in_time: Expr = Compare("<=", day, last, span)
    if text.missing == "not_met":
        late = Conditional(Compare(">", as_of, last, last.span), _FALSE, _MISSING)
        in_time = Conditional(Compare("=", day, _MISSING, span), late, in_time)
    return _Asked(in_time, done=day, due=known)


def _result(met: Expr, applies: Expr | None, record: Ref | None) -> Expr:
    unmet: Expr = _word(NOT_MET)
    if record is not None:
        unmet = Conditional(record, _word(EXCEPTED), _word(UNRECORDED))
    result = Conditional(met, _word(MET), unmet)
    return result if applies is None else Conditional(applies, result, _word(NOT_APPLICABLE))


# --- decisions -------------------------------------------------------------------------------


def compile_decide(draft: Draft, name: str, text: Decide) -> None:
    choices = [_choice(draft, name, text, number) for number in range(len(text.ordered))]
    found = [choice for choice in choices if choice is not None]
    if len(found) < len(choices):
        return
    _judge(draft, name, _first(found, []), text)
    draft.structure.append(plan.Ruling(name, tuple(found), text.label, basis_of(text)))


def _choice(draft: Draft, name: str, text: Decide, number: int) -> plan.Choice | None:
    """A row; its reason must be on record where the row says so."""
    row = text.ordered[number]
    last = number == len(text.ordered) - 1
    if row.give in RESULTS:
        draft.report("result-word", row.value_span("give"), word=row.give)
        return None
    rest = isinstance(row.when.node, ScalarNode) and row.when.node.text in _ELSE
    if rest and not last:
        draft.report("rest-not-last", row.when.span, word=row.give)
        return None
    if row.recorded and not number:
        draft.report("first-recorded", row.key_span("recorded"), word=row.give)
        return None
    when = None if rest else draft.condition(row.when, measure_names(draft))
    record = ""
    if row.recorded:
        known = _on_record(draft, name, row)
        if known is None:
            return None
        record = known.name
    if when is None and not rest:
        return None
    return plan.Choice(row.give, when, record, row.reason)


def _on_record(draft: Draft, name: str, row: Choice) -> Ref | None:
    return on_record(draft, f"{name}.{row.give}", row.value_span("recorded"))


def _first(choices: Sequence[plan.Choice], records: Sequence[Ref]) -> Expr:
    """The first choice that holds; one that asks for its reason on record asks for those of the
    choices before it, too."""
    if not choices:
        return _word(NOT_MET)
    choice, *others = choices
    given: Expr = _word(choice.give)
    if choice.record:
        records = [*records, Ref("summary", choice.record, BooleanKind())]
        on_file = records[0] if len(records) == 1 else And(tuple(records))
        given = Conditional(on_file, given, _word(UNRECORDED))
    if choice.when is None:
        return given
    return Conditional(choice.when, given, _first(others, records))


# --- both ------------------------------------------------------------------------------------


def _judge(draft: Draft, name: str, value: Expr, text: Check | Decide) -> None:
    """The measure that holds the result: a word out of those the expression can come to."""
    kind = CategoryKind(tuple(_words(value)))
    basis = basis_of(text)
    draft.measures[name] = plan.Measure(
        name, kind, plan.Formula(value), None, text.label, "", basis
    )


def _words(value: Expr) -> list[str]:
    match value:
        case Literal(value=str() as word):
            return [word]
        case Conditional():
            return list(dict.fromkeys((*_words(value.then), *_words(value.otherwise))))
    return []


def _word(word: str) -> Literal:
    return Literal(word, "text")
