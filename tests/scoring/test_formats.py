"""The same review from every format: the same results, and packages that verify."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from scoring.intake.deliveries import Delivery
from scoring.run import assess_one, run_review, verify_package
from scoring.runs.request import Request
from tests.scoring.intake.workbooks import Made, write_workbook, zipped
from tests.scoring.test_run import CASE, REQUEST

KINDS = ("投诉", "满意度测评")
SAME = ("results.csv", "results.parquet", "ledger.parquet", "lists.csv", "triggers.csv")


def text(kind: str) -> str:
    return (CASE / "evidence" / f"{kind}.csv").read_text(encoding="utf-8")


def rows(content: str) -> list[list[str]]:
    return list(csv.reader(content.splitlines()))


def sheet(name: str, content: str) -> Made:
    return Made(dict(enumerate(rows(content), start=1)), name)


def plain(folder: Path) -> Request:
    return replace(REQUEST, evidence=tuple(CASE / "evidence" / f"{kind}.csv" for kind in KINDS))


def in_gb18030(folder: Path) -> Request:
    for kind in KINDS:
        (folder / f"{kind}.csv").write_bytes(text(kind).encode("gb18030"))
    return replace(REQUEST, evidence=(folder,))


def packed(folder: Path) -> Request:
    for kind in KINDS:
        (folder / f"{kind}.csv.gz").write_bytes(gzip.compress(text(kind).encode()))
    return replace(REQUEST, evidence=(folder,))


def json_lines(folder: Path) -> Request:
    for kind in KINDS:
        headings, *found = rows(text(kind))
        lines = [json.dumps(dict(zip(headings, row, strict=True))) for row in found]
        (folder / f"{kind}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return replace(REQUEST, evidence=(folder,))


def one_workbook(folder: Path) -> Request:
    """Three sheets, the subjects among them, and a blank one."""
    subjects = (CASE / "subjects.csv").read_text(encoding="utf-8")
    sheets = [sheet("物业服务企业", subjects), *(sheet(kind, text(kind)) for kind in KINDS)]
    path = write_workbook(folder, "汇总.xlsx", *sheets, Made({}, "Sheet4"))
    return replace(REQUEST, evidence=(path,), subjects=path)


def a_workbook_for_each_kind(folder: Path) -> Request:
    """Sheet1 says nothing: the sender says the kind of one, the file's name that of the other."""
    for name, kind in (("明细.xlsx", KINDS[0]), (f"{KINDS[1]}.xlsx", KINDS[1])):
        write_workbook(folder, name, sheet("Sheet1", text(kind)))
    said = Delivery(folder / "明细.xlsx", KINDS[0])
    return replace(REQUEST, evidence=(said, folder / f"{KINDS[1]}.xlsx"))


def parquet(folder: Path) -> Request:
    for kind in KINDS:
        source = CASE / "evidence" / f"{kind}.csv"
        read = f"SELECT * FROM read_csv('{source}', all_varchar = true)"
        duckdb.sql(f"COPY ({read}) TO '{folder / kind}.parquet' (FORMAT parquet)")
    return replace(REQUEST, evidence=(folder,))


def zip_of_both(folder: Path) -> Request:
    book = write_workbook(folder, "a.xlsx", sheet("Sheet1", text(KINDS[1]))).read_bytes()
    parts = {f"数据/{KINDS[0]}.csv": text(KINDS[0]), f"数据/{KINDS[1]}.xlsx": book}
    path = folder / "材料.zip"
    path.write_bytes(zipped(parts))
    return replace(REQUEST, evidence=(path,))


@pytest.fixture(scope="module")
def expected(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("formats") / "package"
    run_review(REQUEST, folder)
    return folder


def records(package: Path) -> dict[str, int]:
    return dict(json.loads((package / "manifest.json").read_text(encoding="utf-8"))["records"])


@pytest.mark.parametrize(
    "delivered",
    [
        plain,
        in_gb18030,
        packed,
        json_lines,
        one_workbook,
        a_workbook_for_each_kind,
        parquet,
        zip_of_both,
    ],
)
def test_every_format_gives_the_same_results_and_a_package_that_verifies(
    tmp_path, expected, delivered: Callable[[Path], Request]
):
    (tmp_path / "in").mkdir()
    package = tmp_path / "package"
    run_review(delivered(tmp_path / "in"), package)
    for name in SAME:
        assert (package / name).read_bytes() == (expected / name).read_bytes(), name
    assert records(package) == records(expected)
    assert verify_package(package) is None


def test_what_is_passed_over_in_a_folder_is_told_and_verifies(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for kind in KINDS:
        (folder / f"{kind}.csv").write_text(text(kind), encoding="utf-8")
    for name in ("~$投诉.xlsx", ".DS_Store", "Thumbs.db"):
        (folder / name).write_bytes(b"x")
    outcome = run_review(replace(REQUEST, evidence=(folder,)), tmp_path / "package")
    told = [n for n in outcome.evidence.notices if n.code == "passed-over"]
    assert [(n.count, n.en) for n in told] == [
        (3, "hidden and temporary files were not read: .DS_Store, Thumbs.db, ~$投诉.xlsx")
    ]
    assert verify_package(tmp_path / "package") is None


def test_one_file_of_two_kinds_is_delivered_twice(tmp_path):
    """Each kind is said; its column of kinds is not asked then."""
    headings = "编号,工单号,受理日,已核实,票号,测评日,得分"
    path = tmp_path / "全部.csv"
    path.write_text(f"{headings}\nA1,t1,2026-05-01,是,b1,2026-05-01,90\n", encoding="utf-8")
    evidence = tuple(Delivery(path, kind) for kind in KINDS)
    outcome = run_review(replace(REQUEST, evidence=evidence), tmp_path / "package")
    assert outcome.evidence.admitted == 2
    assert verify_package(tmp_path / "package") is None
    _, evidence_of_one, _ = assess_one(replace(REQUEST, evidence=evidence), "A1")
    assert evidence_of_one.admitted == 2
