"""Findings: one matter counts once, caps spare the earlier records, and what was lost is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import compile_expression
from rules.diagnostics import PolicyError
from rules.expr.kinds import NumberKind
from rules.expr.nodes import Literal, Ref
from rules.matching import Matches
from rules.program import Contest, OneMatter, Rule
from rules.values import Value
from scoring.assessment import Finding
from scoring.evidence import Origin, Record
from scoring.find.caps import caps_of
from scoring.find.findings import Finder, caution_undelivered, find
from scoring.find.matters import MatterPlan
from scoring.notes import Notes

COLUMNS = {"分": 0, "事项": 1}
POINTS = Ref("record", "分", NumberKind())


def rule(name: str, indicator: str = "甲", **more: Any) -> Rule:
    points = more.pop("points", POINTS)
    return Rule(name, indicator, "记录", None, more.pop("sign", -1), points, **more)


def finder(*rules: Rule, matter: OneMatter | None = None) -> Finder:
    return Finder(
        tuple((r, compile_expression(r.points, COLUMNS)) for r in rules),
        {"记录": MatterPlan(matter, (COLUMNS["事项"],))} if matter else {},
        {position: own for position, r in enumerate(rules) if (own := caps_of(r))},
    )


def record(name: str, points: Value, day: int | None = 1, matter: str | None = None) -> Record:
    when = None if day is None else date(2026, 1, day)
    return Record("记录", name, "s", when, (points, matter), Origin("f.csv", 1))


def found(
    plan: Finder, records: list[Record], pairs: list[tuple[int, int]] | None = None
) -> tuple[list[tuple[str, str, Value, str]], list[tuple[str, str, int]]]:
    """(rule, evidence, applied, lost to) of each finding, and the cautions."""
    if pairs is None:
        pairs = [(r, i) for r in range(len(plan.rules)) for i in range(len(records))]
    notes = Notes()
    findings = find(plan, records, Matches(tuple(pairs), ()), summary={}, notes=notes)
    return (
        [(f.rule, f.evidence, f.applied, f.lost_to) for f in findings],
        [(c.place, c.en, c.count) for c in notes.cautions],
    )


def test_a_finding_carries_its_rule_its_record_and_signed_points() -> None:
    findings = find(
        finder(rule("r1"), rule("r2", "乙", sign=1, points=Literal(3, "number"))),
        [record("e1", 2)],
        Matches(((0, 0), (1, 0)), ()),
        summary={},
        notes=Notes(),
    )
    assert findings == (
        Finding("r1", "甲", "记录", "e1", date(2026, 1, 1), -2, -2, ""),
        Finding("r2", "乙", "记录", "e1", date(2026, 1, 1), 3, 3, ""),
    )


def test_missing_points_give_no_finding_but_a_caution() -> None:
    assert found(finder(rule("r")), [record("e1", None), record("e2", 2), record("e3", None)]) == (
        [("r", "e2", -2, "")],
        [("r", "a record whose points are missing gave no points", 2)],
    )


def test_an_unknown_condition_gives_no_points_but_a_caution() -> None:
    notes = Notes()
    matches = Matches((), ((0, 0), (0, 1)))
    assert find(finder(rule("r")), [record("e1", 2)] * 2, matches, summary={}, notes=notes) == ()
    assert [(c.place, c.count) for c in notes.cautions] == [("r", 2)]


def test_negative_points_are_an_error_that_names_rule_and_evidence() -> None:
    with pytest.raises(PolicyError) as raised:
        found(finder(rule("扣分规则")), [record("e7", -3)])
    (diagnostic,) = raised.value.diagnostics
    assert diagnostic.code == "points-below-zero"
    assert diagnostic.args == {"rule": "扣分规则", "evidence": "e7", "points": "-3"}


def test_rules_of_a_kind_that_was_not_delivered_are_cautioned() -> None:
    notes = Notes()
    caution_undelivered(finder(rule("r1"), rule("r2")), frozenset(), notes)
    assert [c.place for c in notes.cautions] == ["r1", "r2"]
    caution_undelivered(finder(rule("r3")), frozenset({"记录"}), notes)
    assert len(notes.cautions) == 2


# --- the rule cap ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cap", "expected"),
    [
        (None, [-4, -4, -4]),
        (12, [-4, -4, -4]),
        (11, [-4, -4, -3]),
        (8, [-4, -4, 0]),
        (5, [-4, -1, 0]),
        (0, [0, 0, 0]),
    ],
)
def test_a_cap_spares_the_earlier_records(cap: Any, expected: list[int]) -> None:
    records = [record("c", 4, 3), record("b", 4, 1), record("a", 4, 2)]
    findings, _ = found(finder(rule("r", cap=cap)), records)
    assert [f[1] for f in findings] == ["b", "a", "c"]
    assert [f[2] for f in findings] == expected
    assert [f[3] for f in findings] == ["" if p == -4 else "rule_cap" for p in expected]


def test_at_the_same_date_the_smaller_id_keeps_its_points_and_undated_records_come_first() -> None:
    records = [record("b", 4, 1), record("a", 4, 1), record("z", 4, None)]
    assert found(finder(rule("r", cap=8)), records)[0] == [
        ("r", "z", -4, ""),
        ("r", "a", -4, ""),
        ("r", "b", 0, "rule_cap"),
    ]


def test_a_cap_bounds_additions_too_and_each_rule_by_itself() -> None:
    plan = finder(rule("r1", cap=3), rule("r2", sign=1, cap=5))
    assert [f[2] for f in found(plan, [record("a", 4), record("b", 4)])[0]] == [-3, 0, 4, 1]


# --- one matter --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keep", "records", "winner"),
    [
        ("highest", [record("a", 2, 1, "m"), record("b", 5, 9, "m")], "b"),
        ("highest", [record("b", 5, 2, "m"), record("a", 5, 3, "m")], "b"),
        ("highest", [record("b", 5, 2, "m"), record("a", 5, 2, "m")], "a"),
        ("highest", [record("b", 5, None, "m"), record("a", 5, 2, "m")], "b"),
        ("first", [record("a", 5, 9, "m"), record("b", 2, 1, "m")], "b"),
        ("first", [record("b", 5, 1, "m"), record("a", 2, 1, "m")], "a"),
    ],
    ids=[
        "heaviest",
        "tie-by-date",
        "tie-by-id",
        "undated-is-earlier",
        "earliest",
        "earliest-tie-by-id",
    ],
)
def test_of_one_matter_one_record_counts(keep: Any, records: list[Record], winner: str) -> None:
    plan = finder(rule("r"), matter=OneMatter(("事项",), keep, "rule"))
    for order in (records, records[::-1]):
        findings, _ = found(plan, order)
        assert {f[1]: f[3] for f in findings} == {
            r.id: "" if r.id == winner else "one_matter" for r in records
        }


@pytest.mark.parametrize(
    ("within", "counted"),
    [("rule", ["r1", "r2", "r3"]), ("indicator", ["r2", "r3"]), ("policy", ["r3"])],
)
def test_the_scope_of_one_matter(within: Any, counted: list[str]) -> None:
    plan = finder(
        rule("r1", "甲", points=Literal(1, "number")),
        rule("r2", "甲", points=Literal(2, "number")),
        rule("r3", "乙", sign=1, points=Literal(3, "number")),
        matter=OneMatter(("事项",), "highest", within),
    )
    findings, _ = found(plan, [record("a", 0, 1, "m")])
    assert [f[0] for f in findings if not f[3]] == counted


def test_equal_findings_of_one_record_count_for_the_rule_that_stands_first() -> None:
    plan = finder(rule("r1"), rule("r2"), matter=OneMatter(("事项",), "highest", "indicator"))
    assert found(plan, [record("a", 2, 1, "m")])[0] == [
        ("r1", "a", -2, ""),
        ("r2", "a", 0, "one_matter"),
    ]


def test_a_record_without_the_key_of_its_matter_stands_alone_and_is_cautioned() -> None:
    plan = finder(rule("r"), matter=OneMatter(("事项",), "highest", "rule"))
    findings, cautions = found(plan, [record("a", 2), record("b", 2)])
    assert [f[2] for f in findings] == [-2, -2]
    assert cautions == [("r", "a record without the key of its matter counts by itself", 2)]


def test_one_matter_counts_once_before_the_cap_is_filled() -> None:
    plan = finder(rule("r", cap=6), matter=OneMatter(("事项",), "highest", "rule"))
    records = [record("a", 4, 1, "m"), record("b", 5, 2, "m"), record("c", 3, 3, "n")]
    assert found(plan, records)[0] == [
        ("r", "a", 0, "one_matter"),
        ("r", "b", -5, ""),
        ("r", "c", -1, "rule_cap"),
    ]


RECORDS = st.lists(
    st.builds(
        record,
        st.text("abc", min_size=1, max_size=3),
        st.integers(0, 6),
        st.none() | st.integers(1, 4),
        st.none() | st.sampled_from("mn"),
    ),
    max_size=10,
    unique_by=lambda r: r.id,
)
MATTERS = st.none() | st.builds(
    OneMatter,
    st.just(("事项",)),
    st.sampled_from(["highest", "first"]),
    st.sampled_from(["rule", "indicator", "policy"]),
)


@settings(deadline=None, max_examples=120)
@given(RECORDS, MATTERS, st.none() | st.integers(0, 12), st.randoms(use_true_random=False))
def test_the_order_of_records_never_matters_and_caps_are_never_exceeded(
    records: list[Record], matter: OneMatter | None, cap: int | None, random: Any
) -> None:
    plan = finder(rule("r1", cap=cap), rule("r2", "乙", sign=1), matter=matter)
    expected = found(plan, records)
    shuffled = records[:]
    random.shuffle(shuffled)
    assert found(plan, shuffled) == expected
    by_rule = [f[2] for f in expected[0] if f[0] == "r1"]
    assert cap is None or -sum(by_rule) <= cap
    sizes = {r.id: r.values[0] for r in records}
    assert all(f[3] or abs(f[2]) == sizes[f[1]] for f in expected[0])


# --- rules that compete ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (2, [("r1", "a", -2, ""), ("r2", "a", 0, "rival_rule")]),
        (0, [("r1", "a", 0, ""), ("r2", "a", 0, "rival_rule")]),
        (None, [("r2", "a", 0, "rule_in_doubt")]),
    ],
    ids=["first-that-holds", "worth-nothing", "points-missing"],
)
def test_behind_a_rule_that_holds_or_might_none_is_the_first(first: Value, expected: Any) -> None:
    contest = Contest("甲", "first")
    five = Literal(5, "number")
    plan = finder(rule("r1", contest=contest), rule("r2", contest=contest, points=five))
    assert found(plan, [record("a", first)])[0] == expected


def test_an_unknown_rule_leaves_the_heaviest_that_is_known() -> None:
    contest, three = Contest("甲", "highest"), Literal(3, "number")
    plan = finder(rule("r1", contest=contest), rule("r2", contest=contest, points=three))
    assert found(plan, [record("a", None)])[0] == [("r2", "a", -3, "")]
    assert found(plan, [record("a", 3)])[0] == [("r1", "a", -3, ""), ("r2", "a", 0, "rival_rule")]
