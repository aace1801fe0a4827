"""Runs a review again and again while a step of its writing fails, and tells what came of each.

python -m tests.faults.disk LIBRARY FOLDER CODE LASTING STRIDE, the library preloaded. Prints a JSON
line for each failing step: its number, exit code, what was told, whether the package is old or new,
what else is in the folder, how many bytes are in temporary files, and, where not every step fails,
what a run that resumed it came to.
"""

from __future__ import annotations

import ctypes
import io
import json
import shutil
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from service.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
without_library = pytest.mark.skipif(
    not sys.platform.startswith("linux") or not shutil.which("gcc"),
    reason="preloads a library: needs Linux and gcc",
)

CASE = Path(__file__).resolve().parents[1] / "cases" / "review"
RUN = ["run", f"{CASE}/policy.yaml", "--evidence", f"{CASE}/evidence", "--period", "2026"]
RUN += ["--subjects", f"{CASE}/subjects.csv", "--engine", "reference"]
OLD, NEW = [*RUN, "--ledger", "rules"], [*RUN, "--ledger", "findings"]


def kaoping(arguments: list[str], out: Path) -> tuple[int, str]:
    told = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(told):
        try:
            main([*arguments, "--out", str(out)])
        except SystemExit as ended:
            return int(ended.code or 0), told.getvalue()
    raise AssertionError


def content(folder: Path) -> dict[str, bytes]:
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in files(folder)}
    return {name: data for name, data in found.items() if name != "run.json"}


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def state_of(folder: Path, packages: dict[str, dict[str, bytes]]) -> tuple[str, list[str]]:
    """Which package there is, and what is beside it."""
    now = content(folder / "out")
    state = next((name for name, whole in packages.items() if whole == now), "half")
    return state, sorted(path.name for path in folder.iterdir() if path.name != "temporary")


def measure(library: Path, folder: Path, code: int, lasting: int, stride: int) -> None:
    shim = ctypes.CDLL(str(library))
    shim.failing_from.argtypes = [ctypes.c_char_p, ctypes.c_long, ctypes.c_int, ctypes.c_int]
    shim.failing_steps.restype = ctypes.c_long
    below = str(folder).encode()
    temporary = folder / "temporary"
    temporary.mkdir()
    tempfile.tempdir = str(temporary)
    packages = {}
    for name, arguments in (("new", NEW), ("old", OLD)):
        assert kaoping(arguments, folder / "out")[0] == 0
        packages[name] = content(folder / "out")
    step = 1
    while True:
        shim.failing_from(below, step, code, lasting)
        ended, told = kaoping(NEW, folder / "out")
        steps = shim.failing_steps()
        shim.failing_from(below, 0, 0, 0)
        if steps < step:
            return
        state, beside = state_of(folder, packages)
        kept = sum(path.stat().st_size for path in files(temporary))
        resumed = None
        if stride > 1 and state == "old":
            resumed = (kaoping([*NEW, "--resume"], folder / "out")[0], *state_of(folder, packages))
        print(json.dumps([step, ended, told, state, beside, kept, resumed]), flush=True)
        if state == "new" or resumed:
            kaoping(OLD, folder / "out")
        step += stride


if __name__ == "__main__":
    measure(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
