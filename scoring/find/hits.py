"""A record that met a rule, on its way to a finding: what it is worth and what it lost to what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from rules.program import Rule
from rules.values import Number, plain
from scoring.assessment import Finding
from scoring.evidence import Record

# Records without a date sort first; text is in code-point order.
Order: TypeAlias = tuple[bool, date, str]


@dataclass(slots=True)
class Hit:
    """`position` is that of the rule in the policy. `raw` and `applied` are sizes, the sign is the
    rule's; a hit that does not count has lost all to another one."""

    position: int
    rule: Rule
    record: Record
    order: Order
    raw: Number
    applied: Number
    counts: bool = True
    lost_to: tuple[str, ...] = ()

    def weigh(self, points: Number) -> None:
        """The points of the record by itself, within the limit of one occurrence."""
        self.raw = self.applied = points
        self.lost_to = ()
        if self.rule.cap_each is not None and points > self.rule.cap_each:
            self.lose(self.rule.cap_each, "each_cap")

    def lose(self, remaining: Number, limit: str) -> None:
        self.applied = plain(remaining)
        self.lost_to += (limit,)

    def yield_to(self, other: str) -> None:
        self.counts = False
        self.lose(0, other)

    def finding(self) -> Finding:
        rule, record = self.rule, self.record
        raw = self.raw if rule.sign > 0 else -self.raw
        applied = raw
        if self.lost_to:
            applied = self.applied if rule.sign > 0 else -self.applied
        lost_to = "+".join(self.lost_to)
        return Finding(
            rule.id, rule.indicator, record.kind, record.id, record.date, raw, applied, lost_to
        )


def order_of(record: Record) -> Order:
    return (record.date is not None, record.date or date.min, record.id)


def earliest(hit: Hit) -> tuple[Order, int]:
    return (hit.order, hit.position)


def heaviest(hit: Hit) -> tuple[Number, Order, int]:
    return (-hit.applied, hit.order, hit.position)
