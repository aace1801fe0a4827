"""Opens a delivered file: as sheets, or as the tables that stand in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from scoring.intake.csv_sheet import read_csv
from scoring.intake.faults import IntakeError, fault, listed
from scoring.intake.json_lines import read_json_lines
from scoring.intake.parquet_sheet import open_parquet
from scoring.intake.rows import Table
from scoring.intake.sheet_table import table_of
from scoring.intake.sheets import Sheet
from scoring.intake.sources import format_of, open_lines
from scoring.intake.workbook import open_workbook


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a file, read when it is opened; `sheet` is empty where the file is one table.
    Only one part of a file is read at a time."""

    sheet: str
    open: Callable[[], Table]


@contextmanager
def open_sheets(path: Path, name: str) -> Iterator[Sequence[Sheet]]:
    """The sheets of a file by the format its name tells; JSON lines have none."""
    match format_of(name):
        case ".csv":
            with open_lines(path, name) as lines:
                yield (read_csv(lines),)
        case ".xlsx":
            with open_workbook(path, name) as sheets:
                yield sheets
        case ".parquet":
            with open_parquet(path, name) as sheet:
                yield (sheet,)
        case ".jsonl":
            raise IntakeError(fault("no-sheets"), file=name)


@contextmanager
def open_parts(path: Path, name: str) -> Iterator[Sequence[Part]]:
    """The tables of a file as they stand there; a blank sheet is none."""
    if format_of(name) == ".jsonl":
        with open_lines(path, name) as lines:
            yield (Part("", partial(read_json_lines, lines)),)
        return
    with open_sheets(path, name) as sheets:
        filled = [sheet for sheet in sheets if not sheet.blank]
        if not filled:
            raise IntakeError(fault("empty-file"), file=name)
        yield tuple(Part(sheet.name, partial(table_of, sheet)) for sheet in filled)


@contextmanager
def open_table(path: Path, name: str) -> Iterator[Table]:
    """The one table of a file."""
    with open_parts(path, name) as parts:
        if len(parts) > 1:
            wrong = fault("several-sheets", **listed([part.sheet for part in parts]))
            raise IntakeError(wrong, file=name)
        yield parts[0].open()
