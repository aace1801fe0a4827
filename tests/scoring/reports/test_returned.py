"""Rejected tables go back to their sender with the very cells marked."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.escape import unescape

from scoring.evidence import Reject
from scoring.intake.sheets import Sheet, SheetRow
from scoring.intake.sources import Limits
from scoring.reports.returned import ReturnedRow, returned_sheet
from scoring.run import run_review
from tests.scoring.test_run import CASE, REQUEST

RED = "FFFFC7CE"


def reject(row: int, column: str = "", *, cell: str = "", reason: str = "错") -> Reject:
    return Reject("a.csv", row, column, "", "code", reason, "wrong", cell=cell)


def sheet(rows: Sequence[tuple[int, list[str]]]) -> Sheet:
    return Sheet("a.csv", "", (SheetRow(number, cells) for number, cells in rows))


ROWS = [(2, ["编号", "得分"]), (3, ["A1", "1"]), (5, ["A2", "x", "y"]), (6, []), (7, ["A3"])]

MARKS = {
    "a heading": ([reject(3, "得分")], {3: {1: "错\nwrong"}}),
    "a cell": ([reject(5, "得分", cell="C5")], {5: {2: "错\nwrong"}}),
    "two cells": ([reject(5, "得分", cell="A5/B5")], {5: {0: "错\nwrong", 1: "错\nwrong"}}),
    "a blank cell": ([reject(7, "得分")], {7: {1: "错\nwrong"}}),
    "a row": ([reject(5)], {5: {0: "错\nwrong", 1: "", 2: ""}}),
    "a column the file does not have": ([reject(3, "别的")], {3: {0: "错\nwrong", 1: ""}}),
    "a cell twice": (
        [reject(3, "得分"), reject(3, "得分", reason="又错")],
        {3: {1: "错\nwrong\n\n又错\nwrong"}},
    ),
    "the file": ([reject(0)], {}),
}


@pytest.mark.parametrize(("rejects", "marks"), MARKS.values(), ids=MARKS)
def test_the_mark_is_where_the_reject_says(rejects, marks):
    found = returned_sheet(sheet(ROWS), rejects)
    assert found.whole
    assert {row.number: row.marks for row in found.rows if row.marks} == marks
    assert [(row.number, row.cells) for row in found.rows] == [row for row in ROWS if row[1]]


def test_of_a_long_table_only_the_rejected_rows_come_back():
    rows = [(1, ["编号"]), *((n, [f"A{n}"]) for n in range(2, 12))]
    rejects = [reject(3, "编号"), reject(9, "编号"), reject(11, "编号")]
    found = returned_sheet(sheet(rows), rejects, whole=4, marked=2)
    assert found.rows == (
        ReturnedRow(1, ["编号"]),
        ReturnedRow(3, ["A3"], {0: "错\nwrong"}),
        ReturnedRow(9, ["A9"], {0: "错\nwrong"}),
    )
    assert (found.whole, found.beyond) == (False, 1)


def red_cells(path: Path, name: str) -> dict[str, tuple[object, str]]:
    """What stands in each red cell of a sheet, and the note at it."""
    sheet = openpyxl.load_workbook(path)[name]
    return {
        cell.coordinate: (cell.value, cell.comment.text if cell.comment else "")
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb == RED
    }


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("returned") / "package"
    run_review(replace(REQUEST, engine="reference"), folder)
    return folder


def test_a_csv_goes_back_as_it_came_with_its_rejects_in_red(package):
    book = openpyxl.load_workbook(package / "rejects" / "投诉.csv.xlsx")
    assert book.sheetnames == ["退回", "原表"]
    delivered = (CASE / "evidence" / "投诉.csv").read_text(encoding="utf-8").splitlines()
    rows = [",".join(str(cell or "") for cell in row) for row in book["原表"].values]
    assert rows == delivered
    assert red_cells(package / "rejects" / "投诉.csv.xlsx", "原表") == {
        "A9": ("A9", "对象表中没有这个对象\nthe table of subjects does not have it"),
        "C10": (
            "2025-05-08",
            "不在考评周期 2026-01-01 至 2026-12-31 之内\n"
            "outside the period from 2026-01-01 to 2026-12-31",
        ),
    }


def test_the_list_before_it_names_every_reject_of_the_file(package):
    book = openpyxl.load_workbook(package / "rejects" / "投诉.csv.xlsx")
    rows = [row for row in book["退回"].values if row[0] == "投诉.csv"]
    assert [(row[2], row[3], row[5]) for row in rows] == [
        (9, "编号", "A9"),
        (10, "受理日", "2025-05-08"),
    ]


def test_only_files_with_rejects_go_back(package):
    manifest = json.loads((package / "manifest.json").read_text(encoding="utf-8"))
    assert [name for name in manifest["outputs"] if name.startswith("rejects/")] == [
        "rejects/投诉.csv.xlsx",
        "rejects/满意度测评.csv.xlsx",
    ]


def test_a_workbook_goes_back_at_its_own_cells_and_what_it_holds_stays_text(tmp_path):
    """Headings that do not start at A1, a second sheet of which all was taken, hostile words."""
    delivered = tmp_path / "投诉.xlsx"
    with xlsxwriter.Workbook(str(delivered), {"strings_to_formulas": False}) as book:
        first = book.add_worksheet("投诉")
        for row, cells in enumerate(
            [["工单号", "受理日", "已核实", "编号"],
             ["=1+1", "2026-03-01", "是", "A9"],
             ["t2", "2026-03-02", "是", "A1"],
             ["t3", "不详", "是", "A1"]]
        ):  # fmt: skip
            for column, text in enumerate(cells):
                first.write_string(row + 2, column + 1, text)
    evidence = (delivered, CASE / "evidence" / "满意度测评.csv")
    run_review(replace(REQUEST, engine="reference", evidence=evidence), tmp_path / "out")
    path = tmp_path / "out" / "rejects" / "投诉.xlsx"
    found = red_cells(path, "投诉")
    assert {cell: value for cell, (value, _) in found.items()} == {"E4": "A9", "C6": "不详"}
    assert openpyxl.load_workbook(path)["投诉"]["B4"].data_type == "s"
    assert openpyxl.load_workbook(path).sheetnames == ["退回", "投诉"]


def test_json_lines_go_back_line_by_line(tmp_path):
    delivered = tmp_path / "投诉.jsonl"
    lines = [
        '{"工单号": "t1", "受理日": "2026-03-01", "已核实": "是", "编号": "A1"}',
        '{"工单号": "t2", "受理日": "不详", "已核实": "是", "编号": "A1"}',
    ]
    delivered.write_text("\n".join(lines) + "\n", encoding="utf-8")
    evidence = (delivered, CASE / "evidence" / "满意度测评.csv")
    run_review(replace(REQUEST, engine="reference", evidence=evidence), tmp_path / "out")
    found = red_cells(tmp_path / "out" / "rejects" / "投诉.jsonl.xlsx", "原表")
    assert [(cell, unescape(str(value))) for cell, (value, _) in found.items()] == [
        ("A2", lines[1])
    ]


def test_json_lines_go_back_though_all_together_are_longer_than_one_may_be(tmp_path):
    delivered = tmp_path / "投诉.jsonl"
    wrong = '{"工单号": "t2", "受理日": "不详", "已核实": "是", "编号": "A1"}'
    filler = json.dumps({"工单号": "t1", "编号": "A1", "备注": "x" * (Limits().row - 100)})
    delivered.write_text("\n".join([filler, filler, wrong]), encoding="utf-8")
    evidence = (delivered, CASE / "evidence" / "满意度测评.csv")
    run_review(replace(REQUEST, engine="reference", evidence=evidence), tmp_path / "out")
    found = red_cells(tmp_path / "out" / "rejects" / "投诉.jsonl.xlsx", "原表")
    assert unescape(str(found["A3"][0])) == wrong


def test_a_table_in_a_zip_goes_back_by_itself(tmp_path):
    with zipfile.ZipFile(tmp_path / "证据.zip", "w") as archive:
        for name in ("投诉.csv", "满意度测评.csv"):
            archive.write(CASE / "evidence" / name, name)
    evidence = (tmp_path / "证据.zip",)
    run_review(replace(REQUEST, engine="reference", evidence=evidence), tmp_path / "out")
    found = red_cells(tmp_path / "out" / "rejects" / "证据.zip" / "投诉.csv.xlsx", "原表")
    assert {cell: value for cell, (value, _) in found.items()} == {"A9": "A9", "C10": "2025-05-08"}
