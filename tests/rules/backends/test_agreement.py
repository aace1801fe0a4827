"""The rule engine and the definition agree on whatever is drawn, in whatever order it comes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("durable_rules_engine", exc_type=ImportError)

from rules.backends.durable import DurableMatcher
from rules.backends.reference import ReferenceMatcher
from rules.expr.nodes import Expr, Literal
from rules.matching import GROUPS, Matcher
from rules.program import EvidenceKind, Field, Program, Rule
from rules.values import Value
from scoring.evidence import Origin, Record
from tests.strategies import expressions
from tests.strategies.programs import program_of, programs, records_of, summaries

ONE = Literal(1, "number")


def engines(program: Program) -> tuple[Matcher, Matcher]:
    return DurableMatcher(program), ReferenceMatcher(program)


@given(st.data())
@settings(deadline=None, max_examples=80)
def test_both_find_the_same(data: st.DataObject) -> None:
    program = data.draw(programs())
    facts, summary = data.draw(records_of(program)), data.draw(summaries())
    durable, reference = engines(program)
    assert durable.match(facts, summary).true == reference.match(facts, summary).true


@given(st.data())
@settings(deadline=None, max_examples=80)
def test_both_decide_the_same(data: st.DataObject) -> None:
    program, summary = data.draw(programs()), data.draw(summaries())
    durable, reference = engines(program)
    for group in GROUPS:
        assert durable.decide(group, summary) == reference.decide(group, summary)


@given(
    when=st.lists(expressions.conditions(2), min_size=1, max_size=3),
    drawn=st.lists(expressions.records(), min_size=1, max_size=3),
    summary=expressions.summaries(),
)
@settings(deadline=None, max_examples=80)
def test_both_find_the_same_by_conditions_of_any_shape(
    when: list[Expr], drawn: list[tuple[Value, ...]], summary: dict[str, Value]
) -> None:
    kind = EvidenceKind("any", tuple(Field(n, k) for n, k in expressions.COLUMNS.items()))
    rules = [Rule(f"{i}", "service", "any", c, -1, ONE) for i, c in enumerate(when)]
    program = program_of(evidence=[kind], rules=rules, parameters=expressions.PARAMETERS)
    facts = [Record("any", f"{i}", "s", None, v, Origin("f", i)) for i, v in enumerate(drawn)]
    durable, reference = engines(program)
    assert durable.match(facts, summary).true == reference.match(facts, summary).true


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_the_order_of_records_never_matters(data: st.DataObject) -> None:
    program = data.draw(programs())
    facts, summary = data.draw(records_of(program)), data.draw(summaries())
    shuffled = data.draw(st.permutations(facts))
    for engine in engines(program):
        found = {(rule, facts[place].id) for rule, place in engine.match(facts, summary).true}
        again = engine.match(shuffled, summary).true
        assert {(rule, shuffled[place].id) for rule, place in again} == found
        assert list(again) == sorted(again)


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_records_found_one_by_one_are_those_found_together(data: st.DataObject) -> None:
    program = data.draw(programs())
    facts, summary = data.draw(records_of(program)), data.draw(summaries())
    for engine in engines(program):
        single = {
            (rule, place)
            for place, fact in enumerate(facts)
            for rule, _ in engine.match([fact], summary).true
        }
        assert set(engine.match(facts, summary).true) == single
