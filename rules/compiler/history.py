"""The passes for history: its quantities, and the order of what rests on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rules import program as plan
from rules.compiler.draft import Draft, basis_of, named
from rules.compiler.names import result_names
from rules.compiler.thresholds import enough_of
from rules.dependencies import asked_of, names_read
from rules.expr.kinds import CategoryKind, TextKind
from rules.expr.nodes import Expr, Ref
from rules.model import History
from rules.yaml_reader import ScalarNode

_COMMON = ("by", "with_shadow", "label", "basis")
_COUNTING = ("skip", "no_history", "spent_by", *_COMMON)
_KEYS: Mapping[str, tuple[str, ...]] = {
    "consecutive": ("consecutive", *_COUNTING),
    "occurrences": ("occurrences", "in_the_last", "dated", *_COUNTING),
    "previous": ("previous", *_COMMON),
    "year_before": ("year_before", *_COMMON),
}
_SPAN = re.compile(r"([1-9][0-9]{0,2}) ?(?:(个?月|months?)|(年|years?))")


def compile_history(draft: Draft) -> None:
    """Quantities of results that are there before the run begins."""
    policy = draft.policy
    if policy.history and policy.period == "custom":
        # Which period comes before one of stated days is nowhere said.
        draft.report("not-yet", policy.key_span("history"), name="周期: 自定")
        return
    for name, text in policy.history.items():
        given = [key for key in _KEYS if getattr(text, key) is not None]
        if len(given) != 1:
            draft.report("one-history", named(text), name=name)
            continue
        for key in text.at.keys:
            if key not in _KEYS[given[0]]:
                draft.misplaced(text, key, _KEYS[given[0]])
        quantity = _tally(draft, name, text) or _recall(draft, name, text)
        if quantity is not None:
            draft.history[name] = quantity


def _tally(draft: Draft, name: str, text: History) -> plan.Tally | None:
    asked = text.consecutive or text.occurrences
    if asked is None:
        return None
    when = draft.condition(asked, result_names(draft))
    spent_by = draft.condition(text.spent_by, result_names(draft)) if text.spent_by else None
    months = _months(draft, text)
    if text.occurrences and text.dated is None:
        draft.report("missing-key", named(text), key="计于", english="dated")
    if when is None or (text.spent_by and spent_by is None):
        return None
    return plan.Tally(
        name=name,
        when=when,
        months=months,
        dated=text.dated or "period_end",
        spent_by=spent_by,
        skip_not_graded=text.skip is not None,
        none_is_zero=text.no_history is not None,
        with_shadow=text.with_shadow,
        label=text.label,
        basis=basis_of(text),
        holder=_holder(draft, text),
    )


def _holder(draft: Draft, text: History) -> str:
    """The field of the subject whose value must have been the same."""
    if text.by is None:
        return ""
    fields = draft.subject.fields if draft.subject else ()
    kind = next((field.kind for field in fields if field.name == text.by), None)
    if kind is None:
        draft.report("unknown-field", text.value_span("by"), name=text.by)
    elif not isinstance(kind, TextKind | CategoryKind):
        draft.report("holder-kind", text.value_span("by"), name=text.by)
    return text.by


def _months(draft: Draft, text: History) -> int | None:
    if text.occurrences is None:
        return None
    if text.in_the_last is None:
        draft.report("missing-key", named(text), key="内", english="in_the_last")
        return None
    node = text.in_the_last.node
    match = _SPAN.fullmatch(node.text) if isinstance(node, ScalarNode) else None
    if match is None:
        draft.report("bad-time-span", node.span, text=text.in_the_last.text)
        return None
    return int(match.group(1)) * (12 if match.group(3) else 1)


def _recall(draft: Draft, name: str, text: History) -> plan.Recall | None:
    asked = text.previous or text.year_before
    checked = draft.expression(asked, result_names(draft)) if asked else None
    if asked is None or checked is None:
        return None
    if not _is_plain(checked[0]):
        draft.report("plain-result", asked.span, text=asked.text)
        return None
    return plan.Recall(
        name=name,
        value=checked[0],
        kind=checked[1],
        back="period" if text.previous else "year",
        with_shadow=text.with_shadow,
        label=text.label,
        basis=basis_of(text),
        holder=_holder(draft, text),
    )


def _is_plain(expr: Expr) -> bool:
    return isinstance(expr, Ref) and expr.space == "summary"


# --- the order of conclusions ------------------------------------------------------------------


def order_conclusions(draft: Draft) -> None:
    """Lists, triggers and tallies so that each stands after what it reads: a trigger may rest on a
    tally of another trigger. What reads itself in a circle is reported."""
    for name, quantity in draft.history.items():
        if isinstance(quantity, plan.Tally):
            enough = enough_of(draft, quantity, _constructs(draft))
            draft.history[name] = replace(quantity, enough=enough)
    waiting: list[plan.Conclusion] = [
        *(quantity for quantity in draft.history.values() if isinstance(quantity, plan.Tally)),
        *draft.lists,
        *draft.triggers,
    ]
    while waiting:
        ready = _of_one_sort([c for c in waiting if not _reads(c, waiting)])
        if not ready:
            _report_circle(draft, waiting)
            return
        draft.conclusions.append(ready)
        waiting = [construct for construct in waiting if construct not in ready]


def _constructs(draft: Draft) -> list[object]:
    """Whatever may read a count."""
    return [
        *draft.measures.values(),
        *draft.ineligibilities,
        *draft.indicators.values(),
        *draft.rules,
        *draft.vetoes,
        *draft.direct_grades,
        *draft.grades,
        *draft.ranks,
        *draft.lists,
        *draft.triggers,
        *draft.coefficients,
        *draft.awards,
    ]


def _of_one_sort(ready: Sequence[plan.Conclusion]) -> tuple[plan.Conclusion, ...]:
    """Tallies before lists before triggers, where nothing else decides."""
    return tuple(construct for construct in ready if type(construct) is type(ready[0]))


def _reads(construct: plan.Conclusion, known: Iterable[plan.Conclusion]) -> list[str]:
    read = names_read(asked_of(construct))
    return [other.name for other in known if other.name in read]


def _report_circle(draft: Draft, waiting: Sequence[plan.Conclusion]) -> None:
    by_name = {construct.name: construct for construct in waiting}
    path = [waiting[0].name]
    while (step := _reads(by_name[path[-1]], waiting)[0]) not in path:
        path.append(step)
    circle = [*path[path.index(step) :], step]
    policy = draft.policy
    place = policy.lists.get(step) or policy.triggers.get(step) or policy.history[step]
    draft.report("cyclic-formula", named(place), cycle=" → ".join(circle))
