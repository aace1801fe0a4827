"""Two runs at once: of one package the second is told who holds it, of two both are right."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest

from scoring.package.swap import alone_at
from scoring.run import run_review
from tests.scoring.test_run import CASE, REQUEST, content

ROOT = CASE.parents[2]
RUN = ["run", CASE / "policy.yaml", "--evidence", CASE / "evidence"]
RUN += ["--subjects", CASE / "subjects.csv", "--period", "2026"]


def kaoping(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "service.cli.main", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", ["run", "settle"])
def test_the_second_run_of_a_package_says_who_holds_it_and_touches_nothing(
    tmp_path, golden, command
):
    run_review(REQUEST, tmp_path / "out")
    before = content(tmp_path)
    settle = ["settle", tmp_path / "out", "--signatures", CASE / "subjects.csv"]
    settle += ["--cut-off", "2027-01-31", "--out", tmp_path / "out"]
    with alone_at(tmp_path / "out"):
        held = content(tmp_path)
        answer = kaoping(*([*RUN, "--out", tmp_path / "out"] if command == "run" else settle))
        assert content(tmp_path) == held
    assert content(tmp_path) == before
    assert (answer.returncode, answer.stdout) == (1, "")
    told = answer.stderr.replace(str(tmp_path), "TMP")
    told = re.sub(r"进程 \d+，主机 .*，开始于 \S+ \S+", "进程 …，主机 …，开始于 …", told)
    told = re.sub(r"process \d+ on .* since \S+ \S+", "process … on … since …", told)
    golden("faults/held.txt", told)


def test_two_runs_of_two_packages_at_once_are_both_right(tmp_path):
    run_review(REQUEST, tmp_path / "alone")
    folders = [tmp_path / name for name in ("one", "two", "three")]
    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda folder: kaoping(*RUN, "--out", folder), folders))
    assert [answer.returncode for answer in answers] == [0, 0, 0]
    one, *others = [content(folder) for folder in folders]
    for name in one.keys() - {"run.json"}:
        assert [other[name] for other in others] == [one[name]] * 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["alone", "one", "three", "two"]


READING = """
import sys
from pathlib import Path
from scoring.settle.settling import verify_any

print("reading", flush=True)
while not (Path(sys.argv[1]).parent / "over").exists():
    assert verify_any(Path(sys.argv[1])) is None
"""


def test_whoever_reads_while_runs_replace_the_package_finds_it_whole(tmp_path):
    """Two requests by turns, so that a file of the other package would not fit."""
    requests = [REQUEST, replace(REQUEST, ledger="rules", as_of=date(2027, 1, 31))]
    run_review(requests[0], tmp_path / "out")
    command = [sys.executable, "-c", READING, str(tmp_path / "out")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as reading:
        assert reading.stdout is not None
        reading.stdout.readline()
        for turn in range(1, 6):
            run_review(requests[turn % 2], tmp_path / "out")
        (tmp_path / "over").touch()
    assert reading.returncode == 0
