"""Limits of findings as properties: never exceeded, blind to order, and never a gift."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules.backends.reference import compile_expression
from rules.expr.kinds import NumberKind
from rules.expr.nodes import Literal, Ref
from rules.matching import Matches
from rules.program import Contest, Indicator, JointCap, OneMatter, Rule
from scoring.assessment import Finding
from scoring.evidence import Origin, Record
from scoring.find.caps import caps_of, prepare_joints
from scoring.find.findings import Finder, find
from scoring.find.matters import MatterPlan
from scoring.notes import Notes
from scoring.score.ledger import sums_of
from scoring.score.scores import prepare_leaf, score_leaf

COLUMNS = {"分": 0, "事项": 1}
RULES = 3
CAPS = st.none() | st.integers(0, 9)
DAYS = [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 31), date(2026, 2, 1), date(2026, 12, 31)]


@st.composite
def rules(draw: st.DrawFn, sign: Any) -> tuple[Rule, ...]:
    contest = draw(st.none() | st.builds(Contest, st.just("甲"), st.sampled_from(KEEPS)))
    return tuple(draw(_rule(position, sign, contest)) for position in range(RULES))


KEEPS = ("highest", "first")


@st.composite
def _rule(draw: st.DrawFn, position: int, sign: Any, contest: Contest | None) -> Rule:
    later = tuple(sorted(draw(st.lists(st.integers(0, 6), max_size=3))))
    points: Any = Literal(draw(st.integers(0, later[0])), "number") if later else None
    return Rule(
        f"r{position}",
        "甲",
        "记录",
        None,
        sign,
        points or Ref("record", "分", NumberKind()),
        draw(CAPS),
        cap_each=draw(CAPS),
        cap_daily=draw(CAPS),
        cap_monthly=draw(CAPS),
        later=later,
        contest=draw(st.sampled_from([None, contest])),
    )


JOINTS = st.lists(
    st.builds(
        JointCap,
        st.lists(st.sampled_from([f"r{i}" for i in range(RULES)]), unique=True).map(tuple),
        CAPS,
        CAPS,
        CAPS,
    ),
    max_size=2,
)
MATTERS = st.none() | st.builds(
    OneMatter, st.just(("事项",)), st.sampled_from(KEEPS), st.sampled_from(["rule", "indicator"])
)
RECORD = st.builds(
    lambda name, points, day, matter: Record(
        "记录", name, "s", day, (points, matter), Origin("f.csv", 1)
    ),
    st.text("abc", min_size=1, max_size=3),
    st.integers(0, 6),
    st.sampled_from(DAYS),
    st.none() | st.sampled_from("mn"),
)
RECORDS = st.lists(RECORD, max_size=8, unique_by=lambda record: record.id)


def finder(given_rules: Sequence[Rule], joints: Sequence[JointCap], matter: Any = None) -> Finder:
    return Finder(
        tuple((rule, compile_expression(rule.points, COLUMNS)) for rule in given_rules),
        {"记录": MatterPlan(matter, (1,))} if matter else {},
        {position: caps_of(rule) for position, rule in enumerate(given_rules)},
        prepare_joints(joints, given_rules),
    )


def found(plan: Finder, records: Sequence[Record]) -> tuple[Finding, ...]:
    pairs = tuple((rule, index) for rule in range(len(plan.rules)) for index in range(len(records)))
    return find(plan, records, Matches(pairs, ()), summary={}, notes=Notes())


def month(when: date | None) -> tuple[int, int] | None:
    return when and (when.year, when.month)


def most(findings: Sequence[Finding], span: Callable[[Finding], object]) -> Any:
    sums: dict[object, Any] = defaultdict(int)
    for finding in findings:
        sums[span(finding)] += abs(finding.applied)
    return max(sums.values(), default=0)


def assert_within(findings: Sequence[Finding], limits: Rule | JointCap) -> None:
    assert limits.cap is None or most(findings, lambda f: 0) <= limits.cap
    assert limits.cap_daily is None or most(findings, lambda f: f.date) <= limits.cap_daily
    assert limits.cap_monthly is None or most(findings, lambda f: month(f.date)) <= (
        limits.cap_monthly
    )


@settings(deadline=None, max_examples=100)
@given(rules(-1), JOINTS, MATTERS, RECORDS, st.randoms(use_true_random=False))
def test_no_limit_is_exceeded_and_order_never_matters(
    given_rules: Any, joints: Any, matter: Any, records: Any, random: Any
) -> None:
    plan = finder(given_rules, joints, matter)
    findings = found(plan, records)
    for rule in given_rules:
        own = [f for f in findings if f.rule == rule.id]
        assert len(own) == len(records)
        assert_within(own, rule)
        assert rule.cap_each is None or all(abs(f.applied) <= rule.cap_each for f in own)
    for joint in joints:
        assert_within([f for f in findings if f.rule in joint.rules], joint)
    shuffled = records[:]
    random.shuffle(shuffled)
    assert found(plan, shuffled) == findings


@settings(deadline=None, max_examples=100)
@given(rules(1), JOINTS, MATTERS, RECORDS)
def test_what_is_lost_is_told_and_lines_hold_what_is_left(
    given_rules: Any, joints: Any, matter: Any, records: Any
) -> None:
    findings = found(finder(given_rules, joints, matter), records)
    for finding in findings:
        assert 0 <= finding.applied <= finding.raw
        assert finding.applied == finding.raw or finding.lost_to
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_rule[finding.rule].append(finding)
    leaf = Indicator("甲", None, rules=tuple(rule.id for rule in given_rules))
    plan = prepare_leaf(leaf, lambda expr, kind: compile_expression(expr, {}))
    scored = score_leaf(plan, sums_of(findings), summary={}, notes=Notes())
    assert scored is not None
    for line in scored.lines:
        own = by_rule[line.rule]
        assert (line.hits, line.raw) == (len(own), sum(f.raw for f in own))
        assert line.applied == line.contribution == sum(f.applied for f in own)
        assert line.lost_to == "+".join(
            sorted({limit for f in own for limit in f.lost_to.split("+") if limit})
        )
    assert scored.points == sum(finding.applied for finding in findings)


def nested(given_rules: Sequence[Rule], joint: JointCap) -> bool:
    """No rule of the group has a limit for longer than the group's shortest."""
    longer = [r.cap is not None or r.cap_monthly is not None for r in given_rules]
    longest = [r.cap is not None for r in given_rules]
    return not (joint.cap_daily is not None and any(longer)) and not (
        joint.cap_monthly is not None and any(longest)
    )


