"""On executors of Spark, each a process of its own: the same bytes, whatever becomes of them."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.workload import evidence as workload_evidence
from bench.workload import program as workload
from scoring.evidence import Evidence
from scoring.population.assess import assess_at_once
from tests.scoring.cluster.conftest import MASTER
from tests.scoring.population.test_at_once import SAMPLES, sampled

pytest.importorskip("pyspark", reason="Spark is not installed: make spark")

from tests.scoring.cluster.test_parts import in_parts

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.parts[-3])
def test_every_shipped_policy_comes_out_the_same(executors: Any, file: Path) -> None:
    program, evidence = sampled(file, 60)
    expected = tuple(assess_at_once(program, evidence))
    assert in_parts(program, evidence, 3, findings=False, tasks=executors) == expected


def test_findings_come_back_too(executors: Any) -> None:
    program, evidence = sampled(ROOT / "policies/property-company/sample/sample.yaml", 60)
    expected = tuple(assess_at_once(program, evidence, findings=True))
    assert in_parts(program, evidence, 3, tasks=executors) == expected


def test_a_subject_with_very_many_records_leaves_parts_without_anybody(executors: Any) -> None:
    program, evidence = workload(), workload_evidence(30)
    heavy, *others = sorted(evidence.records)
    many = tuple(
        replace(record, id=f"{record.id}-{copy}")
        for copy in range(400)
        for record in evidence.of(heavy)
    )
    kept = {name: evidence.of(name)[:1] for name in others}
    skewed: Evidence = replace(evidence, records={heavy: many, **kept})
    expected = tuple(assess_at_once(program, skewed))
    assert in_parts(program, skewed, 40, findings=False, tasks=executors) == expected


def test_an_executor_that_is_killed_costs_no_byte(executors: Any) -> None:
    program, evidence = workload(), workload_evidence(200)
    expected = tuple(assess_at_once(program, evidence))
    killed: list[int] = []
    killer = threading.Thread(target=_kill_one, args=(executors, killed))
    killer.start()
    found = in_parts(program, evidence, 60, findings=False, tasks=executors)
    killer.join()
    assert killed != []
    assert found == expected


def _kill_one(executors: Any, killed: list[int]) -> None:
    """As soon as some tasks are over and others are not."""
    tracker = executors.spark.sparkContext.statusTracker()
    until = time.monotonic() + 120
    while time.monotonic() < until:
        for stage in map(tracker.getStageInfo, tracker.getActiveStageIds()):
            if stage is not None and 0 < stage.numCompletedTasks < stage.numTasks - 10:
                killed.append(_executors()[0])
                os.kill(killed[0], signal.SIGKILL)
                return
        time.sleep(0.01)  # what it waits for is in another process, which tells nobody


def _executors() -> list[int]:
    """The processes of the executors that this one began."""
    told = subprocess.run(
        ["ps", "-ww", "-eo", "pid,args"], capture_output=True, text=True, check=True
    ).stdout
    lines = (line.split(None, 1) for line in told.splitlines()[1:])
    found = [int(pid) for pid, args in lines if "CoarseGrainedExecutorBackend" in args]
    assert found != []
    return found


FULL = ROOT.parent / "shared/data/uk-fhrs/fhrs_uk_2015-02.csv.gz"
RUNS = {
    "party-branch-star": ["--sample"],
    "toronto-rentsafe": ["--sample"],
    "uk-food-hygiene": [
        "--evidence",
        FULL,
        "--subjects",
        FULL,
        "--period",
        "2008-01-01/2026-12-31",
    ],
}


@pytest.mark.parametrize("policy", RUNS)
def test_the_command_gives_the_same_package(tmp_path: Path, policy: str) -> None:
    if FULL in RUNS[policy] and not FULL.exists():
        pytest.skip(f"{FULL.name} is not at hand")

    def run(name: str, *engine: str) -> dict[str, str]:
        out = tmp_path / name
        command = [sys.executable, "-m", "service.cli.main", "run", policy, *RUNS[policy], *engine]
        subprocess.run([*map(str, command), "--out", str(out)], cwd=ROOT, check=True)
        files = (path for path in out.rglob("*") if path.is_file() and path.name != "run.json")
        return {
            path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
        }

    on_executors = run("spark", "--engine", "spark", "--master", MASTER)
    assert on_executors == run("duckdb", "--engine", "duckdb")


def test_where_there_is_no_java_it_is_said(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "service.cli.main", "run", "toronto-management", "--sample"]
    ended = subprocess.run(
        [*command, "--engine", "spark", "--master", "local[1]", "--out", str(tmp_path / "out")],
        cwd=ROOT,
        env={**os.environ, "PATH": "", "JAVA_HOME": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert "错误[engine] Spark 要用 Java 17 或更高版本" in ended.stderr
    assert not (tmp_path / "out").exists()
