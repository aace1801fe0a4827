"""The tables of a package filled in one pass over everybody, each row once for all its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

from rules.program import Program
from scoring.assessment import Assessment
from scoring.conclude.verdicts import Judge
from scoring.evidence import Evidence
from scoring.package.checks import checks_table
from scoring.package.delimited import CsvFile, csv_file
from scoring.package.parquet import ParquetFile, parquet_file
from scoring.package.reward_tables import awards_table, coefficients_table
from scoring.package.table import Listing, Row, show_row
from scoring.package.tables import (
    findings_table,
    ledger_table,
    lists_table,
    results_table,
    triggers_table,
)
from scoring.reports.excerpts import MOST_ROWS, Kept
from scoring.runs.counts import Counts
from scoring.runs.scratch import scratch

# Rows of one file of findings.
FINDINGS_IN_A_PART = 1_000_000


def listings(program: Program, evidence: Evidence) -> Iterator[tuple[Listing, bool, bool]]:
    """The tables that are made subject by subject, but for the findings; whether each is written as
    CSV, and whether as Parquet."""
    yield results_table(program), True, True
    yield ledger_table(), False, True
    if program.structure:
        yield checks_table(Judge(program), evidence), True, False
    yield lists_table(program), True, False
    yield triggers_table(program), True, False
    if program.coefficients:
        yield coefficients_table(program), True, False
    if program.awards:
        yield awards_table(program), True, False


class Filled:
    """A table on its way into its files; `kept` is what a report shows of it."""

    def __init__(
        self, listing: Listing, kept: Kept, csv: CsvFile | None, parquet: ParquetFile | None
    ) -> None:
        self.kept = kept
        self._listing, self._csv, self._parquet = listing, csv, parquet

    def take(self, one: Assessment) -> None:
        for number, part in enumerate(self._listing.parts):
            self._add(number, part.of(one), one)

    def close(self, counts: Counts) -> None:
        for number, part in enumerate(self._listing.parts):
            self._add(number, part.close(counts), None)

    def _add(self, part: int, rows: Iterable[Row], one: Assessment | None) -> None:
        for row in rows:
            cells = show_row(self._listing.columns, row)
            if self._csv is not None:
                self._csv.add(part, cells)
            if self._parquet is not None:
                self._parquet.add(cells)
            self.kept.add(part, row, one)


@contextmanager
def filling(
    program: Program, evidence: Evidence, folder: Path, *, most: int = MOST_ROWS
) -> Iterator[Mapping[str, Filled]]:
    """By name; `most` are the rows of a table that its report shows. The files are whole when the
    block ends."""
    with ExitStack() as stack:
        beside = stack.enter_context(scratch("tables"))
        found = {}
        for listing, as_csv, as_parquet in listings(program, evidence):
            name, columns = listing.name, listing.columns
            csv = parquet = None
            if as_csv:
                file = csv_file(name, columns, len(listing.parts), folder, beside)
                csv = stack.enter_context(file)
            if as_parquet:
                parquet = stack.enter_context(parquet_file(name, columns, folder))
            kept = Kept(listing, program.subject.name_field, most)
            found[name] = Filled(listing, kept, csv, parquet)
        yield found


class Findings(AbstractContextManager["Findings"]):
    """Files of findings: one ends with the subject that fills it, so that those of a subject stand
    in one file; there is always a first."""

    def __init__(self, program: Program, folder: Path, *, most: int = FINDINGS_IN_A_PART) -> None:
        self._program, self._folder, self._most = program, folder, most
        self._open = ExitStack()
        self._number = self._rows = 0
        (folder / "findings").mkdir()
        self._begin()

    def take(self, one: Assessment) -> None:
        if not one.findings:
            return
        if self._rows >= self._most:
            self._open.close()
            self._begin()
        for row in self._part.of(one):
            self._file.add(show_row(self._columns, row))
            self._rows += 1

    def _begin(self) -> None:
        self._number, self._rows = self._number + 1, 0
        table = findings_table(self._program, self._number)
        self._columns, (self._part,) = table.columns, table.parts
        self._file = self._open.enter_context(parquet_file(table.name, table.columns, self._folder))

    def __exit__(self, *failed: Any) -> None:
        self._open.__exit__(*failed)
