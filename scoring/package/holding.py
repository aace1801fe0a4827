"""A lock that ends with its process, however that ends, and tells who holds it."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LONGEST = 4096
# On Windows a locked byte cannot be read by others: it lies where the text never reaches.
_FAR = 1 << 20


@dataclass(frozen=True, slots=True)
class Holder:
    """`since` is a moment with its zone, for people."""

    process: int
    host: str
    since: str


class HeldError(Exception):
    """Another process holds the lock; of one that is only just beginning nothing is known."""

    def __init__(self, holder: Holder | None) -> None:
        super().__init__("held")
        self.holder = holder


@contextmanager
def held(path: Path, *, wait: bool = False) -> Iterator[Holder | None]:
    """The lock at `path` until the block ends; yields who died holding it. The kernel keeps the
    lock, the text in the file is for people. Without `wait` raises HeldError, at once."""
    descriptor = _taken(path, wait=wait)
    try:
        dead = _read(descriptor)
        _write(descriptor, Holder(os.getpid(), platform.node(), _now()))
        yield dead
    finally:
        # Removed while it is held: whoever opened it meanwhile sees that it is no longer there.
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)


def lock(descriptor: int, *, wait: bool = False) -> bool:
    """Whether the open file is now ours alone; another process or descriptor may have it."""
    try:
        if sys.platform == "win32":
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except (BlockingIOError, PermissionError):
        return False
    return True


def is_at(descriptor: int, path: Path) -> bool:
    """Whether the open file or folder is the one that is at `path` now."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _taken(path: Path, *, wait: bool) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            if not lock(descriptor, wait=wait):
                raise HeldError(_read(descriptor))
            if is_at(descriptor, path):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _read(descriptor: int) -> Holder | None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    with suppress(ValueError, TypeError, KeyError):
        told = json.loads(os.read(descriptor, _LONGEST))
        return Holder(int(told["process"]), str(told["host"]), str(told["since"]))
    return None


def _write(descriptor: int, holder: Holder) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, json.dumps(asdict(holder), ensure_ascii=False).encode() + b"\n")


def _now() -> str:
    return datetime.now(UTC).astimezone().isoformat(" ", timespec="seconds")
