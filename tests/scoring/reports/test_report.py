"""The report of a review says what the tables of its package say, for people, cell by cell."""

from __future__ import annotations

import os
import re
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.library import shipped
from rules.values import plain
from scoring.explanation.points import _LIMITS as EXPLAINED
from scoring.package.tables import rejects_table
from scoring.package.writing import write_tables
from scoring.reports.codes import READINGS
from scoring.reports.distribution import histogram
from scoring.reports.document import Remark
from scoring.reports.excerpts import whole
from scoring.reports.review import review_report
from scoring.run import admit_request, compile_request, judging, run_review
from scoring.runs.request import Request, gathered
from scoring.runs.sample import read_sample
from tests.scoring.reports.workbook import csv_rows, sheets, table
from tests.scoring.test_run import REQUEST

# What machine tables say in codes, people read in words.
CODES = {
    "graded": "已评 graded",
    "not_graded": "未评 not graded",
    "pending": "待定 pending",
    "listed": "列入 listed",
    "proposed": "建议 proposed",
    "provisional": "暂定 provisional",
    "true": "是",
    "false": "否",
}
SEATS = {"seated": "在名额内 seated", "displaced": "超出降等 displaced"}


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """The package of a small town, whose subjects have every state."""
    folder = tmp_path_factory.mktemp("report") / "package"
    run_review(replace(REQUEST, engine="reference"), folder)
    return folder


@pytest.fixture(scope="module", params=["property-company", "party-branch-star"])
def package(request, tmp_path_factory) -> Path:
    (policy,) = shipped().glob(f"{request.param}/*[0-9].yaml")
    sample = replace(
        read_sample(policy.parent / "sample" / "sample.yaml", policy), engine="reference"
    )
    folder = tmp_path_factory.mktemp("report") / request.param
    run_review(sample, folder)
    return folder


def same(column: str, told: str, shown: str) -> bool:
    """Whether a cell of the report says what the machine table says."""
    if column == "quota" and ":" in told:
        seats = (seat.split(":") for seat in told.split(";"))
        return shown == "；".join(f"{grade}：{SEATS[outcome]}" for grade, outcome in seats)
    try:
        return Decimal(told) == Decimal(shown)
    except ArithmeticError:
        return CODES.get(told, told) == shown


def differences(machine: Path, report: list[list[str]], *, named: bool) -> Iterator[str]:
    """`named`: the report has the name of each subject behind its id."""
    rows = list(csv_rows(machine))
    if len(rows) != len(report):
        yield f"{len(rows)} rows, {len(report)} in the report"
    for told, shown in zip(rows, report, strict=False):
        cells = list(shown)
        if named and "subject" in told:
            del cells[list(told).index("subject") + 1]
        for column, value, cell in zip(told, told.values(), cells, strict=True):
            if not same(column, value, cell):
                yield f"{column}: {value!r}, in the report {cell!r}"


TABLES = {
    "results": ("全部结果", "对象\nsubject", False),
    "triggers": ("处置", "处置\ntrigger", True),
    "quotas": ("比例控制", "比例控制\nquota", True),
    "coefficients": ("系数", "系数名称\ncoefficient", True),
    "awards": ("奖励", "奖励资金\naward pool", True),
    "rejects": ("退回", "文件\nfile", True),
}


def test_every_cell_of_every_table_is_in_the_report(package):
    report = sheets(package / "report.xlsx")
    found = {path.stem for path in package.glob("*.csv")}
    assert found - set(TABLES) == {"lists"}
    for name in found & set(TABLES):
        title, first, named = TABLES[name]
        rows = table(report[title], first)
        assert list(differences(package / f"{name}.csv", rows, named=named)) == []


def test_each_list_has_a_sheet_and_those_who_wait_another(package):
    report = sheets(package / "report.xlsx")
    told: dict[str, list[str]] = {}
    for row in csv_rows(package / "lists.csv"):
        waits = "（待定）" if row["status"] == "pending" else ""
        told.setdefault(row["list"] + waits, []).append(row["subject"])
    for title, subjects in told.items():
        assert [row[0] for row in table(report[title], "对象\nsubject")] == subjects
    assert [title for title in report if title.endswith("（待定）")] == [
        title for title in told if title.endswith("（待定）")
    ]


