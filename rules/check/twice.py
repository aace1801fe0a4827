"""One record that two rules count: the same matter would be taken, or given, twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from rules import program as plan
from rules.check.lint import Lint
from rules.check.regions import EVERYWHERE, NOWHERE, Region, TooManyBoxes
from rules.check.roots import Roots, roots_of_records
from rules.check.witness import told, witness_of
from rules.diagnostics import Diagnostic, diagnose


def check_twice(lint: Lint) -> Iterator[Diagnostic]:
    """Rules of one sign over one kind of evidence that some record meets both of, where neither
    取最高, 取首个 nor 同一事项 lets only one of them count; the first such rule is named."""
    for kind in lint.program.evidence:
        rules = [rule for rule in lint.program.rules if rule.evidence == kind.name]
        held = [(rule, _where(lint, rule)) for rule in rules]
        roots = roots_of_records(kind)
        for place, (rule, where) in enumerate(held):
            rivals = [(one, at) for one, at in held[:place] if _both_count(one, rule, kind)]
            found = (_met(lint, one, at, rule, where, roots) for one, at in rivals)
            yield from islice((diagnostic for diagnostic in found if diagnostic), 1)


def _met(
    lint: Lint,
    one: plan.Rule,
    at: Region,
    other: plan.Rule,
    where: Region,
    roots: Roots,
) -> Diagnostic | None:
    """What is said of two rules that a record meets; nothing where none is known to."""
    kind = lint.program.kinds[other.evidence]
    try:
        witness = witness_of(lint.of_records(kind.name).space.both(at, where), roots)
    except TooManyBoxes:
        return None
    if witness is None:
        return None
    return diagnose(
        "counted-twice" if witness else "always-counted-twice",
        lint.rule_texts[other.id].at.whole,
        one=one.label or one.id,
        other=other.label or other.id,
        kind=kind.label or kind.name,
        witness=told(witness, "zh"),
        witness_en=told(witness, "en"),
    )


def _where(lint: Lint, rule: plan.Rule) -> Region:
    """Where its condition holds; nowhere where that is not known."""
    if rule.when is None:
        return EVERYWHERE
    try:
        return lint.of_records(rule.evidence).of(rule.when).true
    except TooManyBoxes:
        return NOWHERE


def _both_count(one: plan.Rule, other: plan.Rule, kind: plan.EvidenceKind) -> bool:
    if one.sign != other.sign or (one.contest is not None and one.contest == other.contest):
        return False
    within = kind.one_matter.within if kind.one_matter else "rule"
    return within == "rule" or (within == "indicator" and one.indicator != other.indicator)
