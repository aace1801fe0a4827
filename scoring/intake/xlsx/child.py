"""The process that reads a workbook: under limits of the system, told which sheet, row by row out.

One JSON value on each line. First `{"sheets": …}`; then for each number of a sheet that is asked
for, batches of rows and `null` at their end; `{"refusal": …}` at any time, and then no more.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import TextIO

from scoring.intake.xlsx.archive import Archive, open_archive
from scoring.intake.xlsx.book import Book, SheetPart, read_book
from scoring.intake.xlsx.facts import Facts, read_facts
from scoring.intake.xlsx.refusal import Refusal
from scoring.intake.xlsx.rows import FoundRow, read_rows

MEMORY = 2**30
SECONDS = 600


def main() -> None:
    limit_process()
    asked = (line for line in sys.stdin)
    out = open(sys.stdout.fileno(), "w", encoding="utf-8", newline="\n", closefd=False)  # noqa: SIM115
    try:
        with open(sys.argv[1], "rb") as file, open_archive(file) as archive:
            book = read_book(archive)
            _say(out, _about(archive, book))
            for number in asked:
                _read(archive, book, book.sheets[int(number)], out)
    except Refusal as refusal:
        told = {"code": refusal.code, "sheet": refusal.sheet, "row": refusal.row}
        _say(out, {"refusal": {**told, "told": refusal.told}})
    except MemoryError:
        _say(out, {"refusal": {"code": "too-much-memory", "sheet": "", "row": 0, "told": {}}})


def limit_process() -> None:
    """Windows has no such limits; there the limits of the archive and the patience of the process
    that asks are what holds."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def _about(archive: Archive, book: Book) -> Mapping[str, object]:
    return {
        "from_1904": book.from_1904,
        "sheets": [_described(archive, sheet) for sheet in book.sheets],
    }


def _described(archive: Archive, sheet: SheetPart) -> Mapping[str, object]:
    facts = read_facts(archive.blocks(sheet.part), sheet.part) if sheet.part else Facts()
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "blank": facts.blank,
        "merges": facts.merges,
        "hidden_columns": facts.hidden_columns,
    }


def _read(archive: Archive, book: Book, sheet: SheetPart, out: TextIO) -> None:
    def emit(batch: list[FoundRow]) -> None:
        _say(out, batch)

    try:
        if sheet.part:
            read_rows(archive.blocks(sheet.part), sheet.part, book, emit)
    except Refusal as refusal:
        refusal.sheet = sheet.name
        raise
    _say(out, None)


def _say(out: TextIO, told: object) -> None:
    out.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")
    out.flush()
