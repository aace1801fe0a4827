"""A folder replaced in one step: whoever looks, at any moment, finds the old or the new one."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

if sys.platform != "win32":
    import fcntl

# Called with the name of each step done; tests end the process there.
Step = Callable[[str], None]

_NEW = ".kaoping-new-"
_OLD = ".kaoping-old-"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def replaced(
    target: Path, *, done: Step = lambda step: None, exchange: bool = True
) -> Iterator[Path]:
    """An empty folder beside `target` that takes its place when the block ends without an error.

    It is on the disk before it is moved. What a killed run left beside the target is removed first.
    Without `exchange` the two folders are renamed one after the other, as on file systems that
    cannot swap two names; a run killed between the two is put right by `recover`.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with _alone_in(target.parent):
        _recover(target)
        new, lock = _make_sibling(target)
    try:
        yield new
        done("written")
        _sync_tree(new)
        done("synced")
        with _alone_in(target.parent):
            _move_in(new, target, done=done, exchange=exchange)
        done("removed")
    finally:
        shutil.rmtree(new, ignore_errors=True)
        _unlock(lock)


def recover(target: Path) -> None:
    """Puts back an old folder that a killed run had set aside, and removes what is left over.
    Folders of runs still alive are locked, and stay."""
    target = target.resolve()
    if target.parent.is_dir():
        with _alone_in(target.parent):
            _recover(target)


def _recover(target: Path) -> None:
    for old in _siblings(target, _OLD):
        if target.exists():
            shutil.rmtree(old, ignore_errors=True)
        else:
            old.rename(target)
            _sync(target.parent)
    for new in _siblings(target, _NEW):
        lock = _lock(new)
        if lock is not None:
            shutil.rmtree(new, ignore_errors=True)
            _unlock(lock)


def _siblings(target: Path, mark: str) -> list[Path]:
    prefix = f".{target.name}{mark}"
    return sorted(path for path in target.parent.iterdir() if path.name.startswith(prefix))


def _make_sibling(target: Path) -> tuple[Path, int | None]:
    """A new locked folder and its lock, which ends with the process however it ends."""
    names = (target.with_name(f".{target.name}{_NEW}{os.getpid()}-{n}") for n in count())
    path = next(name for name in names if not name.exists())
    path.mkdir()
    return path, _lock(path)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Whoever looks for left-overs or moves folders here waits until this is done."""
    lock = _lock(folder, wait=True)
    try:
        yield
    finally:
        _unlock(lock)


def _lock(folder: Path, *, wait: bool = False) -> int | None:
    """A lock on a folder, or None where another process holds it."""
    if sys.platform == "win32":  # no folder can be locked there: two runs at once may collide
        return os.open(os.devnull, os.O_RDONLY)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def _unlock(lock: int | None) -> None:
    if lock is not None:
        os.close(lock)


def _move_in(new: Path, target: Path, *, done: Step, exchange: bool) -> None:
    """Afterwards `target` is the new folder and the old one is removed."""
    if not target.exists():
        new.rename(target)
        _sync(target.parent)
        done("moved")
    elif exchange and _exchange(new, target):
        _sync(target.parent)
        done("moved")
        shutil.rmtree(new, ignore_errors=True)
    else:
        _rename_both(new, target, done=done)


def _rename_both(new: Path, target: Path, *, done: Step) -> None:
    old = target.with_name(new.name.replace(_NEW, _OLD))
    target.rename(old)
    done("set aside")
    new.rename(target)
    _sync(target.parent)
    done("moved")
    shutil.rmtree(old, ignore_errors=True)


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


def _sync_tree(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
