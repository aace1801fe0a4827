"""The mapping beside the evidence is found, told, kept in the package, and no evidence itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rules.library import shipped
from scoring.intake.mapping.remembered import is_mapping, place_for, remembered
from scoring.run import assess_one, run_review, verify_package
from scoring.runs.request import Request
from tests.samples import property_workbook

POLICY = shipped() / "property-company" / "2026.1.yaml"


@pytest.mark.parametrize(
    ("place", "given", "found"),
    [
        ("证据.mapping.yaml", "证据", True),
        ("证据.映射.yaml", "证据", True),
        ("映射.yaml", "证据", True),
        ("证据/mapping.yaml", "证据", True),
        ("证据/映射.yaml", "证据/台账.xlsx", True),
        ("证据/台账.mapping.yaml", "证据/台账.xlsx", True),
        ("证据/其他.mapping.yaml", "证据/台账.xlsx", False),
        ("其他.mapping.yaml", "证据", False),
    ],
)
def test_a_mapping_is_looked_for_beside_the_evidence(
    place: str, given: str, found: bool, tmp_path: Path
) -> None:
    (tmp_path / "证据").mkdir()
    (tmp_path / "证据" / "台账.xlsx").touch()
    (tmp_path / place).touch()
    assert remembered([tmp_path / given]) == (tmp_path / place if found else None)
    assert is_mapping(tmp_path / place)


def test_the_one_made_for_the_file_goes_before_the_folders(tmp_path: Path) -> None:
    for name in ("台账.xlsx", "映射.yaml", "台账.mapping.yaml"):
        (tmp_path / name).touch()
    own = place_for(tmp_path / "台账.xlsx")
    assert remembered([tmp_path / "台账.xlsx"]) == own == tmp_path / "台账.mapping.yaml"


def delivered(folder: Path) -> Request:
    evidence = folder / "证据"
    evidence.mkdir()
    for name, data in property_workbook.files().items():
        (evidence / name).write_bytes(data)
    (evidence / "映射.yaml").write_text(property_workbook.MAPPING, encoding="utf-8")
    return Request(POLICY, (evidence,), "2026", engine="reference")


def test_a_package_holds_its_mapping_and_verifies_by_it(tmp_path: Path) -> None:
    package = tmp_path / "包"
    run_review(delivered(tmp_path), package)
    manifest = json.loads((package / "manifest.json").read_text(encoding="utf-8"))
    assert [path for path in manifest["inputs"] if path.endswith(".yaml")] == [
        "inputs/mapping/映射.yaml",
        "inputs/policy/2026.1.yaml",
    ]
    assert [n["zh"] for n in manifest["notices"] if n["code"] == "mapping-used"] == [
        "按映射“映射.yaml”读取"
    ]
    assert verify_package(package) is None


def test_one_subject_is_assessed_by_the_mapping_too(tmp_path: Path) -> None:
    _, evidence, assessment = assess_one(delivered(tmp_path), "WY001")
    assert (assessment.subject, len(evidence.subjects)) == ("WY001", 72)
