"""The pass for limits of several rules together (合计最多)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from rules import program as plan
from rules.compiler.draft import Draft, named
from rules.compiler.record_rules import check_dated, read_cap, widest
from rules.diagnostics import closest
from rules.model import Indicator, JointCap


def compile_joint_caps(draft: Draft) -> None:
    """Those of an item before those of the section it stands in, those of the total last."""
    for name, text in draft.policy.indicators.items():
        _compile_level(draft, name, text)
    rules = {rule.id: rule for rule in _of_records(draft)}
    total = draft.policy.total
    for joint in total.cap_joint if total else ():
        _compile_joint(draft, joint, rules)


def _compile_level(draft: Draft, name: str, text: Indicator) -> list[str]:
    """The indicator's own after those below it; gives the names of its leaves."""
    below = [_compile_level(draft, child, item) for child, item in text.items.items()]
    leaves = [leaf for some in below for leaf in some] or [name]
    rules = {rule.id: rule for rule in _of_records(draft) if rule.indicator in leaves}
    for joint in text.cap_joint:
        _compile_joint(draft, joint, rules)
    return leaves


def _of_records(draft: Draft) -> Iterator[plan.Rule]:
    """The rules that can share a limit: what is deducted for a late case is not delivered, and has
    no place among the records of a day."""
    return (rule for rule in draft.rules if rule.evidence in draft.evidence)


def _compile_joint(draft: Draft, text: JointCap, known: Mapping[str, plan.Rule]) -> None:
    rules = list(_rules(draft, text, known))
    caps = [read_cap(draft, cap) for cap in (text.cap, text.cap_daily, text.cap_monthly)]
    if not {"cap", "cap_daily", "cap_monthly"} & set(text.at.keys):
        draft.report("missing-key", named(text), key="最多", english="cap")
    if len({rule.sign for rule in rules}) > 1:
        draft.report("joint-signs", text.value_span("rules"))
    for rule in rules:
        check_dated(draft, text, draft.evidence[rule.evidence])
        if rule.id in draft.forfeits:
            key = text.at.keys.get("rules")
            draft.report("forfeit-capped", key, key=rule.id)
    joint = plan.JointCap(tuple(rule.id for rule in rules), *caps)
    _check_nested(draft, text, joint, rules)
    _widen(draft, joint, rules)
    draft.joint_caps.append(joint)


def _rules(draft: Draft, text: JointCap, known: Mapping[str, plan.Rule]) -> Iterator[plan.Rule]:
    for name in dict.fromkeys(text.rules):
        if name in known:
            yield known[name]
        else:
            draft.report(
                "unknown-rule",
                text.value_span("rules"),
                name=name,
                known="、".join(known),
                suggestion=closest(name, known),
            )


def _check_nested(
    draft: Draft, text: JointCap, joint: plan.JointCap, rules: Iterable[plan.Rule]
) -> None:
    """Where a day's limit of several rules meets a longer limit of one of them, what the one uses
    up on a full day is lost to its other days: a further record can lower the sum."""
    for rule in rules:
        longer = rule.cap is not None or rule.cap_monthly is not None
        if (joint.cap_daily is not None and longer) or (
            joint.cap_monthly is not None and rule.cap is not None
        ):
            draft.report("caps-cross", text.key_span("rules"), name=rule.id)


def _widen(draft: Draft, joint: plan.JointCap, rules: Iterable[plan.Rule]) -> None:
    """What a limit leaves of a finding may have as many decimals as the limit."""
    stated = (joint.cap, joint.cap_daily, joint.cap_monthly)
    for rule in rules:
        name: str | None = rule.indicator
        while name is not None and name in draft.indicators:
            kind = draft.indicator_kinds[name]
            draft.indicator_kinds[name] = replace(kind, decimals=widest(kind.decimals, stated))
            name = draft.indicators[name].parent
