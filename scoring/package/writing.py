"""An outcome written down as a package, beside the inputs already in the folder."""

from __future__ import annotations

from pathlib import Path

from scoring.outcome import Outcome
from scoring.package import tables
from scoring.package.delimited import write_csv
from scoring.package.manifest import write_manifest
from scoring.package.parquet import write_parquet
from scoring.package.reward_tables import awards_table, coefficients_table


def write_package(outcome: Outcome, folder: Path) -> None:
    """Every file of the package but run.json, which is the run's own."""
    program, assessments = outcome.program, outcome.assessments
    results = tables.results_table(program, assessments)
    write_csv(results, folder)
    write_parquet(results, folder)
    write_parquet(tables.ledger_table(assessments), folder)
    if outcome.request.ledger == "findings":
        (folder / "findings").mkdir()
        write_parquet(tables.findings_table(program, assessments), folder)
    if program.quotas:
        write_csv(tables.quotas_table(program, assessments), folder)
    write_csv(tables.lists_table(program, assessments), folder)
    write_csv(tables.triggers_table(program, assessments), folder)
    if program.coefficients:
        write_csv(coefficients_table(program, assessments), folder)
    if program.awards:
        write_csv(awards_table(program, assessments), folder)
    write_csv(tables.rejects_table(outcome.evidence.rejects), folder)
    write_manifest(outcome, folder)
