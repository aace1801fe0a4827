"""Makes the report of the package in a folder: reads its files, writes a page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rules.compile import compile_policy
from rules.diagnostics import PolicyError, diagnose
from scoring.evidence import History, Period
from scoring.explanation.voice import Language
from scoring.intake.past import PastGathering
from scoring.package.cases import read_cases
from scoring.package.comparing import changed_file
from scoring.package.manifest import read_manifest
from scoring.package.stored import Stored
from scoring.reports.document import Document
from scoring.reports.html.writing import write_page
from scoring.reports.office.report import office_report
from scoring.reports.xlsx.book import write_report
from scoring.runs.request import Request, read_request
from scoring.snapshot.held import held
from scoring.snapshot.shapes import period_of


def open_stored(folder: Path) -> Stored:
    """A package, or that of a settlement with what was settled. Raises PolicyError where the folder
    is neither, or where a file of it is not the one its manifest lists: nothing is put on paper
    that nobody can prove."""
    manifest = read_manifest(folder)
    if difference := changed_file(folder, manifest):
        why, why_en = f"{difference.path} 与清单所记的不符", f"{difference.path} is not as listed"
        raise PolicyError([diagnose("not-a-package", None, path=folder, why=why, why_en=why_en)])
    if "settlement" in manifest:
        stored = open_stored(folder / "inputs" / "package")
        told = {**stored.told, "awards": manifest["awards"]}
        return replace(stored, told=told, settlement=folder)
    policy = read_request(folder / "inputs").policy
    program, _ = compile_policy(policy.read_bytes(), policy.name)
    return Stored(folder, program, manifest)


def file_report(stored: Stored, path: Path, language: Language = "zh") -> None:
    """At the end of a run, and of any package."""
    write_page(package_report(stored), path, language)


def file_both(stored: Stored, page: Path, workbook: Path, language: Language) -> None:
    """The same report to read and to work with; the workbook has both languages."""
    document = package_report(stored)
    write_page(document, page, language)
    write_report(document, workbook)


def package_report(stored: Stored) -> Document:
    request = read_request(stored.folder / "inputs")
    history = _history(stored, request, period_of(stored.told["period"]))
    cases = read_cases(stored.folder / "cases.csv") if stored.program.follows_cases else ()
    told = held(request.snapshot) if request.snapshot else None
    return office_report(stored, history, told, cases)


def _history(stored: Stored, request: Request, period: Period) -> History | None:
    if not request.history:
        return None
    gathering = PastGathering(stored.program, period, request.history_from)
    gathering.read(request.history)
    return gathering.history()
