"""What docs/language.md says of edges: nothing delivered, nothing written, exactly at a limit."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.backends.crossed import Engine
from rules.compile import compile_policy
from scoring.casebook.loading import policy_of, read_casebook
from scoring.casebook.running import Runner

FILES = sorted((Path(__file__).parent / "edges").glob("*.test.yaml"))


@pytest.mark.parametrize("engine", ["reference", "durable"])
@pytest.mark.parametrize("tests", FILES, ids=lambda path: path.name.removesuffix(".test.yaml"))
def test_the_edges_are_as_the_page_says(tests: Path, engine: Engine) -> None:
    if engine == "durable":
        pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    policy = policy_of(tests)
    program, _ = compile_policy(policy.read_bytes(), policy.name)
    book = read_casebook(tests.read_bytes(), tests.name, program)
    wrong = [v.render() for v in Runner(program, engine).run(book) if not v.passed]
    assert (len(book.cases) > 0, wrong) == (True, [])