@settings(deadline=None, max_examples=150)
@given(rules(-1), CAPS, CAPS, CAPS, RECORDS, RECORD)
def test_one_more_record_never_lessens_what_is_taken(
    given_rules: Any, cap: Any, daily: Any, monthly: Any, records: Any, one_more: Any
) -> None:
    joint = JointCap(tuple(rule.id for rule in given_rules), cap, daily, monthly)
    assume(nested(given_rules, joint) and one_more.id not in {r.id for r in records})
    plan = finder(given_rules, [joint])
    before = sum(finding.applied for finding in found(plan, records))
    after = sum(finding.applied for finding in found(plan, [*records, one_more]))
    assert after <= before


def test_crossing_limits_are_why_lint_warns_of_them() -> None:
    """A record that gives nothing on a full day still uses up its rule's limit of the period."""
    points = Ref("record", "分", NumberKind())
    long = Rule("r0", "甲", "记录", None, -1, points, 4)
    plan = finder([long], [JointCap(("r0",), None, 3)])
    early, late, more = (
        Record("记录", name, "s", day, (2, None), Origin("f.csv", 1))
        for name, day in (("a", DAYS[0]), ("b", DAYS[1]), ("c", DAYS[0]))
    )
    assert [f.applied for f in found(plan, [early, late])] == [-2, -2]
    assert [(f.evidence, f.applied, f.lost_to) for f in found(plan, [early, late, more])] == [
        ("a", -2, ""),
        ("c", -1, "joint_daily_cap"),
        ("b", 0, "rule_cap"),
    ]
