"""Limits of the points of findings: of a day, a month, the period; of a rule, of several."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rules.program import JointCap, Rule
from rules.values import Number, add_up
from scoring.find.hits import Hit, earliest


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `most` for all hits of one `span`; `limit` is its name where something was lost."""

    limit: str
    most: Number
    span: Callable[[Hit], object]

    def bind(self, hits: Sequence[Hit]) -> None:
        """Earlier hits keep their points."""
        if add_up(hit.applied for hit in hits) <= self.most:
            return
        room: dict[object, Number] = {}
        for hit in hits:
            if hit.applied:
                span = self.span(hit)
                left = room.get(span, self.most)
                if hit.applied > left:
                    hit.lose(left, self.limit)
                room[span] = left - hit.applied


@dataclass(frozen=True, slots=True)
class JointPlan:
    """`positions` are those of the rules in the policy."""

    positions: frozenset[int]
    caps: tuple[Cap, ...]


def caps_of(stated: Rule | JointCap) -> tuple[Cap, ...]:
    """The limits in the order they act."""
    joint = isinstance(stated, JointCap)
    spans: tuple[tuple[str, Number | None, Callable[[Hit], object]], ...] = (
        ("joint_daily_cap" if joint else "daily_cap", stated.cap_daily, _day),
        ("joint_monthly_cap" if joint else "monthly_cap", stated.cap_monthly, _month),
        ("joint_cap" if joint else "rule_cap", stated.cap, _period),
    )
    return tuple(Cap(limit, most, span) for limit, most, span in spans if most is not None)


def prepare_joints(joints: Iterable[JointCap], rules: Sequence[Rule]) -> tuple[JointPlan, ...]:
    places = {rule.id: position for position, rule in enumerate(rules)}
    return tuple(
        JointPlan(frozenset(places[rule] for rule in joint.rules), caps_of(joint))
        for joint in joints
    )


def cap_rules(caps: Mapping[int, tuple[Cap, ...]], hits: Iterable[Hit]) -> None:
    """`caps` by the position of their rule; hits are by rule, then in order."""
    for position, of_rule in groupby(hits, key=_position):
        if position in caps:
            own = list(of_rule)
            for cap in caps[position]:
                cap.bind(own)


def cap_jointly(joints: Iterable[JointPlan], hits: Sequence[Hit]) -> None:
    """One group of rules after the other, in policy order."""
    for joint in joints:
        of_group = sorted((hit for hit in hits if hit.position in joint.positions), key=earliest)
        for cap in joint.caps:
            cap.bind(of_group)


def _position(hit: Hit) -> int:
    return hit.position


def _day(hit: Hit) -> object:
    return hit.record.date


def _month(hit: Hit) -> object:
    when = hit.record.date
    return when and (when.year, when.month)


def _period(hit: Hit) -> object:
    return None
