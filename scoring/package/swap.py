"""A folder replaced in one step: whoever looks, at any moment, finds the old or the new one."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TypeAlias

from rules.diagnostics import PolicyError, diagnose
from scoring.package.holding import HeldError, Holder, held

# Called with the name of each step done; tests end the process there.
Step: TypeAlias = Callable[[str], None]

_LOCK, _NEW, _OLD = "lock", "new", "old"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def alone_at(target: Path) -> Iterator[Holder | None]:
    """Nobody else writes the package at `target` until the block ends. What a killed run had set
    aside is put back and its new folder is removed; yields who was killed. Raises PolicyError where
    another process is at work there."""
    make_folder(target.parent)
    with ExitStack() as stack:
        try:
            dead = stack.enter_context(held(beside(target, _LOCK)))
        except HeldError as error:
            raise _busy(target, error.holder) from None
        _recover(target.resolve())
        yield dead


@contextmanager
def replaced(
    target: Path, *, done: Step = lambda step: None, exchange: bool = True
) -> Iterator[Path]:
    """An empty folder beside `target` that takes its place when the block ends without an error.
    To be used by whoever is `alone_at` the target.

    It is on the disk before it is moved. Without `exchange` the two folders are renamed one after
    the other, as on file systems that cannot swap two names; a run killed between the two is put
    right by `recover`.
    """
    target = target.resolve()
    new = beside(target, _NEW)
    new.mkdir()
    try:
        yield new
        done("written")
        sync_tree(new)
        done("synced")
        move_in(new, target, done=done, exchange=exchange)
        done("removed")
    finally:
        shutil.rmtree(new, ignore_errors=True)


def recover(target: Path) -> None:
    """Puts back an old folder that a killed run had set aside; while a run is between its two
    renames, waits until it is there."""
    target = target.resolve()
    if not target.exists() and beside(target, _OLD).exists():
        with held(beside(target, _LOCK), wait=True):
            _put_back(target)


def beside(target: Path, name: str) -> Path:
    """A file or folder of a run, hidden beside the package it is about."""
    target = target.resolve()
    return target.with_name(f".{target.name}.kaoping-{name}")


def make_folder(folder: Path) -> None:
    """The folder and those above it, all of them on the disk."""
    folder = folder.resolve()
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in made:
        sync(path.parent)


def sync_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        sync(path)
    sync(folder)


def sync(path: Path) -> None:
    """Returns when the file, or the names in the folder, are on the disk."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _busy(target: Path, holder: Holder | None) -> PolicyError:
    told = asdict(holder) if holder else dict.fromkeys(("process", "host", "since"), "?")
    return PolicyError([diagnose("package-held", None, path=target, **told)])


def _recover(target: Path) -> None:
    _put_back(target)
    for left in (beside(target, _OLD), beside(target, _NEW)):
        if left.exists():
            shutil.rmtree(left)


def _put_back(target: Path) -> None:
    old = beside(target, _OLD)
    if old.exists() and not target.exists():
        old.rename(target)
        sync(target.parent)


def move_in(
    new: Path, target: Path, *, done: Step = lambda step: None, exchange: bool = True
) -> None:
    """Afterwards `target` is the new folder and the old one is removed; where the disk refuses, all
    names are as they were."""
    old = beside(target, _OLD)
    with ExitStack() as undo:
        if not target.exists():
            new.rename(target)
            undo.callback(target.rename, new)
        elif exchange and _exchange(new, target):
            undo.callback(_exchange, new, target)
        else:
            target.rename(old)
            undo.callback(old.rename, target)
            done("set aside")
            new.rename(target)
            undo.callback(target.rename, new)
        sync(target.parent)
        undo.pop_all()
    done("moved")
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """The two names swapped in one step (renameat2, Linux); False where that cannot be done."""
    if not sys.platform.startswith("linux"):
        return False
    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    if call(_AT_FDCWD, names[0], _AT_FDCWD, names[1], ctypes.c_uint(_RENAME_EXCHANGE)) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EPERM):
        return False
    raise OSError(code, os.strerror(code), str(other))
