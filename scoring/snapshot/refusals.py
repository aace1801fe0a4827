"""What DuckDB says where the system refuses it a file or a person stops it, as what it is."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from rules.system import REASONS

# It runs into the limit it has set itself: what is left of the disk.
_NO_ROOM = "max_temp_directory_size"
# It takes the KeyboardInterrupt of a running query away and raises a bare RuntimeError.
_STOPPED = "Query interrupted"


@contextmanager
def as_system_errors() -> Iterator[None]:
    try:
        yield
    except RuntimeError as error:
        if str(error) != _STOPPED:
            raise
        raise KeyboardInterrupt from None
    except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException) as error:
        text = str(error)
        code = errno.ENOSPC if _NO_ROOM in text else _code(text)
        if code is None and isinstance(error, duckdb.IOException):
            raise
        if code is None:
            raise MemoryError(text) from None
        raise OSError(code, os.strerror(code), _file(text)) from None


def _code(text: str) -> int | None:
    return next((code for code in REASONS if os.strerror(code) in text), None)


def _file(text: str) -> str | None:
    """The first name in quotes; in what a thread reports the quotes are escaped."""
    found = re.search(r'file \\?"(.*?)\\?"', text)
    return found[1] if found else None
