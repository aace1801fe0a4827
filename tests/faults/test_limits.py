"""Limits the system itself sets: a disk of a few blocks, files that may not grow, no permission."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from tests.faults.disk import NEW, OLD, ROOT, content, kaoping

COMMAND = [sys.executable, "-m", "service.cli.main", *NEW]


def limited(out: Path, largest: int) -> subprocess.CompletedProcess[str]:
    """A run none of whose files may grow beyond so many bytes."""
    limit = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (largest, largest))
    return subprocess.run(
        [*COMMAND, "--out", str(out)],
        cwd=ROOT,
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("largest", [0, 200, 1_000, 12_000])
def test_a_file_that_may_not_grow_is_told_and_leaves_the_old_package(tmp_path, largest):
    assert kaoping(OLD, tmp_path / "out")[0] == 0
    before = content(tmp_path / "out")
    answer = limited(tmp_path / "out", largest)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "错误[file] 文件读写失败：" in answer.stderr
    assert "ulimit -f" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert content(tmp_path / "out") == before
    assert kaoping([*NEW, "--resume"], tmp_path / "out")[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


SMALL = """
mount -t tmpfs -o size={kilobytes}k none {folder} || exit 77
{command} --out {folder}/out
code=$?
ls -A {folder}
exit $code
"""


@pytest.mark.parametrize("kilobytes", [4, 40, 90, 130])
def test_a_small_disk_that_fills_up_is_told_and_holds_nothing_half(tmp_path, kilobytes):
    told = {"kilobytes": kilobytes, "folder": tmp_path, "command": " ".join(COMMAND)}
    # A user who may not mount may do so in a name space of their own, where that is allowed.
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", SMALL.format(**told)]
    try:
        answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no unshare")
    if answer.returncode not in (0, 1):
        pytest.skip(f"nothing can be mounted here: {answer.stderr.strip()}")
    assert answer.returncode == 1
    assert "磁盘已满" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert set(answer.stdout.split()) <= {".out.kaoping-kept"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_nobody_may_write_to_is_told(tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    code, told = kaoping(NEW, tmp_path / "locked" / "out")
    assert code == 1
    assert "没有权限" in told
    assert "choose a place you may read and write" in told
