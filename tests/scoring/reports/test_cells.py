"""Cells: exact numbers or text, never a formula, nothing left out without a word."""

from __future__ import annotations

import zipfile
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from rules.values import plain, show_number
from scoring.package.table import Column
from scoring.reports.xlsx.book import opened
from scoring.reports.xlsx.cells import Day, Figure, Text, cell_of
from scoring.reports.xlsx.names import SheetNames
from scoring.reports.xlsx.styles import Styles
from scoring.reports.xlsx.writing import put, put_text

POINTS = Column("points", "decimal", 2)
SHARE = Column("share", "decimal", 4, "percent")
YUAN = Column("yuan", "decimal", 2, "grouped")
EXACT = Column("raw", "exact")

CELLS = {
    "points": (POINTS, Fraction(173, 2), Figure(Decimal("86.50"), "0.00")),
    "a whole number of points": (POINTS, 86, Figure(Decimal("86.00"), "0.00")),
    "percent": (SHARE, Fraction(119, 200), Figure(Decimal("0.5950"), "0.00%")),
    "money": (YUAN, 1234567, Figure(Decimal("1234567.00"), "#,##0.00")),
    "as many decimals as it has": (EXACT, Fraction(-1, 8), Figure(Decimal("-0.125"), "0.000")),
    "no finite decimals": (EXACT, Fraction(1, 3), Text("1/3")),
    "fifteen digits": (EXACT, 123456789012345, Figure(Decimal(123456789012345), "0")),
    "sixteen digits": (EXACT, 1234567890123456, Text("1234567890123456")),
    "small": (EXACT, Fraction(1, 10**20), Figure(Decimal("0." + "0" * 19 + "1"), "0." + "0" * 20)),
    "yes": (Column("b", "boolean"), True, Text("是")),
    "no": (Column("b", "boolean"), False, Text("否")),
    "day": (Column("d", "date"), date(2026, 3, 5), Day(date(2026, 3, 5))),
    "a day that serial numbers get wrong": (
        Column("d", "date"), date(1900, 2, 28), Text("1900-02-28"),
    ),
    "missing": (POINTS, None, None),
    "empty": (Column("t"), "", None),
    "text like a number": (Column("t"), "007", Text("007")),
}  # fmt: skip

HOSTILE = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "＋1",
    '=HYPERLINK("http://example.invalid","x")',
    "{=1+1}",
    "DDE",
    "http://example.invalid/",
    "mailto:a@example.invalid",
    "internal:Sheet1!A1",
    "<r>a</r>",
    "<r><t>a</t></r>",
    "<r></is></c><c><f>1+1</f></c><c><is></r>",
    "&amp;<b>",
    "]]>",
    "_x0041_",
    "a\x01b\x1f",
    "\ufffe\uffff",
    " both ends ",
    "一\n二",
    "1e5",
    "true",
    "#REF!",
]


@pytest.mark.parametrize(("column", "value", "cell"), CELLS.values(), ids=CELLS)
def test_a_value_is_a_number_only_where_it_is_exact(column, value, cell):
    assert cell_of(column, value) == cell


def read_back(path, write) -> Any:
    """The first sheet of a workbook that `write(sheet, styles)` filled."""
    with opened(path, "") as book:
        styles = Styles(book)
        write(book.add_worksheet("一"), styles)
    return openpyxl.load_workbook(path).worksheets[0]


@given(
    st.lists(
        st.builds(
            lambda n, d: plain(Fraction(n, 10**d)),
            st.integers(-(10**18), 10**18),
            st.integers(0, 12),
        ),
        min_size=1,
    )
)
@settings(deadline=None, max_examples=40)
def test_a_number_comes_back_to_the_last_digit(tmp_path_factory, numbers):
    def write(sheet, styles):
        for row, number in enumerate(numbers):
            put(sheet, styles, row, 0, cell_of(EXACT, number))

    sheet = read_back(tmp_path_factory.mktemp("cells") / "a.xlsx", write)
    found = [cell.value for (cell,) in sheet.iter_rows()]
    shown = [value if isinstance(value, str) else Decimal(repr(value)) for value in found]
    assert [Decimal(value) for value in shown] == [Decimal(show_number(n)) for n in numbers]


def written_texts(path, texts):
    def write(sheet, styles):
        for row, text in enumerate(texts):
            put(sheet, styles, row, 0, Text(text))

    return [
        (cell.data_type, unescape(cell.value)) for (cell,) in read_back(path, write).iter_rows()
    ]


def test_text_stays_text(tmp_path):
    assert written_texts(tmp_path / "a.xlsx", HOSTILE) == [("s", text) for text in HOSTILE]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not [name for name, part in parts.items() if "<f>" in part or "<hyperlinks>" in part]


@given(st.lists(st.text(min_size=1), min_size=1))
@settings(deadline=None, max_examples=60)
def test_any_text_comes_back(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("cells") / "a.xlsx"
    # An XML reader gives every kind of line end as a line feed, within a cell too.
    assert written_texts(path, texts) == [("s", text) for text in texts]


@pytest.mark.parametrize("char", ["a", "考", "𠮷"])
def test_a_text_that_no_cell_holds_ends_with_a_word_of_it(tmp_path, char):
    ((_, text),) = written_texts(tmp_path / "a.xlsx", [char * 40_000])
    assert len(text.encode("utf-16-le")) <= 2 * 32_767
    assert text.startswith(char * 16_000)
    assert "全文共 40,000 字" in text
    longest = "考" * 32_767
    assert written_texts(tmp_path / "b.xlsx", [longest]) == [("s", longest)]


@pytest.mark.parametrize("place", [(1_048_576, 0), (0, 16_384)], ids=["row", "column"])
def test_a_cell_beyond_the_sheet_is_an_error_of_ours(tmp_path, place):
    def write(sheet, styles):
        with pytest.raises(ValueError, match="was not written"):
            put(sheet, styles, *place, Text("x"))
        with pytest.raises(ValueError, match="was not written"):
            put(sheet, styles, *place, Figure(Decimal(1), "0"))
        put_text(sheet, 0, 0, "x", styles.of("plain"))

    read_back(tmp_path / "a.xlsx", write)


def test_a_sheet_has_a_name_that_spreadsheets_take():
    names = SheetNames()
    wanted = ["红榜", "红榜", "a/b:c", "A_b_c", "'引号'", "", "History", "长" * 40, "长" * 41]
    assert [names.take(name) for name in wanted] == [
        "红榜", "红榜 (2)", "a_b_c", "A_b_c (2)", "引号", "_", "History (2)",
        "长" * 31, "长" * 27 + " (2)",
    ]  # fmt: skip


@given(st.lists(st.text(max_size=50), min_size=1, max_size=8))
@settings(deadline=None, max_examples=60)
def test_any_words_make_names_of_sheets(tmp_path_factory, wanted):
    path = tmp_path_factory.mktemp("names") / "a.xlsx"
    names = SheetNames()
    taken = [names.take(name) for name in wanted]
    with opened(path, "") as book:
        for name in taken:
            book.add_worksheet(name)
    assert len({name.casefold() for name in taken}) == len(wanted)
    assert len(openpyxl.load_workbook(path).sheetnames) == len(wanted)
