"""A folder replaced in one step, under kills, collisions and file systems that cannot swap."""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from rules.diagnostics import PolicyError
from scoring.package.swap import Step, alone_at, beside, recover, replaced

STEPS = ["written", "synced", "moved", "removed"]
ROOT = Path(__file__).resolve().parents[3]

KILLED = """
import os, signal, sys
from pathlib import Path
from scoring.package.swap import alone_at, replaced

target, last, exchange = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "True"

def done(step):
    if step == last:
        os.kill(os.getpid(), signal.SIGKILL)

with alone_at(target), replaced(target, done=done, exchange=exchange) as folder:
    (folder / "deep").mkdir()
    (folder / "a").write_text("new")
    (folder / "deep" / "b").write_text("new")
"""


def put(target: Path, text: str, *, exchange: bool = True, done: Step = lambda step: None) -> None:
    with alone_at(target), replaced(target, exchange=exchange, done=done) as folder:
        (folder / "deep").mkdir()
        (folder / "a").write_text(text)
        (folder / "deep" / "b").write_text(text)


def content(target: Path) -> dict[str, str]:
    files = (path for path in target.rglob("*") if path.is_file())
    return {path.relative_to(target).as_posix(): path.read_text() for path in files}


def whole(text: str) -> dict[str, str]:
    return {"a": text, "deep/b": text}


def killed_after(step: str, target: Path, *, exchange: bool) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(target), step, str(exchange)],
        cwd=ROOT,
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
    put(tmp_path / "out", "next")
    assert content(tmp_path) == {"out/a": "next", "out/deep/b": "next"}


HOLDING = """
import sys
from pathlib import Path
from scoring.package.swap import alone_at, replaced

with alone_at(Path(sys.argv[1])), replaced(Path(sys.argv[1])) as folder:
    (folder / "a").write_text("first")
    print("holding", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path):
    """A process that is writing `out` until its input is closed."""
    arguments = [sys.executable, "-c", HOLDING, str(tmp_path / "out")]
    with subprocess.Popen(
        arguments, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holding\n"
        yield process


def test_of_two_runs_at_once_the_second_is_told_who_holds_the_package(tmp_path, holder):
    with pytest.raises(PolicyError) as error:
        put(tmp_path / "out", "second")
    (found,) = error.value.diagnostics
    told = {name: found.args[name] for name in ("process", "host", "path")}
    assert (found.code, told) == (
        "package-held",
        {"process": str(holder.pid), "host": platform.node(), "path": str(tmp_path / "out")},
    )
    assert datetime.fromisoformat(found.args["since"]).tzinfo is not None
    holder.communicate("")
    assert content(tmp_path) == {"out/a": "first"}


def test_two_runs_of_two_packages_in_one_folder_do_not_touch_each_other(tmp_path, holder):
    put(tmp_path / "out2", "other")
    put(tmp_path / "ou", "other")
    holder.communicate("")
    assert content(tmp_path / "out") == {"a": "first"}
    assert content(tmp_path / "out2") == content(tmp_path / "ou") == whole("other")


def test_the_lock_of_a_dead_run_is_taken_over_and_the_run_told(tmp_path, holder):
    holder.kill()
    holder.wait()
    with alone_at(tmp_path / "out") as dead, replaced(tmp_path / "out") as folder:
        assert dead is not None
        assert (dead.process, dead.host) == (holder.pid, platform.node())
        (folder / "a").write_text("second")
    with alone_at(tmp_path / "out") as dead:
        assert dead is None
    assert content(tmp_path) == {"out/a": "second"}


def test_a_number_in_a_lock_file_holds_nothing(tmp_path):
    """As of a process whose number another one has by now."""
    text = json.dumps({"process": os.getpid(), "host": platform.node(), "since": "2026-01-01"})
    beside(tmp_path / "out", "lock").write_text(text)
    put(tmp_path / "out", "new")
    assert content(tmp_path) == {"out/a": "new", "out/deep/b": "new"}


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b'{"process": "x"}', b"\xff" * 9000])
def test_a_damaged_lock_file_is_no_obstacle(tmp_path, text):
    beside(tmp_path / "out", "lock").write_bytes(text)
    put(tmp_path / "out", "new")
    assert content(tmp_path) == {"out/a": "new", "out/deep/b": "new"}


RACING = """
import sys
from pathlib import Path
from rules.diagnostics import PolicyError
from scoring.package.swap import alone_at, replaced

done = 0
while done < 8:
    try:
        with alone_at(Path(sys.argv[1])):
            with replaced(Path(sys.argv[1]), exchange=sys.argv[3] == "True") as folder:
                (folder / "a").write_text(sys.argv[2])
                (folder / "b").write_text(sys.argv[2])
        done += 1
    except PolicyError as error:
        assert error.diagnostics[0].code == "package-held"
"""


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "rename twice"])
def test_processes_that_race_for_one_folder_each_hold_it_alone(tmp_path, exchange):
    target = str(tmp_path / "out")
    racing = [
        subprocess.Popen(
            [sys.executable, "-c", RACING, target, name, str(exchange)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
        )
        for name in ("one", "two", "three")
    ]
    errors = [process.communicate()[1].decode() for process in racing]
    assert errors == ["", "", ""]
    found = content(tmp_path)
    assert found.keys() == {"out/a", "out/b"}
    assert found["out/a"] == found["out/b"]


@pytest.mark.parametrize("step", ["written", "synced", "set aside", "moved"])
@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "rename twice"])
def test_a_run_that_fails_at_any_step_leaves_the_old_folder_or_the_new_one(
    tmp_path, step, exchange
):
    put(tmp_path / "out", "old")

    def fail(at: str) -> None:
        if at == step:
            raise ZeroDivisionError

    with suppress(ZeroDivisionError):
        put(tmp_path / "out", "new", exchange=exchange, done=fail)
    new = step == "moved" or (step == "set aside" and exchange)
    assert content(tmp_path / "out") == whole("new" if new else "old")
    put(tmp_path / "out", "next")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_whoever_looks_between_two_renames_waits_for_the_new_folder(tmp_path):
    put(tmp_path / "out", "old")
    looking = threading.Thread(target=recover, args=(tmp_path / "out",))

    def look(at: str) -> None:
        if at == "set aside":
            looking.start()

    put(tmp_path / "out", "new", exchange=False, done=look)
    looking.join()
    assert content(tmp_path) == {"out/a": "new", "out/deep/b": "new"}


def test_a_run_that_fails_leaves_the_old_folder_and_nothing_else(tmp_path):
    put(tmp_path / "out", "old")
    with (
        pytest.raises(ZeroDivisionError),
        alone_at(tmp_path / "out"),
        replaced(tmp_path / "out") as folder,
    ):
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
