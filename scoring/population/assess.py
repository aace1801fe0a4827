"""Everybody assessed at once: records in DuckDB, then the stages of a subject on its sums."""

from __future__ import annotations

import duckdb

from rules.backends.reference import ReferenceMatcher
from rules.backends.sql_terms import CannotError
from rules.diagnostics import PolicyError, diagnose
from rules.program import Program
from scoring.assess import Assessor, Progress
from scoring.assessment import Assessment
from scoring.evidence import Evidence
from scoring.population.cannot import REFUSED
from scoring.population.kernel import ReadTallies, tally
from scoring.population.store import load


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
        with duckdb.connect(":memory:") as connection:
            connection.execute("SET enable_external_access = false")
            if threads is not None:
                connection.execute(f"SET threads = {threads:d}")
            store = load(connection, program, evidence)
            tallies = ReadTallies(store, tally(store, program, findings=findings))
    except CannotError as error:
        words = REFUSED[error.what]
        problem = diagnose("engine-cannot", error.span, what=words.zh, what_en=words.en)
        raise PolicyError([problem]) from None
    return Assessor(program, ReferenceMatcher(program), tallies).population(
        evidence, progress=progress
    )
