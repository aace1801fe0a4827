"""Reads a package while runs replace it: what is made of it is made of one package."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from rules.diagnostics import PolicyError, diagnose
from scoring.package.holding import is_at
from scoring.package.swap import recover

_Made = TypeVar("_Made")

_TIMES = 10


def steadily(folder: Path, read: Callable[[], _Made]) -> _Made:
    """What `read` makes of the package at `folder`. It reads anew, and forgets what went wrong,
    where another package took its place meanwhile. Raises PolicyError where that never ends."""
    for _ in range(_TIMES):
        with _watched(folder) as is_there_still:
            try:
                made = read()
            except Exception as error:
                if is_there_still():
                    raise _told(folder, error) from None
                continue
            if is_there_still():
                return made
    raise PolicyError([diagnose("package-changing", None, path=folder)])


def _told(folder: Path, error: Exception) -> Exception:
    """A file that should be in the package and is not; anything else as it is."""
    if not isinstance(error, FileNotFoundError) or not folder.is_dir():
        return error
    if folder not in Path(str(error.filename)).parents:
        return error
    name = Path(error.filename).relative_to(folder).as_posix()
    why, why_en = f"里面没有 {name}", f"it has no {name}"
    return PolicyError([diagnose("not-a-package", None, path=folder, why=why, why_en=why_en)])


@contextmanager
def _watched(folder: Path) -> Iterator[Callable[[], bool]]:
    """Says whether the folder is the same one still. It is open all the while, so that no other one
    can get its number. Without one there is nothing to watch until one comes."""
    recover(folder)
    if sys.platform == "win32":  # no folder can be opened there, and none of open files be moved
        yield lambda: True
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        yield lambda: not folder.exists()
        return
    try:
        yield lambda: is_at(descriptor, folder)
    finally:
        os.close(descriptor)
