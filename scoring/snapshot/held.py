"""How many records of each kind a snapshot holds, and of how many subjects."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from scoring.snapshot.connecting import connected, quoted_path
from scoring.snapshot.reading import read_tables
from scoring.snapshot.writing import INDEX, file_of


class Held(NamedTuple):
    """`delivered`: a table of the kind was there, even an empty one."""

    delivered: bool
    records: int
    subjects: int


def held(folder: Path) -> Mapping[str, Held] | None:
    """By kind; None where the folder is no snapshot."""
    if not (folder / INDEX).is_file():
        return None
    tables = read_tables(folder)
    found = {}
    with connected(folder, threads=1) as connection:
        for kind, table in tables.kinds.items():
            subjects = 0
            if table.count:
                path = quoted_path(folder / file_of(table.name))
                query = f"SELECT count(DISTINCT s) FROM read_parquet({path})"
                row = connection.execute(query).fetchone()
                subjects = int(row[0]) if row else 0
            found[kind] = Held(kind in tables.delivered, table.count, subjects)
    return found
