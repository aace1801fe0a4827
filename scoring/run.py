"""A run: inputs pinned in a snapshot, assessed, and written down as a package in one step."""

from __future__ import annotations

import json
import platform
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeAlias

from rules.backends.crossed import Engine, matcher_for
from rules.compile import compile_policy
from rules.diagnostics import Diagnostic, PolicyError, closest, diagnose
from rules.program import Program
from scoring.assess import Assessor
from scoring.assessment import Assessment
from scoring.evidence import Evidence, Period
from scoring.intake.admit import admit
from scoring.intake.bulk import slow
from scoring.intake.bulk.admit import admit_in_bulk
from scoring.intake.bulk.slow import NotPlainError
from scoring.intake.calendars import with_calendars
from scoring.intake.mapping.loading import read_mapping
from scoring.intake.mapping.plan import SheetMapping
from scoring.intake.past import with_history
from scoring.package.comparing import Difference, changed_input, first_difference
from scoring.package.delimited import write_csv
from scoring.package.digests import Described, described
from scoring.package.manifest import RUN, read_manifest, require_replaceable
from scoring.package.swap import alone_at, replaced
from scoring.package.tables import results_table
from scoring.package.writing import write_package
from scoring.period import read_period
from scoring.population.assess import assess_one_of_all
from scoring.runs.counts import count
from scoring.runs.engines import assessing
from scoring.runs.memory import (
    admission_room,
    admission_share,
    cannot,
    kept_to,
    require_bounded,
)
from scoring.runs.outcome import Judged, Outcome, Summary
from scoring.runs.request import Request, gathered, read_request, snapshot
from scoring.runs.resuming import Tell, keep_admitted, resumable, take_up
from scoring.runs.scratch import scratch
from scoring.snapshot.reading import read_snapshot
from scoring.snapshot.writing import INDEX, write_snapshot

# What is being done, how much of it is done, and how much there is.
Progress: TypeAlias = Callable[[str, int, int], None]

# Shown each assessment as it is written.
Witness: TypeAlias = Callable[[Assessment], None]

# Bytes of evidence and subjects above which they are admitted in bulk.
_LARGE = 4_000_000


def silent(phase: str, done: int, of: int) -> None:
    """Progress nobody looks at."""


def unheard(zh: str, en: str) -> None:
    """Words nobody listens to."""


def unwatched(assessment: Assessment) -> None:
    """Assessments nobody keeps."""


def run_review(
    request: Request,
    out: Path,
    *,
    resume: bool = False,
    progress: Progress = silent,
    tell: Tell = unheard,
    witness: Witness = unwatched,
) -> Summary:
    """Assesses everyone in the evidence and puts the package at `out`, which is untouched unless
    all goes well. With `resume` what a run that was cut short had finished is taken up, if it rests
    on the same. The witness is shown every assessment. Raises PolicyError or IntakeError where
    policy, request or evidence is wrong."""
    started = datetime.now(UTC)
    with alone_at(out) as dead:
        require_replaceable(out)
        with (
            resumable(out, dead, tell, resume=resume),
            kept_to(request.memory),
            replaced(out) as folder,
        ):
            pinned = snapshot(request, folder / "inputs")
            if resume:
                take_up(out, pinned, tell)
            program, warnings = compile_request(pinned)
            require_bounded(program, pinned, read_period(pinned.period, program.head, pinned.as_of))
            evidence = admit_request(program, pinned, progress=progress, tell=tell)
            keep_admitted(out, pinned)
            with judging(pinned, program, warnings, evidence, progress=progress) as judged:
                judged = replace(judged, assessments=_shown(judged.assessments, witness))
                summary = write_package(judged, folder, progress=partial(progress, "write"))
            _write_run(folder / RUN, started)
            require_replaceable(out)
    return summary


def _shown(assessments: Iterable[Assessment], witness: Witness) -> Iterator[Assessment]:
    for assessment in assessments:
        witness(assessment)
        yield assessment


def review(request: Request, *, progress: Progress = silent) -> Outcome:
    """Everyone assessed, by the request alone; nothing is written."""
    program, warnings = compile_request(request)
    evidence = admit_request(program, request, progress=progress)
    return judge(request, program, warnings, evidence, progress=progress)


