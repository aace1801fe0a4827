"""A disk that is full or broken at any step: told, nothing half, the old package kept."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.disk import ROOT, without_library

pytestmark = without_library


KEPT = ".out.kaoping-kept"
TOLD = {
    "broken": (errno.EIO, 0, ["磁盘或网络出错", "check the disk or the network drive"]),
    "full": (errno.ENOSPC, 1, ["磁盘已满", "free some space, or take another disk"]),
    "forbidden": (errno.EACCES, 1, ["没有权限", "choose a place you may read and write"]),
}


def every_failure(library: Path, folder: Path, kind: str, stride: int) -> None:
    code, lasting, words = TOLD[kind]
    command = [sys.executable, "-m", "tests.faults.disk", str(library), str(folder)]
    answer = subprocess.run(
        [*command, str(code), str(lasting), str(stride)],
        cwd=ROOT,
        env=os.environ | {"LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    found = [json.loads(line) for line in answer.stdout.splitlines()]
    assert len(found) > 150 // stride
    wrong = []
    for step, ended, told, state, beside, kept, resumed in found:
        # A step that was done another way, or was of what is removed anyway, does not matter.
        ended_well = (ended, state) == (0, "new") and not lasting
        refused = (ended, state) == (1, "old") and all(word in told for word in words)
        to_resume = [KEPT] if "--resume" in told else []
        if beside != [*to_resume, "out"] or kept or not (ended_well or refused):
            wrong.append((step, ended, told, state, beside, kept))
        if resumed not in (None, [0, "new", ["out"]]):
            wrong.append((step, "resumed", resumed))
    assert wrong == []


@pytest.mark.parametrize("kind", TOLD)
def test_a_step_that_fails_is_told_and_leaves_the_old_package_alone(library, tmp_path, kind):
    every_failure(library, tmp_path, kind, stride=61)


@pytest.mark.faults
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", ["broken", "full"])
def test_every_step_that_fails_is_told_and_leaves_the_old_package_alone(library, tmp_path, kind):
    every_failure(library, tmp_path, kind, stride=1)