def test_the_ledger_sums_to_the_totals(package):
    report = sheets(package / "report.xlsx")
    sums: dict[str, Fraction] = {}
    for row in table(report["账目"], "对象\nsubject"):
        sums[row[0]] = sums.get(row[0], Fraction(0)) + Fraction(row[-1])
    totals = {
        r["subject"]: Fraction(r["total"]) for r in csv_rows(package / "results.csv") if r["total"]
    }
    assert {subject: sums[subject] for subject in totals} == totals


def test_the_report_reads_like_this(small, golden):
    lines = []
    for title, rows in sheets(small / "report.xlsx").items():
        lines.append(f"── {title}")
        lines += [" | ".join(cell.replace("\n", " ") for cell in row).rstrip(" |") for row in rows]
    # The digest tells of the whole policy; here only that it is told.
    text = re.sub("sha256:[0-9a-f]{64}", "sha256:…", "\n".join(lines))
    golden("report/small-town.txt", text + "\n")


def test_marks_are_on_every_sheet_and_in_its_page_header(package):
    book = openpyxl.load_workbook(package / "report.xlsx")
    for sheet in book.worksheets:
        first = [str(cell.value) for cell in sheet["A"][:6]]
        assert "仅计分：结果不产生效力 shadow: the result has no effect" in first
        assert any("合成数据" in text and "synthetic data" in text for text in first)
        assert "仅计分：结果不产生效力 · 合成数据" in sheet.oddHeader.right.text


def test_tables_are_set_up_to_be_read_and_printed(package):
    book = openpyxl.load_workbook(package / "report.xlsx")
    sheet = book["全部结果"]
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    heading = sheet.print_title_rows.split(":")[0].strip("$")
    assert sheet[f"A{heading}"].value == "对象\nsubject"
    assert sheet.freeze_panes == f"B{int(heading) + 1}"
    assert sheet.auto_filter.ref.startswith(f"A{heading}:")
    formats = {
        cell.number_format for row in sheet.iter_rows(min_row=int(heading) + 1) for cell in row
    }
    assert {"0.00", "0.00%"} <= formats


