"""A workbook says what its spreadsheet shows; what cannot be read is told at its cell."""

from __future__ import annotations

import io
import zipfile

import pytest

from scoring.evidence import Origin
from scoring.intake.faults import IntakeError, fault
from scoring.intake.sheets import Merge, SheetRow
from scoring.intake.workbook import open_workbook
from tests.scoring.intake.programs import (
    BALLOT,
    COMPANY,
    COMPLAINT,
    MARKS,
    admitted,
    codes,
    program,
    records,
)
from tests.scoring.intake.workbooks import (
    CHINESE_DAY,
    DAY,
    HOURS,
    MAIN,
    OFFICE,
    PERCENT,
    Made,
    Raw,
    boolean,
    error,
    formula,
    number,
    workbook,
    write_workbook,
    zipped,
)

HEADINGS = ("企业编号", "评价人", "得分")


def rows_of(path):
    with open_workbook(path, path.name) as sheets:
        return [list(sheet.rows) for sheet in sheets]


def cell_of(folder, cell, **more):
    """The text of the one cell, and the code of what is wrong with it."""
    ((row,),) = rows_of(write_workbook(folder, "a.xlsx", Made({1: [cell]}), **more))
    wrong = row.faults.get(0)
    return row.cells[0], wrong.code if wrong else ""


SHOWN = [
    (number("85"), "85"),
    (number("0.30000000000000004"), "0.3"),
    (number("-0"), "0"),
    (number("1E-3"), "0.001"),
    (number("1.5E+3"), "1500"),
    (number("999999999999999"), "999999999999999"),
    (number("0.85", PERCENT), "85%"),
    (number("0.28500000000000003", PERCENT), "28.5%"),
    (number("1", PERCENT), "100%"),
    (number("46086", DAY), "2026-03-05"),
    (number("46086", CHINESE_DAY), "2026-03-05"),
    (number("46086.604166666664", DAY), "2026-03-05 14:30:00"),
    (number("0.5", DAY), "12:00:00"),
    (number("59", DAY), "1900-02-28"),
    (number("61", DAY), "1900-03-01"),
    (number("1.25", HOURS), "30:00:00"),
    (boolean(true=True), "是"),
    (boolean(true=False), "否"),
    (formula("1+1", "2"), "2"),
    (Raw("<f>A1</f><v>甲</v>", 't="str"'), "甲"),
    (Raw("<is><t>甲</t><rPh><t>jia</t></rPh><r><t>乙</t></r></is>", 't="inlineStr"'), "甲乙"),
    (Raw("<v>2026-03-05T00:00:00</v>", 't="d"'), "2026-03-05"),
    ("=1+1", "=1+1"),
    ("_x0041_&<", "A&<"),
    ("_xD83D__xde00_", "_xD83D__xde00_"),
    (" 85 ", " 85 "),
]

UNREADABLE = [
    (error("#DIV/0!"), "#DIV/0!", "error-value"),
    (Raw("<f>1/0</f><v>#DIV/0!</v>", 't="e"'), "#DIV/0!", "error-value"),
    (formula("1+1"), "=1+1", "formula-without-result"),
    (formula("1+1", ""), "=1+1", "formula-without-result"),
    (number("110105199001011234"), "110105199001011234", "rounded-digits"),
    (number("1.1010519900101123E+17"), "1.1010519900101123E+17", "rounded-digits"),
    (number("1000000000000000"), "1000000000000000", "rounded-digits"),
    (number("60", DAY), "60", "bad-date-number"),
    (number("-1", DAY), "-1", "bad-date-number"),
    (number("2958466", DAY), "2958466", "bad-date-number"),
    (number("NaN"), "NaN", "not-finite"),
    (number("1_0"), "1_0", "bad-number"),
    (number("５０"), "５０", "bad-number"),
    (number("1E+9999"), "1E+9999", "rounded-digits"),
    (number("1E-9999"), "1E-9999", "bad-number"),
]


def test_cells_read_as_the_spreadsheet_shows_them(tmp_path):
    sheet = Made({row: [cell] for row, (cell, _) in enumerate(SHOWN, start=1)})
    (rows,) = rows_of(write_workbook(tmp_path, "a.xlsx", sheet))
    assert rows == [SheetRow(row, [text]) for row, (_, text) in enumerate(SHOWN, start=1)]


def test_a_cell_nothing_can_be_read_of_is_a_fault_with_its_text(tmp_path):
    sheet = Made({row: ["", cell] for row, (cell, _, _) in enumerate(UNREADABLE, start=1)})
    (rows,) = rows_of(write_workbook(tmp_path, "a.xlsx", sheet))
    assert rows == [
        SheetRow(row, ["", text], {1: fault(code)})
        for row, (_, text, code) in enumerate(UNREADABLE, start=1)
    ]


