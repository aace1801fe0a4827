"""Whatever a workbook holds, it is read or refused with a reason, in little memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scoring.intake.faults import IntakeError
from scoring.intake.workbook import open_workbook
from scoring.intake.xlsx.book import Book
from scoring.intake.xlsx.refusal import Refusal
from scoring.intake.xlsx.rows import RowLimits, read_rows
from tests.architecture.sources import ROOT
from tests.scoring.intake import hostile
from tests.scoring.intake.workbooks import Made, sheet_markup, workbook


def read(path: Path) -> None:
    with open_workbook(path, path.name) as sheets:
        for sheet in sheets:
            list(sheet.rows)


def refused(folder: Path, data: bytes) -> tuple[str, int]:
    path = folder / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(IntakeError) as caught:
        read(path)
    assert caught.value.file in ("a.xlsx", "a.xlsx[Sheet1]")
    return caught.value.code, caught.value.row


def of_rows(rows: str, after: str = "") -> bytes:
    return workbook(Made({}, markup=sheet_markup(rows, after=after)))


@pytest.mark.parametrize(
    ("data", "code", "row"),
    [
        (hostile.two_cells, "too-wide", 1_048_576),
        (hostile.gigabyte_in_a_cell, "bomb", 0),
        (lambda: hostile.gigabyte_in_a_cell(ratio_hidden=True), "damaged-member", 0),
        (hostile.long_cell, "too-long-cell", 1),
        (hostile.million_sheets, "too-many-parts", 0),
        (hostile.many_members, "too-many-members", 0),
        (lambda: hostile.with_document_type(hostile.BILLION_LAUGHS), "document-type", 0),
        (lambda: hostile.with_document_type(hostile.FILE_ENTITY), "document-type", 0),
        (lambda: hostile.book_of(hostile.member(hostile.SHEET, b"", flags=1)), "encrypted-zip", 0),
        (lambda: hostile.book_of(*[hostile.member("x", b"")] * 2), "damaged-zip", 0),
        (lambda: b"PK" + bytes(100), "damaged-zip", 0),
    ],
    ids=[
        "two cells",
        "a gigabyte",
        "a gigabyte that says it is small",
        "30 MB in a cell",
        "a million sheets",
        "many members",
        "billion laughs",
        "a file as an entity",
        "encrypted member",
        "a member twice",
        "no list",
    ],
)
def test_what_would_be_too_much_ends_with_a_reason(tmp_path, data, code, row):
    assert refused(tmp_path, data()) == (code, row)


@pytest.mark.parametrize(
    ("data", "code", "row"),
    [
        (of_rows('<row r="2"/><row r="2"/>'), "cells-out-of-order", 2),
        (of_rows('<row r="2"/><row r="1"/>'), "cells-out-of-order", 2),
        (of_rows('<row r="1048577"/>'), "cells-out-of-order", 0),
        (of_rows('<row r="x"/>'), "cells-out-of-order", 0),
        (of_rows('<row r="1"><c r="B1"/><c r="A1"/></row>'), "cells-out-of-order", 1),
        (of_rows('<row r="1"><c r="A1"/><c r="A1"/></row>'), "cells-out-of-order", 1),
        (of_rows('<row r="1"><c r="A2"/></row>'), "cells-out-of-order", 1),
        (of_rows('<row r="1"><c r="XFE1"/></row>'), "damaged-workbook", 0),
        (of_rows('<row r="1"><c r="1A"/></row>'), "damaged-workbook", 0),
        (of_rows('<row><c t="s"><v>9</v></c></row>'), "damaged-workbook", 0),
        (of_rows('<row><c t="s"><v>-1</v></c></row>'), "damaged-workbook", 0),
        (of_rows('<row><c t="x"><v>1</v></c></row>'), "damaged-workbook", 0),
        (of_rows("", '<mergeCells><mergeCell ref="A1:XFE2"/></mergeCells>'), "damaged-workbook", 0),
        (of_rows("</row>"), "damaged-workbook", 0),
        (workbook(Made({}, markup="<html/>")), "damaged-workbook", 0),
        (workbook(Made({}), more={"[Content_Types].xml": "<x/>"}), "no-workbook", 0),
        (workbook(Made({}), more={"_rels/.rels": "<x/>"}), "damaged-workbook", 0),
        (workbook(Made({}), more={"xl/workbook.xml": "<x>"}), "damaged-workbook", 0),
        (workbook(Made({}), more={"xl/sharedStrings.xml": "<x>"}), "damaged-workbook", 0),
        (workbook(Made({}), more={"xl/styles.xml": b"\xff\xfe\x00"}), "damaged-workbook", 0),
    ],
)
def test_what_is_damaged_is_refused_and_never_read_in_part(tmp_path, data, code, row):
    assert refused(tmp_path, data) == (code, row)


@pytest.mark.parametrize("cut", range(1, 20))
def test_a_workbook_cut_short_is_refused(tmp_path, cut):
    data = workbook(Made({1: ["甲", 1]}))
    assert refused(tmp_path, data[: len(data) * cut // 20])[0] in ("damaged-zip", "not-a-workbook")


def test_many_rows_of_nothing_are_nothing(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(hostile.many_rows_of_nothing())
    with open_workbook(path, "a.xlsx") as (sheet,):
        assert [row.cells for row in sheet.rows] == [["a"]]


@pytest.mark.parametrize(
    ("limits", "code"),
    [(RowLimits(characters=1000), "too-large"), (RowLimits(cells=100), "too-many-cells")],
)
def test_one_text_in_many_cells_counts_as_often_as_it_stands(limits, code):
    """A short file may name one long text in every cell, or put each far to the right."""
    rows = "".join('<row><c/><c/><c t="s"><v>0</v></c></row>' for _ in range(50))
    book = Book((), ["x" * 30], (), from_1904=False, stale=False)
    with pytest.raises(Refusal) as caught:
        read_rows([sheet_markup(rows).encode()], "part", book, lambda _: None, limits)
    assert caught.value.code == code


def test_a_process_that_takes_too_long_is_ended(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(Made({1: ["a"]})))
    with pytest.raises(IntakeError) as caught, open_workbook(path, "a.xlsx", patience=0):
        pass
    assert caught.value.code == "reading-ended"


_LIMITED = """
import resource, sys
from pathlib import Path
from scoring.intake.faults import IntakeError
from scoring.intake.workbook import open_workbook

resource.setrlimit(resource.RLIMIT_AS, (300 * 2**20,) * 2)
path = Path(sys.argv[1])
try:
    with open_workbook(path, path.name) as sheets:
        for sheet in sheets:
            for row in sheet.rows:
                pass
except IntakeError as error:
    print(error.code)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits of this kind")
@pytest.mark.parametrize(
    ("data", "code"),
    [
        (hostile.two_cells, "too-wide"),
        (hostile.gigabyte_in_a_cell, "bomb"),
        (hostile.long_cell, "too-long-cell"),
        (hostile.million_sheets, "too-many-parts"),
        (hostile.many_members, "too-many-members"),
        (hostile.many_rows_of_nothing, ""),
    ],
)
def test_a_hostile_workbook_takes_little_memory(tmp_path, data, code):
    """The limit of 300 MB holds for the process that asks and for the one that reads."""
    pytest.importorskip("resource")
    path = tmp_path / "a.xlsx"
    path.write_bytes(data())
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == (code, "")
