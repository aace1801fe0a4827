"""The catalogue of a library on disk, read anew when its files change, never half-way."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock

from rules.compile import compile_policy
from rules.diagnostics import PolicyError
from rules.library import Library
from service.catalogue import Catalogue, Edition, SamePolicyTwice, catalogue

# How often the folders are looked at, in seconds.
_EVERY = 1.0

_Sign = tuple[tuple[str, int, int, int], ...]


class Shelf:
    """`current` is always a whole catalogue. Where a changed file does not compile, the catalogue
    before stays, and `trouble` says so."""

    def __init__(
        self, folders: Sequence[Path], ticks: Callable[[], float], log: logging.Logger
    ) -> None:
        """Raises PolicyError or SamePolicyTwice where the policies cannot be served at all."""
        self._library = Library(tuple(folders))
        self._ticks = ticks
        self._log = log
        self._known: dict[tuple[str, str], Edition] = {}
        self._reading = Lock()
        self._looked = ticks()
        self._sign = self._signed()
        self._current = self._read()
        self.trouble = False

    def current(self) -> Catalogue:
        if self._ticks() - self._looked >= _EVERY and self._reading.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._reading.release()
        return self._current

    def _look(self) -> None:
        """Files that changed while they were being read are read again the next time."""
        self._looked = self._ticks()
        sign: _Sign = ()
        try:
            sign = self._signed()
            if sign == self._sign:
                return
            fresh = self._read()
        except (PolicyError, SamePolicyTwice, OSError) as error:
            self.trouble = True
            self._log.error("policies not reloaded", extra={"told": {"why": _codes(error)}})
        else:
            self._current, self.trouble = fresh, False
            self._log.info("policies reloaded", extra={"told": {"catalogue": fresh.digest}})
        self._sign = sign

    def _signed(self) -> _Sign:
        """What tells whether a file changed, without reading it."""
        found = []
        for path in self._library.files():
            stat = path.stat()
            found.append((str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino))
        return tuple(found)

    def _read(self) -> Catalogue:
        known: dict[tuple[str, str], Edition] = {}
        editions = []
        for path in self._library.files():
            data = path.read_bytes()
            key = (path.name, hashlib.sha256(data).hexdigest())
            known[key] = self._known.get(key) or _edition(data, path.name)
            editions.append(known[key])
        found = catalogue(editions)
        self._known = known
        return found


def _edition(data: bytes, name: str) -> Edition:
    program, remarks = compile_policy(data, name)
    return Edition(program, tuple(remarks))


def _codes(error: Exception) -> list[str]:
    match error:
        case PolicyError():
            return sorted({found.code for found in error.diagnostics})
        case SamePolicyTwice():
            return [error.en]
    return [type(error).__name__]
