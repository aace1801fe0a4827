"""Policies with relations: worked-out cases by every engine, and packages that prove themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.backends.crossed import Engine
from rules.backends.reference import ReferenceMatcher
from rules.compile import compile_policy
from rules.program import Program
from scoring.assess import assess_population
from scoring.casebook.loading import policy_of, read_casebook
from scoring.casebook.running import Runner
from scoring.population.assess import assess_at_once

CASES = Path(__file__).parents[1] / "cases"
FILES = [
    tests
    for case in ("relations", "imports", "rollup", "merger", "superior")
    for tests in sorted((CASES / case).glob("*.test.yaml"))
]


def program_of(tests: Path) -> Program:
    policy = policy_of(tests)
    return compile_policy(policy.read_bytes(), policy.name)[0]


@pytest.mark.parametrize("engine", ["reference", "durable"])
@pytest.mark.parametrize("tests", FILES, ids=lambda path: str(path.name))
def test_every_case_passes(tests: Path, engine: Engine) -> None:
    if engine == "durable":
        pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    program = program_of(tests)
    book = read_casebook(tests.read_bytes(), tests.name, program)
    wrong = [v.render() for v in Runner(program, engine).run(book) if not v.passed]
    assert wrong == []


@pytest.mark.parametrize("tests", FILES, ids=lambda path: str(path.name))
def test_the_population_at_once_comes_out_the_same(tests: Path) -> None:
    program = program_of(tests)
    book, runner = read_casebook(tests.read_bytes(), tests.name, program), Runner(program)
    for case in book.cases:
        evidence = runner.admitted(case)
        expected = assess_population(program, evidence, ReferenceMatcher(program))
        assert assess_at_once(program, evidence, findings=True) == expected
