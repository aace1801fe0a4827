"""A package by the population engine: every byte is that of the definition but what names it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rules.diagnostics import PolicyError
from scoring.package.manifest import read_manifest
from scoring.run import review_package, review_subject, run_review, verify_package
from scoring.runs.sample import read_sample

ROOT = Path(__file__).parents[3] / "policies" / "property-company"


def test_a_package_differs_in_the_engine_it_names_only(tmp_path: Path) -> None:
    sample = read_sample(ROOT / "sample/sample.yaml", ROOT / "2026.1.yaml")
    for engine in ("reference", "duckdb"):
        run_review(replace(sample, engine=engine, ledger="findings"), tmp_path / engine)  # type: ignore[arg-type]  # two words of the engines
    one, other = (read_manifest(tmp_path / engine) for engine in ("reference", "duckdb"))
    assert other["engine"]["name"] == "duckdb"
    for told in (one, other):
        del told["outputs"]["report.html"]  # it names the engine too
    assert other["outputs"] == one["outputs"]
    assert {**other["inputs"], "inputs/request.json": None} == {
        **one["inputs"],
        "inputs/request.json": None,
    }
    assert {**other, "engine": None, "inputs": None} == {**one, "engine": None, "inputs": None}
    assert verify_package(tmp_path / "duckdb") is None


def test_one_subject_of_a_package_is_what_computing_everybody_gives(tmp_path: Path) -> None:
    sample = read_sample(ROOT / "sample/sample.yaml", ROOT / "2026.1.yaml")
    package = tmp_path / "package"
    run_review(replace(sample, engine="duckdb"), package)
    everybody = review_package(package).assessments
    for expected in (everybody[0], everybody[-1]):
        _, evidence, found = review_subject(package, expected.subject)
        assert found == expected
        assert len(evidence.of(expected.subject)) == expected.evidence_count
    results = package / "results.csv"
    changed = results.read_text(encoding="utf-8").replace("73.99", "83.99", 1)
    results.write_text(changed, encoding="utf-8")
    with pytest.raises(PolicyError, match=r"results\.csv"):
        review_subject(package, "WY001")
    with pytest.raises(PolicyError, match="WY001"):
        review_subject(package, "WY0001")