def test_charts_are_native_and_carry_their_numbers(package):
    with zipfile.ZipFile(package / "report.xlsx") as archive:
        charts = sorted(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
        texts = [archive.read(name).decode() for name in charts]
    assert len(texts) == 2
    counts = [
        row for row in table(sheets(package / "report.xlsx")["分布"], "等次\ngrade") if row[0]
    ]
    grades = counts[: next(i for i, row in enumerate(counts) if row[1] == "")]
    for label, count, *_ in grades:
        assert f"<c:v>{label}</c:v>" in texts[0]
        assert f"<c:v>{count}</c:v>" in texts[0]


def test_neither_zone_nor_mask_of_the_machine_shows(small, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    mask = os.umask(0o077)
    try:
        run_review(replace(REQUEST, engine="reference"), tmp_path / "out")
    finally:
        os.umask(mask)
        monkeypatch.undo()
        time.tzset()
    one, other = (folder / "report.xlsx" for folder in (small, tmp_path / "out"))
    assert one.read_bytes() == other.read_bytes()


def test_nothing_in_the_file_tells_when_it_was_made(small):
    with zipfile.ZipFile(small / "report.xlsx") as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(1980, 1, 31)}
        assert "2000-01-01T00:00:00Z" in archive.read("docProps/core.xml").decode()


def hostile_case(folder: Path) -> Request:
    """Formulas wherever somebody may write words: title, issuer, names, notes, mark."""
    case = REQUEST.policy.parent
    policy = (case / "policy.yaml").read_text(encoding="utf-8")
    policy = policy.replace("考评: 小镇物业考评", "考评: \"=cmd|' /C calc'!A0 & 1\"")
    policy = policy.replace("措施: 约谈负责人", "措施: '@SUM(A1)'").replace(
        "公示: 5 日", "公示: '+5 日'"
    )
    (folder / "policy.yaml").write_text(policy, encoding="utf-8")
    subjects = (case / "subjects.csv").read_text(encoding="utf-8")
    for name, formula in (("安居物业", "=1+1"), ("百盛物业", "＝1+1"), ("长青物业", '"\t=1,1"')):
        subjects = subjects.replace(name, formula)
    (folder / "subjects.csv").write_text(subjects, encoding="utf-8")
    return replace(
        REQUEST, policy=folder / "policy.yaml", subjects=folder / "subjects.csv", engine="reference"
    )


def test_no_word_of_a_policy_or_of_evidence_becomes_a_formula(tmp_path):
    run_review(hostile_case(tmp_path), tmp_path / "out")
    with zipfile.ZipFile(tmp_path / "out" / "report.xlsx") as archive:
        parts = [archive.read(name).decode() for name in archive.namelist()]
    assert not [part for part in parts if "<f>" in part or "<hyperlinks>" in part]
    # Reading refuses every cell that is not text, a number or a day.
    report = sheets(tmp_path / "out" / "report.xlsx")
    cells = {cell for rows in report.values() for row in rows for cell in row}
    assert {"=1+1", "＝1+1", "@SUM(A1)", "+5 日"} <= cells
    assert any(cell.startswith("=cmd|' /C calc'!A0 & 1") for cell in cells)


def test_a_table_too_long_to_read_is_said_to_stand_elsewhere(tmp_path):
    request = gathered(replace(REQUEST, engine="reference"))
    program, warnings = compile_request(request)
    evidence = admit_request(program, request)
    with judging(request, program, warnings, evidence) as judged:
        summary, tables = write_tables(judged, tmp_path, most=4)
    rejects = whole(rejects_table(evidence.rejects), 4)
    document = review_report(summary, tables | {"rejects": rejects})
    left_out = {
        sheet.name.zh: block.words.zh
        for sheet in document.sheets
        for block in sheet.blocks
        if isinstance(block, Remark) and "未列在这里" in block.words.zh
    }
    assert left_out == {
        name: f"共 {rows} 行，多于 4 行，未列在这里；全部内容见 {file}"
        for name, rows, file in (
            ("成绩", 5, "results.csv"),
            ("全部结果", 5, "results.csv"),
            ("账目", tables["ledger"].count, "ledger.parquet"),
        )
    }


def test_every_limit_a_ledger_names_has_words():
    reading = READINGS["ledger", "lost_to"]
    assert [limit for limit in EXPLAINED if reading(limit) == limit] == []


def test_codes_without_words_stay_as_they_are():
    assert READINGS["ledger", "lost_to"]("服务造假+rule_cap") == "服务造假、本条上限"


@given(
    st.lists(st.builds(lambda n: plain(Fraction(n, 100)), st.integers(-9999, 12000)), min_size=1)
)
def test_every_total_is_in_one_interval(totals):
    bins = histogram(Counter(totals), None)
    assert sum(count for _, count in bins) == len(totals)
    assert len(bins) <= 20
    lows = [Fraction(label.partition("–")[0]) for label, _ in bins]
    assert [count for _, count in bins[:-1]] == [
        sum(low <= total < lows[i + 1] for total in totals) for i, low in enumerate(lows[:-1])
    ]


@pytest.mark.parametrize(
    ("totals", "high", "bins"),
    [
        ([], 100, []),
        ([Fraction(173, 2)], 100, [("86.5–86.51", 1)]),
        ([60, 80, 100], 100, [("60–65", 1), ("65–70", 0), ("70–75", 0), ("75–80", 0),
                              ("80–85", 1), ("85–90", 0), ("90–95", 0), ("95–100", 0), ("100", 1)]),
    ],
    ids=["nobody", "one", "the highest mark of all"],
)  # fmt: skip
def test_intervals(totals, high, bins):
    assert histogram(Counter(totals), high) == bins
