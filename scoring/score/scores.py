"""Scores: the points of one leaf of the indicator tree, with the lines of the ledger they make."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from rules.backends.reference import Evaluate
from rules.program import Decision, Indicator, OnUnknown, Source, Stepwise, Valued
from rules.values import Number, Value, add_up, round_number
from scoring.assessment import LedgerLine
from scoring.expressions import NO_RECORD, Compile, number_of, truth_of
from scoring.measure.doubts import Possible
from scoring.notes import Notes, Words
from scoring.score.changes import ChangePlan, changed, prepare_changes
from scoring.score.decisions import DecisionPlan, decide, prepare_decision
from scoring.score.ledger import (
    Absence,
    RuleSum,
    Scored,
    change_line,
    limit_lines,
    rule_line,
    weight_lines,
)
from scoring.score.scales import Bands, prepare_bands, scaled

FULL_FOR_MISSING = Words("取值缺失，按满分计", "the value is missing and counts as full points")
ZERO_FOR_MISSING = Words("取值缺失，按零分计", "the value is missing and counts as no points")
LEFT_FOR_MISSING = Words(
    "取值缺失，剔除折算", "the value is missing: the item leaves the total, the rest is scaled up"
)


@dataclass(frozen=True, slots=True)
class ValuedPlan:
    """A value with the conditions of its scale's bands compiled."""

    valued: Valued
    value: Evaluate
    bands: Bands


SourcePlan: TypeAlias = ValuedPlan | DecisionPlan | ChangePlan


@dataclass(frozen=True, slots=True)
class Gate:
    """A condition without which a leaf does not apply: its own, or that of a section above it."""

    indicator: str
    applies: Evaluate
    on_unknown: OnUnknown


@dataclass(frozen=True, slots=True)
class LeafPlan:
    """A leaf ready to be scored; by class where its numbers depend on one."""

    indicator: Indicator
    source: SourcePlan | None
    gates: tuple[Gate, ...] = ()
    variants: Mapping[str, LeafPlan] = field(default_factory=dict)


def prepare_leaf(
    indicator: Indicator, compiled: Compile, above: Sequence[Indicator] = ()
) -> LeafPlan:
    """`above` are the sections a leaf stands in, from the top."""
    gates = tuple(
        Gate(one.name, compiled(one.applies, None), one.applies_unknown)
        for one in (*above, indicator)
        if one.applies is not None
    )
    variants = {word: prepare_leaf(variant, compiled) for word, variant in indicator.variants}
    return LeafPlan(indicator, _prepare_source(indicator.valued, compiled), gates, variants)


def _prepare_source(source: Source | None, compiled: Compile) -> SourcePlan | None:
    match source:
        case Valued():
            bands = prepare_bands(source.scale, compiled)
            return ValuedPlan(source, compiled(source.value, None), bands)
        case Decision():
            return prepare_decision(source, compiled)
        case Stepwise():
            return prepare_changes(source, compiled)
    return None


def score_leaf(
    plan: LeafPlan,
    found: Mapping[str, RuleSum],
    *,
    summary: Mapping[str, Value],
    notes: Notes,
    possible: Sequence[Possible] = (),
    undecided: Collection[str] = (),
) -> Scored | None:
    """Start + rules + value, then the leaf's own limits; None where the subject must wait for the
    value. `found` is by rule; `possible` is what the summary may hold besides; of the
    rules that are `undecided` nobody knows yet whether they deduct."""
    own = of_class(plan, summary, notes)
    if own is None:
        return None
    summaries = [summary, *({**summary, **way} for way in possible)] if plan.gates else []
    applies = _applies(plan.gates, summaries, notes)
    if applies is None:
        return None
    leaf = own.indicator
    if not applies:
        return left(leaf, "not_applicable")
    if waiting := [rule for rule in leaf.rules if rule in undecided]:
        notes.wait(_undecided(waiting))
        return None
    lines = []
    if leaf.start:
        lines.append(change_line("start", leaf.name, leaf.start, leaf.start))
    lines += [rule_line(leaf.name, rule, found[rule]) for rule in leaf.rules if rule in found]
    if own.source is not None:
        taken = _source_lines(own, own.source, summary, notes)
        if taken is None or not isinstance(taken, list):
            return None if taken is None else left(leaf, taken)
        lines += taken
    return finished(leaf, lines)


def of_class(plan: LeafPlan, summary: Mapping[str, Value], notes: Notes) -> LeafPlan | None:
    """The leaf with the numbers of the subject's class; a subject without a class waits."""
    if not plan.variants:
        return plan
    leaf = plan.indicator
    own = plan.variants.get(str(summary[leaf.class_field]))
    if own is None:
        notes.wait(class_missing(leaf))
    return own


