"""A package among the tables of a folder: its rows take the place of those of its period."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from rules.diagnostics import PolicyError, diagnose
from scoring.package.manifest import MANIFEST
from scoring.package.stored import Stored
from scoring.package.swap import alone_at, beside, make_folder, move_in, sync_tree
from scoring.runs.scratch import scratch
from scoring.warehouse.lake import send
from scoring.warehouse.writing import Written, write_tables

TABLES = ("results", "ledger", "findings", "columns")


@dataclass(frozen=True, slots=True)
class Export:
    """`place` is the folder of each table that the package's rows are in."""

    place: str
    tables: Mapping[str, Written]


def export_package(stored: Stored, root: Path) -> Export:
    """All tables are written before any row of an earlier export goes. Raises PolicyError where
    `root` is a package, or holds files there that are no export."""
    _require_review(stored)
    if (root / MANIFEST).exists():
        raise PolicyError([diagnose("not-an-export", None, path=root, name=MANIFEST)])
    place = place_of(stored)
    targets = {name: root / name / place for name in TABLES}
    with alone_at(root):
        for target in targets.values():
            _require_ours(target)
        with _staged(root) as new:
            tables = write_tables(stored, place, new)
            sync_tree(new)
            for name, target in targets.items():
                _put(new / name / place, target)
    return Export(place, tables)


def send_package(stored: Stored, url: str) -> Export:
    """The same for a folder of a data lake, where files cannot be moved in as a whole: for a while
    rows of both packages are there, and where it fails half-way it is to be done again."""
    _require_review(stored)
    place = place_of(stored)
    with scratch("export") as folder:
        tables = write_tables(stored, place, folder)
        send(folder, url, [f"{name}/{place}" for name in TABLES])
    return Export(place, tables)


def place_of(stored: Stored) -> str:
    """As Hive writes partitions; what a path cannot hold is percent-encoded, as engines expect."""
    policy, period = stored.told["policy"]["id"], stored.told["period"]["label"]
    return f"policy={quote(policy, safe='')}/period={quote(period, safe='')}"


@contextmanager
def _staged(root: Path) -> Iterator[Path]:
    """A folder beside `root`, since engines read whatever is within it."""
    new = beside(root, "new")
    new.mkdir()
    try:
        yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _put(new: Path, target: Path) -> None:
    """A table that the package does not have loses the rows it had of the period."""
    if new.exists():
        make_folder(target.parent)
        move_in(new, target)
    elif target.exists():
        make_folder(new.parent)
        target.rename(new)


def _require_review(stored: Stored) -> None:
    if stored.settlement is not None:
        raise PolicyError([diagnose("settlement-not-exported", None, path=stored.settlement)])


def _require_ours(target: Path) -> None:
    for path in sorted(target.glob("*")):
        if path.suffix != ".parquet":
            raise PolicyError([diagnose("not-an-export", None, path=target, name=path.name)])
