"""A run that is cut short: gone on with on request, else swept away and told."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from rules.diagnostics import PolicyError
from scoring.run import run_review
from scoring.runs.request import Request
from tests.scoring.test_run import CASE, REQUEST, content

GONE_ON = "going on with the earlier run: the evidence it admitted is not read again"
TO_RESUME = "what was done is kept; run it again with --resume to go on from there"


def cut_at(request: Request, out: Path, phase: str, error: BaseException) -> list[str]:
    """What was told by a run that ends with the error as it comes to the phase."""
    told: list[str] = []

    def progress(now: str, done: int, of: int) -> None:
        if now == phase:
            raise error

    with pytest.raises(type(error)):
        run_review(request, out, progress=progress, tell=lambda _, en: told.append(en))
    return told


def resumed(request: Request, out: Path, *, resume: bool = True) -> tuple[list[str], list[str]]:
    """What was told, and the phases of which there was progress."""
    told: list[str] = []
    phases: list[str] = []
    run_review(
        request,
        out,
        resume=resume,
        progress=lambda phase, done, of: phases.append(phase),
        tell=lambda _, en: told.append(en),
    )
    assert [path.name for path in out.parent.iterdir() if path.name.startswith(".")] == []
    return told, sorted(set(phases))


@pytest.fixture
def out(tmp_path) -> Path:
    return tmp_path / "packages" / "out"


@pytest.fixture
def undisturbed(tmp_path) -> dict[str, bytes]:
    run_review(REQUEST, tmp_path / "undisturbed")
    return whole(tmp_path / "undisturbed")


def whole(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in content(folder).items() if name != "run.json"}


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "full")], ids=["^C", "full"])
def test_a_run_that_was_cut_short_is_gone_on_with_and_gives_the_same_bytes(out, undisturbed, error):
    assert cut_at(REQUEST, out, "write", error) == [TO_RESUME]
    assert [path.name for path in out.parent.iterdir()] == [".out.kaoping-kept"]
    told, phases = resumed(REQUEST, out)
    assert (told, phases) == ([GONE_ON], ["assess", "write"])
    assert whole(out) == undisturbed


def test_before_the_evidence_is_admitted_there_is_nothing_to_go_on_with(out, undisturbed):
    assert cut_at(REQUEST, out, "admit", KeyboardInterrupt()) == []
    assert list(out.parent.iterdir()) == []
    told, phases = resumed(REQUEST, out)
    assert told == ["there is no run to go on with, starting anew"]
    assert phases == ["admit", "assess", "write"]
    assert whole(out) == undisturbed


def test_without_being_asked_to_go_on_a_run_sweeps_and_says_so(out, undisturbed):
    cut_at(REQUEST, out, "write", KeyboardInterrupt())
    told, phases = resumed(REQUEST, out, resume=False)
    assert told == ["an earlier run did not end; the files it left were removed"]
    assert phases == ["admit", "assess", "write"]
    assert whole(out) == undisturbed


@pytest.mark.parametrize("error", [PolicyError([]), ZeroDivisionError()], ids=["input", "ours"])
def test_a_run_that_would_fail_again_keeps_nothing(out, error):
    assert cut_at(REQUEST, out, "write", error) == []
    assert list(out.parent.iterdir()) == []


CHANGES = {
    "options": (replace(REQUEST, ledger="rules"), "what is asked for is not what it was"),
    "engine": (replace(REQUEST, engine="duckdb"), "what is asked for is not what it was"),
}


@pytest.mark.parametrize(("request_now", "why"), CHANGES.values(), ids=CHANGES)
def test_a_run_that_is_asked_for_something_else_starts_anew(out, tmp_path, request_now, why):
    cut_at(REQUEST, out, "write", KeyboardInterrupt())
    told, _ = resumed(request_now, out)
    assert told == [f"{why}, starting anew"]
    run_review(request_now, tmp_path / "anew")
    assert whole(out) == whole(tmp_path / "anew")


@pytest.mark.parametrize("name", ["policy.yaml", "evidence/投诉.csv", "subjects.csv"])
def test_a_run_whose_inputs_changed_meanwhile_starts_anew(out, tmp_path, name):
    case = Path(shutil.copytree(CASE, tmp_path / "case"))
    request = replace(
        REQUEST,
        policy=case / "policy.yaml",
        evidence=(case / "evidence",),
        subjects=case / "subjects.csv",
    )
    cut_at(request, out, "write", KeyboardInterrupt())
    with (case / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    told, _ = resumed(request, out)
    (line,) = told
    assert line.endswith(f"{Path(name).name} is not what it was, starting anew")


def test_what_a_package_admitted_is_taken_from_it_whether_or_not_a_run_is_resumed(out, tmp_path):
    run_review(REQUEST, tmp_path / "first")
    again = Request(REQUEST.policy, (tmp_path / "first",), "2026")
    assert cut_at(again, out, "write", KeyboardInterrupt()) == []
    told, phases = resumed(again, out)
    assert (told, phases) == ([], ["assess", "write"])


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.scoring.test_run import REQUEST
from scoring.run import run_review

def progress(phase, done, of):
    if phase == "write":
        os.kill(os.getpid(), signal.SIGKILL)

run_review(REQUEST, Path(sys.argv[1]), progress=progress)
"""


@pytest.mark.parametrize("resume", [True, False], ids=["resumed", "swept"])
def test_a_killed_run_is_gone_on_with_or_told_with_its_process(out, undisturbed, resume):
    with subprocess.Popen([sys.executable, "-c", KILLED, str(out)], cwd=CASE.parents[2]) as run:
        assert run.wait() == -signal.SIGKILL
    told, _ = resumed(REQUEST, out, resume=resume)
    (line,) = told
    if resume:
        assert line == GONE_ON
    else:
        assert line.startswith(f"an earlier run did not end (process {run.pid} on ")
    assert whole(out) == undisturbed
