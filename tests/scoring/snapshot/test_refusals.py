"""What DuckDB says of a file it is refused, told as what the system said."""

from __future__ import annotations

import errno
import os

import duckdb
import pytest

from scoring.snapshot.refusals import as_system_errors

FULL = os.strerror(errno.ENOSPC)
REFUSALS = {
    "opening": (
        duckdb.IOException(f'IO Error: Cannot open file "/a/b.parquet": {FULL}'),
        (errno.ENOSPC, "/a/b.parquet"),
    ),
    "in a thread": (
        duckdb.IOException(
            'IO Error: Async write failed for range [offset=0, size=9]: {"exception_type":"IO",'
            f'"exception_message":"Could not write file \\"/a/b.parquet\\": {FULL}"}}'
        ),
        (errno.ENOSPC, "/a/b.parquet"),
    ),
    "no name": (
        duckdb.IOException(f"IO Error: {os.strerror(errno.EIO)}"),
        (errno.EIO, None),
    ),
    "no room to spill": (
        duckdb.OutOfMemoryException(
            "failed to offload data block of size 256.0 KiB; This limit was set by the "
            "'max_temp_directory_size' setting."
        ),
        (errno.ENOSPC, None),
    ),
}


@pytest.mark.parametrize(("error", "told"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_of_the_system_is_told_with_its_number_and_its_file(error, told):
    with pytest.raises(OSError, match=r"\[Errno") as found, as_system_errors():
        raise error
    assert (found.value.errno, found.value.filename) == told


def test_an_engine_without_room_is_out_of_memory_like_any_program():
    with pytest.raises(MemoryError, match="out of memory"), as_system_errors():
        raise duckdb.OutOfMemoryException("out of memory")


@pytest.mark.parametrize(
    "error",
    [duckdb.IOException("IO Error: no magic bytes"), RuntimeError("something else")],
    ids=["damaged", "no query"],
)
def test_anything_else_stays_what_it_is(error):
    with pytest.raises(type(error)), as_system_errors():
        raise error


def test_a_query_that_a_person_stops_is_an_interrupt():
    with pytest.raises(KeyboardInterrupt), as_system_errors():
        raise RuntimeError("Query interrupted")