def _undecided(rules: Sequence[str]) -> Words:
    names = "、".join(rules)
    return Words(
        f"“{names}”不明：期限未过，或者整改情况不明",
        f"“{names}” is open: the deadline is not past, or nobody knows what was put right",
    )


def class_missing(indicator: Indicator) -> Words:
    return Words(
        f"指标“{indicator.name}”按“{indicator.class_field}”取数，该字段缺失",
        f"the numbers of “{indicator.name}” depend on “{indicator.class_field}”, which is missing",
    )


def finished(leaf: Indicator, lines: Sequence[LedgerLine]) -> Scored:
    """The lines of a leaf with its own limits and its weight."""
    before = add_up(line.contribution for line in lines)
    limits = limit_lines(leaf, before, "indicator")
    points = limits[-1].applied if limits else before
    return Scored(
        points, (*lines, *limits, *weight_lines(leaf, points)), leaf.weight, mark_of(leaf)
    )


def mark_of(leaf: Indicator) -> Number:
    """The full mark as far as it counts."""
    return 0 if leaf.full is None or leaf.bonus_stop else leaf.full


def left(leaf: Indicator, why: Absence) -> Scored:
    mark = mark_of(leaf)
    gone, lost = (mark, 0) if why == "not_applicable" else (0, mark)
    return Scored(0, (), leaf.weight, lost=lost, gone=gone, absent=why)


def _applies(
    gates: Sequence[Gate], summaries: Sequence[Mapping[str, Value]], notes: Notes
) -> bool | None:
    """What is answered alike of every summary; None where the subject waits to know."""
    for gate in gates:
        answers = {truth_of(gate.applies(NO_RECORD, summary)) for summary in summaries}
        truth = answers.pop() if len(answers) == 1 else None
        settled = notes.settle(truth, gate.on_unknown, gate.indicator)
        if settled is None:
            notes.wait(unknown_gate(gate.indicator))
        if not settled:
            return settled
    return True


def _source_lines(
    plan: LeafPlan, source: SourcePlan, summary: Mapping[str, Value], notes: Notes
) -> list[LedgerLine] | Absence | None:
    """The lines of the value; why the leaf has none; None where the subject waits."""
    leaf = plan.indicator
    if isinstance(source, ChangePlan):
        return changed(source, leaf, summary, notes)
    stated: Valued | Decision
    if isinstance(source, ValuedPlan):
        stated, raw = source.valued, _points_of(source, leaf, summary)
    else:
        stated, raw = source.table, decide(source, summary)
    if isinstance(raw, Words):
        told = no_points_for if isinstance(source, ValuedPlan) else no_row_for
        notes.wait(told(leaf.name, raw))
        return None
    if raw is None:
        return _missing(leaf, stated, notes)
    points = raw if stated.rounding is None else round_number(raw, stated.rounding)
    return [change_line("measure", leaf.name, raw, points)]


def _points_of(
    plan: ValuedPlan, leaf: Indicator, summary: Mapping[str, Value]
) -> Number | Words | None:
    value = number_of(plan.value(NO_RECORD, summary))
    if value is None:
        return None
    scale, full = plan.valued.scale, leaf.full or 0
    return scaled(scale, value, full=full, bands=plan.bands, summary=summary)


def _missing(
    leaf: Indicator, source: Valued | Decision, notes: Notes
) -> list[LedgerLine] | Absence | None:
    """Without a rule for a missing value the subject waits as well: nothing is guessed."""
    match source.missing:
        case "full":
            notes.caution(leaf.name, FULL_FOR_MISSING)
            full = leaf.full or 0
            return [change_line("measure", leaf.name, full, full)]
        case "zero":
            notes.caution(leaf.name, ZERO_FOR_MISSING)
            return [change_line("measure", leaf.name, 0, 0)]
        case "exclude":
            notes.caution(leaf.name, LEFT_FOR_MISSING)
            return "excluded"
        case "group_mean":
            return "takes_mean"
        case "pending" | None:
            notes.wait(no_value_for(leaf.name))
            return None


def no_points_for(leaf: str, why: Words) -> Words:
    return Words(f"指标“{leaf}”的取值{why.zh}", f"the value of “{leaf}” {why.en}")


def no_row_for(leaf: str, why: Words) -> Words:
    return Words(f"指标“{leaf}”{why.zh}", f"“{leaf}” {why.en}")


def no_value_for(leaf: str) -> Words:
    return Words(f"指标“{leaf}”的取值缺失", f"the value of “{leaf}” is missing")


def unknown_gate(indicator: str) -> Words:
    return Words(f"指标“{indicator}”是否适用不明", f"whether “{indicator}” applies is unknown")
