"""Sections and the total: weighted sums, what does not apply taken out, full marks restored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from rules.program import Indicator, Total
from rules.values import Number, plain, quotient, round_number
from scoring.assessment import LedgerLine
from scoring.notes import Words
from scoring.score.ledger import Absence, Scored, change_line, limit_lines, weight_lines

NOTHING_APPLIES = Words("没有适用的指标", "no indicator applies")


@dataclass(slots=True)
class Together:
    """The weighted sums of some indicators: their points, those of the points that have a full
    mark, that mark, and the marks that left: `lost` is always restored, `gone` where it is said."""

    points: Number = 0
    marked: Number = 0
    mark: Number = 0
    lost: Number = 0
    gone: Number = 0
    absent: Absence = "not_applicable"

    def add(self, part: Scored) -> None:
        points, mark, lost, gone = part.weighted
        self.points += points
        self.marked += points if part.mark else 0
        self.mark += mark
        self.lost += lost
        self.gone += gone
        if part.absent != "not_applicable" and self.absent:
            self.absent = part.absent

    def restore(self, indicator: str, *, gone: bool) -> list[LedgerLine]:
        """The points scaled up to the full mark as it was before the marks left."""
        back = self.lost + (self.gone if gone else 0)
        if not back or not self.mark:
            return []
        before = plain(self.points)
        self.points += quotient(self.marked * back, self.mark)
        self.mark += back
        self.lost, self.gone = 0, (0 if gone else self.gone)
        return [change_line("renormalisation", indicator, before, plain(self.points))]


def together(parts: Iterable[Scored]) -> Together:
    """`absent` is empty as soon as one part is there; else it says why none is."""
    found = Together()
    present = False
    for part in parts:
        found.add(part)
        present = present or not part.absent
    if present:
        found.absent = ""
    return found


def score_section(section: Indicator, children: Iterable[Scored]) -> Scored:
    """The sum of the children within the section's own limits; the lines are only the section's.
    A section of which nothing applies does not apply."""
    sums = together(children)
    if sums.absent:
        gone = sums.gone if sums.lost or section.full is None else section.full
        return Scored(0, (), section.weight, 0, plain(sums.lost), plain(gone), sums.absent)
    lines = sums.restore(section.name, gone=True) if section.restore else []
    before = plain(sums.points)
    limits = limit_lines(section, before, "section")
    points = limits[-1].applied if limits else before
    whole = section.full if not sums.lost and not sums.gone else None
    return Scored(
        points,
        (*lines, *limits, *weight_lines(section, points)),
        section.weight,
        plain(sums.mark) if whole is None else whole,
        plain(sums.lost),
        plain(sums.gone),
    )


def score_total(
    total: Total, parts: Mapping[str, Scored], bonuses: Collection[str] = ()
) -> Scored | None:
    """The sum of the top indicators: restored, with bonuses up to the full mark, in the range of
    the total, rounded; before any veto. None where nothing is left to score by."""
    sums = together(part for name, part in parts.items() if name not in bonuses)
    if sums.absent or ((sums.lost or sums.gone) and not sums.mark):
        return None
    lines = sums.restore("", gone=total.restore)
    current = plain(sums.points)
    room = max(sums.mark - current, 0)
    for name in bonuses:
        bonus = plain(parts[name].weight * parts[name].points)
        if bonus > room:
            lines.append(change_line("cap", name, bonus, plain(room), "full_mark"))
            bonus = plain(room)
        room -= max(bonus, 0)
        current += bonus
    current = plain(current)
    if total.low is not None and current < total.low:
        lines.append(change_line("clamp", "", current, total.low, "total_low"))
        current = total.low
    if total.high is not None and current > total.high:
        lines.append(change_line("clamp", "", current, total.high, "total_high"))
        current = total.high
    rounded = round_number(current, total.rounding)
    if rounded != current:
        lines.append(change_line("rounding", "", current, rounded))
    return Scored(rounded, tuple(lines))


def weighted_lines(
    indicators: Iterable[Indicator], scored: Mapping[str, Scored]
) -> Mapping[str, tuple[LedgerLine, ...]]:
    """The lines of each indicator, contributing to the total what its weight, and those of the
    sections above it, leave of them. Sections stand before their children."""
    factors: dict[str, Number] = {}
    found = {}
    for indicator in indicators:
        own = scored.get(indicator.name)
        above = factors.get(indicator.parent or "", 1)
        factors[indicator.name] = factor = above if own is None else above * own.weight
        if own is not None:
            found[indicator.name] = own.lines if factor == 1 else _weighted(own.lines, factor)
    return found


def _weighted(lines: Iterable[LedgerLine], factor: Number) -> tuple[LedgerLine, ...]:
    return tuple(line._replace(contribution=plain(line.contribution * factor)) for line in lines)
