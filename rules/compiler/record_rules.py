"""Record rules of an indicator: what they take or give, their limits, who competes with whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from rules import program as plan
from rules.compiler.aggregates import report_unknown_kind
from rules.compiler.class_tables import is_by_class
from rules.compiler.classes import points_by_class
from rules.compiler.decisions import check_points
from rules.compiler.draft import Draft, basis_of, named
from rules.compiler.in_force import in_force
from rules.compiler.names import constant_names, record_names
from rules.compiler.occurrences import Forfeit, read_occurrences
from rules.expr.checker import Names
from rules.expr.kinds import NumberKind
from rules.expr.nodes import Expr
from rules.expr.nodes import Literal as Constant
from rules.model import Formula, Indicator, JointCap, Rule
from rules.values import Number, decimals_of
from rules.yaml_reader import MappingNode, ScalarNode


@dataclass(frozen=True, slots=True)
class Row:
    """A rule as it stands in its indicator; `number` makes its id where it has none."""

    text: Rule
    how: Literal["deduct", "add"]
    number: int
    contest: plan.Contest | None


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a record, or of its first occurrence, and those of the later ones."""

    first: Expr
    kind: NumberKind
    later: tuple[Number, ...] = ()


def compile_rules(
    draft: Draft, name: str, text: Indicator, start: Number | None
) -> list[tuple[plan.Rule, NumberKind]]:
    """Deductions, then additions, numbered in that order: `指标-1`, `指标-2` …"""
    forfeit = Forfeit(start if _may_forfeit(text) else None)
    found = []
    for row in _rows(draft, name, text):
        compiled = _rule(draft, name, row, forfeit)
        if compiled:
            found.append(compiled)
    return found


def _may_forfeit(text: Indicator) -> bool:
    """Taking away what the item started with leaves nothing only where nothing else is added."""
    started = text.points is not None and text.start is not None
    return started and not (text.add or text.value or text.decision or text.floor)


def _rows(draft: Draft, name: str, text: Indicator) -> Iterator[Row]:
    number = 0
    ways: tuple[tuple[Literal["deduct", "add"], list[Rule]], ...] = (
        ("deduct", text.deduct),
        ("add", text.add),
    )
    for how, rules in ways:
        for place, rule in enumerate(rules, 1):
            rivals = rule.keep_highest or rule.keep_first
            if rivals:
                _check_alone(draft, rule, rivals)
            keep: Literal["highest", "first"] = "highest" if rule.keep_highest else "first"
            contest = plan.Contest(f"{name}/{how}/{place}", keep) if rivals else None
            for one in rivals or [rule]:
                number += 1
                yield Row(one, how, number, contest)


def _check_alone(draft: Draft, group: Rule, rivals: list[Rule]) -> None:
    """A group of rivals is nothing else, and holds no further group."""
    for key in group.at.keys:
        if (key != "keep_highest") if group.keep_highest else (key != "keep_first"):
            draft.report("contest-alone", group.key_span(key), key=group.at.keys[key].text)
    for rival in rivals:
        for key in ("keep_highest", "keep_first"):
            if key in rival.at.keys:
                draft.report("contest-alone", rival.key_span(key), key=rival.at.keys[key].text)


def _rule(
    draft: Draft, indicator: str, row: Row, forfeit: Forfeit
) -> tuple[plan.Rule, NumberKind] | None:
    text = row.text
    if text.keep_highest or text.keep_first:
        return None  # a group within a group, reported already
    if "each" not in text.at.keys:
        draft.report("rule-without-each", named(text))
        return None
    evidence = draft.evidence.get(text.each)
    if evidence is None:
        report_unknown_kind(draft, text.each, text.value_span("each"))
        return None
    names = record_names(draft, evidence)
    when = draft.condition(text.when, names) if text.when is not None else None
    points = _points(draft, row, names, forfeit)
    check_dated(draft, text, evidence)
    if points is None or (when is None and text.when is not None):
        return None
    rule_id = draft.take_id(text.id or f"{indicator}-{row.number}", text.value_span("id"))
    rule = plan.Rule(
        rule_id,
        indicator,
        text.each,
        in_force(draft, text, evidence, when),
        -1 if row.how == "deduct" else 1,
        points.first,
        read_cap(draft, text.cap),
        text.label,
        basis_of(text),
        cap_each=read_cap(draft, text.cap_each),
        cap_daily=read_cap(draft, text.cap_daily),
        cap_monthly=read_cap(draft, text.cap_monthly),
        later=points.later,
        contest=row.contest,
    )
    if forfeit.stated_in(text):
        draft.forfeits.add(rule_id)
        _check_uncapped(draft, text)
    return rule, NumberKind(_decimals(rule, points.kind))


def _decimals(rule: plan.Rule, kind: NumberKind) -> int | None:
    """The most decimals a finding of the rule may have."""
    stated = (rule.cap, rule.cap_each, rule.cap_daily, rule.cap_monthly, *rule.later)
    return widest(kind.decimals, stated)


def widest(decimals: int | None, numbers: Iterable[Number | None]) -> int | None:
    """`decimals`, or those of the numbers where they are more; None where one has no end."""
    found = [decimals, *(decimals_of(number) for number in numbers if number is not None)]
    known = [digits for digits in found if digits is not None]
    return max(known) if len(known) == len(found) else None


# --- points ----------------------------------------------------------------------------------


def _points(draft: Draft, row: Row, names: Names, forfeit: Forfeit) -> Points | None:
    text, how = row.text, row.how
    formula = text.deduct if how == "deduct" else text.add
    if formula is None or (text.add if how == "deduct" else text.deduct) is not None:
        draft.report("wrong-sign", named(text), key="扣" if how == "deduct" else "加", english=how)
        return None
    if isinstance(formula.node, MappingNode) and not is_by_class(formula.node):
        steps = read_occurrences(draft, formula.node, forfeit if how == "deduct" else Forfeit(None))
        if steps is None:
            return None
        first = Constant(steps[0], "number", formula.span)
        return Points(first, NumberKind(decimals_of(steps[0])), steps[1:])
    if isinstance(formula.node, ScalarNode) and how == "deduct" and forfeit.means(formula.node):
        all_of_it = forfeit.read(draft, formula.node)
        if all_of_it is None:
            return None
        first = Constant(all_of_it, "number", formula.span)
        return Points(first, NumberKind(decimals_of(all_of_it)))
    checked = points_by_class(draft, formula, names)
    if checked is None:
        return None
    check_points(draft, checked, formula)
    kind = checked[1] if isinstance(checked[1], NumberKind) else NumberKind()
    return Points(checked[0], kind)


# --- limits ----------------------------------------------------------------------------------


def read_cap(draft: Draft, formula: Formula | None) -> Number | None:
    cap = draft.number(formula, constant_names(draft))
    if formula is not None and cap is not None and cap <= 0:
        draft.report("cap-not-positive", formula.span, text=formula.text)
        return None
    return cap


def check_dated(draft: Draft, text: Rule | JointCap, evidence: plan.EvidenceKind) -> None:
    """A limit of a day or a month needs records that have one."""
    for key in ("cap_daily", "cap_monthly"):
        if key in text.at.keys and evidence.event_date is None:
            draft.report(
                "cap-without-date",
                text.key_span(key),
                key=text.at.keys[key].text,
                name=evidence.name,
            )


def _check_uncapped(draft: Draft, text: Rule) -> None:
    for key in ("cap", "cap_each", "cap_daily", "cap_monthly"):
        if key in text.at.keys:
            draft.report("forfeit-capped", text.key_span(key), key=text.at.keys[key].text)
