"""The workbooks as LibreOffice reads and prints them: `make office`."""

from __future__ import annotations

import csv
import shutil
import subprocess
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from rules.library import shipped
from scoring.run import run_review
from scoring.runs.sample import read_sample
from tests.scoring.reports.workbook import csv_rows

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not here"),
]

# Comma, quote, UTF-8, from the first line, as shown: no; every sheet to a file of its own.
_EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    (policy,) = shipped().glob("property-company/*[0-9].yaml")
    sample = read_sample(policy.parent / "sample" / "sample.yaml", policy)
    folder = tmp_path_factory.mktemp("office") / "package"
    run_review(replace(sample, engine="reference"), folder)
    return folder


def converted(workbook: Path, to: str, folder: Path) -> list[Path]:
    """What LibreOffice makes of a workbook; its profile is thrown away with the folder."""
    out = folder / "converted"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", to, "--outdir", out, workbook],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return sorted(out.iterdir())


def number(shown: str) -> Decimal:
    return Decimal(shown[:-1]) / 100 if shown.endswith("%") else Decimal(shown)


def test_libreoffice_reads_every_number_of_the_results(package, tmp_path):
    files = converted(package / "report.xlsx", _EVERY_SHEET, tmp_path)
    (results,) = (path for path in files if path.stem.endswith("全部结果"))
    with results.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    start = next(i for i, row in enumerate(rows) if row[0] == "对象\nsubject")
    told = list(csv_rows(package / "results.csv"))
    assert len(told) == len(rows) - start - 1
    numbers = 0
    for machine, shown in zip(told, rows[start + 1 :], strict=True):
        for value, cell in zip(machine.values(), shown, strict=True):
            if value.replace(".", "", 1).removeprefix("-").isdigit():
                assert Decimal(value) == number(cell)
                numbers += 1
    assert numbers > 72 * 30


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler (pdftotext) is not here")
def test_every_printed_page_tells_that_the_result_has_no_effect(package, tmp_path):
    (pdf,) = converted(package / "report.xlsx", "pdf", tmp_path)
    text = subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True).stdout.decode()
    pages = text.split("\f")[:-1]
    assert len(pages) > 10
    assert [page for page in pages if "仅计分：结果不产生效力" not in page] == []
    assert [page for page in pages if "合成数据" not in page] == []