def test_an_empty_text_is_a_result_of_a_formula(tmp_path):
    sheet = Made({1: ["a", Raw("<f>A2</f><v></v>", 't="str"')]})
    assert rows_of(write_workbook(tmp_path, "a.xlsx", sheet)) == [[SheetRow(1, ["a"])]]


def test_results_of_formulas_that_wait_for_calculation_are_not_trusted(tmp_path):
    book = '<calcPr fullCalcOnLoad="1"/>'
    assert cell_of(tmp_path, formula("1+1", "0"), book=book) == ("=1+1", "formula-without-result")
    assert cell_of(tmp_path, number("0"), book=book) == ("0", "")


def test_dates_may_be_counted_from_1904(tmp_path):
    book = '<workbookPr date1904="1"/>'
    assert cell_of(tmp_path, number("44624", DAY), book=book) == ("2026-03-05", "")
    assert cell_of(tmp_path, number("0", DAY), book=book) == ("1904-01-01", "")


def test_a_workbook_in_strict_form_is_read_too(tmp_path):
    day = Raw("<v>2026-03-05</v>", 't="d"')
    plain = workbook(Made({1: ["甲", day, number("0.5", PERCENT)]}, merges=["A1:B1"]))
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strict = b"http://purl.oclc.org/ooxml/"
    for name, content in parts.items():
        content = content.replace(MAIN.encode(), strict + b"spreadsheetml/main")
        parts[name] = content.replace(OFFICE.encode(), strict + b"officeDocument/relationships")
    path = tmp_path / "a.xlsx"
    path.write_bytes(zipped(parts))
    with open_workbook(path, "a.xlsx") as (sheet,):
        assert list(sheet.rows) == [SheetRow(1, ["甲", "2026-03-05", "50%"])]
        assert sheet.merges == (Merge(1, 1, 0, 1),)


def test_rows_keep_their_numbers_and_cells_their_columns(tmp_path):
    sheet = Made({3: ["", "", "甲"], 5: ["", 1, "", ""]}, hidden_rows=[5], hidden_columns=[0, 2])
    path = write_workbook(
        tmp_path, "a.xlsx", sheet, Made({}, "空", "veryHidden", ["A1:B2", "C3:C3"])
    )
    with open_workbook(path, "a.xlsx") as (first, second):
        assert list(first.rows) == [
            SheetRow(3, ["", "", "甲"]),
            SheetRow(5, ["", "1"], hidden=True),
        ]
        assert (first.name, first.hidden, first.blank) == ("Sheet1", False, False)
        assert first.hidden_columns == {0, 2}
        assert (second.name, second.hidden, second.blank) == ("空", True, True)
        assert second.merges == (Merge(1, 2, 0, 1), Merge(3, 3, 2, 2))


def test_sheets_may_be_read_in_any_order_and_left_in_the_middle(tmp_path):
    many = {row: [row] for row in range(1, 5000)}
    path = write_workbook(tmp_path, "a.xlsx", Made(many, "甲"), Made({1: ["乙"]}, "乙"))
    with open_workbook(path, "a.xlsx") as (first, second):
        assert next(iter(first.rows)) == SheetRow(1, ["1"])
        assert list(second.rows) == [SheetRow(1, ["乙"])]


def test_each_reject_names_its_cell(tmp_path):
    path = write_workbook(
        tmp_path,
        "汇总.xlsx",
        Made(
            {
                2: ["", "企业编号", "街道", "户数"],
                3: ["", "A", "东", 300],
                4: ["", "B", error("#REF!"), 5],
            },
            "企业",
        ),
        Made(
            {
                1: HEADINGS,
                2: ["A", "党员", 90],
                3: ["A", "党员", error("#DIV/0!")],
                5: ["A", "党员", number("0.905", PERCENT)],
                6: ["A", "路人", number("110105199001011234")],
                7: ["Z", "党员", 90],
                8: [number("110105199001011234"), "党员", 90],
            },
            "测评",
        ),
        Made({}, "Sheet3"),
    )
    evidence = admitted(program(BALLOT, COMPLAINT, subject=COMPANY), path, subjects=path)
    assert [(r.sheet, r.row, r.cell, r.value, r.code) for r in evidence.rejects] == [
        ("企业", 4, "C4", "#REF!", "error-value"),
        ("测评", 3, "C3", "#DIV/0!", "error-value"),
        ("测评", 5, "C5", "90.5%", "not-a-number"),
        ("测评", 6, "C6", "110105199001011234", "rounded-digits"),
        ("测评", 6, "B6", "路人", "unknown-category"),
        ("测评", 7, "A7", "Z", "unknown-subject"),
        ("测评", 8, "A8", "110105199001011234", "rounded-digits"),
    ]
    assert [r.origin for r in records(evidence)] == [Origin("汇总.xlsx", 2, "", "测评")]
    assert evidence.admitted + evidence.rejected == 6
    assert codes(evidence) == ["kind-not-delivered", "unread-columns"]