def judge(
    request: Request,
    program: Program,
    warnings: tuple[Diagnostic, ...],
    evidence: Evidence,
    *,
    progress: Progress = silent,
) -> Outcome:
    """Everyone assessed whom the evidence tells of."""
    with judging(request, program, warnings, evidence, progress=progress) as judged:
        return judged.outcome()


@contextmanager
def judging(
    request: Request,
    program: Program,
    warnings: tuple[Diagnostic, ...],
    evidence: Evidence,
    *,
    progress: Progress = silent,
) -> Iterator[Judged]:
    """The same one after the other, while the block lasts."""
    told = partial(progress, "assess")
    with assessing(program, evidence, request, told) as (assessments, engine):
        yield Judged(request, program, warnings, evidence, assessments, engine)


def review_package(
    folder: Path, *, engine: Engine = "reference", progress: Progress = silent
) -> Outcome:
    """What a package says, computed anew from its inputs, by the definition of the language where
    nothing else is asked. Raises PolicyError where it is not what the package says."""
    manifest = read_manifest(folder)
    if "settlement" in manifest:
        raise PolicyError([diagnose("settled-already", None, path=folder)])
    difference = changed_input(folder, manifest)
    if difference:
        raise damaged(folder, difference.path)
    request = replace(read_request(folder / "inputs"), engine=engine, crosscheck=None)
    outcome = review(request, progress=progress)
    results = results_table(outcome.program).table(outcome.assessments, outcome.counts)
    with scratch("explain") as anew:
        write_csv(results, anew)
        path = f"{results.name}.csv"
        if (anew / path).read_bytes() != (folder / path).read_bytes():
            raise damaged(folder, path)
    return outcome


def review_subject(
    folder: Path, subject: str, *, progress: Progress = silent
) -> tuple[Program, Evidence, Assessment]:
    """What a package says of one subject, computed anew: of the others no more than DuckDB needs to
    know where that made the package. Raises PolicyError where it is not what the package says."""
    manifest = read_manifest(folder)
    request = read_request(folder / "inputs")
    if manifest["engine"]["name"] == "duckdb" and request.snapshot:
        if difference := changed_input(folder, manifest):
            raise damaged(folder, difference.path)
        program, _ = compile_request(request)
        evidence = admit_request(program, request, progress=progress)
        require_subject(subject, evidence.subjects)
        progress("assess", 0, 0)
        found = assess_one_of_all(program, evidence, subject, request.snapshot)
        if found is not None:
            _require_listed(folder, program, found)
            return program, evidence, found
    outcome = review_package(folder, progress=progress)
    by_name = {assessment.subject: assessment for assessment in outcome.assessments}
    require_subject(subject, by_name)
    return outcome.program, outcome.evidence, by_name[subject]


def _require_listed(folder: Path, program: Program, found: Assessment) -> None:
    results = results_table(program).table((found,), count(program, (found,)))
    path = f"{results.name}.csv"
    with scratch("explain") as anew:
        write_csv(results, anew)
        _, _, row = (anew / path).read_bytes().partition(b"\n")
    if b"\n" + row not in (folder / path).read_bytes():
        raise damaged(folder, path)


def damaged(folder: Path, path: str) -> PolicyError:
    """A file of a package is not what it should be."""
    why, why_en = f"{path} 与重新计算的不符", f"{path} is not what computing it again gives"
    return PolicyError([diagnose("not-a-package", None, path=folder, why=why, why_en=why_en)])


def verify_package(folder: Path, *, progress: Progress = silent) -> Difference | None:
    """The package computed anew from its own inputs and compared; None where every byte is equal.
    run.json, which tells when and where, is not compared."""
    difference = changed_input(folder, read_manifest(folder))
    if difference:
        return difference
    with scratch("verify") as anew:
        shutil.copytree(folder / "inputs", anew / "inputs")
        request = read_request(anew / "inputs")
        program, warnings = compile_request(request)
        evidence = admit_request(program, request, progress=progress)
        with judging(request, program, warnings, evidence, progress=progress) as judged:
            write_package(judged, anew, progress=partial(progress, "write"))
        return first_difference(folder, anew)


def assess_one(
    request: Request, subject: str, *, progress: Progress = silent
) -> tuple[Program, Evidence, Assessment]:
    """One subject alone: what rests on the population waits for it. Nothing is written."""
    request = gathered(request)
    program, _ = compile_request(request)
    evidence = admit_request(program, request, progress=progress)
    require_subject(subject, evidence.subjects)
    assessor = Assessor(program, matcher_for(program, request.engine))
    return program, evidence, assessor.subject(evidence, subject)


