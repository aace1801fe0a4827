"""Full marks, caps and floors beside the points there can be: do they add up, can they be met?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules import program as plan
from rules.check.lint import Lint
from rules.check.marks import may_leave
from rules.check.reach import Range
from rules.diagnostics import Diagnostic, diagnose
from rules.model import Indicator, JointCap, Rule
from rules.source import Span
from rules.values import Number, add_up, plain, show_number, show_percent


def check_limits(lint: Lint) -> Iterator[Diagnostic]:
    for item in lint.program.indicators:
        text = lint.indicator_texts[item.name]
        if not item.variants:
            yield from _of_item(lint, item, text)
        if item.children:
            yield from _full_marks(lint, item, text)
    for rule in lint.program.rules:
        if rule.id in lint.rule_texts:
            yield from _of_rule(lint, rule, lint.rule_texts[rule.id])
    yield from _joint(lint)
    yield from _of_total(lint)
    yield from _weights(lint)


# --- items ---------------------------------------------------------------------------------------


def _of_item(lint: Lint, item: plan.Indicator, text: Indicator) -> Iterator[Diagnostic]:
    before = lint.reach.before_limits(item)
    full = item.full
    within = before.kept(None if full is None else 0, full)
    if item.cap is not None and within.high is not None and within.high <= item.cap:
        yield _idle("cap-never-binds", text.key_span("cap"), item.name, item.cap, within.high)
    if item.floor is not None and within.low is not None and within.low >= item.floor:
        yield _idle("floor-never-binds", text.key_span("floor"), item.name, item.floor, within.low)
    if full is not None and before.high is not None and before.high < full and not item.children:
        yield _idle(
            "full-mark-out-of-reach", text.value_span("points"), item.name, full, before.high
        )


def _idle(code: str, span: Span | None, name: str, limit: Number, reach: Number) -> Diagnostic:
    return diagnose(code, span, name=name, limit=show_number(limit), reach=show_number(reach))


def _full_marks(lint: Lint, item: plan.Indicator, text: Indicator) -> Iterator[Diagnostic]:
    """The full mark of a section is the sum of those of its parts; bonuses and deductions have
    none. Where one may leave the total, that is an error of its own."""
    known = lint.reach.indicators
    parts = [known[name] for name in item.children]
    if item.full is None or item.variants or any(part.variants for part in parts):
        return
    if any(may_leave(part.name, known) for part in parts):
        return
    marks = [plain(part.full * part.weight) for part in parts if part.full is not None]
    whole = add_up(marks)
    if marks and whole != item.full:
        yield diagnose(
            "full-marks-sum",
            text.value_span("points"),
            name=item.name,
            full=show_number(item.full),
            sum=show_number(whole),
        )


# --- rules ---------------------------------------------------------------------------------------


def _of_rule(lint: Lint, rule: plan.Rule, text: Rule) -> Iterator[Diagnostic]:
    one = lint.reach.points(rule).high
    caps = (
        ("cap_each", rule.cap_each, one),
        ("cap_monthly", rule.cap_monthly, rule.cap),
        ("cap_daily", rule.cap_daily, _least(rule.cap_monthly, rule.cap)),
        ("cap", rule.cap, _most(lint.reach.sums(rule))),
    )
    name = rule.label or rule.id
    for key, cap, most in caps:
        if cap is not None and most is not None and most <= cap:
            yield _idle("cap-never-binds", text.key_span(key), name, cap, most)
    room = _room(lint, rule)
    if rule.cap is not None and room is not None and rule.cap > room:
        yield _idle("cap-beyond-item", text.key_span("cap"), name, rule.cap, room)


def _least(*limits: Number | None) -> Number | None:
    return min((limit for limit in limits if limit is not None), default=None)


def _most(sums: Range) -> Number | None:
    """The size of the greatest sum."""
    if sums.low == 0:
        return sums.high
    return None if sums.low is None else -sums.low


def _room(lint: Lint, rule: plan.Rule) -> Number | None:
    """What an item has to lose or to give, where rules of one sign alone make up its points."""
    item = lint.reach.indicators[rule.indicator]
    signs = {lint.reach.rules[name].sign for name in item.rules}
    if item.full is None or item.variants or item.valued is not None or len(signs) > 1:
        return None
    within = Range(0, item.full).kept(item.floor, item.cap)
    if rule.sign < 0:
        return None if within.low is None else plain(item.start - within.low)
    return None if within.high is None else plain(within.high - item.start)


def _joint(lint: Lint) -> Iterator[Diagnostic]:
    """A joint limit over rules whose own limits come to no more."""
    rules = lint.reach.rules
    texts = _joint_texts(lint)
    for joint, text in zip(lint.program.joint_caps, texts, strict=True):
        own = [rules[name].cap for name in joint.rules]
        known = [cap for cap in own if cap is not None]
        if joint.cap is None or len(known) < len(own):
            continue
        if add_up(known) <= joint.cap:
            name = "、".join(joint.rules)
            span = text.key_span("cap")
            yield _idle("cap-never-binds", span, name, joint.cap, add_up(known))


def _joint_texts(lint: Lint) -> Iterator[JointCap]:
    """In the order in which they are compiled: of an item after its parts, of the total last."""

    def below(level: Mapping[str, Indicator]) -> Iterator[JointCap]:
        for text in level.values():
            yield from below(text.items)
            yield from text.cap_joint

    yield from below(lint.policy.indicators)
    if lint.policy.total is not None:
        yield from lint.policy.total.cap_joint


# --- the whole -----------------------------------------------------------------------------------


def _of_total(lint: Lint) -> Iterator[Diagnostic]:
    total, text, most = lint.program.total, lint.policy.total, lint.reach.total.high
    if total is None or text is None or total.high is None or most is None:
        return
    if most < total.high:
        yield diagnose(
            "total-out-of-reach",
            text.value_span("range"),
            limit=show_number(total.high),
            reach=show_number(most),
        )


def _weights(lint: Lint) -> Iterator[Diagnostic]:
    """Weights below one stand for shares, and those of one section make up the whole."""
    parents = {item.parent: None for item in lint.program.indicators}
    for parent in parents:
        level = [item for item in lint.program.indicators if item.parent == parent]
        shares = [item for item in level if 0 < item.weight < 1]
        others = [item for item in level if item not in shares and item.full is not None]
        whole = add_up(item.weight for item in shares)
        if len(shares) < 2 or others or whole == 1 or any(item.variants for item in level):
            continue
        yield diagnose(
            "item-weights-sum",
            lint.indicator_texts[shares[-1].name].value_span("weight"),
            names="、".join(item.name for item in shares),
            sum=show_percent(whole),
        )