def test_what_a_table_does_not_show_is_told(tmp_path):
    sheet = Made(
        {1: HEADINGS, 2: ["A", "党员", 90], 3: ["", "", 80, "", "旁注"], 4: ["B", "业主", 70]},
        state="hidden",
        merges=["A2:A3", "B1:C1"],
        hidden_rows=[3, 4],
        hidden_columns=[1, 9],
    )
    evidence = admitted(program(BALLOT), write_workbook(tmp_path, "测评.xlsx", sheet))
    assert [(r.cell, r.code) for r in evidence.rejects] == [("A3", "merged-cell")]
    assert evidence.rejects[0].reason_en.startswith("part of the merged cells A2:A3")
    assert {n.code: n.count for n in evidence.notices} == {
        "hidden-sheet": 1,
        "hidden-columns": 1,
        "hidden-rows": 2,
        "cells-without-heading": 1,
        "subjects-from-evidence": 2,
    }


def test_duplicates_and_what_is_late_unknown_or_in_a_wrong_unit_are_told_at_their_cells(tmp_path):
    headings = ["对象", "工单号", "严重程度", "已核实", "扣分", "发生日"]
    day = number("46086", DAY)
    rows = [
        ["A", "G1", "一般", "是", 1, day],
        ["A", "G2", "一般", "是", 1, day],
        ["A", "G2", "一般", "是", 2, day],
        ["B", "G3", "一般", "是", number("0.05", PERCENT), day],
        ["B", "G4", "一般", "是", "3分", day],
        ["B", "G5", "一般", "是", 1, number("46380", DAY)],
        ["C", "G6", "一般", "是", 1, "2026/3/5"],
        ["C", "G7", "一般", "是", 1, day],
    ]
    again = Made({1: headings, 9: rows[0], 10: ["C", "G8", "一般", "是", 1, day]}, "complaints")
    first = Made(dict(enumerate([headings, *rows], start=1)), "投诉")
    path = write_workbook(tmp_path, "汇总.xlsx", first, again)
    evidence = admitted(program(COMPLAINT), path)
    assert [(r.sheet, r.row, r.cell, r.code) for r in evidence.rejects] == [
        ("投诉", 2, "", "duplicate-identity"),
        ("投诉", 3, "", "conflicting-identity"),
        ("投诉", 4, "", "conflicting-identity"),
        ("投诉", 5, "E5", "not-a-number"),
        ("投诉", 6, "E6", "not-a-number"),
        ("投诉", 7, "F7", "after-as-of"),
        ("投诉", 8, "F8", "not-a-date"),
    ]
    assert evidence.admitted + evidence.rejected == 10
    assert sorted(codes(evidence)) == ["same-content", "subjects-from-evidence"]


def test_a_wide_row_is_told_cell_by_cell(tmp_path):
    headings = ["企业编号", "检查单", "发生日", "秩序得分", "卫生得分", "绿化得分"]
    row = ["A", "J1", "2026-05-06", error("#N/A"), 5, 9]
    path = write_workbook(tmp_path, "检查.xlsx", Made({2: headings, 4: row, 5: row}))
    evidence = admitted(program(MARKS), path)
    assert [(r.cell, r.column, r.value, r.code, r.records) for r in evidence.rejects] == [
        ("D4", "秩序得分", "#N/A", "error-value", 1),
        ("F4", "绿化得分", "9", "out-of-bounds", 1),
        ("E5", "卫生得分", "J1/卫生", "duplicate-identity", 1),
        ("D5", "秩序得分", "#N/A", "error-value", 1),
        ("F5", "绿化得分", "9", "out-of-bounds", 1),
    ]
    assert [r.origin.cell for r in records(evidence)] == ["E4"]


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["测评", "说明"], "sheets-not-told"),
        (["说明", "附件"], "sheets-not-told"),
        (["测评", "企业", "说明"], "subjects-not-said"),
        (["测评", "投诉"], ""),
    ],
)
def test_every_sheet_must_tell_what_it_holds(tmp_path, names, code):
    ballots = {1: HEADINGS, 2: ["A", "党员", 90]}
    complaints = {1: ["对象", "工单号", "严重程度", "已核实", "扣分", "发生日"]}
    sheets = [Made(complaints if name == "投诉" else ballots, name) for name in names]
    path = write_workbook(tmp_path, "汇总.xlsx", *sheets)
    policy = program(BALLOT, COMPLAINT)
    if not code:
        assert admitted(policy, path).delivered == {"测评", "投诉"}
        return
    with pytest.raises(IntakeError) as caught:
        admitted(policy, path)
    assert (caught.value.code, caught.value.file) == (code, "汇总.xlsx")
    assert ("企业" if code == "subjects-not-said" else "说明") in caught.value.zh
