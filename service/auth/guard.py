"""The guard of every route: who calls, whether they may, and whether they call too often."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Literal, TypeAlias

from service.auth.keys import Key, Keyring, KeysDamaged
from service.auth.rates import Buckets
from service.errors import Problem

# public: anybody; key: whoever has a key; else whoever's key has that scope.
Guard: TypeAlias = Literal["public", "key", "score", "audit"]

_FAILURES_A_SECOND, _FAILURES_AT_ONCE = 1, 20


@dataclass(frozen=True, slots=True)
class Caller:
    """`name` is the prefix of the key, which is no secret; empty where nobody asked for one."""

    name: str = ""


class Doorkeeper:
    def __init__(
        self,
        keys: KeySource,
        buckets: Buckets,
        *,
        ticks: Callable[[], float],
        today: Callable[[], date],
    ) -> None:
        self._keys = keys
        self._buckets = buckets
        self._failures = Buckets(_FAILURES_A_SECOND, _FAILURES_AT_ONCE, ticks)
        self._today = today

    @property
    def ready(self) -> bool:
        return self._keys.current() is not None

    def admit(self, guard: Guard, authorization: str | None, address: str) -> Caller:
        """Raises Problem. Who guesses is slowed down by address; a right key is not held back by
        the wrong ones from the same address."""
        if guard == "public":
            return Caller()
        key = self._holder(authorization or "")
        if key is None:
            wait = self._failures.wait(address)
            raise (
                Problem("too-many-requests", retry_after=wait)
                if wait
                else Problem("not-authenticated")
            )
        if guard != "key" and guard not in key.scopes:
            raise Problem("scope-lacking")
        if wait := self._buckets.wait(key.prefix):
            raise Problem("too-many-requests", retry_after=wait)
        return Caller(key.prefix)

    def _holder(self, authorization: str) -> Key | None:
        ring = self._keys.current()
        if ring is None:
            raise Problem("not-ready", retry_after=5)
        scheme, _, token = authorization.partition(" ")
        holder = ring.holder(token.strip(), self._today())
        return holder if scheme.lower() == "bearer" else None


class KeySource:
    """The keys of a file, read again when it changes: a key that is taken out opens nothing from
    then on. While the file is damaged nobody is let in, rather than somebody who should not be."""

    def __init__(self, load: Callable[[], Keyring], file: Path | None, log: logging.Logger) -> None:
        self._load = load
        self._ring: Keyring | None = load()
        self._file = file
        self._log = log
        self._lock = Lock()
        self._sign = self._signed()

    def current(self) -> Keyring | None:
        sign = self._signed()
        if sign != self._sign:
            with self._lock:
                self._ring, self._sign = self._read(), sign
        return self._ring

    def _signed(self) -> tuple[int, int, int] | None:
        if self._file is None:
            return None
        try:
            stat = self._file.stat()
        except OSError:
            return (0, 0, 0)
        return (stat.st_mtime_ns, stat.st_size, stat.st_ino)

    def _read(self) -> Keyring | None:
        try:
            return self._load()
        except (OSError, UnicodeDecodeError, KeysDamaged) as error:
            told = {"why": error.en if isinstance(error, KeysDamaged) else type(error).__name__}
            self._log.error("keys not reloaded", extra={"told": told})
            return None
