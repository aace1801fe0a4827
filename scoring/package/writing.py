"""An outcome written down as a package, beside the inputs already in the folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from scoring.outcome import Outcome
from scoring.package import tables
from scoring.package.cases import cases_table
from scoring.package.checks import checks_table
from scoring.package.delimited import write_csv
from scoring.package.effect_tables import write_effects
from scoring.package.manifest import PAGES, REPORT, told_of, write_manifest
from scoring.package.parquet import write_parquet
from scoring.package.returning import return_tables
from scoring.package.reward_tables import awards_table, coefficients_table
from scoring.package.stored import Stored
from scoring.package.table import Table
from scoring.reports.office.filing import file_report
from scoring.reports.review import review_report
from scoring.reports.xlsx.book import write_report
from scoring.verdicts import Judge


def write_package(outcome: Outcome, folder: Path) -> None:
    """Every file of the package but run.json, which is the run's own."""
    program, assessments = outcome.program, outcome.assessments
    found = package_tables(outcome)
    for table in found.values():
        if table.name != "ledger":
            write_csv(table, folder)
    write_parquet(found["results"], folder)
    write_parquet(found["ledger"], folder)
    if outcome.request.ledger == "findings":
        (folder / "findings").mkdir()
        for part in tables.findings_tables(program, assessments):
            write_parquet(part, folder)
    write_report(review_report(outcome, found), folder / REPORT)
    return_tables(outcome, found["rejects"], folder / "rejects")
    write_effects(outcome, folder)
    file_report(Stored(folder, program, told_of(outcome)), folder / PAGES)
    write_manifest(outcome, folder)


def package_tables(outcome: Outcome) -> Mapping[str, Table]:
    """The tables of the package by name, but for the findings."""
    return {table.name: table for table in _tables(outcome)}


def _tables(outcome: Outcome) -> Iterator[Table]:
    program, assessments = outcome.program, outcome.assessments
    yield tables.results_table(program, assessments)
    yield tables.ledger_table(assessments)
    if program.quotas:
        yield tables.quotas_table(program, assessments)
    if program.structure:
        yield checks_table(Judge(program), outcome.evidence, assessments)
    yield tables.lists_table(program, assessments)
    yield tables.triggers_table(program, assessments)
    if program.follows_cases:
        yield cases_table(outcome)
    if program.coefficients:
        yield coefficients_table(program, assessments)
    if program.awards:
        yield awards_table(program, assessments)
    yield tables.rejects_table(outcome.evidence.rejects)
