"""The find stage of everybody: rules that count record by record, and those that need each hit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from rules.backends.sql import Translator
from rules.diagnostics import PolicyError, diagnose
from rules.program import Program
from rules.values import plain, show_number
from scoring.assessment import Finding
from scoring.find.findings import MISSING_POINTS, NOT_DELIVERED, UNKNOWN_CONDITION
from scoring.find.matters import MISSING_MATTER
from scoring.population.cannot import placed
from scoring.population.find.findings import (
    RuleTally,
    SimpleRule,
    is_simple,
    points_of,
    prepare_simple,
)
from scoring.population.find.hits import HITS, FoundHits, find_hits
from scoring.population.measure.gathering import Observed, Pass
from scoring.population.noted import Noted
from scoring.population.store import Store

# Gives the findings by subject, of those for which a condition in SQL holds.
FindingsOf: TypeAlias = Callable[[str], Mapping[str, Sequence[Finding]]]


@dataclass(frozen=True, slots=True)
class PreparedRules:
    """The rules by their places in the policy; `hits` are those that need each record."""

    program: Program
    simple: Mapping[int, SimpleRule]
    hits: FoundHits | None

    @property
    def passes(self) -> Sequence[Pass]:
        return [] if self.hits is None else [self.hits.taken, self.hits.doubts]

    def tallies(self, observed: Observed) -> Sequence[RuleTally]:
        """In policy order."""
        found = []
        for place, rule in enumerate(self.program.rules):
            with placed(rule):
                if place in self.simple:
                    found.append(self.simple[place].tally(observed))
                elif self.hits is not None:
                    found.append(self.hits.tally(place, observed))
        return found


def prepare_rules(
    store: Store,
    program: Program,
    translators: Mapping[str, Translator],
    passes: Mapping[str, Pass],
    *,
    findings: bool,
) -> PreparedRules:
    """Adds to the passes what the rules need. With `findings` every rule is kept hit by hit."""
    _refuse_negative(store, program, translators)
    simple: dict[int, SimpleRule] = {}
    for place, rule in enumerate(program.rules):
        if is_simple(program, rule) and not findings:
            kind = rule.evidence
            with placed(rule):
                simple[place] = prepare_simple(
                    rule, translators[kind], store.kinds[kind], passes[kind]
                )
    other = [place for place in range(len(program.rules)) if place not in simple]
    hits = None
    if other:
        with placed(program.rules[other[0]]):
            hits = find_hits(store, program, other, translators)
    return PreparedRules(program, simple, hits)


def noted_of_rules(program: Program, store: Store, found: Sequence[RuleTally]) -> Iterator[Noted]:
    """What the rules note, in the order the stage comes to it."""
    made = {kind.name for kind in program.made_kinds}
    for rule in program.rules:
        if rule.evidence not in {*store.delivered, *made}:
            yield Noted(rule.id, NOT_DELIVERED, "1")
    for words, counts in (
        (UNKNOWN_CONDITION, [one.unknown for one in found]),
        (MISSING_POINTS, [one.pointless for one in found]),
        (MISSING_MATTER, [one.matterless for one in found]),
    ):
        for one, count in zip(found, counts, strict=True):
            if count != "0":
                yield Noted(one.rule.id, words, count)


def no_findings(_whose: str) -> Mapping[str, Sequence[Finding]]:
    """Where nobody asked for any."""
    return {}


def read_findings(
    store: Store, rules: PreparedRules, whose: str
) -> Mapping[str, Sequence[Finding]]:
    """Those of the subjects for which a condition holds: by subject, by rule in policy order, then
    in order of date and id."""
    found: dict[str, list[Finding]] = {}
    if rules.hits is None:
        return found
    factor = 10**rules.hits.plan.scale
    kept = (
        f"SELECT subject, p, id, d, raw, a, array_to_string(lost, '+') FROM {HITS} "
        f"JOIN subjects USING (s) WHERE {whose} ORDER BY s, p, q, n"
    )
    for subject, place, record, day, *points, lost_to in store.connection.execute(kept).fetchall():
        rule = rules.program.rules[place]
        raw, applied = (plain(Fraction(rule.sign * top, factor)) for top in points)
        finding = Finding(
            rule.id, rule.indicator, rule.evidence, record, day, raw, applied, lost_to
        )
        found.setdefault(subject, []).append(finding)
    return found


def _refuse_negative(store: Store, program: Program, translators: Mapping[str, Translator]) -> None:
    """The first record, in the order of subjects, whose rule would give it points below zero."""
    asked = []
    for place, rule in enumerate(program.rules):
        translator = translators[rule.evidence]
        with placed(rule):
            points = points_of(rule, translator)
            condition = translator.condition(rule.when)
        if points.low < 0:
            asked.append(
                f"SELECT s, {place} AS p, q, id, {points.top} AS top, {points.scale} AS scale "
                f"FROM {store.kinds[rule.evidence].table} JOIN subjects USING (s) "
                f"WHERE {condition.sql} AND {points.top} < 0"
            )
    if not asked:
        return
    first = f"SELECT * FROM ({' UNION ALL '.join(asked)}) ORDER BY s, p, q LIMIT 1"
    for _, place, _, record, top, scale in store.observed(first, "first"):
        rule = program.rules[place]
        shown = show_number(plain(Fraction(top, 10**scale)))
        told = {"rule": rule.id, "evidence": record, "points": shown}
        raise PolicyError([diagnose("points-below-zero", rule.points.span, **told)])
