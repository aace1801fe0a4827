"""The pass for what a policy leaves open to supplements."""

from __future__ import annotations

from rules import program as plan
from rules.compiler.draft import Draft, is_number
from rules.compiler.names import constant_names
from rules.diagnostics import closest


def compile_opened(draft: Draft) -> None:
    text = draft.policy.open
    if text is None:
        return
    found = []
    for name, formula in text.parameters.items():
        parameter = draft.parameters.get(name)
        if parameter is None or parameter.table:
            known = [n for n, one in draft.parameters.items() if not one.table]
            meant = closest(name, known)
            draft.report("open-unknown", formula.head.span, name=name, suggestion=meant)
            continue
        bounds = draft.interval(formula, constant_names(draft))
        if bounds is None:
            continue
        low, high, kind = bounds
        value = parameter.value
        same = type(kind) is type(parameter.kind)
        if not same or (value is not None and not (is_number(value) and low <= value <= high)):
            draft.report("open-without-own", formula.span, name=name, text=formula.text)
            continue
        found.append(plan.OpenParameter(name, low, high))
    items = text.indicators
    each = draft.number(items.each_at_most, constant_names(draft)) if items else None
    draft.opened = plan.Opened(
        parameters=tuple(found),
        most_items=items.cap if items else 0,
        each_at_most=each or 0,
        most_lists=text.lists.cap if text.lists else 0,
        most_triggers=text.triggers.cap if text.triggers else 0,
    )
