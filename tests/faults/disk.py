"""Runs a review again and again while a step of its writing fails, and tells what came of each.

python -m tests.faults.disk LIBRARY FOLDER CODE LASTING STRIDE, the library preloaded. Prints a JSON
line for each failing step: its number, exit code, what was told, whether the package is old or new,
what else is in the folder, and how many bytes are in temporary files.
"""

from __future__ import annotations

import ctypes
import io
import json
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from service.cli.main import main

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
        now = content(folder / "out")
        state = next((name for name, whole in packages.items() if whole == now), "half")
        beside = sorted(path.name for path in folder.iterdir() if path.name != "temporary")
        kept = sum(path.stat().st_size for path in files(temporary))
        print(json.dumps([step, ended, told, state, beside, kept]), flush=True)
        if state == "new":
            kaoping(OLD, folder / "out")
        step += stride


if __name__ == "__main__":
    measure(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
