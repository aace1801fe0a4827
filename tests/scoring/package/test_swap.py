"""A folder replaced in one step, under kills, collisions and file systems that cannot swap."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from scoring.package.swap import recover, replaced

STEPS = ["written", "synced", "moved", "removed"]

KILLED = """
import os, signal, sys
from pathlib import Path
from scoring.package.swap import replaced

target, last, exchange = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "True"

def done(step):
    if step == last:
        os.kill(os.getpid(), signal.SIGKILL)

with replaced(target, done=done, exchange=exchange) as folder:
    (folder / "deep").mkdir()
    (folder / "a").write_text("new")
    (folder / "deep" / "b").write_text("new")
"""


def put(target: Path, text: str, *, exchange: bool = True) -> None:
    with replaced(target, exchange=exchange) as folder:
        (folder / "deep").mkdir()
        (folder / "a").write_text(text)
        (folder / "deep" / "b").write_text(text)


def content(target: Path) -> dict[str, str]:
    files = (path for path in target.rglob("*") if path.is_file())
    return {path.relative_to(target).as_posix(): path.read_text() for path in files}


def whole(text: str) -> dict[str, str]:
    return {"a": text, "deep/b": text}


def killed_after(step: str, target: Path, *, exchange: bool) -> None:
    root = Path(__file__).resolve().parents[3]
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(target), step, str(exchange)],
        cwd=root,
        capture_output=True,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "rename twice"])
def test_a_folder_is_made_and_then_replaced_and_nothing_else_stays(tmp_path, exchange):
    put(tmp_path / "out", "one", exchange=exchange)
    assert content(tmp_path) == {"out/a": "one", "out/deep/b": "one"}
    put(tmp_path / "out", "two", exchange=exchange)
    assert content(tmp_path) == {"out/a": "two", "out/deep/b": "two"}


@pytest.mark.parametrize("step", STEPS)
def test_a_run_killed_while_replacing_leaves_the_old_or_the_new_folder_whole(tmp_path, step):
    put(tmp_path / "out", "old")
    killed_after(step, tmp_path / "out", exchange=True)
    assert content(tmp_path / "out") == whole("old" if step in ("written", "synced") else "new")
    put(tmp_path / "out", "next")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("step", STEPS)
def test_a_first_run_killed_leaves_nothing_or_the_new_folder_whole(tmp_path, step):
    killed_after(step, tmp_path / "out", exchange=True)
    assert content(tmp_path / "out") == ({} if step in ("written", "synced") else whole("new"))
    put(tmp_path / "out", "next")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("step", ["written", "synced", "set aside", "moved", "removed"])
def test_where_names_cannot_be_swapped_recovery_finds_the_old_or_the_new_folder(tmp_path, step):
    put(tmp_path / "out", "old")
    killed_after(step, tmp_path / "out", exchange=False)
    recover(tmp_path / "out")
    kept = step in ("written", "synced", "set aside")
    assert content(tmp_path / "out") == whole("old" if kept else "new")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "rename twice"])
def test_two_runs_at_once_both_end_and_the_later_one_stands_whole(tmp_path, exchange):
    with replaced(tmp_path / "out", exchange=exchange) as folder:
        (folder / "a").write_text("late")
        put(tmp_path / "out", "early", exchange=exchange)
        (folder / "b").write_text("late")
    assert content(tmp_path) == {"out/a": "late", "out/b": "late"}


RACING = """
import sys
from pathlib import Path
from scoring.package.swap import replaced

for _ in range(40):
    with replaced(Path(sys.argv[1]), exchange=sys.argv[3] == "True") as folder:
        (folder / "a").write_text(sys.argv[2])
        (folder / "b").write_text(sys.argv[2])
"""


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "rename twice"])
def test_processes_that_race_for_one_folder_all_end_and_one_stands_whole(tmp_path, exchange):
    root = Path(__file__).resolve().parents[3]
    target = str(tmp_path / "out")
    racing = [
        subprocess.Popen(
            [sys.executable, "-c", RACING, target, name, str(exchange)],
            cwd=root,
            stderr=subprocess.PIPE,
        )
        for name in ("one", "two", "three")
    ]
    errors = [process.communicate()[1].decode() for process in racing]
    assert errors == ["", "", ""]
    found = content(tmp_path)
    assert found.keys() == {"out/a", "out/b"}
    assert found["out/a"] == found["out/b"]


def test_a_run_that_fails_leaves_the_old_folder_and_nothing_else(tmp_path):
    put(tmp_path / "out", "old")
    with pytest.raises(ZeroDivisionError), replaced(tmp_path / "out") as folder:
        (folder / "a").write_text(str(1 // 0))
    assert content(tmp_path) == {"out/a": "old", "out/deep/b": "old"}


def test_the_folder_has_the_permissions_of_any_folder_made_here(tmp_path):
    put(tmp_path / "out", "one")
    (tmp_path / "plain").mkdir()
    assert (tmp_path / "out").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_link_to_a_folder_keeps_pointing_at_it(tmp_path):
    put(tmp_path / "real", "old")
    os.symlink(tmp_path / "real", tmp_path / "link")
    put(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert content(tmp_path / "real") == whole("new")
