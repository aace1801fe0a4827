"""Findings of the whole population: what each rule found of each subject, as sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.backends import sql_numbers as numbers
from rules.backends.sql import Translator
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import CannotError, Truth
from rules.program import Program, Rule
from rules.values import Number
from scoring.population.measure.gathering import Observed, Pass
from scoring.population.store import Rows

NOTHING = "''"


@dataclass(frozen=True, slots=True)
class RuleTally:
    """What one rule found of a subject, as SQL over the tallies: how many records met it, their
    points before and after limits (sizes, without the rule's sign), the limits that took some
    (joined by “+”); and how many records were unknown, without points, without a matter."""

    rule: Rule
    hits: str
    raw: Scaled
    applied: Scaled
    lost_to: str
    unknown: str = "0"
    pointless: str = "0"
    matterless: str = "0"


@dataclass(frozen=True, slots=True)
class SimpleRule:
    """A rule whose records count each for itself, up to a limit of one and of the period."""

    rule: Rule
    hits: str
    worth: Scaled  # of one record where every record is worth the same, else of all together
    kept: Scaled  # within the limit of one record
    beyond: str  # the records that are worth more than one may be
    unknown: str
    pointless: str

    def tally(self, observed: Observed) -> RuleTally:
        hits = observed.count(self.hits)
        raw, kept = (_all_of(part, hits, observed) for part in (self.worth, self.kept))
        limits = []
        if self.beyond:
            limits.append((f"{self.beyond} > 0", "each_cap"))
        applied = kept
        if self.rule.cap is not None:
            most = numbers.literal(self.rule.cap)
            over = numbers.compared(">", kept, most)
            limits.append((over, "rule_cap"))
            applied = numbers.held(kept, most, lower=False)
        return RuleTally(
            self.rule, self.hits, raw, applied, _lost_to(limits), self.unknown, self.pointless
        )


def prepare_simple(rule: Rule, translator: Translator, rows: Rows, taken: Pass) -> SimpleRule:
    """Adds what the rule needs to the pass over its records."""
    condition = translator.condition(rule.when)
    points = points_of(rule, translator)
    there = f"({points.top} IS NOT NULL)"
    met = _both(condition, there) if points.nullable else condition.sql
    hits = taken.count(met)
    unknown = taken.count(translator.unknown(rule.when)) if condition.nullable else "0"
    pointless = taken.count(_both(condition, f"NOT {there}")) if points.nullable else "0"
    kept, beyond = points, ""
    if rule.cap_each is not None and numbers_above(points, rule.cap_each):
        most = numbers.literal(rule.cap_each)
        above = numbers.compared(">", points, most)
        beyond = taken.count(f"{met} AND {above}")
        kept = numbers.held(points, most, lower=False)
    worth, kept = (
        part if part.constant is not None else taken.total(part, met, rows.count)
        for part in (points, kept)
    )
    return SimpleRule(rule, hits, worth, kept, beyond, unknown, pointless)


def points_of(rule: Rule, translator: Translator) -> Scaled:
    points = translator.number(rule.points)
    if points.bottom is not None:
        raise CannotError("points_fraction", rule.points.span)
    return points


def numbers_above(number: Scaled, limit: Number) -> bool:
    """Whether it may be above the limit at all."""
    most: Number = limit * 10**number.scale
    return number.high > most


def is_simple(program: Program, rule: Rule) -> bool:
    """Whether the rule's records count without a look at any other record."""
    joint = any(rule.id in joint.rules for joint in program.joint_caps)
    spans = rule.cap_daily is not None or rule.cap_monthly is not None
    matter = program.kinds[rule.evidence].one_matter
    return not (joint or spans or rule.later or rule.contest or matter)


def _all_of(part: Scaled, hits: Scaled, observed: Observed) -> Scaled:
    if part.constant is not None:
        return numbers.multiply(hits, numbers.whole_literal(part.constant, part.scale))
    return observed.number(part)


def _lost_to(limits: Sequence[tuple[str, str]]) -> str:
    """The names of the limits that took something, in code-point order."""
    if not limits:
        return NOTHING
    named = sorted(limits, key=_name)
    parts = ", ".join(f"CASE WHEN {truth} THEN '{name}' END" for truth, name in named)
    return f"concat_ws('+', {parts})"


def _name(limit: tuple[str, str]) -> str:
    return limit[1]


def _both(condition: Truth, other: str) -> str:
    return other if condition.sql == "true" else f"({condition.sql} AND {other})"
