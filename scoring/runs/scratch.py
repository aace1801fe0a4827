"""Folders for the time of one piece of work; those of killed processes are removed by the next."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scoring.package.holding import is_at, lock

# Nobody's own folder is called so.
_PREFIX = ".kaoping-scratch-"


@contextmanager
def scratch(purpose: str) -> Iterator[Path]:
    """A folder of our own that is gone when the block ends; the purpose is in its name."""
    folder, held = _made(f"{_PREFIX}{purpose}-")
    try:
        _sweep(folder.parent)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if held is not None:
            os.close(held)


def _made(prefix: str) -> tuple[Path, int | None]:
    """The folder, and what holds its lock as long as we live. One that is swept away before it is
    locked is made anew."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix))
        if sys.platform == "win32":  # no folder can be locked there, and none is swept
            return folder, None
        with suppress(FileNotFoundError):
            held = os.open(folder, os.O_RDONLY)
            if lock(held) and is_at(held, folder):
                return folder, held
            os.close(held)


def _sweep(parent: Path) -> None:
    if sys.platform == "win32":
        return
    for folder in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
                continue
            held = os.open(folder, os.O_RDONLY)
            try:
                if lock(held):
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(held)
