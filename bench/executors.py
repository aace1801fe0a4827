"""Growth with records and executors: `python -m bench.executors FOLDER RECORDS…`. Reports only.

FOLDER is that of `bench.growth`, whose snapshots are read; larger ones are put together of copies
of the smallest. Every measurement is a session of its own with EXECUTORS (1,2) real executors of
one core each. What grows in a straight line is fitted and carried on to ten thousand million
records of two hundred million subjects. `python -m bench.executors footers FOLDER RECORDS` rewrites
a snapshot in row groups sixty times as small, and measures what a task pays for each of them.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import duckdb

from bench.cluster import Turn
from bench.growth import multiply
from bench.workload import program
from scoring.cluster.assess import tally_in_parts
from scoring.cluster.ranges import parts_of
from scoring.cluster.session import SparkTasks, connected_to
from scoring.cluster.tasks import Task
from scoring.population.results import conclude
from scoring.population.store import open_snapshot
from scoring.snapshot.connecting import connected, quoted_path

_TIMES = 3
_EACH = 50
_FAR = 200_000_000
_ROW_GROUP, _SMALL = 122_880, 2_048


def measured(folder: Path, executors: int) -> Mapping[str, float]:
    """One size in one session."""
    policy, snapshot, shared = program(), folder / "snapshot", folder / "shared"
    start, tallying, later = Turn("start"), Turn("tallying"), Turn("later")
    with start.measured():
        session = connected_to(f"local-cluster[{executors},1,1024]")
        tasks = session.__enter__()
    _warmed(tasks)
    for _ in range(_TIMES):
        with connected(snapshot, shared) as connection:
            store = open_snapshot(connection, policy, snapshot, records="false")
            with tallying.measured():
                kernel = tally_in_parts(store, policy, tasks, snapshot=snapshot, shared=shared)
            size = sum(path.stat().st_size for path in shared.rglob("*.parquet"))
            with later.measured():
                conclude(store, policy, kernel)
        shutil.rmtree(shared)
    session.__exit__(None, None, None)
    return {
        "start": start.processor[0],
        "start clock": start.walls[0],
        "tasks": median(tallying.processor),
        "tasks clock": median(tallying.walls),
        "later": median(later.processor),
        "back": size,
        "driver MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _warmed(tasks: SparkTasks) -> None:
    """Python workers are begun with the first task, which belongs to the start."""
    tasks.collect(_nothing, "told string", tasks.parallel)


def _nothing(batches: Any) -> Any:
    yield from (batch.select([]) for batch in batches if not batch)


def alone(folder: Path, executors: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.executors", "one", str(folder), str(executors)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: dict[str, float] = json.loads(told.splitlines()[-1])
    return found


def fitted(sizes: Sequence[int], values: Sequence[float]) -> tuple[float, float, float]:
    """Least squares: at none, for each, and the standard error of the latter."""
    count, mean, level = len(sizes), sum(sizes) / len(sizes), sum(values) / len(values)
    spread = sum((size - mean) ** 2 for size in sizes)
    slope = sum((s - mean) * (v - level) for s, v in zip(sizes, values, strict=True)) / spread
    base = level - slope * mean
    left = sum((v - base - slope * s) ** 2 for s, v in zip(sizes, values, strict=True))
    return base, slope, (left / max(count - 2, 1) / spread) ** 0.5


def main(folder: Path, sizes: list[int]) -> None:
    smallest = folder / str(sizes[0])
    for records in sizes:
        own = folder / str(records)
        if not own.exists():
            multiply(smallest / "snapshot", records // sizes[0], own / "snapshot")
    print(
        f"{'executors':>9} {'records':>12} {'start s':>8} {'clock':>6} {'tasks s':>8} {'clock':>6} "
        f"{'later s':>8} {'back MB':>8} {'B each':>7} {'driver MB':>9}"
    )
    for executors in map(int, os.environ.get("EXECUTORS", "1,2").split(",")):
        runs = []
        for records in sizes:
            told = alone(folder / str(records), executors)
            runs.append(told)
            print(
                f"{executors:9} {records:12,} {told['start']:8.2f} {told['start clock']:6.1f} "
                f"{told['tasks']:8.2f} {told['tasks clock']:6.1f} {told['later']:8.2f} "
                f"{told['back'] / 2**20:8.2f} {told['back'] * _EACH / records:7.2f} "
                f"{told['driver MB']:9.0f}",
                flush=True,
            )
        _carry_on(executors, [records // _EACH for records in sizes], runs)


def _carry_on(executors: int, subjects: Sequence[int], runs: Sequence[Mapping[str, float]]) -> None:
    units = {"tasks": "s", "later": "s", "back": "bytes", "driver MB": "MB"}
    for what, unit in units.items():
        base, each, error = fitted(subjects, [run[what] for run in runs])
        print(
            f"{executors:9} {what:9} {base:12.3f} {unit} and {each:.4g} ± {error:.2g} a subject; "
            f"of {_FAR:,} subjects {base + each * _FAR:,.0f} ± {error * _FAR:,.0f} {unit}"
        )


def footers(folder: Path, records: int) -> None:
    """What opening the files and finding a range costs, by row groups."""
    own, small = folder / str(records) / "snapshot", folder / f"{records}-small" / "snapshot"
    if not small.exists():
        _in_small_groups(own, small)
    (few, low), (many, high) = [_opening(place, records) for place in (own, small)]
    far, each = _FAR * _EACH // _ROW_GROUP, (high - low) / (many - few)
    print(
        f"{each * 1e6:.1f} µs a row group: {each * far:.2f} s a task at {far:,} row groups, and "
        f"{each * far * parts_of(_FAR * _EACH, 1):,.0f} s for all parts"
    )
    parts = parts_of(_FAR * _EACH, 1)
    ranges = {part: (part * _FAR // parts, (part + 1) * _FAR // parts) for part in range(parts)}
    sent = len(pickle.dumps(Task(program(), own, own, ranges, {})))
    print(f"what is sent with {parts:,} ranges: {sent:,} bytes")


def _in_small_groups(own: Path, small: Path) -> None:
    shutil.copytree(own, small)
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1; SET memory_limit = '2GB'")
        for path in sorted(small.glob("k*.parquet")):
            connection.execute(
                f"COPY (SELECT * FROM read_parquet({quoted_path(own / path.name)})) "
                f"TO {quoted_path(path)} (FORMAT parquet, PARQUET_VERSION V2, "
                f"COMPRESSION zstd, ROW_GROUP_SIZE {_SMALL})"
            )


def _opening(snapshot: Path, records: int) -> tuple[int, float]:
    """The row groups, and the seconds of processor that finding 401 subjects takes."""
    middle = records // _EACH // 2
    within = f"s BETWEEN {middle} AND {middle + 400}"
    groups, size = _described(snapshot)
    used = []
    for _ in range(_TIMES):
        before = process_time()
        with connected(snapshot, threads=1) as connection:
            store = open_snapshot(connection, program(), snapshot, subjects=within, records=within)
            for rows in store.kinds.values():
                connection.execute(f"SELECT count(*), max(n) FROM {rows.table}").fetchall()
        used.append(process_time() - before)
    print(
        f"{records:,} records in {groups:,} row groups: footers {size:,} bytes "
        f"({size / groups:.0f} each), a range of 401 subjects {median(used):.3f} s of processor"
    )
    return groups, median(used)


def _described(folder: Path) -> tuple[int, int]:
    """Row groups of all tables of records, and the bytes of their footers."""
    groups = size = 0
    for path in folder.glob("k*.parquet"):
        with path.open("rb") as file:
            file.seek(-8, os.SEEK_END)
            size += int.from_bytes(file.read(4), "little")
        with duckdb.connect() as connection:
            connection.execute(
                f"SELECT count(DISTINCT row_group_id) FROM parquet_metadata({quoted_path(path)})"
            )
            ((own,),) = connection.fetchall()
        groups += int(own)
    return groups, size


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["one", place, executors]:
            print(json.dumps(measured(Path(place).resolve(), int(executors))))
        case ["footers", place, records]:
            footers(Path(place).resolve(), int(records))
        case [place, *sizes]:
            main(Path(place).resolve(), [int(size) for size in sizes])