def require_subject(subject: str, known: Iterable[str]) -> None:
    known = list(known)
    if subject not in known:
        meant = closest(subject, known)
        raise PolicyError([diagnose("subject-not-found", None, subject=subject, suggestion=meant)])


def compile_request(request: Request) -> tuple[Program, tuple[Diagnostic, ...]]:
    """The policy, with its warnings. A repealed policy assesses nobody."""
    program, warnings = compile_policy(request.policy.read_bytes(), request.policy.name)
    head = program.head
    told = {"title": head.title, "version": head.version}
    if head.status == "repealed":
        raise PolicyError([diagnose("policy-repealed", None, **told)])
    if head.status == "draft":
        warnings = [diagnose("policy-draft", None, **told), *warnings]
    return program, tuple(warnings)


def admit_request(
    program: Program, request: Request, *, progress: Progress = silent, tell: Tell = unheard
) -> Evidence:
    """The evidence of a request, typed, with the history it is judged beside."""
    period = read_period(request.period, program.head, request.as_of)
    evidence = admit_files(program, request, period, progress=progress, tell=tell)
    evidence = with_calendars(program, evidence, request.calendars)
    return with_history(program, evidence, request.history, request.history_from)


def admit_files(
    program: Program,
    request: Request,
    period: Period,
    *,
    progress: Progress = silent,
    tell: Tell = unheard,
) -> Evidence:
    """The files of a request alone: from its snapshot, which is made where it is not there."""
    folder = request.snapshot
    if folder is None:
        return _admitted(program, period, request, progress)
    if not (folder / INDEX).is_file() and _is_large(request):
        try:
            _admit_in_bulk(program, period, request, folder, progress)
        except NotPlainError as error:
            if request.memory is not None:
                raise cannot(error.lines()) from None
            tell(*error.lines())
    if (folder / INDEX).is_file():
        return read_snapshot(program, period, folder)
    evidence = _admitted(program, period, request, progress)
    write_snapshot(program, evidence, folder, _originals(request))
    return evidence


def _is_large(request: Request) -> bool:
    """Whether no object may be made of every record, or had better not."""
    bounded = request.memory is not None
    return bounded or sum(path.stat().st_size for path in request.tables) >= _LARGE


def _admit_in_bulk(
    program: Program, period: Period, request: Request, folder: Path, progress: Progress
) -> None:
    """The snapshot of large files, without an object for each record. Raises NotPlainError."""
    if request.mapping:
        raise NotPlainError(slow.MAPPED)
    admit_in_bulk(
        program,
        period=period,
        evidence=request.deliveries,
        subjects=request.subjects,
        passed_over=request.passed_over,
        folder=folder,
        originals=_originals(request),
        progress=lambda _, rows: progress("admit", rows, 0),
        memory=admission_share(program, request),
        room=admission_room(program, request),
    )


def _admitted(program: Program, period: Period, request: Request, progress: Progress) -> Evidence:
    return admit(
        program,
        period=period,
        evidence=request.deliveries,
        subjects=request.subjects,
        passed_over=request.passed_over,
        mapping=_mapping(program, request.mapping),
        imports=request.imports,
        progress=lambda _, rows: progress("admit", rows, 0),
    )


def _originals(request: Request) -> Mapping[str, Described]:
    """What the evidence was admitted from, by its path in the package."""
    mapping = (request.mapping,) if request.mapping else ()
    inputs = request.policy.parents[1]
    imports = [path / name for path in request.imports for name in ("manifest.json", "results.csv")]
    read = (*request.tables, *mapping, *imports)
    paths = {path.relative_to(inputs).as_posix(): path for path in read}
    return {f"inputs/{name}": described(paths[name]) for name in sorted(paths)}


def _mapping(program: Program, path: Path | None) -> SheetMapping | None:
    return read_mapping(path.read_bytes(), path.name, program) if path else None


def _write_run(path: Path, started: datetime) -> None:
    ended = datetime.now(UTC)
    told = {
        "started": started.isoformat(timespec="milliseconds"),
        "ended": ended.isoformat(timespec="milliseconds"),
        "host": platform.node(),
        "system": platform.platform(),
        "python": platform.python_version(),
    }
    path.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
