"""Everybody assessed at once: records in DuckDB, then the stages of a subject on its sums."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from rules.backends.reference import ReferenceMatcher
from rules.backends.sql_terms import CannotError
from rules.diagnostics import PolicyError, diagnose
from rules.program import Program
from scoring.assess import Assessor, Progress
from scoring.assessment import Assessment
from scoring.evidence import Evidence
from scoring.population.cannot import LEFT, REFUSED
from scoring.population.kernel import Kernel, ReadTallies, tally
from scoring.population.reading import read_results
from scoring.population.results import conclude
from scoring.population.store import Store, load


def assess_at_once(
    program: Program,
    evidence: Evidence,
    *,
    findings: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
) -> tuple[Assessment, ...]:
    """What `assess_population` gives, without the findings unless they are asked for. Raises
    PolicyError where the policy says something this engine cannot do."""
    try:
        with _connected(threads) as connection:
            store = load(connection, program, evidence)
            kernel = tally(store, program, findings=findings)
            return _assessed(store, program, evidence, kernel, progress)
    except CannotError as error:
        words = REFUSED[error.what]
        problem = diagnose("engine-cannot", error.span, what=words.zh, what_en=words.en)
        raise PolicyError([problem]) from None


@contextmanager
def _connected(threads: int | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine of its own that reads no file; what does not fit into memory goes to a folder that
    is gone afterwards."""
    settings: dict[str, str | int] = {} if threads is None else {"threads": threads}
    with tempfile.TemporaryDirectory(prefix="kaoping-duckdb-") as spill:
        settings["temp_directory"] = spill
        with duckdb.connect(":memory:", config=settings) as connection:  # type: ignore[arg-type]  # a dict of what it takes
            connection.execute("SET enable_external_access = false; SET lock_configuration = true")
            yield connection


def _assessed(
    store: Store,
    program: Program,
    evidence: Evidence,
    kernel: Kernel,
    progress: Progress | None,
) -> tuple[Assessment, ...]:
    """All stages in DuckDB, or, where the policy needs the definition, the stages of a subject on
    its tallies one by one."""
    matcher = ReferenceMatcher(program)
    try:
        results = conclude(store, program, kernel)
    except CannotError as error:
        if error.what not in LEFT and error.what not in REFUSED:
            raise
        tallies = ReadTallies(store, kernel)
        return Assessor(program, matcher, tallies).population(evidence, progress=progress)
    return read_results(store, program, evidence, kernel, results, Assessor(program, matcher))
