"""Findings that hang on other findings: windows of SQL against the definition, hit by hit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import ReferenceMatcher
from rules.expr.kinds import BooleanKind, Kind, NumberKind, TextKind
from rules.expr.nodes import Literal, Ref
from rules.program import Contest, EvidenceKind, Field, JointCap, OneMatter, Program, Rule
from rules.values import plain
from scoring.assess import assess_population
from scoring.evidence import Evidence, Origin, Record, Subject
from scoring.population.assess import assess_at_once
from tests.scoring.situation import PERIOD
from tests.strategies.programs import program_of

FIELDS: Mapping[str, Kind] = {
    "worth": NumberKind(1),
    "held": BooleanKind(),
    "matter": TextKind(),
    "fine": NumberKind(),
}
KINDS = ("complaint", "inspection")
RULES = [f"r{i}" for i in range(4)]
KEEPS = ("highest", "first")
CAPS = st.none() | st.integers(0, 9) | st.just(Fraction(7, 2))
DAYS = [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 31), date(2026, 2, 1), date(2026, 12, 31)]
WORTH, HELD = Ref("record", "worth", NumberKind(1)), Ref("record", "held", BooleanKind())


@st.composite
def rules(draw: st.DrawFn) -> tuple[Rule, ...]:
    contests = [None, Contest("one", draw(st.sampled_from(KEEPS))), Contest("two", "first")]
    return tuple(draw(one_rule(name, contests)) for name in RULES)


@st.composite
def one_rule(draw: st.DrawFn, name: str, contests: list[Contest | None]) -> Rule:
    later: Any = draw(st.lists(st.integers(0, 6), max_size=2).map(tuple))
    return Rule(
        name,
        "service",
        draw(st.sampled_from(KINDS)),
        draw(st.sampled_from([None, HELD])),
        -1,
        Literal(draw(st.integers(0, 5)), "number") if later else WORTH,
        draw(CAPS),
        cap_each=draw(CAPS),
        cap_daily=draw(CAPS),
        cap_monthly=draw(CAPS),
        later=later,
        contest=draw(st.sampled_from(contests)),
    )


JOINTS = st.lists(
    st.builds(
        JointCap,
        st.lists(st.sampled_from(RULES), unique=True, min_size=1).map(tuple),
        CAPS,
        CAPS,
        CAPS,
    ),
    max_size=2,
)
MATTERS = st.none() | st.builds(
    OneMatter,
    st.just(("matter",)),
    st.sampled_from(KEEPS),
    st.sampled_from(["rule", "indicator", "policy"]),
    st.sampled_from(["", "shared"]),
)
WORTHS = st.none() | st.integers(0, 60).map(lambda n: plain(Fraction(n, 10)))
RECORD = st.tuples(
    st.sampled_from(KINDS),
    st.sampled_from("甲乙"),
    st.sampled_from(DAYS),
    WORTHS,
    st.sampled_from([None, True, True, False]),
    st.none() | st.sampled_from("mn"),
)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Program, Evidence]:
    matter = draw(MATTERS)
    kinds = [
        EvidenceKind(
            name,
            tuple(Field(field, kind, on_missing="keep") for field, kind in FIELDS.items()),
            one_matter=matter,
        )
        for name in KINDS
    ]
    program = replace(
        program_of(evidence=kinds, rules=draw(rules())), joint_caps=tuple(draw(JOINTS))
    )
    by_subject: dict[str, list[Record]] = {"甲": [], "乙": [], "丙": []}
    for number, (kind, subject, day, *values) in enumerate(draw(st.lists(RECORD, max_size=12))):
        cells = (*values, None)
        record = Record(kind, f"e{number:02}", subject, day, cells, Origin("f.csv", number))
        by_subject[subject].append(record)
    records = {
        subject: tuple(sorted(own, key=lambda r: (r.date, r.id)))
        for subject, own in by_subject.items()
    }
    fields = {"street": None, "months": None}
    subjects = {name: Subject(name, fields) for name in by_subject}
    return program, Evidence(PERIOD, subjects, records, frozenset(KINDS))


@settings(deadline=None, max_examples=25)
@given(situations())
def test_every_finding_keeps_and_loses_what_the_definition_says(
    situation: tuple[Program, Evidence],
) -> None:
    program, evidence = situation
    expected = assess_population(program, evidence, ReferenceMatcher(program))
    assert assess_at_once(program, evidence, findings=True) == expected
    without = tuple(replace(assessment, findings=()) for assessment in expected)
    assert assess_at_once(program, evidence) == without
