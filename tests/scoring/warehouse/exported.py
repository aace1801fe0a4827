"""Packages exported in tests, and their cells compared with the CSV a person reads."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from scoring.reports.office.filing import open_stored
from scoring.run import run_review
from scoring.runs.sample import read_sample
from scoring.warehouse.exporting import Export, export_package

ROOT = Path(__file__).parents[3]


def run_sample(policy: str, folder: Path) -> Path:
    """With findings."""
    (file,) = (ROOT / "policies" / policy).glob("*[0-9].yaml")
    request = read_sample(ROOT / "policies" / policy / "sample" / "sample.yaml", file)
    run_review(replace(request, engine="duckdb", ledger="findings"), folder)
    return folder


def export(package: Path, root: Path) -> Export:
    return export_package(open_stored(package), root)


def told_in_csv(package: Path) -> list[dict[str, str]]:
    with (package / "results.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def differences(rows: Iterable[Mapping[str, Any]], told: list[dict[str, str]]) -> list[Any]:
    """Cells that are not those of the CSV, and rows that one of them lacks."""
    found = {str(row["subject"]): row for row in rows}
    lacking = sorted({*found} ^ {row["subject"] for row in told})
    return lacking or [
        (row["subject"], name, cell, found[row["subject"]][name])
        for row in told
        for name, cell in row.items()
        if not _same(found[row["subject"]][name], cell)
    ]


def _same(value: Any, cell: str) -> bool:
    match value:
        case Decimal():
            return cell != "" and Decimal(cell) == value
        case bool():
            return cell == str(value).lower()
        case date():
            return cell == value.isoformat()
    return cell == ("" if value is None else str(value))
