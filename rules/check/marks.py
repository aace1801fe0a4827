"""Full marks: is there one to restore, and do those of the items make up that of their section?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules import program as plan
from rules.diagnostics import Diagnostic, diagnose
from rules.model import Indicator, Policy
from rules.values import Number, show_number


def check_marks(
    policy: Policy, indicators: Mapping[str, plan.Indicator], total: plan.Total | None
) -> Iterator[Diagnostic]:
    """What 折百, 剔除折算 and 满分为止 rest on."""
    marks = {name: _mark(name, indicators) for name in indicators}
    tops = [name for name in policy.indicators if name in indicators]
    has_mark = any(marks[name] for name in tops)
    if total is not None and total.restore and not has_mark:
        span = policy.total.key_span("restore") if policy.total else None
        yield diagnose("restore-without-marks", span, name="总分")
    for name, text in _all(policy.indicators):
        found = indicators.get(name)
        if found is None:
            continue
        if found.bonus_stop and not has_mark:
            yield diagnose("bonus-without-mark", text.key_span("bonus_stop"), name=name)
        if found.children:
            yield from _section(text, found, marks, indicators)


def _section(
    text: Indicator,
    found: plan.Indicator,
    marks: Mapping[str, Number],
    indicators: Mapping[str, plan.Indicator],
) -> Iterator[Diagnostic]:
    known = [child for child in found.children if child in indicators]
    if found.restore and not any(marks[child] for child in known):
        yield diagnose("restore-without-marks", text.key_span("restore"), name=found.name)
    by_class = any(indicators[name].variants for name in (found.name, *known))
    if found.full is None or by_class or not any(may_leave(c, indicators) for c in known):
        return
    whole = sum(indicators[child].weight * marks[child] for child in known)
    if whole != found.full:
        yield diagnose(
            "full-marks-differ",
            text.value_span("points"),
            name=found.name,
            full=show_number(found.full),
            sum=show_number(whole),
        )


def _all(level: Mapping[str, Indicator]) -> Iterator[tuple[str, Indicator]]:
    for name, text in level.items():
        yield name, text
        yield from _all(text.items)


def may_leave(name: str, indicators: Mapping[str, plan.Indicator]) -> bool:
    """Whether the full points of the indicator, or of a part of it, may leave the total."""
    found = indicators[name]
    forms = [found, *(variant for _, variant in found.variants)]
    if found.applies is not None or any(f.valued and f.valued.missing == "exclude" for f in forms):
        return True
    return any(may_leave(child, indicators) for child in found.children if child in indicators)


def _mark(name: str, indicators: Mapping[str, plan.Indicator]) -> Number:
    """The full mark, for one class where there are classes; 0 of what has none."""
    found = indicators[name]
    form = found.variants[0][1] if found.variants else found
    if form.full is not None or found.bonus_stop:
        return 0 if found.bonus_stop else form.full or 0
    known = [child for child in found.children if child in indicators]
    return sum(indicators[child].weight * _mark(child, indicators) for child in known)
