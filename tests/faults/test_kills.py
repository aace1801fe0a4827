"""Runs killed at any step of writing, and resumed: the bytes of a run nobody disturbed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.disk import ROOT, without_library

pytestmark = without_library


def killed(library: Path, folder: Path, times: int, seed: int) -> list[list[object]]:
    (folder / "work").mkdir()
    command = [sys.executable, "-m", "tests.faults.kills", str(library), str(folder / "work")]
    answer = subprocess.run(
        [*command, str(times), str(seed)],
        cwd=ROOT,
        env=os.environ | {"LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    return [json.loads(line) for line in answer.stdout.splitlines()]


def check(found: list[list[object]], times: int) -> None:
    assert len(found) == times
    wrong = [
        (at, states, ended, same, beside, left)
        for at, states, ended, _, same, beside, left in found
        if "half" in states or (ended, same, beside, left) != (0, True, ["out"], [])
    ]
    assert wrong == []
    # Some are killed before there is anything to go on with, most are not.
    assert any(resumed for _, _, _, resumed, *_ in found)


def test_a_run_killed_twice_and_resumed_gives_the_same_bytes(library, tmp_path):
    check(killed(library, tmp_path, times=4, seed=7), times=4)


@pytest.mark.faults
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(5))
def test_fifty_runs_killed_twice_and_resumed_give_the_same_bytes(library, tmp_path, seed):
    check(killed(library, tmp_path, times=10, seed=seed), times=10)
