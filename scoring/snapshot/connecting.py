"""An engine of its own for each use, which opens no file but those of one folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import duckdb

from scoring.runs.scratch import scratch
from scoring.snapshot.refusals import as_system_errors


@contextmanager
def connected(
    *folders: Path,
    threads: int | None = None,
    spill: Path | None = None,
    memory: str | None = None,
    locked: bool = True,
) -> Iterator[duckdb.DuckDBPyConnection]:
    """What does not fit into memory goes to the folder `spill`, else to one that is gone
    afterwards. `memory` is what it may take: 1GB. Settings are `locked` against change."""
    settings: dict[str, str | int] = {} if threads is None else {"threads": threads}
    if memory is not None:
        settings["memory_limit"] = memory
    with as_system_errors(), nullcontext(spill) if spill else scratch("duckdb") as folder:
        settings["temp_directory"] = str(folder)
        with duckdb.connect(":memory:", config=settings) as connection:  # type: ignore[arg-type]  # a dict of what it takes
            allowed = ", ".join(quoted_path(folder) for folder in folders)
            connection.execute(f"SET allowed_directories = [{allowed}]")
            connection.execute("SET enable_external_access = false")
            if locked:
                connection.execute("SET lock_configuration = true")
            yield connection


def quoted_path(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
