"""A run written down as a package, beside the inputs already in the folder."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from scoring.assess import Progress
from scoring.package.cases import cases_table
from scoring.package.delimited import write_csv
from scoring.package.effect_tables import write_effects
from scoring.package.filling import Filled, Findings, filling
from scoring.package.manifest import PAGES, REPORT, told_of, write_manifest
from scoring.package.returning import return_tables
from scoring.package.stored import Stored
from scoring.package.tables import quotas_table, rejects_table
from scoring.reports.excerpts import MOST_ROWS, Excerpt, whole
from scoring.reports.office.filing import file_report
from scoring.reports.review import review_report
from scoring.reports.xlsx.book import write_report
from scoring.runs.counts import Counts
from scoring.runs.outcome import Judged, Summary

_BETWEEN_REPORTS = 1_000


def unseen(done: int, of: int) -> None:
    """Progress nobody looks at."""


def write_package(judged: Judged, folder: Path, *, progress: Progress = unseen) -> Summary:
    """Every file of the package but run.json, which is the run's own. Raises EnginesDifferError."""
    summary, tables = write_tables(judged, folder, progress=progress)
    rejects = rejects_table(summary.evidence.rejects)
    further = [rejects, *([cases_table(summary)] if summary.program.follows_cases else ())]
    shown = tables | {table.name: whole(table) for table in further}
    write_report(review_report(summary, shown), folder / REPORT)
    for table in further:
        write_csv(table, folder)
    return_tables(summary, rejects, folder / "rejects")
    write_effects(summary, folder)
    file_report(Stored(folder, summary.program, told_of(summary)), folder / PAGES)
    write_manifest(summary, folder)
    return summary


def write_tables(
    judged: Judged, folder: Path, *, progress: Progress = unseen, most: int = MOST_ROWS
) -> tuple[Summary, dict[str, Excerpt]]:
    """What is told of everybody, in one pass; with what a report shows of each table that has
    at `most` so many rows."""
    program, everyone = judged.program, len(judged.evidence.subjects)
    counts = Counts(program)
    with ExitStack() as stack:
        tables = stack.enter_context(filling(program, judged.evidence, folder, most=most))
        filled: list[Filled | Findings] = [*tables.values()]
        if judged.request.ledger == "findings":
            filled.append(stack.enter_context(Findings(program, folder)))
        for one in judged.assessments:
            if counts.everyone % _BETWEEN_REPORTS == 0:
                progress(counts.everyone, everyone)
            counts.take(one)
            for table in filled:
                table.take(one)
        for listing in tables.values():
            listing.close(counts)
    excerpts = {name: table.kept.excerpt() for name, table in tables.items()}
    if program.quotas:
        quotas = quotas_table(counts.quotas)
        write_csv(quotas, folder)
        excerpts[quotas.name] = whole(quotas)
    return judged.summary(counts), excerpts
