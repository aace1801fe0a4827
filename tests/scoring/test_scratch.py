"""Folders for one piece of work: gone afterwards, swept after a kill, never another's."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from scoring.runs.scratch import scratch

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch) -> Path:
    """Where temporary folders are made meanwhile."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_folder_is_gone_afterwards_whatever_happened(temporary):
    with scratch("work") as folder:
        (folder / "deep").mkdir()
        assert folder.parent == temporary
    with pytest.raises(ZeroDivisionError), scratch("work") as folder:
        (folder / "file").write_text(str(1 // 0))
    assert list(temporary.iterdir()) == []


def test_two_at_once_do_not_touch_each_other(temporary):
    with scratch("work") as one:
        (one / "file").write_text("mine")
        with scratch("work") as other:
            assert one != other
        assert (one / "file").read_text() == "mine"


KILLED = """
import os, signal, sys, tempfile
from scoring.runs.scratch import scratch

tempfile.tempdir = sys.argv[1]
with scratch("work") as folder:
    (folder / "file").write_text("left")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_left_is_swept_by_the_next(temporary):
    command = [sys.executable, "-c", KILLED, str(temporary)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    (left,) = temporary.iterdir()
    assert (left / "file").read_text() == "left"
    with scratch("other") as folder:
        assert list(temporary.iterdir()) == [folder]


def test_nobody_s_own_folders_are_swept_and_no_link_is_followed(temporary, tmp_path):
    (temporary / "kaoping-out").mkdir()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "file").write_text("mine")
    (temporary / ".kaoping-scratch-link").symlink_to(tmp_path / "mine")
    (temporary / ".kaoping-scratch-file").write_text("mine")
    before = sorted(temporary.iterdir())
    with scratch("work"):
        pass
    assert sorted(temporary.iterdir()) == before
    assert (tmp_path / "mine" / "file").read_text() == "mine"
