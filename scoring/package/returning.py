"""Sends every delivered table with rejects back as a workbook in which they are marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from scoring.evidence import Reject
from scoring.intake.opening import open_sheets
from scoring.intake.sheets import Sheet, SheetRow
from scoring.intake.sources import Lines, display_names, format_of, open_lines
from scoring.intake.unpacking import is_zip, unpacked
from scoring.package.table import Table
from scoring.reports.returned import ReturnedSheet, returned_sheet
from scoring.reports.review import rejects_report
from scoring.reports.xlsx.returned import write_returned
from scoring.runs.outcome import Summary


def return_tables(summary: Summary, rejects: Table, folder: Path) -> None:
    """`folder`/NAME.xlsx for each file of evidence or subjects of which something was not taken.
    Nobody's data are in it but those the sender delivered."""
    waiting = {reject.file for reject in summary.evidence.rejects}
    names = display_names(summary.request.tables)
    for path, name in sorted(names.items(), key=lambda pair: pair[1]):
        if name in waiting:
            _return_table(summary, rejects, path, name, folder)
        elif is_zip(name) and any(file.startswith(f"{name}/") for file in waiting):
            with unpacked(path, name) as found:
                for shown in sorted(waiting & set(found.files)):
                    _return_table(summary, rejects, found.files[shown], shown, folder)


def _return_table(summary: Summary, rejects: Table, path: Path, name: str, folder: Path) -> None:
    mine = [reject for reject in summary.evidence.rejects if reject.file == name]
    sheets = _returned(path, name, mine)
    target = folder / (name if name.lower().endswith(".xlsx") else f"{name}.xlsx")
    target.parent.mkdir(parents=True, exist_ok=True)
    write_returned(rejects_report(summary, rejects, name, sheets), sheets, target)


def _returned(path: Path, name: str, rejects: Sequence[Reject]) -> list[ReturnedSheet]:
    """The sheets of which something was not taken."""
    with _sheets(path, name) as sheets:
        return [
            returned_sheet(sheet, mine)
            for sheet in sheets
            if (mine := [reject for reject in rejects if reject.sheet == sheet.name])
        ]


@contextmanager
def _sheets(path: Path, name: str) -> Iterator[Sequence[Sheet]]:
    """JSON lines have no cells: each goes back as the one cell of its row."""
    if format_of(name) != ".jsonl":
        with open_sheets(path, name) as sheets:
            yield sheets
        return
    with open_lines(path, name) as lines:
        yield (Sheet(name, "", _rows(lines)),)


def _rows(lines: Lines) -> Iterator[SheetRow]:
    for line in lines:
        yield SheetRow(lines.number, [line.rstrip("\r\n")])
        lines.begin()
