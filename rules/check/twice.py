"""One record that two rules count: the same matter would be taken, or given, twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from rules import program as plan
from rules.check.lint import Lint
from rules.check.regions import EVERYWHERE, Region, TooManyBoxes
from rules.check.roots import roots_of_records
from rules.check.witness import told, witness_of
from rules.diagnostics import Diagnostic, diagnose


def check_twice(lint: Lint) -> Iterator[Diagnostic]:
    """Rules of one sign over one kind of evidence that some record meets both of, where neither
    取最高, 取首个 nor 同一事项 lets only one of them count."""
    for kind in lint.program.evidence:
        rules = [rule for rule in lint.program.rules if rule.evidence == kind.name]
        held = {rule.id: _where(lint, rule) for rule in rules}
        roots = roots_of_records(kind)
        for one, other in combinations(rules, 2):
            mine, theirs = held[one.id], held[other.id]
            if mine is None or theirs is None or not _both_count(one, other, kind):
                continue
            try:
                both = lint.of_records(kind.name).space.both(mine, theirs)
            except TooManyBoxes:
                continue
            witness = witness_of(both, roots)
            if witness is not None:
                text = lint.rule_texts[other.id]
                yield diagnose(
                    "counted-twice" if witness else "always-counted-twice",
                    text.at.whole,
                    one=one.label or one.id,
                    other=other.label or other.id,
                    kind=kind.label or kind.name,
                    witness=told(witness, "zh"),
                    witness_en=told(witness, "en"),
                )


def _where(lint: Lint, rule: plan.Rule) -> Region | None:
    if rule.when is None:
        return EVERYWHERE
    try:
        return lint.of_records(rule.evidence).of(rule.when).true
    except TooManyBoxes:
        return None


def _both_count(one: plan.Rule, other: plan.Rule, kind: plan.EvidenceKind) -> bool:
    if one.sign != other.sign or (one.contest is not None and one.contest == other.contest):
        return False
    within = kind.one_matter.within if kind.one_matter else "rule"
    return within == "rule" or (within == "indicator" and one.indicator != other.indicator)
