"""Lines of a ledger, and the points they make: in each item's own scale until they are weighted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple, TypeAlias

from rules.program import Indicator
from rules.values import Number, add_up, plain
from scoring.assessment import Finding, LedgerLine, LineKind

# Why an indicator has no points of its own: it is no part of this subject's total (适用), it left
# the total for want of a value (剔除折算), or it is to take the mean of its group (组均).
Absence: TypeAlias = Literal["", "not_applicable", "excluded", "takes_mean"]


class LedgerError(Exception):
    """The ledger of a subject does not sum to its total: a fault of ours, never of the data."""


class Scored(NamedTuple):
    """Points and the lines that make them, in the indicator's own scale. `mark` is its full mark as
    far as it counts; of the rest `lost` left for want of a value and `gone` does not apply."""

    points: Number
    lines: tuple[LedgerLine, ...]
    weight: Number = 1
    mark: Number = 0
    lost: Number = 0
    gone: Number = 0
    absent: Absence = ""

    @property
    def weighted(self) -> tuple[Number, ...]:
        """Points, mark, lost and gone as they go up."""
        own = (self.points, self.mark, self.lost, self.gone)
        return own if self.weight == 1 else tuple(self.weight * part for part in own)


def change_line(
    kind: LineKind, indicator: str, before: Number, after: Number, lost_to: str = ""
) -> LedgerLine:
    """A start or a value adds all of `after`; any other line adds the change it made."""
    adds = after if kind in ("start", "measure") else plain(after - before)
    return LedgerLine(kind, indicator, "", 0, before, after, lost_to, adds)


class RuleSum(NamedTuple):
    """What the records that met one rule came to: signed points before and after all limits, and
    the limits that took some, joined by "+"."""

    hits: int
    raw: Number
    applied: Number
    lost_to: str = ""


def sums_of(findings: Iterable[Finding]) -> Mapping[str, RuleSum]:
    """By rule."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault(finding.rule, []).append(finding)
    return {rule: _sum_of(hits) for rule, hits in by_rule.items()}


def _sum_of(hits: Sequence[Finding]) -> RuleSum:
    raw = add_up(finding.raw for finding in hits)
    limits = sorted({limit for f in hits if f.lost_to for limit in f.lost_to.split("+")})
    applied = add_up(finding.applied for finding in hits) if limits else raw
    return RuleSum(len(hits), raw, applied, "+".join(limits))


def rule_line(leaf: str, rule: str, found: RuleSum) -> LedgerLine:
    applied = found.applied
    return LedgerLine("rule", leaf, rule, found.hits, found.raw, applied, found.lost_to, applied)


def weight_lines(indicator: Indicator, points: Number) -> tuple[LedgerLine, ...]:
    """What the points go up as. The lines above carry it already, so this one adds nothing."""
    if indicator.weight == 1:
        return ()
    after = plain(points * indicator.weight)
    return (LedgerLine("weight", indicator.name, "", 0, points, after, "", 0),)


def limit_lines(indicator: Indicator, points: Number, scope: str) -> list[LedgerLine]:
    """A line for each limit that binds: floor and cap, then [0, full] where full is set."""
    floor = None if indicator.full is None else 0
    bounds: tuple[tuple[LineKind, str, Number | None, bool], ...] = (
        ("cap", "floor", indicator.floor, True),
        ("cap", "cap", indicator.cap, False),
        ("clamp", "zero", floor, True),
        ("clamp", "full", indicator.ceiling, False),
    )
    lines = []
    for kind, name, limit, is_lower in bounds:
        if limit is not None and (points < limit if is_lower else points > limit):
            lines.append(change_line(kind, indicator.name, points, limit, f"{scope}_{name}"))
            points = limit
    return lines


def veto_line(total: Number, veto: str) -> LedgerLine:
    """A positive total becomes 0."""
    return change_line("veto", "", total, 0, veto)


def check_ledger(ledger: Iterable[LedgerLine], total: Number) -> None:
    found = add_up(line.contribution for line in ledger)
    if found != total:
        raise LedgerError(f"contributions sum to {found}, the total is {total}")
