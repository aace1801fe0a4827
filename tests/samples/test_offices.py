"""The samples as an office keeps them give the results of the plain files, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from rules.library import shipped
from scoring.evidence import Origin
from scoring.package.delimited import write_csv
from scoring.package.tables import lists_table, results_table, triggers_table
from scoring.run import admit_request, compile_request, review
from scoring.runs.outcome import Outcome
from scoring.runs.request import Request
from scoring.runs.sample import read_sample
from tests.samples import member_workbook, property_workbook

OFFICES: Mapping[str, tuple[Callable[[], Mapping[str, bytes]], str]] = {
    "property-company": (property_workbook.files, property_workbook.MAPPING),
    "in-service-member": (member_workbook.files, member_workbook.MAPPING),
}

NOWHERE = Origin("", 0)


def plain(policy: str) -> Request:
    path = shipped() / policy / "2026.1.yaml"
    return replace(read_sample(path.parent / "sample" / "sample.yaml", path), engine="reference")


def office(policy: str, folder: Path) -> Request:
    make, mapping = OFFICES[policy]
    (below := folder / "台账").mkdir()
    for name, data in make().items():
        (below / name).write_bytes(data)
    (told := folder / "映射.yaml").write_text(mapping, encoding="utf-8")
    files = tuple(sorted(below.iterdir()))
    return replace(plain(policy), evidence=files, subjects=None, mapping=told)


def tables_of(outcome: Outcome, folder: Path) -> Mapping[str, bytes]:
    folder.mkdir()
    for table in (results_table, lists_table, triggers_table):
        write_csv(table(outcome.program).table(outcome.assessments, outcome.counts), folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize(
    "policy", ["property-company", pytest.param("in-service-member", marks=pytest.mark.full)]
)
def test_the_workbook_of_an_office_gives_the_results_of_the_plain_files(
    policy: str, tmp_path: Path
) -> None:
    messy, clean = review(office(policy, tmp_path)), review(plain(policy))
    assert tables_of(messy, tmp_path / "messy") == tables_of(clean, tmp_path / "clean")
    assert messy.records == clean.records


def test_the_workbook_of_the_members_holds_the_evidence_of_the_plain_files(
    tmp_path: Path,
) -> None:
    """Results follow from subjects and records alone; the whole is run by `make full`."""
    told = []
    for request in (office("in-service-member", tmp_path), plain("in-service-member")):
        program, _ = compile_request(request)
        evidence = admit_request(program, request)
        records = {
            name: [replace(record, origin=NOWHERE) for record in own]
            for name, own in evidence.records.items()
        }
        subjects = {key: subject.fields for key, subject in evidence.subjects.items()}
        codes = sorted(reject.code for reject in evidence.rejects)
        told.append((subjects, records, evidence.delivered, codes, evidence.rejected))
    assert told[0] == told[1]
