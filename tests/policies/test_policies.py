"""Every policy's own tests: each case of each `*.test.yaml` beside a policy, by the rule engine."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from rules.check.reach import Reach
from rules.compile import check_policy, compile_policy
from rules.expr.kinds import PercentKind
from rules.expr.nodes import Literal
from rules.library import Library, shipped
from rules.program import Coefficient
from scoring.assessment import Assessment
from scoring.casebook.cases import Case
from scoring.casebook.loading import policy_of, read_casebook
from scoring.casebook.running import Runner, Verdict
from scoring.coverage.coverage import Coverage
from scoring.mutation.trial import try_slips

FILES = sorted(shipped().glob("*/*.test.yaml"))
POLICIES = sorted(Library((shipped(),)).files())

NAMES = [path.parent.name for path in FILES]


@cache
def runner(tests: Path) -> tuple[Runner, tuple[Case, ...], Coverage]:
    policy = policy_of(tests)
    program, _ = compile_policy(policy.read_bytes(), policy.name)
    book = read_casebook(tests.read_bytes(), f"{tests.parent.name}/{tests.name}", program)
    coverage = Coverage(program)
    return Runner(program, witness=coverage.see), book.cases, coverage


@cache
def verdicts(tests: Path) -> tuple[Verdict, ...]:
    run, cases, _ = runner(tests)
    return tuple(run.judge(case) for case in cases)


@cache
def assessments(tests: Path) -> tuple[Assessment, ...]:
    """Of every subject of every case."""
    return tuple(found for verdict in verdicts(tests) for found in verdict.assessments)


def cases() -> list[object]:
    return [
        pytest.param(
            tests,
            case,
            id=f"{tests.parent.name}/{tests.name.removesuffix('.test.yaml')}-{number:03}",
            marks=[pytest.mark.skip(reason=case.skip)] if case.skip else [],
        )
        for tests in FILES
        for number, case in enumerate(runner(tests)[1], 1)
    ]


@pytest.mark.parametrize(("tests", "case"), cases())
def test_the_policy_does_what_its_case_says(tests: Path, case: Case) -> None:
    verdict = runner(tests)[0].judge(case)
    if not verdict.passed:
        pytest.fail(verdict.render(), pytrace=False)


@pytest.mark.parametrize("policy", POLICIES, ids=[path.parent.name for path in POLICIES])
def test_a_shipped_policy_has_tests_and_no_warning_but_those_it_stands_by(policy: Path) -> None:
    found = check_policy(policy.read_bytes(), policy.name)
    assert {diagnostic.code for diagnostic in found if diagnostic.severity != "note"} == set()
    assert policy.with_name(f"{policy.stem}.test.yaml") in FILES


@pytest.mark.parametrize("tests", FILES, ids=NAMES)
def test_the_cases_show_everything_the_policy_says(tests: Path) -> None:
    """Every condition both ways, every edge from both sides, every limit binding."""
    assert all(verdict.passed for verdict in verdicts(tests))
    coverage = runner(tests)[2]
    assert [f"{target.name} {target.side}" for target in coverage.missed] == []


@pytest.mark.mutation
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("tests", FILES, ids=NAMES)
def test_nine_slips_of_ten_are_noticed(tests: Path) -> None:
    policy = policy_of(tests)
    trial = try_slips(policy.read_bytes(), policy.name, tests.read_bytes())
    unnoticed = [f"{s.span.position.line}: {s.was} → {s.becomes}" for s in trial.survivors]
    assert Fraction(trial.caught, trial.tried) >= Fraction(9, 10), unnoticed


@pytest.mark.parametrize("tests", FILES, ids=NAMES)
def test_the_cases_see_every_outcome_both_ways(tests: Path) -> None:
    """Every grade given, every rule fired; every veto, direct grade, list, trigger, coefficient and
    award fired and not; every quota with and without room for a candidate."""
    found = assessments(tests)
    graded = [assessment for assessment in found if assessment.state == "graded"]
    program = runner(tests)[0].program
    assert {a.grade for a in graded} == {grade.name for grade in program.grades}
    assert {f.rule for a in found for f in a.findings} == {rule.id for rule in program.rules}
    outcomes = [_outcomes(assessment) for assessment in graded]
    everything = {
        *(veto.id for veto in program.vetoes),
        *(f"直接评定 {rule.id}" for rule in program.direct_grades),
        *(f"名单 {rule.name}" for rule in program.lists),
        *(f"处置 {trigger.name}" for trigger in program.triggers),
        *(f"系数 {coefficient.name}" for coefficient in program.coefficients),
        *(f"奖励资金 {pool.name}" for pool in program.awards),
    }
    assert set[str]().union(*outcomes) == everything
    withheld = everything - {f"系数 {c.name}" for c in program.coefficients if given_to_all(c)}
    assert set[str]().union(*(everything - seen for seen in outcomes)) == withheld
    seats = {(s.quota, s.grade, s.outcome == "seated") for a in graded for s in a.seats}
    quotas = {(quota.id, s.grade) for quota in program.quotas for s in quota.seats}
    assert seats == {(*quota, seated) for quota in quotas for seated in (True, False)}
    refused = {a.reason_zh for a in found if a.state == "not_graded"}
    assert refused >= {rule.reason for rule in program.ineligibilities}


@pytest.mark.parametrize("tests", FILES, ids=[path.parent.name for path in FILES])
def test_points_lie_within_the_bounds_that_check_goes_by(tests: Path) -> None:
    program = runner(tests)[0].program
    literals = {
        p.name: Literal(p.value, "percentage" if isinstance(p.kind, PercentKind) else "number")
        for p in program.parameters
        if not p.table
    }
    reach = Reach(program, literals)
    bounds = {item.name: reach.of(item) for item in program.indicators}
    beyond = [
        (found.subject, name, points)
        for found in assessments(tests)
        for name, points in found.indicators.items()
        if points not in bounds[name]
    ]
    assert beyond == []


def given_to_all(coefficient: Coefficient) -> bool:
    """No condition, no least grade, and a number for every word: whoever is graded has one."""
    conditional = coefficient.when is not None or coefficient.min_grade
    return not conditional and all(number is not None for _, number in coefficient.table)


def _outcomes(assessment: Assessment) -> set[str]:
    return {
        *assessment.vetoes,
        *(f"直接评定 {rule}" for rule in assessment.direct_grades),
        *(f"名单 {name}" for name in assessment.lists),
        *(f"处置 {case.trigger}" for case in assessment.triggers),
        *(f"系数 {name}" for name in assessment.coefficients),
        *(f"奖励资金 {name}" for name in assessment.awards),
    }
