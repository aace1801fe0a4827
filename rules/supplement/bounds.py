"""Whether a supplement keeps to what its base leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.check.reach import Reach, constants_of
from rules.compiler.draft import is_number
from rules.construct import Construct
from rules.diagnostics import Diagnostic, diagnose
from rules.expr.kinds import Kind, PercentKind
from rules.model import Indicator as IndicatorText
from rules.model import Policy
from rules.opened_model import Extends
from rules.program import Opened, Program
from rules.supplement.model import Supplement
from rules.values import Number, Value, show_number, show_percent


def check_names(
    text: Supplement, base: Policy, program: Program, *, trial: bool
) -> Iterator[Diagnostic]:
    """What can be told before the whole is put together: which base, and what is open at all."""
    if not trial:
        yield from _check_base(text.extends, program)
    opened = program.opened or Opened()
    open_names = {one.name for one in opened.parameters}
    for name, parameter in text.parameters.items():
        if name not in open_names:
            yield diagnose("not-open", parameter.at.name, name=name)
    sections: tuple[tuple[Mapping[str, Construct], Mapping[str, Construct]], ...] = (
        (text.evidence, base.evidence),
        (text.measures, base.measures),
        (text.indicators, dict(_below(base.indicators))),
        (text.lists, base.lists),
        (text.triggers, base.triggers),
    )
    for added, there in sections:
        for name in added:
            if name in there:
                yield diagnose("not-open", added[name].at.name, name=name)
    yield from _check_counts(text, opened)
    yield from _check_reach(text)


def _check_base(stated: Extends, program: Program) -> Iterator[Diagnostic]:
    head = program.head
    if (stated.id, stated.version) != (head.id, head.version):
        told = f"{head.id} {head.version}"
        wanted = f"{stated.id} {stated.version}"
        yield diagnose("other-base", stated.at.whole, wanted=wanted, found=told)
    elif stated.digest and stated.digest != program.digest:
        span = stated.value_span("digest")
        yield diagnose("base-changed", span, found=program.digest)


def _check_reach(text: Supplement) -> Iterator[Diagnostic]:
    """What others get, and what is taken for days that pass, is within no bounds of the base."""
    for outcome in (*text.lists.values(), *text.triggers.values()):
        for key in ("effect", "overdue"):
            if key in outcome.at.keys:
                yield diagnose("added-reaches-beyond", outcome.key_span(key))


def _check_counts(text: Supplement, opened: Opened) -> Iterator[Diagnostic]:
    if len(text.indicators) > opened.most_items:
        span = next(iter(text.indicators.values())).at.name
        yield diagnose("too-many-items", span, count=len(text.indicators), most=opened.most_items)
    outcomes: tuple[tuple[Mapping[str, Construct], int, str, str], ...] = (
        (text.lists, opened.most_lists, "名单", "lists"),
        (text.triggers, opened.most_triggers, "处置", "triggers"),
    )
    for added, most, what, what_en in outcomes:
        if len(added) > most:
            span = next(iter(added.values())).at.name
            told = {"count": len(added), "most": most, "what": what, "what_en": what_en}
            yield diagnose("too-many-outcomes", span, **told)


def check_bounds(text: Supplement, base: Program, whole: Program) -> Iterator[Diagnostic]:
    """What the whole shows: the values set, the points of what was added."""
    opened = base.opened or Opened()
    values, kinds = whole.values, {p.name: p.kind for p in whole.parameters}
    for one in opened.parameters:
        value = values.get(one.name)
        if one.name in text.parameters and not _within(value, one.low, one.high):
            bounds = _told(one.low, one.high, kinds[one.name])
            place = text.parameters[one.name].value_span("value")
            yield diagnose("beyond-bounds", place, name=one.name, bounds=bounds)
    by_name = {indicator.name: indicator for indicator in whole.indicators}
    reach, most = Reach(whole, constants_of(whole)), opened.each_at_most
    for name, added in text.indicators.items():
        points = reach.brings(by_name[name])
        low, high = points.low, points.high
        if low is None or high is None or low < -most or high > most:
            yield diagnose("item-too-big", added.at.name, name=name, most=show_number(most))


def _told(low: Number, high: Number, kind: Kind) -> str:
    ends = (low, high)
    if isinstance(kind, PercentKind):
        return "[{}..{}]".format(*map(show_percent, ends))
    return "[{}..{}]".format(*map(show_number, ends))


def _within(value: Value, low: Number, high: Number) -> bool:
    return is_number(value) and low <= value <= high


def _below(level: Mapping[str, IndicatorText]) -> Iterator[tuple[str, IndicatorText]]:
    for name, indicator in level.items():
        yield name, indicator
        yield from _below(indicator.items)
