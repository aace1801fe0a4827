"""A run that starts from a package: the same results, without the files it was admitted from."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.diagnostics import PolicyError
from scoring.package.digests import described
from scoring.package.manifest import read_manifest
from scoring.reports.office.filing import file_report, open_stored
from scoring.run import assess_one, run_review, verify_package
from scoring.runs.request import Request

CASE = Path(__file__).parents[2] / "cases" / "review"
REQUEST = Request(
    policy=CASE / "policy.yaml",
    evidence=(CASE / "evidence",),
    subjects=CASE / "subjects.csv",
    period="2026",
    ledger="findings",
)
TABLES = ("results.parquet", "results.csv", "ledger.parquet", "lists.csv", "triggers.csv")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run") / "package"
    run_review(REQUEST, folder)
    return folder


def later(package: Path, **changed: Any) -> Request:
    return replace(REQUEST, evidence=(package,), subjects=None, **changed)


def refused(request: Request, out: Path) -> list[str]:
    with pytest.raises(PolicyError) as error:
        run_review(request, out)
    assert not out.exists()
    return [problem.code for problem in error.value.diagnostics]


@pytest.mark.parametrize("engine", ["reference", "durable", "duckdb"])
def test_a_later_run_gives_the_same_tables(package: Path, tmp_path: Path, engine: Any) -> None:
    out = tmp_path / "out"
    run_review(later(package, engine=engine), out)
    names = [*TABLES, "rejects.csv", "findings/part-00001.parquet", "report.xlsx"]
    assert {name: (out / name).read_bytes() for name in names} == {
        name: (package / name).read_bytes() for name in names
    }
    assert verify_package(out) is None


def test_a_later_run_tells_what_the_evidence_was_admitted_from(
    package: Path, tmp_path: Path
) -> None:
    run_review(later(package), tmp_path / "one")
    run_review(later(tmp_path / "one"), tmp_path / "two")
    first, one, two = (read_manifest(f) for f in (package, tmp_path / "one", tmp_path / "two"))
    admitted = {
        name: told
        for name, told in first["inputs"].items()
        if name.startswith(("inputs/evidence/", "inputs/subjects/"))
    }
    assert one["originals"] == two["originals"] == admitted
    assert "originals" not in first
    assert not set(admitted) & set(one["inputs"])


def test_a_package_may_be_moved_and_still_be_run_again(package: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(package, tmp_path / "elsewhere"))
    run_review(later(moved), tmp_path / "out")
    assert verify_package(tmp_path / "out") is None


def test_one_subject_is_assessed_from_a_package(package: Path) -> None:
    assert assess_one(later(package), "A2")[2] == assess_one(REQUEST, "A2")[2]


def test_a_changed_snapshot_is_not_run(package: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(package, tmp_path / "copy"))
    path = copy / "inputs/snapshot/k0.parquet"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert refused(later(copy), tmp_path / "out") == ["not-a-package"]


@pytest.mark.parametrize("name", ["k0.parquet", "subjects.parquet", "rejects.parquet"])
def test_a_snapshot_without_one_of_its_files_is_not_run(
    package: Path, tmp_path: Path, name: str
) -> None:
    copy = Path(shutil.copytree(package, tmp_path / "copy"))
    (copy / "inputs/snapshot" / name).unlink()
    assert refused(later(copy), tmp_path / "out") == ["not-a-package"]


def test_nothing_may_be_added_to_what_was_admitted(package: Path, tmp_path: Path) -> None:
    for more in (
        replace(later(package), subjects=REQUEST.subjects),
        replace(REQUEST, subjects=None, evidence=(package, CASE / "evidence")),
    ):
        assert refused(more, tmp_path / "out") == ["snapshot-and-more"]


def test_a_package_of_an_earlier_version_says_where_its_files_are(
    package: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(package, tmp_path / "copy"))
    shutil.rmtree(copy / "inputs/snapshot")
    assert refused(later(copy), tmp_path / "out") == ["no-snapshot"]


def test_a_package_of_an_earlier_version_still_verifies(package: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(package, tmp_path / "copy"))
    shutil.rmtree(copy / "inputs/snapshot")
    request = copy / "inputs/request.json"
    text = request.read_text(encoding="utf-8").replace('  "snapshot": "snapshot",\n', "")
    request.write_text(text, encoding="utf-8")
    manifest = read_manifest(copy)
    manifest["inputs"] = {
        name: described(copy / name)
        for name in manifest["inputs"]
        if not name.startswith("inputs/snapshot/")
    }
    tell(copy, manifest)
    # Its page does not know what was delivered.
    file_report(open_stored(copy), copy / "report.html")
    manifest["outputs"]["report.html"] = described(copy / "report.html")
    tell(copy, manifest)
    assert verify_package(copy) is None


def tell(folder: Path, manifest: dict[str, Any]) -> None:
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / "manifest.json").write_text(text, encoding="utf-8")


def test_another_period_is_refused(package: Path, tmp_path: Path) -> None:
    with pytest.raises(PolicyError) as error:
        run_review(later(package, as_of=date(2026, 11, 30)), tmp_path / "out")
    (problem,) = error.value.diagnostics
    assert problem.code == "snapshot-of-another-period"
    assert (
        problem.hint("en") == "say --period 2026 --as-of 2026-12-31, or give the files of evidence"
    )


@pytest.mark.parametrize("name", ["manifest.json", "inputs/request.json"])
def test_a_package_that_lost_a_file_is_not_taken_for_a_folder_of_evidence(
    package: Path, tmp_path: Path, name: str
) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(package, copy)
    (copy / name).unlink()
    with pytest.raises(PolicyError) as error:
        run_review(later(copy), tmp_path / "out")
    (problem,) = error.value.diagnostics
    assert (problem.code, problem.args["why_en"]) == ("not-a-package", f"{name} is missing")


def test_another_catalogue_of_evidence_is_refused_and_other_rules_are_not(
    package: Path, tmp_path: Path
) -> None:
    text = REQUEST.policy.read_text(encoding="utf-8")
    policy = tmp_path / "policy.yaml"
    policy.write_text(text.replace("满意度测评", "满意度"), encoding="utf-8")
    out = tmp_path / "out"
    assert refused(later(package, policy=policy), out) == ["snapshot-of-another-policy"]
    policy.write_text(text.replace('版本: "1"', '版本: "2"'), encoding="utf-8")
    run_review(later(package, policy=policy), out)
    assert verify_package(out) is None
