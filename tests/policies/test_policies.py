"""Every policy's own tests: each case of each `*.test.yaml` beside a policy, by the rule engine."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from rules.compile import compile_policy
from rules.library import shipped
from scoring.casebook.cases import Case
from scoring.casebook.loading import policy_of, read_casebook
from scoring.casebook.running import Runner

FILES = sorted(shipped().glob("*/*.test.yaml"))
POLICIES = sorted(set(shipped().glob("*/*.yaml")) - set(FILES))


@cache
def runner(tests: Path) -> tuple[Runner, tuple[Case, ...]]:
    policy = policy_of(tests)
    program, _ = compile_policy(policy.read_bytes(), policy.name)
    book = read_casebook(tests.read_bytes(), f"{tests.parent.name}/{tests.name}", program)
    return Runner(program), book.cases


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
def test_a_shipped_policy_has_tests_and_no_warnings(policy: Path) -> None:
    _, warnings = compile_policy(policy.read_bytes(), policy.name)
    assert warnings == []
    assert policy.with_name(f"{policy.stem}.test.yaml") in FILES
