"""Kills runs at random steps of their writing, and lets others go on with them.

python -m tests.faults.kills LIBRARY FOLDER TIMES SEED, the library preloaded. Prints a JSON line
for each time: the steps at which a first run and one that resumed it were killed, what the folder
held after each, whether the last run, which was not killed, resumed them, and what it left.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.faults.disk import NEW, OLD, content, files, kaoping

KILLED = -1
RESUMED = "going on with the earlier run"


def apart(do: Callable[[], int]) -> int:
    """What comes of it in a process of its own: an exit code, or a signal as a negative number."""
    process = os.fork()
    if process == 0:
        try:
            os._exit(do())
        except BaseException:
            traceback.print_exc()
            os._exit(99)
    status = os.waitpid(process, 0)[1]
    return os.waitstatus_to_exitcode(status)


class Kills:
    def __init__(self, library: Path, folder: Path) -> None:
        self.shim = ctypes.CDLL(str(library))
        kinds = [ctypes.c_char_p, ctypes.c_long, ctypes.c_int, ctypes.c_int]
        self.shim.failing_from.argtypes = kinds
        self.folder = folder
        self.out = folder / "out"
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        tempfile.tempdir = str(self.temporary)

    def run(self, arguments: list[str], *, killed_at: int = 0) -> int:
        def do() -> int:
            self.shim.failing_from(str(self.folder).encode(), killed_at, KILLED, 0)
            code, told = kaoping(arguments, self.out)
            (self.folder.parent / "told").write_text(told, encoding="utf-8")
            (self.folder.parent / "steps").write_text(str(self.shim.failing_steps()))
            return code

        return apart(do)

    def told(self) -> str:
        return (self.folder.parent / "told").read_text(encoding="utf-8")

    def package(self, arguments: list[str]) -> dict[str, bytes]:
        assert self.run(arguments) == 0, self.told()
        return content(self.out)


def main(library: Path, folder: Path, times: int, seed: int) -> None:
    kills, chance = Kills(library, folder), random.Random(seed)
    packages = {"new": kills.package(NEW)}
    steps = int((folder.parent / "steps").read_text())
    for _ in range(times):
        packages["old"] = kills.package(OLD)
        at, states = [chance.randint(1, steps), chance.randint(1, steps)], []
        for step, arguments in zip(at, (NEW, [*NEW, "--resume"]), strict=True):
            ended = kills.run(arguments, killed_at=step)
            # One that goes on has fewer steps, and may be over before.
            assert ended in (0, -signal.SIGKILL), kills.told()
            now = content(kills.out)
            states.append(next((name for name, whole in packages.items() if whole == now), "half"))
        ended = kills.run([*NEW, "--resume"])
        now, told = content(kills.out), kills.told()
        beside = sorted(path.name for path in folder.iterdir() if path != kills.temporary)
        left = [path.name for path in files(kills.temporary)]
        same = now == packages["new"]
        print(json.dumps([at, states, ended, RESUMED in told, same, beside, left]), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:]))
