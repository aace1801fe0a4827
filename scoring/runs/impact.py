"""Two policies tried on one evidence, and two packages opened: the outcomes that are compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from rules.backends.crossed import Engine
from rules.compile import compile_policy
from rules.diagnostics import Diagnostic, PolicyError, diagnose
from rules.program import Head, Program
from scoring.assessment import Assessment
from scoring.evidence import Evidence, Period
from scoring.intake.calendars import with_calendars
from scoring.intake.past import with_history
from scoring.package.comparing import Difference, changed_file
from scoring.package.manifest import read_manifest
from scoring.period import read_period
from scoring.run import (
    Progress,
    admit_files,
    compile_request,
    judge,
    review_package,
    run_review,
    silent,
)
from scoring.runs.outcome import Outcome
from scoring.runs.request import Request, gathered
from scoring.snapshot.admitting import admitted_by


def open_package(folder: Path, *, progress: Progress = silent) -> Outcome:
    """What a package says, computed anew: by DuckDB where that made it, else by the definition.
    Raises PolicyError for a settlement, and where a file is not the one the manifest lists or not
    what computing it gives."""
    manifest = read_manifest(folder)
    if "settlement" in manifest:
        raise PolicyError([diagnose("settled-already", None, path=folder)])
    if difference := changed_file(folder, manifest):
        raise _unlike(folder, difference)
    at_once = manifest["engine"]["name"] == "duckdb"
    engine: Engine = "duckdb" if at_once else "reference"
    return review_package(folder, engine=engine, progress=progress)


def _unlike(folder: Path, difference: Difference) -> PolicyError:
    why, why_en = {
        "missing": ("缺少 {}", "{} is missing"),
        "foreign": ("{} 不属于结果包", "{} is no part of it"),
    }.get(difference.what, ("{} 与清单所记的摘要不符", "{} is not what its manifest lists"))
    told = {"why": why.format(difference.path), "why_en": why_en.format(difference.path)}
    return PolicyError([diagnose("not-a-package", None, path=folder, **told)])


def try_both(old: Request, new: Request, *, progress: Progress = silent) -> tuple[Outcome, Outcome]:
    """Two requests that differ in their policies only. A policy that is repealed, or not in force
    at the end of the period, is tried all the same; a warning says so. The evidence is admitted
    once where both policies declare it alike."""
    old, new = gathered(old), gathered(new)
    ours, period, warned = _compiled(old)
    theirs, other_period, also_warned = _compiled(new)
    admitted = admit_files(ours, old, period, progress=progress)
    alike = admitted_by(ours, period) == admitted_by(theirs, other_period)
    again = admitted if alike else admit_files(theirs, new, other_period, progress=progress)
    return (
        judge(old, ours, warned, _beside(ours, admitted, old), progress=progress),
        judge(new, theirs, also_warned, _beside(theirs, again, new), progress=progress),
    )


def run_both(
    old: Request, new: Request, folder: Path, *, progress: Progress = silent
) -> tuple[Outcome, Outcome]:
    """The same as packages in the folder, `before` and `after`. A package must verify, so both
    policies must be in force; nothing is written where one is not."""
    for request in (old, new):
        program, _ = compile_request(request)
        read_period(request.period, program.head, request.as_of)
    return (
        _run(old, folder / "before", progress),
        _run(new, folder / "after", progress),
    )


def _run(request: Request, folder: Path, progress: Progress) -> Outcome:
    found: list[Assessment] = []
    summary = run_review(request, folder, progress=progress, witness=found.append)
    return summary.outcome(tuple(found))


def _compiled(request: Request) -> tuple[Program, Period, tuple[Diagnostic, ...]]:
    program, warnings = compile_policy(request.policy.read_bytes(), request.policy.name)
    head = program.head
    always = replace(head, effective_from=date.min, effective_to=None)
    period = read_period(request.period, always, request.as_of)
    return program, period, (*_out_of_force(head, period), *warnings)


def _out_of_force(head: Head, period: Period) -> list[Diagnostic]:
    told = {"title": head.title, "version": head.version}
    found = []
    if head.status == "repealed":
        found.append(diagnose("trial-repealed", None, **told))
    if head.status == "draft":
        found.append(diagnose("policy-draft", None, **told))
    if not head.effective_from <= period.end <= (head.effective_to or date.max):
        until = head.effective_to.isoformat() if head.effective_to else "…"
        stated = f"{head.effective_from.isoformat()} – {until}"
        found.append(diagnose("trial-not-in-force", None, end=period.end, stated=stated, **told))
    return found


def _beside(program: Program, evidence: Evidence, request: Request) -> Evidence:
    evidence = with_calendars(program, evidence, request.calendars)
    return with_history(program, evidence, request.history, request.history_from)
