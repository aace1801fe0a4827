"""Two engines, one answer: where they differ nothing is answered."""

from __future__ import annotations

import sys

import pytest

pytest.importorskip("durable_rules_engine", exc_type=ImportError)

from rules.backends.crossed import (
    CrossedMatcher,
    EngineDisagreement,
    EngineUnavailable,
    matcher_for,
)
from rules.backends.durable import Coverage, DurableMatcher
from rules.backends.reference import ReferenceMatcher
from rules.expr.nodes import Compare, Expr, Literal, Ref
from rules.matching import Matches
from rules.program import Program
from tests.strategies.programs import FIELDS, SUMMARY, program_of, program_with, record

NOTE = Ref("record", "note", FIELDS["note"])
DAYS = Ref("record", "days", FIELDS["days"])
MONTHS = Ref("summary", "months", SUMMARY["months"])


def above(ref: Ref, bound: int) -> Expr:
    return Compare(">", ref, Literal(bound, "number"))


def crossed(theirs: Program, ours: Program) -> CrossedMatcher:
    """The rule engine given one policy and the definition another: a fault in either."""
    return CrossedMatcher(ours, DurableMatcher(theirs), ReferenceMatcher(ours))


def test_agreement_gives_what_is_true_and_what_is_unknown() -> None:
    matcher = matcher_for(program_with(above(DAYS, 7)))
    facts = [record(0, days=8), record(1), record(2, days=7)]
    assert matcher.match(facts, {}) == Matches(((0, 0),), ((0, 1),))
    assert matcher.decide("grade", {"total": 60}) == (False, True, True)


def test_a_missed_match_is_named_by_rule_and_record_without_its_content() -> None:
    matcher = crossed(
        program_with(above(DAYS, 7), above(DAYS, 100)), program_with(above(DAYS, 7), above(DAYS, 7))
    )
    facts = [record(0, days=7), record(1, days=9, note="王某某"), record(2, days=200)]
    with pytest.raises(EngineDisagreement) as raised:
        matcher.match(facts, {})
    assert str(raised.value) == (
        "policy little 1, rule rule-2, record r1: durable says false, reference says true"
    )


def test_a_match_too_many_is_named_as_well() -> None:
    matcher = crossed(program_with(None), program_with(above(DAYS, 7)))
    with pytest.raises(EngineDisagreement, match="durable says true, reference says false"):
        matcher.match([record(0, days=7)], {})


def test_a_different_decision_is_named_by_its_group_and_condition() -> None:
    kinds = program_with().evidence
    matcher = crossed(
        program_of(evidence=kinds, lists=[above(MONTHS, 5), above(MONTHS, 5)]),
        program_of(evidence=kinds, lists=[above(MONTHS, 5), above(MONTHS, 6)]),
    )
    with pytest.raises(EngineDisagreement) as raised:
        matcher.decide("list", {"months": 6})
    assert str(raised.value) == (
        "policy little 1, list list 2: durable says true, reference says false"
    )
    assert matcher.decide("list", {"months": None}) == (None, None)


def test_the_matcher_of_a_run_says_which_engine_decides() -> None:
    program = program_with(above(DAYS, 7))
    both, alone = matcher_for(program, "auto"), matcher_for(program, "reference")
    assert (both.name, alone.name) == ("durable", "reference")
    assert isinstance(both, CrossedMatcher)
    assert both.coverage == Coverage(3, 0)
    assert isinstance(alone, ReferenceMatcher)


def test_without_the_rule_engine_auto_is_the_reference_and_durable_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    monkeypatch.delitem(sys.modules, "rules.backends.durable")
    program = program_with(above(DAYS, 7))
    assert matcher_for(program, "auto").name == "reference"
    with pytest.raises(EngineUnavailable, match="does not run here"):
        matcher_for(program, "durable")
