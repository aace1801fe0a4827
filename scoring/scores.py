"""Scores: the indicator tree of one subject, its points, and a ledger that sums to the total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from rules.backends.reference import Evaluate
from rules.program import (
    BandTable,
    Direct,
    Indicator,
    Linear,
    Scale,
    StepTable,
    Total,
    Valued,
)
from rules.values import Number, Value, plain, round_number
from scoring.assessment import Finding, LedgerLine, LineKind
from scoring.expressions import NO_RECORD, Compile, number_of
from scoring.notes import Notes, Words

FULL_FOR_MISSING = Words("取值缺失，按满分计", "the value is missing and counts as full points")
ZERO_FOR_MISSING = Words("取值缺失，按零分计", "the value is missing and counts as no points")


class LedgerError(Exception):
    """The ledger of a subject does not sum to its total: a fault of ours, never of the data."""


@dataclass(frozen=True, slots=True)
class LeafPlan:
    """A leaf with its value and the conditions of its bands compiled."""

    indicator: Indicator
    value: Evaluate | None
    bands: tuple[tuple[Evaluate, Number], ...]


@dataclass(frozen=True, slots=True)
class Scored:
    points: Number
    lines: tuple[LedgerLine, ...]


def prepare_leaf(indicator: Indicator, compiled: Compile) -> LeafPlan:
    if indicator.valued is None:
        return LeafPlan(indicator, None, ())
    scale = indicator.valued.scale
    bands = scale.bands if isinstance(scale, BandTable) else ()
    return LeafPlan(
        indicator,
        compiled(indicator.valued.value, None),
        tuple((compiled(condition, None), points) for condition, points in bands),
    )


def score_leaf(
    plan: LeafPlan,
    findings: Mapping[str, Sequence[Finding]],
    *,
    summary: Mapping[str, Value],
    notes: Notes,
) -> Scored | None:
    """Start + rules + value, then the leaf's own limits; None where the subject must wait for the
    value. `findings` are by rule."""
    leaf = plan.indicator
    lines = []
    if leaf.start:
        lines.append(_line("start", leaf.name, leaf.start, leaf.start))
    lines += [
        _rule_line(leaf.name, rule, hits) for rule in leaf.rules if (hits := findings.get(rule))
    ]
    if leaf.valued is not None:
        line = _value_line(plan, leaf.valued, summary, notes)
        if line is None:
            return None
        lines.append(line)
    before = plain(sum(line.contribution for line in lines))
    limits = _limits(leaf, before, "indicator")
    return Scored(limits[-1].applied if limits else before, (*lines, *limits))


def score_section(section: Indicator, children: Iterable[Number]) -> Scored:
    """The sum of the children within the section's own limits; the lines are only the section's."""
    before = plain(sum(children))
    limits = _limits(section, before, "section")
    return Scored(limits[-1].applied if limits else before, tuple(limits))


def score_total(total: Total, points: Iterable[Number]) -> Scored:
    """The sum of the top indicators in the range of the total, rounded; before any veto."""
    current = plain(sum(points))
    lines = []
    if total.low is not None and current < total.low:
        lines.append(_line("clamp", "", current, total.low, "total_low"))
        current = total.low
    if total.high is not None and current > total.high:
        lines.append(_line("clamp", "", current, total.high, "total_high"))
        current = total.high
    rounded = round_number(current, total.rounding)
    if rounded != current:
        lines.append(_line("rounding", "", current, rounded))
    return Scored(rounded, tuple(lines))


def veto_line(total: Number, veto: str) -> LedgerLine:
    """A positive total becomes 0."""
    return _line("veto", "", total, 0, veto)


def check_ledger(ledger: Iterable[LedgerLine], total: Number) -> None:
    found = sum(line.contribution for line in ledger)
    if found != total:
        raise LedgerError(f"contributions sum to {found}, the total is {total}")


def _line(
    kind: LineKind, indicator: str, before: Number, after: Number, lost_to: str = ""
) -> LedgerLine:
    """A start or a value adds all of `after`; any other line adds the change it made."""
    adds = after if kind in ("start", "measure") else plain(after - before)
    return LedgerLine(kind, indicator, "", 0, before, after, lost_to, adds)


def _rule_line(leaf: str, rule: str, hits: Sequence[Finding]) -> LedgerLine:
    raw = plain(sum(finding.raw for finding in hits))
    limits = sorted({limit for f in hits if f.lost_to for limit in f.lost_to.split("+")})
    applied = plain(sum(finding.applied for finding in hits)) if limits else raw
    return LedgerLine("rule", leaf, rule, len(hits), raw, applied, "+".join(limits), applied)


def _value_line(
    plan: LeafPlan, valued: Valued, summary: Mapping[str, Value], notes: Notes
) -> LedgerLine | None:
    name, value_of = plan.indicator.name, plan.value
    value = None if value_of is None else number_of(value_of(NO_RECORD, summary))
    if value is None:
        return _missing_line(plan.indicator, valued, notes)
    raw = _scaled(plan, valued.scale, value, summary)
    if raw is None:
        notes.wait(
            Words(
                f"指标“{name}”的取值不在任何一档之内",
                f"the value of “{name}” lies in none of its bands",
            )
        )
        return None
    points = raw if valued.rounding is None else round_number(raw, valued.rounding)
    return _line("measure", name, raw, points)


def _missing_line(leaf: Indicator, valued: Valued, notes: Notes) -> LedgerLine | None:
    """Without a rule for a missing value the subject waits as well: nothing is guessed."""
    match valued.missing:
        case "full":
            notes.caution(leaf.name, FULL_FOR_MISSING)
            full = _full(leaf)
            return _line("measure", leaf.name, full, full)
        case "zero":
            notes.caution(leaf.name, ZERO_FOR_MISSING)
            return _line("measure", leaf.name, 0, 0)
        case "pending" | None:
            notes.wait(
                Words(f"指标“{leaf.name}”的取值缺失", f"the value of “{leaf.name}” is missing")
            )
            return None


def _full(leaf: Indicator) -> Number:
    if leaf.full is None:
        raise TypeError(f"{leaf.name} was compiled without full points")
    return leaf.full


def _scaled(
    plan: LeafPlan, scale: Scale, value: Number, summary: Mapping[str, Value]
) -> Number | None:
    """The points of a value, unrounded; None where no band holds."""
    match scale:
        case Linear(low, high):
            share = Fraction(value - low) / (high - low)
            return plain(_full(plan.indicator) * min(max(share, Fraction(0)), Fraction(1)))
        case StepTable(steps):
            return next((points for reached, points in reversed(steps) if value >= reached), 0)
        case BandTable():
            return next((points for holds, points in plan.bands if holds(NO_RECORD, summary)), None)
        case Direct():
            return value
        case _:
            assert_never(scale)


def _limits(indicator: Indicator, points: Number, scope: str) -> list[LedgerLine]:
    """A line for each limit that binds: floor and cap, then [0, full] where full is set."""
    floor = None if indicator.full is None else 0
    bounds: tuple[tuple[LineKind, str, Number | None, bool], ...] = (
        ("cap", "floor", indicator.floor, True),
        ("cap", "cap", indicator.cap, False),
        ("clamp", "zero", floor, True),
        ("clamp", "full", indicator.full, False),
    )
    lines = []
    for kind, name, limit, is_lower in bounds:
        if limit is not None and (points < limit if is_lower else points > limit):
            lines.append(_line(kind, indicator.name, points, limit, f"{scope}_{name}"))
            points = limit
    return lines
